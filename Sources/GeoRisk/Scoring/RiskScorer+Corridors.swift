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
    let field = try sources.field(profile: try model.weights(ofProfile: "corridor"), workers: workers)
    var scores: [CorridorScore] = []
    scores.reserveCapacity(corridors.count)
    for start in stride(from: 0, to: corridors.count, by: Self.batchSize) {
      let end = min(start + Self.batchSize, corridors.count)
      scores += try score(Array(corridors[start..<end]), segmentLength: segmentLength, in: field)
      progress?(Double(end) / Double(corridors.count))
    }
    scores.rank()
    return scores
  }

  /// Corridors that are worked on together: neighbours are scored quickest in company.
  private static let batchSize = 2_048

  /// The scores of one batch, their ranks 1.
  private func score(
    _ corridors: [Corridor], segmentLength: Double, in field: DecayField
  ) throws(GeoRiskError) -> [CorridorScore] {
    let pieces = try Corridor.pieces(of: corridors, segmentLength: segmentLength, workers: workers)
    let all = pieces.flatMap { $0 }
    let perSegment = SegmentRule.weights.count
    let nodes = workers.inBlocks(of: perSegment * all.count) { index in
      let (number, node) = index.quotientAndRemainder(dividingBy: perSegment)
      return FieldNode(
        position: EarthPosition(all[number].nodes[node]), weight: SegmentRule.weights[node])
    }
    let offsets = (0...all.count).map { perSegment * $0 }
    let samples = field.samples(nodes: nodes, offsets: offsets, workers: workers)
    let contributions = field.contributions(
      nodes: nodes, offsets: offsets, top: topIncidents, workers: workers)
    var numbers: [Int] = []
    numbers.reserveCapacity(all.count)
    for ofCorridor in pieces { numbers += ofCorridor.indices }
    let inCorridor = numbers
    let segments = workers.map(all.count) { index in
      segment(inCorridor[index], all[index], samples[index], contributions[index])
    }
    var start = 0
    return zip(corridors, pieces).map { corridor, pieces in
      let own = Array(segments[start..<start + pieces.count])
      start += pieces.count
      return CorridorScore(
        corridorID: corridor.id, name: corridor.name, kind: corridor.kind, segments: own,
        totals: CorridorTotals(of: own, model: model))
    }
  }

  private func segment(
    _ number: Int, _ piece: CorridorPiece, _ sample: SegmentSample, _ contributions: [Contribution]
  ) -> SegmentScore {
    SegmentScore(
      segment: number, part: piece.part, fromKm: piece.from / 1_000, toKm: piece.to / 1_000,
      line: piece.line, middle: piece.middle,
      score: score(
        components: sample.components, variance: sample.variance, contributions: contributions,
        at: piece.middle),
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
