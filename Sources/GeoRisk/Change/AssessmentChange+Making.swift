import GeoCore
import GeoProjection
import ThreatField

extension AssessmentChange {
  /// Compares two assessments.
  ///
  /// Threats before and after are those of the assessments. The parts of a change are computed anew from the incidents
  /// of both, at the cost of an assessment without its buffers at most. Sides whose models, extents or segments
  /// differ are compared all the same, and a note says so.
  ///
  /// - Parameters:
  ///   - before: the earlier side, or the base of a scenario.
  ///   - after: the other side, its as-of date no earlier.
  ///   - workers: how many threads to use; the result does not depend on it.
  /// - Throws: `GeoRiskError`: `usage` where after is the earlier of the two.
  public init(
    from before: AssessmentRecord, to after: AssessmentRecord, workers: Workers = .allProcessors
  ) throws(GeoRiskError) {
    guard before.asOf <= after.asOf else {
      throw GeoRiskError(
        .usage, "the first assessment is of \(before.asOf), later than the second one of \(after.asOf)",
        suggestion: "name the earlier one first")
    }
    self.before = before
    self.after = after
    incidents = IncidentChanges(from: before.incidents, to: after.incidents)
    segments = try Self.segments(incidents, before, after, workers)
    sites = try Self.sites(incidents, before, after, workers)
    let fields = try ChangeFields(incidents, from: before, to: after, profile: "surface", workers: workers)
    let grid = try LonLatGrid.map(
      extent: after.extent, around: [], margin: 0, resolution: after.resolution)
    let surfaces = ChangeSurfaces(
      fields, grid: grid,
      after: try RiskScorer(
        incidents: after.incidents, model: after.model, asOf: after.asOf, threads: workers.threads
      ).surface(on: grid).values)
    zones = try surfaces.zones(from: before.zones, to: after.zones, hasAged: before.asOf != after.asOf)
    bands = try surfaces.bands(reference: after.model.index.reference, workers: workers)
    notes = Self.notes(before, after)
    emerging = []
    let days = after.asOf.daysSince(before.asOf)
    if days > 0 {
      let found = EmergingPlaces(
        among: after.incidents, asOf: after.asOf, options: EmergingPlaces.Options().recent(days: days),
        workers: workers)
      emerging = found.places
      if !found.reachesBack, !after.incidents.isEmpty {
        notes.append(
          "emerging places were not looked for: incidents are known of the \(found.earlierDays) days up to "
            + "\(before.asOf), and as many as the \(days) since then are needed to compare with")
      }
    }
  }

  private static func notes(_ before: AssessmentRecord, _ after: AssessmentRecord) -> [String] {
    var notes = [before, after].compactMap { side in
      side.scenario.map { "\(side.name) is what scenario \(quoted($0)) supposes, not what happened" }
    }
    if !before.model.scoresAlike(after.model) {
      notes.append(
        "the models differ: change_model has what that makes, and grades are each by their own model")
    }
    if before.extent != after.extent {
      notes.append("the extents differ: surfaces are compared over that of \(after.name)")
    }
    if before.resolution != after.resolution {
      notes.append("the resolutions differ: surfaces are compared at that of \(after.name)")
    }
    return notes
  }

  private static func segments(
    _ incidents: IncidentChanges, _ before: AssessmentRecord, _ after: AssessmentRecord, _ workers: Workers
  ) throws(GeoRiskError) -> [Segment] {
    struct Key: Hashable {
      let corridorID: String
      let segment: Int
    }
    func key(_ segment: AssessmentRecord.Segment) -> Key {
      Key(corridorID: segment.corridorID, segment: segment.segment)
    }
    let known = Dictionary(before.segments.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let fields = try ChangeFields(incidents, from: before, to: after, profile: "corridor", workers: workers)
    var nodes: [FieldNode] = []
    for segment in after.segments { nodes += try segment.nodes() }
    let perSegment = SegmentRule.weights.count
    let steps = fields.steps(nodes: nodes, offsets: (0...after.segments.count).map { perSegment * $0 }) {
      index in
      known[key(after.segments[index])].map { $0.line != after.segments[index].line } ?? false
    }
    let left = Set(after.segments.map(key))
    return zip(after.segments, steps).map { segment, steps in
      segment.with(
        known[key(segment)].map { ThreatChange(before: $0.threat, after: segment.threat, steps) }
          ?? ThreatChange(before: nil, after: segment.threat))
    }
      + before.segments.filter { !left.contains(key($0)) }.map {
        $0.with(ThreatChange(before: $0.threat, after: nil))
      }
  }

  private static func sites(
    _ incidents: IncidentChanges, _ before: AssessmentRecord, _ after: AssessmentRecord, _ workers: Workers
  ) throws(GeoRiskError) -> [ScoredSite] {
    let known = Dictionary(before.sites.map { ($0.siteID, $0) }, uniquingKeysWith: { first, _ in first })
    let fields = try ChangeFields(incidents, from: before, to: after, profile: "site", workers: workers)
    var nodes: [FieldNode] = []
    var offsets = [0]
    for site in after.sites {
      let ground = try SiteGround(Site(id: site.siteID, geometry: site.geometry))
      nodes += ground.samples.map { FieldNode(position: EarthPosition($0)) }
      offsets.append(nodes.count)
    }
    let steps = try fields.peakSteps(nodes: nodes, offsets: offsets) { index in
      known[after.sites[index].siteID].map { $0.geometry != after.sites[index].geometry } ?? false
    }
    let left = Set(after.sites.map(\.siteID))
    return zip(after.sites, steps).map { site, steps in
      site.with(
        known[site.siteID].map { ThreatChange(before: $0.threat, after: site.threat, steps) }
          ?? ThreatChange(before: nil, after: site.threat))
    }
      + before.sites.filter { !left.contains($0.siteID) }.map {
        $0.with(ThreatChange(before: $0.threat, after: nil))
      }
  }
}

extension AssessmentRecord.Segment {
  /// The three places at which the segment is scored.
  fileprivate func nodes() throws(GeoRiskError) -> [FieldNode] {
    let places: [Coordinate]
    if line.coordinates.allSatisfy({ $0 == line.coordinates[0] }) {
      // So short that at seven decimals it is a point.
      places = SegmentRule.weights.map { _ in line.coordinates[0] }
    } else {
      // No segment is as long: one piece, whose nodes are the segment's.
      let pieces = try Corridor(id: corridorID, parts: [line]).pieces(segmentLength: 1e9)
      places = pieces.first.map { piece in SegmentRule.weights.indices.map { piece.nodes[$0] } } ?? []
    }
    return zip(places, SegmentRule.weights).map { FieldNode(position: EarthPosition($0), weight: $1) }
  }
}
