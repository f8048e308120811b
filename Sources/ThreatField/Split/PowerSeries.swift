import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A power series cut off after some terms, with the arithmetic that a kernel is made of: derivatives without
/// differences.
///
/// `factors[n]` belongs to xⁿ. Both sides of an operation have as many terms. The recurrences are those of
/// automatic differentiation (Griewank & Walther, Evaluating Derivatives, 2008, table 13.2).
struct PowerSeries {
  var factors: [Double]

  /// value + x.
  init(variable value: Double, terms: Int) {
    factors = [Double](repeating: 0, count: terms)
    factors[0] = value
    if terms > 1 { factors[1] = 1 }
  }

  private init(_ factors: [Double]) { self.factors = factors }

  static func * (left: PowerSeries, right: PowerSeries) -> PowerSeries {
    PowerSeries(
      left.factors.indices.map { n in
        (0...n).reduce(0) { $0 + left.factors[$1] * right.factors[n - $1] }
      })
  }

  static func * (left: PowerSeries, right: Double) -> PowerSeries {
    PowerSeries(left.factors.map { $0 * right })
  }

  static func + (left: PowerSeries, right: Double) -> PowerSeries {
    var sum = left
    sum.factors[0] += right
    return sum
  }

  /// e to the series.
  var exponential: PowerSeries {
    var result = [exp(factors[0])]
    for n in factors.indices.dropFirst() {
      result.append((1...n).reduce(0) { $0 + Double($1) * factors[$1] * result[n - $1] } / Double(n))
    }
    return PowerSeries(result)
  }

  /// The series to a power; its value must be above 0.
  func power(_ exponent: Double) -> PowerSeries {
    var result = [pow(factors[0], exponent)]
    for n in factors.indices.dropFirst() {
      let sum = (1...n).reduce(0) { sum, k in
        sum + (Double(k) * exponent - Double(n - k)) * factors[k] * result[n - k]
      }
      result.append(sum / (Double(n) * factors[0]))
    }
    return PowerSeries(result)
  }
}

extension DecayKernel {
  /// K without its cut as a series in u − `u`, where u = c² / `reach`² and c is the chord in metres.
  ///
  /// - Parameters:
  ///   - u: above 0.
  ///   - reach: a chord in metres.
  ///   - terms: at least 1.
  func series(at u: Double, reach: Double, terms: Int) -> [Double] {
    let squared = PowerSeries(variable: u, terms: terms) * (reach * reach)
    // The arc c (1 + k c²).
    let distance = squared.power(0.5) * (squared * Ellipsoid.arcCorrection + 1)
    let scaled = distance * (1 / scale)
    switch family {
    case .exponential: return (scaled * -1).exponential.factors
    case .gaussian: return (scaled * scaled * -0.5).exponential.factors
    case .quartic:
      let rest = scaled * scaled * -1 + 1
      return (rest * rest).factors
    case .triweight:
      let rest = scaled * scaled * -1 + 1
      return (rest * rest * rest).factors
    case .epanechnikov: return (scaled * scaled * -1 + 1).factors
    case .triangular: return (scaled * -1 + 1).factors
    case .uniform: return (scaled * 0 + 1).factors
    case .power: return (scaled * scaled + 1).power(-powerQ).factors
    case .logistic:
      let rise = ((scaled + -1) * logisticA).exponential + 1
      return (rise.power(-1) * (1 + exp(-logisticA))).factors
    }
  }
}
