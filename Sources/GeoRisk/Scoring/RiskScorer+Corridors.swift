import GeoCore
import ThreatField

extension RiskScorer {
  /// The score of one corridor, its rank 1.
  ///
  /// - Parameters:
  ///   - corridor: a line of some length; its edges are geodesics.
  ///   - segmentLength: metres, above 0; the last segment of each part is its remainder.
  /// - Throws: `GeoRiskError` for a segment length that is no positive number or a corridor of no length.
  public func score(
    _ corridor: Corridor, segmentLength: Double = 1_000
  ) throws(GeoRiskError) -> CorridorScore {
    try score([corridor], segmentLength: segmentLength)[0]
  }

  /// The scores of corridors in the order given, ranked by mean threat.
  ///
  /// - Parameters:
  ///   - corridors: lines of some length; their edges are geodesics.
  ///   - segmentLength: metres, above 0; the last segment of each part is its remainder.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for a segment length that is no positive number or a corridor of no length.
  public func score(
    _ corridors: [Corridor], segmentLength: Double = 1_000, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [CorridorScore] {
    guard segmentLength.isFinite, segmentLength > 0 else {
      throw GeoRiskError(.usage, "the segment length must be a positive distance, not \(segmentLength) m")
    }
    let field = try sources.field(profile: try model.weights(ofProfile: "corridor"))
    var scores: [CorridorScore] = []
    for corridor in corridors {
      let pieces = try corridor.pieces(segmentLength: segmentLength)
      let segments = workers.map(pieces.count) { index in segment(index, pieces[index], in: field) }
      scores.append(
        CorridorScore(
          corridorID: corridor.id, name: corridor.name, kind: corridor.kind, segments: segments,
          totals: CorridorTotals(of: segments, model: model)))
      progress?(Double(scores.count) / Double(corridors.count))
    }
    for (rank, index) in scores.indices.ranked(by: { scores[$0].totals.meanThreat }).enumerated() {
      scores[index].totals.rank = rank + 1
    }
    return scores
  }

  private func segment(_ index: Int, _ piece: CorridorPiece, in field: DecayField) -> SegmentScore {
    let nodes = zip(piece.nodes.places, SegmentRule.weights).map {
      FieldNode(position: EarthPosition($0), weight: $1)
    }
    let sample = field.sample(nodes: nodes)
    return SegmentScore(
      segment: index, part: piece.part, fromKm: piece.from / 1_000, toKm: piece.to / 1_000,
      line: piece.line, middle: piece.middle,
      score: score(
        components: sample.components, variance: sample.variance,
        contributions: field.contributions(nodes: nodes, top: topIncidents), at: piece.middle),
      threatMax: sample.maximum, zone: control?.status(at: piece.middle),
      zoneShare: control?.heldShare(of: piece.line) ?? 0)
  }
}

extension Range<Int> {
  /// The indexes from the largest key down; equal keys keep their order.
  func ranked(by key: (Int) -> Double) -> [Int] {
    sorted { left, right in
      let (a, b) = (key(left), key(right))
      return a == b ? left < right : a > b
    }
  }
}
