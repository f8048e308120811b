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
    let fields = try SiteFields(self)
    let nearest = IncidentFinder(incidents)
    var scores = try workers.tryMap(
      sites.count, progress: { progress?(Double($0) / Double(sites.count)) }
    ) { index throws(GeoRiskError) in
      try score(sites[index], in: fields, nearest: nearest)
    }
    for (rank, index) in scores.indices.ranked(by: { scores[$0].score.threat }).enumerated() {
      scores[index].rank = rank + 1
    }
    return scores
  }

  private func score(
    _ site: Site, in fields: SiteFields, nearest: IncidentFinder
  ) throws(GeoRiskError) -> SiteScore {
    let ground = try SiteGround(site)
    let places = ground.samples
    let positions = places.map { EarthPosition($0) }
    let samples = positions.map { fields.now.value(at: $0) }
    let worst = samples.indices.ranked { samples[$0].total }[0]
    let sample = samples[worst]
    let place = places[worst]
    let before = positions.reduce(0) { max($0, fields.before.value(at: $1).total) }
    let new = fields.new.value(at: positions[worst]).total
    let node = [FieldNode(position: positions[worst])]
    return SiteScore(
      siteID: site.id, name: site.name, kind: site.kind, geometry: site.geometry, place: place,
      score: score(
        components: sample.components, variance: sample.variance,
        contributions: fields.now.contributions(nodes: node, top: topIncidents), at: place),
      nearestIncident: nearest.nearest(to: ground).map { found in
        NearestIncident(
          incidentID: incidents[found.index].id, km: found.distance / 1_000, bearing: found.bearing,
          days: incidents[found.index].ageInDays(asOf: asOf))
      },
      zone: control?.status(at: place),
      zoneEdgeKm: control?.edgeDistance(from: place).map { $0 / 1_000 },
      trend: Trend(new: new, ageing: sample.total - before - new), rank: 1)
  }
}

/// The fields that a site's threat and trend are read from.
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
    now = try scorer.sources.field(profile: profile)
    before = try ThreatSources(scorer.incidents, model: scorer.model, asOf: earlier).field(profile: profile)
    let recent = scorer.incidents.filter { $0.from > earlier }
    new = try ThreatSources(recent, model: scorer.model, asOf: scorer.asOf).field(profile: profile)
  }
}
