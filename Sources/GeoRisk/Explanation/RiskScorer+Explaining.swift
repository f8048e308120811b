import GeoCore
import GeoProjection
import ThreatField

extension RiskScorer {
  /// Takes the score of a site apart. Cost grows with the number of incidents.
  ///
  /// - Throws: `GeoRiskError` when the site is neither points nor polygons.
  public func explain(_ site: Site) throws(GeoRiskError) -> ThreatExplanation {
    let score = try score(site)
    return try explanation(
      id: site.id, name: site.name, score: score.score, place: score.place,
      nodes: [FieldNode(position: EarthPosition(score.place))], profile: "site")
  }

  /// Takes the score of one segment of a corridor apart: a distance factor is the mean over the three nodes at which
  /// the segment is scored. Cost grows with the number of segments and of incidents.
  ///
  /// - Parameters:
  ///   - corridor: a line of some length.
  ///   - segmentLength: metres, above 0.
  ///   - choose: which of the corridor's segments.
  /// - Throws: `GeoRiskError` for a segment length that is no positive number, a corridor of no length, and what
  ///   `choose` throws.
  public func explain(
    _ corridor: Corridor, segmentLength: Double = 1_000,
    choose: ([SegmentScore]) throws(GeoRiskError) -> SegmentScore
  ) throws(GeoRiskError) -> ThreatExplanation {
    let segment = try choose(try score(corridor, segmentLength: segmentLength).segments)
    let pieces = try corridor.pieces(segmentLength: segmentLength)
    guard pieces.indices.contains(segment.segment) else {
      throw GeoRiskError(.internalFault, "corridor '\(corridor.id)' has no segment \(segment.segment)")
    }
    let piece = pieces[segment.segment]
    let nodes = SegmentRule.weights.enumerated().map { number, weight in
      FieldNode(position: EarthPosition(piece.nodes[number]), weight: weight)
    }
    var explanation = try explanation(
      id: corridor.id, name: corridor.name, score: segment.score, place: segment.middle, nodes: nodes,
      profile: "corridor")
    explanation.segment = segment.segment
    explanation.chainageKm = segment.fromKm...segment.toKm
    return explanation
  }

  private func explanation(
    id: String, name: String, score: ThreatScore, place: Coordinate, nodes: [FieldNode],
    profile: String
  ) throws(GeoRiskError) -> ThreatExplanation {
    let weights = try model.weights(ofProfile: profile)
    var judgements = KindJudgements(model)
    var terms: [ThreatExplanation.Term] = []
    for source in sources.sources {
      let kernel = sources.kernels[source.kernel]
      let position = EarthPosition(source.coordinate)
      let factor = nodes.reduce(0) { sum, node in
        sum + node.weight * kernel.value(atDistance: node.position.distance(to: position))
      }
      let incident = incidents[source.member]
      let dimension = judgements.judgement(of: incident).dimension
      let profileWeight = weights[dimension]
      // Severity and age, as they went into the field.
      let weight = source.weights[dimension.index]
      let value = profileWeight * weight * factor
      guard value > 0 else { continue }
      let severity = model.severity(of: incident)
      let inverse = Geodesic.wgs84.inverse(from: place, to: incident.coordinate)
      let azimuth = inverse.initialAzimuth
      terms.append(
        ThreatExplanation.Term(
          incident: incident, dimension: dimension, km: inverse.distance / 1_000,
          bearing: (azimuth < 0 ? azimuth + 360 : azimuth).truncatingRemainder(dividingBy: 360),
          days: incident.ageInDays(asOf: asOf), severity: severity, ageFactor: weight / severity,
          distanceFactor: factor, profileWeight: profileWeight, value: value, share: 0))
    }
    let total = terms.reduce(0) { $0 + $1.value }
    for index in terms.indices { terms[index].share = terms[index].value / total }
    let order = terms.indices.ranked { terms[$0].value }
    return ThreatExplanation(
      id: id, name: name, segment: nil, chainageKm: nil, asOf: asOf, place: place, threat: score.threat,
      index: score.index, grade: score.grade, terms: order.map { terms[$0] })
  }
}
