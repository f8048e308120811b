/// How intervals are made.
public struct IntervalOptions: Hashable, Sendable {
  /// Draws of incidents, places and dates, 2 or more.
  public var replicates = 500
  /// The probability that an interval is meant to hold the truth with, above 0 and below 1.
  public var level = 0.9
  /// What the draws follow from: the same seed gives the same intervals, on any machine and number of threads.
  public var seed: UInt64 = 1

  /// 500 draws for 90 % intervals.
  public init() {}
}

/// Between what bounds a score may lie, for all that chance has to do with it: which incidents happened to happen, where
/// and when those took place whose place or day is imprecise.
///
/// Threat and index: what is estimated is the threat to be expected of a Poisson process of such incidents. With y the
/// threat, v the variance of the draws (or the squared standard error, where that is larger) and w the part that one
/// incident might have in it, the bounds are the quantiles of gamma variables with mean y and variance v below, and mean
/// y + w and variance v + w² above: Fay and Feuer's interval for weighted Poisson sums (1997). Their w is the largest
/// weight there can be, which here would be that of an incident on the spot; taken is the largest part that one has and
/// 0.09 of the mean incident's weight. So chosen, nominal 90 % intervals held the truth in 86 to 95 % of simulations
/// with seven or more incidents to be expected within reach, and in 80 to 94 % with fewer: see
/// `scripts/evaluate intervals`.
/// Percentiles of the draws themselves would hold it too seldom where incidents are few, for they know nothing of those
/// that might have happened and did not. Where no incident is within reach nothing is known, and both bounds are 0.
///
/// Rank: percentiles of the ranks over the draws, in which all assets share their incidents; the rank of the score itself
/// is always among them.
public struct ScoreInterval: Hashable, Sendable {
  /// Bounds of the threat, 0 or more.
  public var threat: ClosedRange<Double>
  /// Bounds of the index, 0…100.
  public var index: ClosedRange<Double>
  /// Bounds of the rank, 1 = the highest, among all segments or all sites.
  public var rank: ClosedRange<Int>
}

/// What the draws make of one asset.
struct DrawnThreats {
  /// The threat of each draw.
  var draws: [Double]
  /// The part that one incident might have in the threat.
  var possible: Double
  /// The sum of the squared parts: the variance of a Poisson process by Campbell's theorem.
  var leastVariance: Double

  /// Bounds of a threat at a level.
  func bounds(of threat: Double, level: Double) -> ClosedRange<Double> {
    let mean = draws.reduce(0, +) / Double(draws.count)
    let drawn = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)
    let variance = max(drawn, leastVariance)
    guard threat > 0, variance > 0 else { return threat...threat }
    func quantile(_ probability: Double, mean: Double, variance: Double) -> Double {
      GammaQuantile.value(probability, shape: mean * mean / variance) * variance / mean
    }
    let tail = (1 - level) / 2
    let low = quantile(tail, mean: threat, variance: variance)
    let high = quantile(
      1 - tail, mean: threat + possible, variance: variance + possible * possible)
    return min(low, threat)...max(high, threat)
  }
}
