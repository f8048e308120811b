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
/// threat and v the variance of the draws (or the squared standard error, where that is larger), the bounds are quantiles
/// of gamma variables: with mean y and variance v below, and mean y + m and variance v + s² above, where m and s are for
/// an incident that might have happened and did not. That is Fay and Feuer's interval for weighted Poisson sums (1997),
/// whose m and s are both the largest weight there can be; here it would be that of an incident on the spot, and bounds
/// far too wide. Taken are the largest part that an incident has plus 0.04 (m) and 0.22 (s) of the mean incident's
/// weight. So chosen, nominal 90 % intervals held the truth in 82 to 96 % of simulations on two kinds of ground with two
/// to a hundred incidents within reach, 86 to 96 % from three on: see `scripts/evaluate intervals intervals-again`.
/// Percentiles of the draws themselves would hold it too seldom where incidents are few, for they know nothing of those
/// that might have happened. So where no incident is within reach the lower bound is 0, and the upper one is not.
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
  var possible: PossibleIncident
  /// The sum of the squared parts: the variance of a Poisson process by Campbell's theorem.
  var leastVariance: Double

  /// Bounds of a threat at a level.
  func bounds(of threat: Double, level: Double) -> ClosedRange<Double> {
    let mean = draws.reduce(0, +) / Double(draws.count)
    let drawn = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)
    let variance = max(drawn, leastVariance)
    func quantile(_ probability: Double, mean: Double, variance: Double) -> Double {
      guard mean > 0, variance > 0 else { return mean }
      return GammaQuantile.value(probability, shape: mean * mean / variance) * variance / mean
    }
    let tail = (1 - level) / 2
    let low = quantile(tail, mean: threat, variance: variance)
    let high = quantile(
      1 - tail, mean: threat + possible.mean, variance: variance + possible.size * possible.size)
    return min(low, threat)...max(high, threat)
  }
}

/// What an incident would add that might have happened and did not: `ScoreInterval` has the reasons.
struct PossibleIncident {
  /// What is added to the threat and, squared, to its variance.
  let mean, size: Double

  /// - Parameters:
  ///   - largestPart: the largest that an incident has in the threat.
  ///   - meanWeight: the mean of all incidents' weights, where distance has taken nothing.
  init(largestPart: Double, meanWeight: Double) {
    mean = largestPart + 0.04 * meanWeight
    size = largestPart + 0.22 * meanWeight
  }
}
