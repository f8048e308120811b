import GeoCore

/// Which segment of a corridor is meant.
public enum SegmentChoice: Hashable, Sendable {
  /// The one with the most threat, the first of equals.
  case worst
  /// By its number, from 0.
  case number(Int)
  /// The one that holds a chainage in km.
  case chainage(Double)
}

extension AssessmentInputs {
  /// Takes the threat to one site or corridor segment apart, exactly as an assessment scores it.
  ///
  /// - Parameters:
  ///   - id: the site's or corridor's.
  ///   - choice: which segment of a corridor; nothing but `.worst` for a site.
  ///   - options: as-of date, segment length and threads.
  /// - Throws: `GeoRiskError`: `usage` for an id or a segment that is not there.
  public func explainThreat(
    to id: String, segment choice: SegmentChoice = .worst, options: AssessmentOptions = AssessmentOptions()
  ) throws(GeoRiskError) -> ThreatExplanation {
    let scorer = try RiskScorer(
      incidents: incidents, model: model, asOf: try day(asOf: options.asOf), threads: options.threads)
    let site = sites.first { $0.id == id }
    if let corridor = corridors.first(where: { $0.id == id }) {
      guard site == nil else {
        throw GeoRiskError(
          .usage, "\(quoted(id)) is a corridor and a site", suggestion: "give a file with one of them")
      }
      return try scorer.explain(corridor, segmentLength: options.segmentLength) {
        (segments) throws(GeoRiskError) in try choice.segment(of: id, among: segments)
      }
    }
    guard let site else {
      let known = corridors.map(\.id) + sites.map(\.id)
      throw GeoRiskError(
        .usage, "there is no corridor and no site \(quoted(id))",
        suggestion: Self.isZoneID(id)
          ? "a control zone is explained with --zone \(id)"
          : NearestName.of(id, among: known).map { "is it \(quoted($0))?" }
            ?? "there are " + known.prefix(20).joined(separator: ", "))
    }
    guard choice == .worst else {
      throw GeoRiskError(.usage, "\(quoted(id)) is a site, which has no segments")
    }
    return try scorer.explain(site)
  }

  /// Whether it looks like the name of a control zone.
  private static func isZoneID(_ id: String) -> Bool { id.first == "Z" && Int(id.dropFirst()) != nil }

  /// Takes who holds a place apart.
  ///
  /// By other methods than `share` the verdict is that of the zone that an assessment with these options draws there; the
  /// terms are the evidence as shares weigh it.
  ///
  /// - Parameters:
  ///   - place: degrees.
  ///   - options: as-of date, resolution and extent.
  /// - Throws: `GeoRiskError` when there is no date or the model's numbers make no kernel.
  public func explainControl(
    at place: Coordinate, options: AssessmentOptions = AssessmentOptions()
  ) throws(GeoRiskError) -> ControlExplanation {
    let asOf = try day(asOf: options.asOf)
    var explanation = try ControlExplanation(
      at: place, observations: control, incidents: incidents, model: model, asOf: asOf)
    if model.control.method != .share {
      // Methods look at the map as a whole: that of the assets, where there are any.
      let extent = corridors.isEmpty && sites.isEmpty ? options.extent : try mapExtent(options)
      let map = try ControlMap(
        observations: control, incidents: incidents, model: model, asOf: asOf, resolution: options.resolution,
        extent: extent, workers: Workers(threads: options.threads))
      explanation.take(map.zone(at: place), by: model.control.method)
    }
    return explanation
  }

  /// Takes a control zone of the assessment apart, at a place well inside it.
  ///
  /// - Parameters:
  ///   - id: such as `Z3`, as numbered in `control-zones.geojson` with the same options.
  ///   - options: as-of date, resolution and extent.
  /// - Throws: `GeoRiskError`: `usage` for a zone that is not there.
  public func explainControl(
    ofZone id: String, options: AssessmentOptions = AssessmentOptions()
  ) throws(GeoRiskError) -> ControlExplanation {
    var clock = StageClock()
    let ground = try Groundwork(self, options: options, clock: &clock, progress: nil)
    guard let zone = ground.control.zones.first(where: { $0.id == id }) else {
      let known = ground.control.zones.map(\.id)
      throw GeoRiskError(
        .usage, "there is no control zone \(quoted(id))",
        suggestion: known.isEmpty
          ? "nobody is known to hold any ground here" : "there are " + known.joined(separator: ", "))
    }
    var explanation = try ControlExplanation(
      at: zone.innerPlace, observations: control, incidents: incidents, model: model, asOf: ground.asOf)
    explanation.take(zone, by: model.control.method)
    return explanation
  }
}

extension SegmentChoice {
  fileprivate func segment(
    of id: String, among segments: [SegmentScore]
  ) throws(GeoRiskError) -> SegmentScore {
    let found: SegmentScore? =
      switch self {
      case .worst: segments.indices.ranked { segments[$0].score.threat }.first.map { segments[$0] }
      case .number(let number): segments.indices.contains(number) ? segments[number] : nil
      case .chainage(let km): segments.first { $0.fromKm <= km && km <= $0.toKm }
      }
    if let found { return found }
    let end = segments.last.map { ReportNumber.fixed($0.toKm, 1) } ?? "0"
    throw GeoRiskError(
      .usage, "the corridor \(quoted(id)) has no such segment",
      suggestion: "it has the segments 0 to \(segments.count - 1), from km 0 to \(end)")
  }
}

extension ControlZone {
  /// A place inside, away from the edges where there is one.
  var innerPlace: Coordinate {
    let rings = area.polygons.map { $0.rings[0].map { PlanePoint(x: $0.longitude, y: $0.latitude) } }
    let places = rings.compactMap { PlaneShapes.labelPoint($0) }
      .map { Coordinate(longitude: $0.x, latitude: $0.y) }
    let inside = places.first { place in
      area.polygons.contains { PolygonIndex($0).contains(place) }
    }
    return inside ?? area.polygons[0].coordinates[0]
  }
}
