import GeoCore

/// What a comparison needs of an assessment.
public struct AssessmentRecord: Sendable {
  /// One segment of a corridor with its threat.
  public typealias Segment = SegmentThreat<Double>

  /// One site with its threat.
  public typealias ScoredSite = SiteThreat<Double>

  /// What it is called: a folder or a scenario.
  public var name: String
  /// The day on which threat was judged.
  public var asOf: CalendarDay
  /// The model used.
  public var model: RiskModel
  /// The incidents that counted.
  public var incidents: [Incident]
  /// All open segments of all corridors, in order.
  public var segments: [Segment]
  /// The sites, in order.
  public var sites: [ScoredSite]
  /// Who held which ground.
  public var zones: [ControlZone]
  /// West, south, east, north of surface and zones in degrees.
  public var extent: Envelope
  /// Node spacing of the surface in metres.
  public var resolution: Double
  /// The scenario that it supposes; nil for one of what happened.
  public var scenario: String?
  /// Outlines and towns behind a map.
  public var context = MapContext()

  /// Takes what an assessment holds.
  public init(_ assessment: Assessment, name: String) {
    self.name = name
    asOf = assessment.asOf
    model = assessment.model
    incidents = assessment.incidents
    segments = assessment.corridors.flatMap { corridor in
      corridor.segments.filter { !$0.isClosed }.map { segment in
        Segment(
          corridorID: corridor.corridorID, name: corridor.name, segment: segment.segment,
          fromKm: segment.fromKm, toKm: segment.toKm, line: segment.line, threat: segment.score.threat)
      }
    }
    sites = assessment.sites.map { site in
      ScoredSite(
        siteID: site.siteID, name: site.name, geometry: site.geometry,
        threat: site.score.threat)
    }
    zones = assessment.zones
    extent = assessment.extent
    resolution = assessment.options.resolution
    scenario = assessment.scenario?.name
    context = assessment.context
  }
}
