#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How an incident's weight fades with its age: T(a) = 2^(−a / half-life).
public struct TimeDecay: Hashable, Sendable {
  /// Days after which half the weight is left, above 0.
  public let halfLifeDays: Double

  /// Makes a decay.
  ///
  /// - Parameter halfLifeDays: days, above 0 and finite.
  /// - Throws: `KernelError.badHalfLife`.
  public init(halfLifeDays: Double) throws(KernelError) {
    guard halfLifeDays.isFinite, halfLifeDays > 0 else { throw .badHalfLife(halfLifeDays) }
    self.halfLifeDays = halfLifeDays
  }

  /// The share of the weight left at an age in days; 0 for a negative age, which lies after the as-of date.
  public func factor(ageDays: Double) -> Double {
    ageDays >= 0 ? exp2(-ageDays / halfLifeDays) : 0
  }

  /// The mean factor over ages that are equally likely.
  ///
  /// Ages below 0 lie after the as-of date: the interval is cut to ages of 0 and more, and counts 0 where
  /// nothing is left. The mean over a₁…a₂ is 2^(−a₁/H) (1 − e^(−x)) / x with x = ln 2 (a₂ − a₁)/H.
  ///
  /// - Parameter ages: days; the lower bound is the newest day.
  public func meanFactor(ages: ClosedRange<Double>) -> Double {
    guard ages.upperBound >= 0 else { return 0 }
    let newest = max(0, ages.lowerBound)
    let x = log(2) * (ages.upperBound - newest) / halfLifeDays
    return factor(ageDays: newest) * (x > 0 ? -expm1(-x) / x : 1)
  }
}
