import GeoCore
import GeoProjection
import ThreatField

extension RiskScorer {
  /// Days over which a site's trend looks back.
  public static let trendDays = 90

  /// The score of one site, its rank 1.
  ///
  /// - Throws: `GeoRiskError` when the site is neither points nor polygons.
  public func score(_ site: Site) throws(GeoRiskError) -> SiteScore { try score([site])[0] }

  /// The scores of sites in the order given, ranked by threat.
  ///
  /// A polygon's threat is the largest at its sample points; so is a group of points'. Its trend compares the
  /// largest threat now with the largest 90 days before, wherever in the site that was.
  ///
  /// - Parameters:
  ///   - sites: points or polygons.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` when a site is neither points nor polygons.
  public func score(
    _ sites: [Site], progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [SiteScore] {
    try score(sites, known: nil, progress: progress).scores
  }

  /// The scores of sites, those that no difference reaches taken over where the answer would be the same to the bit.
  ///
  /// - Parameter known: an assessment of the same sites; nil: all is computed.
  /// - Returns: the scores, and how many were computed anew.
  func score(
    _ sites: [Site], known: KnownThreat?, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> (scores: [SiteScore], computed: Int) {
    // Fields of a million incidents take a second to make.
    if sites.isEmpty { return ([], 0) }
    let old = known.flatMap { unchanged(sites, since: $0) }
    let computed = sites.count - (old?.count { $0 != nil } ?? 0)
    let fields = try SiteFields(self)
    let nearest = IncidentFinder(incidents)
    var scores = try workers.tryMap(
      sites.count, progress: { progress?(Double($0) / Double(sites.count)) }
    ) { index throws(GeoRiskError) -> SiteScore in
      let ground = try SiteGround(sites[index])
      var score = old?[index] ?? score(sites[index], on: ground, in: fields)
      score.nearestIncident = nearest.nearest(to: ground).map { found in
        NearestIncident(
          incidentID: incidents[found.index].id, km: found.distance / 1_000, bearing: found.bearing,
          days: incidents[found.index].ageInDays(asOf: asOf))
      }
      score.zone = control?.status(at: score.place)
      score.zoneEdgeKm = control?.edgeDistance(from: score.place).map { $0 / 1_000 }
      score.interval = nil
      return score
    }
    for (rank, index) in scores.indices.ranked(by: { scores[$0].score.threat }).enumerated() {
      scores[index].rank = rank + 1
    }
    return (scores, computed)
  }

  /// The base's scores of sites that none of the differences reaches; nil where any answer may be another.
  private func unchanged(_ sites: [Site], since known: KnownThreat) -> [SiteScore?]? {
    guard known.base.sites.count == sites.count, sources.kernels == known.sources.kernels else { return nil }
    let farthest = max(reach, known.base.reach)
    return zip(sites, known.base.sites).map { site, score in
      let vertices = site.geometry.vertices.map { EarthPosition($0) }
      guard score.siteID == site.id, score.geometry == site.geometry, let centre = vertices.first else {
        return nil
      }
      let radius = vertices.reduce(0) { max($0, $1.distance(to: centre)) }
      // The ground inside an outline bulges beyond the ball round its vertices, by less than a tenth up to 1,000 km.
      guard radius < 1e6 else { return nil }
      return known.mayChange(within: 1.1 * radius, of: centre, reach: farthest) ? nil : score
    }
  }

  /// A site's threat and trend; what else there is to tell of it is left open.
  private func score(_ site: Site, on ground: SiteGround, in fields: SiteFields) -> SiteScore {
    let places = ground.samples
    let positions = places.map { EarthPosition($0) }
    let samples = fields.now.localValues(at: positions)
    let worst = samples.indices.ranked { samples[$0].total }[0]
    let sample = samples[worst]
    let place = places[worst]
    let before = fields.before.localValues(at: positions).reduce(0) { max($0, $1.total) }
    let new = fields.new.localValues(at: [positions[worst]])[0].total
    let node = [FieldNode(position: positions[worst])]
    return SiteScore(
      siteID: site.id, name: site.name, kind: site.kind, geometry: site.geometry, place: place,
      score: score(
        components: sample.components, variance: sample.variance,
        contributions: fields.now.contributions(nodes: node, top: topIncidents), at: place),
      trend: Trend(new: new, ageing: sample.total - before - new), rank: 1)
  }
}

/// The fields that a site's threat and trend are read from, all of the same kernels in the same order.
private struct SiteFields: Sendable {
  /// All incidents that count.
  let now: DecayField
  /// What counted 90 days before, as it was known to have happened by then.
  let before: DecayField
  /// Today's weight of the incidents that began since.
  let new: DecayField

  init(_ scorer: RiskScorer) throws(GeoRiskError) {
    let profile = try scorer.model.weights(ofProfile: "site")
    let earlier = scorer.asOf.advanced(byDays: -RiskScorer.trendDays)
    func field(_ incidents: [Incident], asOf: CalendarDay) throws(GeoRiskError) -> DecayField {
      try ThreatSources(incidents, model: scorer.model, asOf: asOf, kernels: scorer.sources.kernelSet)
        .field(profile: profile)
    }
    now = try scorer.sources.field(profile: profile)
    before = try field(scorer.incidents, asOf: earlier)
    new = try field(scorer.incidents.filter { $0.from > earlier }, asOf: scorer.asOf)
  }
}
