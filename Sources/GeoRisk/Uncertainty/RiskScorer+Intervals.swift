import GeoCore
import ThreatField

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RiskScorer {
  /// Intervals of all segments of some corridors, in their order; ranks are among all of them.
  ///
  /// Neighbouring segments share the draws of an incident whose place is imprecise where it is 20 times as far from them
  /// as they lie apart; bounds are those of each segment by itself to 2 %.
  ///
  /// Cost: for every segment and incident within reach that counts for something, one product per draw; and where the
  /// incident's place is imprecise, a kernel value per draw for every eight neighbouring segments, or where it is near for
  /// each.
  ///
  /// - Parameters:
  ///   - corridors: as scored.
  ///   - scores: what `score(_:segmentLength:)` made of them.
  ///   - segmentLength: that of the scores in metres.
  ///   - options: how many draws, of what seed, for which level.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for options that make no sense, or as scoring does.
  public func intervals(
    of corridors: [Corridor], scored scores: [CorridorScore], segmentLength: Double,
    options: IntervalOptions = IntervalOptions(), progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [[ScoreInterval]] {
    let pieces = try Corridor.pieces(of: corridors, segmentLength: segmentLength, workers: workers)
    let nodes = pieces.flatMap { $0 }.map { piece in
      SegmentRule.weights.enumerated().map { number, weight in
        FieldNode(position: EarthPosition(piece.nodes[number]), weight: weight)
      }
    }
    var flat = try intervals(
      nodes: nodes, threats: scores.flatMap { $0.segments.map(\.score.threat) }, profile: "corridor",
      options: options, progress: progress)[...]
    return pieces.map { pieces in
      defer { flat = flat.dropFirst(pieces.count) }
      return Array(flat.prefix(pieces.count))
    }
  }

  /// Intervals of sites, each where its score was taken; ranks are among all of them.
  ///
  /// - Parameters: as for corridors.
  /// - Throws: `GeoRiskError` for options that make no sense.
  public func intervals(
    of sites: [SiteScore], options: IntervalOptions = IntervalOptions(),
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [ScoreInterval] {
    try intervals(
      nodes: sites.map { [FieldNode(position: EarthPosition($0.place))] }, threats: sites.map(\.score.threat),
      profile: "site", options: options, progress: progress)
  }

  private func intervals(
    nodes: [[FieldNode]], threats: [Double], profile: String, options: IntervalOptions,
    progress: (@Sendable (Double) -> Void)?
  ) throws(GeoRiskError) -> [ScoreInterval] {
    guard (2...100_000).contains(options.replicates), options.level > 0, options.level < 1 else {
      throw GeoRiskError(.usage, "intervals need 2 to 100,000 draws, and a level between 0 and 1")
    }
    guard nodes.count * options.replicates <= 1 << 27 else {
      throw GeoRiskError(
        .usage, "\(nodes.count) scores with \(options.replicates) draws each are too many for intervals",
        suggestion: "take fewer draws, longer segments or fewer corridors")
    }
    let field = try sources.field(profile: try model.weights(ofProfile: profile), workers: workers)
    let draws = IncidentDraws(self, weights: try model.weights(ofProfile: profile), options: options)
    let runs = AssetRun.runs(of: nodes)
    let drawn = workers.map(
      runs.count, progress: { progress?(Double($0) / Double(runs.count)) }
    ) { draws.threats(of: runs[$0], in: field) }.flatMap { $0 }
    let ranks = rankBounds(drawn.map(\.draws), of: threats, options)
    return drawn.indices.map { index in
      let bounds = drawn[index].bounds(of: threats[index], level: options.level)
      return ScoreInterval(
        threat: bounds,
        index: model.index(ofThreat: bounds.lowerBound)...model.index(ofThreat: bounds.upperBound),
        rank: ranks[index])
    }
  }

  /// The percentiles of each asset's rank over the draws, its own rank among them.
  private func rankBounds(
    _ draws: [[Double]], of threats: [Double], _ options: IntervalOptions
  ) -> [ClosedRange<Int>] {
    let ranks = workers.map(options.replicates) { draw in
      let values = draws.map { $0[draw] }
      var ranks = [Int32](repeating: 0, count: values.count)
      for (rank, asset) in values.indices.ranked(by: { values[$0] }).enumerated() {
        ranks[asset] = Int32(rank + 1)
      }
      return ranks
    }
    let skipped = Int(((1 - options.level) / 2 * Double(options.replicates - 1)).rounded())
    var bounds = workers.map(draws.count) { asset in
      let sorted = ranks.map { $0[asset] }.sorted()
      return Int(sorted[skipped])...Int(sorted[sorted.count - 1 - skipped])
    }
    for (rank, asset) in threats.indices.ranked(by: { threats[$0] }).enumerated() {
      bounds[asset] = min(bounds[asset].lowerBound, rank + 1)...max(bounds[asset].upperBound, rank + 1)
    }
    return bounds
  }
}
