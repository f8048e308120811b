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
  /// Cost: for every segment and incident within reach that counts for something, one product per draw; and where the
  /// incident's place is imprecise, a kernel value per node and draw.
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
    let drawn = workers.map(
      nodes.count, progress: { progress?(Double($0) / Double(nodes.count)) }
    ) { index in
      draws.threats(at: nodes[index], in: field)
    }
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

/// The draws of every incident: how often it happens, and where and when where that is imprecise.
private struct IncidentDraws: Sendable {
  private let scorer: RiskScorer
  private let options: IntervalOptions
  private let weights: DimensionWeights
  private let counts: IncidentCounts
  /// By incident, whether its place or day is imprecise.
  private let isImprecise: [Bool]
  /// The mean of all incidents' weights, where distance has taken nothing.
  private let meanWeight: Double
  /// The part of the variance of a threat, by Campbell's theorem, that its least incidents have which count in every draw
  /// as they do in the score.
  private static let constantPart = 1e-6

  init(_ scorer: RiskScorer, weights: DimensionWeights, options: IntervalOptions) {
    self.scorer = scorer
    self.options = options
    self.weights = weights
    let sum = scorer.sources.sources.reduce(0) { $0 + (weights.vector * $1.weights).sum() }
    meanWeight = sum / Double(max(scorer.incidents.count, 1))
    isImprecise = scorer.incidents.indices.map { index in
      scorer.sources.kernels[scorer.sources.sources[index].kernel].sigma > 0
        || !scorer.incidents[index].isOfOneDay
    }
    counts = IncidentCounts(
      of: scorer.incidents.count, draws: options.replicates, seed: options.seed, workers: scorer.workers)
  }

  /// The threat at some nodes in every draw. An incident's draws follow from its number alone, so that all assets share
  /// them.
  func threats(at nodes: [FieldNode], in field: DecayField) -> DrawnThreats {
    let contributions = field.allContributions(nodes: nodes)
    let variance = contributions.reduce(0) { $0 + $1.value * $1.value }
    // No more than so many such together have the part.
    let least = (Self.constantPart * variance / Double(max(contributions.count, 1))).squareRoot()
    var constant = 0.0
    var (members, values): ([Int32], [Double]) = ([], [])
    var imprecise: [Contribution] = []
    for contribution in contributions {
      if contribution.value < least {
        constant += contribution.value
      } else if isImprecise[contribution.member] {
        imprecise.append(contribution)
      } else {
        members.append(Int32(contribution.member))
        values.append(contribution.value)
      }
    }
    var draws = counts.sums(of: members, values: values).map { $0 + constant }
    for contribution in imprecise {
      let values = self.values(of: contribution, at: nodes)
      for (draw, count) in counts.row(of: contribution.member).enumerated() where count > 0 {
        draws[draw] += Double(count) * values[draw]
      }
    }
    return DrawnThreats(
      draws: draws,
      possible: PossibleIncident(
        largestPart: contributions.reduce(0) { max($0, $1.value) }, meanWeight: meanWeight),
      leastVariance: variance)
  }
}

extension Incident {
  /// Whether its day is known; one that lasts counts as of its last day.
  fileprivate var isOfOneDay: Bool { ongoing || from == to }
}

extension IncidentDraws {
  /// What an incident whose place or day is imprecise adds in every draw.
  private func values(of contribution: Contribution, at nodes: [FieldNode]) -> [Double] {
    let incident = scorer.incidents[contribution.member]
    let source = scorer.sources.sources[contribution.member]
    let kernel = scorer.sources.kernels[source.kernel]
    var random = SplitMix64(seed: options.seed, stream: 2 * UInt64(contribution.member) + 1)
    let place = kernel.sigma == 0 ? nil : DrawnPlace(source.coordinate, sigma: kernel.sigma)
    let dates = incident.isOfOneDay ? nil : DrawnDates(incident, model: scorer.model, asOf: scorer.asOf)
    let meanAge = dates?.mean ?? 1
    let weight = (weights.vector * source.weights).sum()
    return (0..<options.replicates).map { _ in
      let age = dates.map { $0.factor(&random) / meanAge } ?? 1
      guard let place else { return contribution.value * age }
      let drawn = place.position(&random)
      let factor = nodes.reduce(0) { sum, node in
        sum + node.weight * kernel.kernel.value(atDistance: node.position.distance(to: drawn))
      }
      return weight * factor * age
    }
  }
}

/// Places normally distributed round a place, in the plane that touches the Earth there.
private struct DrawnPlace {
  private let middle: SIMD3<Double>
  private let east, north: SIMD3<Double>

  init(_ coordinate: Coordinate, sigma: Double) {
    let position = EarthPosition(coordinate)
    middle = SIMD3(position.x, position.y, position.z)
    let (longitude, latitude) = (coordinate.longitude * .pi / 180, coordinate.latitude * .pi / 180)
    east = sigma * SIMD3(-sin(longitude), cos(longitude), 0)
    north = sigma * SIMD3(-sin(latitude) * cos(longitude), -sin(latitude) * sin(longitude), cos(latitude))
  }

  func position(_ random: inout SplitMix64) -> EarthPosition {
    let (x, y) = random.normals()
    let drawn = middle + x * east + y * north
    return EarthPosition(x: drawn.x, y: drawn.y, z: drawn.z)
  }
}

/// Age factors of an incident known to an interval of days, cut to the as-of date.
private struct DrawnDates {
  private let factors: [Double]
  /// What the score has for it.
  let mean: Double

  init?(_ incident: Incident, model: RiskModel, asOf: CalendarDay) {
    guard let fade = try? TimeDecay(halfLifeDays: model.threatParameters(of: incident).halfLifeDays) else {
      return nil
    }
    let last = max(incident.from, min(incident.to, asOf))
    factors = (0...last.daysSince(incident.from)).map { days in
      fade.factor(ageDays: Double(asOf.daysSince(incident.from) - days))
    }
    mean = incident.timeFactor(fade, asOf: asOf)
  }

  func factor(_ random: inout SplitMix64) -> Double {
    factors[min(factors.count - 1, Int(random.unit() * Double(factors.count)))]
  }
}
