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
    try score(corridors, segmentLength: segmentLength, known: nil, progress: progress).scores
  }

  /// The scores of corridors, those segments that are known taken over where the answer would be the same to the bit.
  ///
  /// - Parameter known: an assessment of the same corridors; nil: all is computed.
  /// - Returns: the scores, and how many segments were computed anew.
  func score(
    _ corridors: [Corridor], segmentLength: Double, known: KnownThreat?,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> (scores: [CorridorScore], computed: Int) {
    guard segmentLength.isFinite, segmentLength > 0 else {
      throw GeoRiskError(.usage, "the segment length must be a positive distance, not \(segmentLength) m")
    }
    let weights = try model.weights(ofProfile: "corridor")
    if corridors.isEmpty { return ([], 0) }
    let field = try sources.field(profile: weights, workers: workers)
    let known = try known.flatMap { (known) throws(GeoRiskError) in
      try KnownSegments(known, segmentLength: segmentLength, control: control, workers: workers)
    }
    var computed = 0
    var scores: [CorridorScore] = []
    scores.reserveCapacity(corridors.count)
    for start in stride(from: 0, to: corridors.count, by: Self.batchSize) {
      let end = min(start + Self.batchSize, corridors.count)
      let own = known.map { Array($0.scores[start..<end]) }
      scores += try score(
        Array(corridors[start..<end]), segmentLength: segmentLength, in: field,
        known: known.map { ($0, own ?? []) }, computed: &computed)
      progress?(Double(end) / Double(corridors.count))
    }
    scores.rank()
    return (scores, computed)
  }

  /// Corridors that are worked on together: neighbours are scored quickest in company.
  private static let batchSize = 2_048

  /// The scores of one batch, their ranks 1.
  private func score(
    _ corridors: [Corridor], segmentLength: Double, in field: DecayField,
    known: (from: KnownSegments, scores: [CorridorScore])?, computed: inout Int
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
    var numbers: [Int] = []
    numbers.reserveCapacity(all.count)
    for ofCorridor in pieces { numbers += ofCorridor.indices }
    let inCorridor = numbers
    let old = known?.scores.flatMap(\.segments) ?? []
    let segments: [SegmentScore]
    if let known, old.count == all.count,
      let samples = field.samples(
        nodes: nodes, offsets: offsets, differingFrom: known.from.field, at: known.from.differences,
        workers: workers)
    {
      let changed = samples.indices.filter { samples[$0] != nil }
      computed += changed.count
      let contributions = field.contributions(
        nodes: changed.flatMap { nodes[offsets[$0]..<offsets[$0 + 1]] },
        offsets: (0...changed.count).map { perSegment * $0 }, top: topIncidents, workers: workers)
      var places = [Int](repeating: -1, count: all.count)
      for (place, index) in changed.enumerated() { places[index] = place }
      let placeOf = places
      segments = workers.map(all.count) { index in
        guard let sample = samples[index] else {
          return zoned(old[index], all[index], isKnown: known.from.hasSameControl)
        }
        return segment(inCorridor[index], all[index], sample, contributions[placeOf[index]])
      }
    } else {
      computed += all.count
      let samples = field.samples(nodes: nodes, offsets: offsets, workers: workers)
      let contributions = field.contributions(
        nodes: nodes, offsets: offsets, top: topIncidents, workers: workers)
      segments = workers.map(all.count) { index in
        segment(inCorridor[index], all[index], samples[index], contributions[index])
      }
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

extension RiskScorer {
  /// A known segment, open, and with who holds it now.
  private func zoned(_ segment: SegmentScore, _ piece: CorridorPiece, isKnown: Bool) -> SegmentScore {
    var segment = segment
    segment.isClosed = false
    segment.interval = nil
    if isKnown { return segment }
    segment.zone = control?.status(at: piece.middle)
    segment.zoneShare = control?.heldShare(of: piece.line) ?? 0
    return segment
  }
}

/// The scores of the same segments by a field that differs in few sources.
private struct KnownSegments {
  let scores: [CorridorScore]
  /// What they were read from.
  let field: DecayField
  let differences: [EarthPosition]
  /// Whether the control zones are the same.
  let hasSameControl: Bool

  init?(
    _ known: KnownThreat, segmentLength: Double, control: ControlMap?, workers: Workers
  ) throws(GeoRiskError) {
    guard known.base.options.segmentLength == segmentLength else { return nil }
    scores = known.base.corridors
    field = try known.sources.field(
      profile: try known.base.model.weights(ofProfile: "corridor"), workers: workers)
    differences = known.differences
    hasSameControl = known.base.zones == control?.zones
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
