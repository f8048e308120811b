import GeoCore

/// What changed between two assessments, and why.
public struct AssessmentChange: Sendable {
  /// One segment's change.
  public typealias Segment = SegmentThreat<ThreatChange>

  /// One site's change.
  public typealias ScoredSite = SiteThreat<ThreatChange>

  /// One control zone's change.
  public struct Zone: Hashable, Sendable {
    /// What became of it.
    public var succession: ZoneSuccession
    /// The change of the mean threat on its ground, by the `surface` profile.
    public var threat: ThreatChange
  }

  /// The ground on which the threat changed by so much.
  public struct Band: Hashable, Sendable {
    /// The least change in the band, nil where it is open below.
    public var changeMin: Double?
    /// The largest change in the band, nil where it is open above.
    public var changeMax: Double?
    /// Area on the ellipsoid in km².
    public var areaKm2: Double
    /// The area in degrees; longitudes may exceed 180.
    public var area: MultiPolygon
  }

  /// The side compared with.
  public var before: AssessmentRecord
  /// The side compared.
  public var after: AssessmentRecord
  /// The incidents told apart.
  public var incidents: IncidentChanges
  /// Segments in the order of after, then those that are there no more.
  public var segments: [Segment]
  /// Sites in the order of after, then those that are there no more.
  public var sites: [ScoredSite]
  /// Zones in the order of after, then those that are gone.
  public var zones: [Zone]
  /// Where the surface's threat fell or rose, from the largest fall to the largest rise; ground on which it hardly
  /// changed is in no band.
  public var bands: [Band]
  /// Where incidents come faster since the day of before than in the half year until then; none where both are of one
  /// day.
  public var emerging: [EmergingPlaces.Place]
  /// What a user should know about the comparison, in sentences.
  public var notes: [String]
}
