import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A kernel as a function of u = c²/reach², 0…1, with the polynomials that take its rim and its centre off.
///
/// - `rim`: the cubic in v = 1 − u that has K's value and first three derivatives at the rim. K − rim, continued
///   by 0 beyond it, has three continuous derivatives and a bounded fourth.
/// - `centre(radius)`: the same for K − rim at a radius: put in its place within the radius it leaves a function
///   without K's cusp, again with three continuous derivatives.
struct RadialSplit: Sendable {
  let reach: Double
  /// Factors of 1, v, v², v³.
  let rim: [Double]
  private let kernel: DecayKernel

  init(_ kernel: SpreadKernel) {
    self.kernel = kernel.kernel
    reach = kernel.table.reachSquared.squareRoot()
    let derivatives = Self.derivatives(at: 1, step: 1.0 / 32) { [kernel = kernel.kernel, reach] u in
      Self.value(kernel, reach, u)
    }
    rim = [derivatives[0], -derivatives[1], derivatives[2] / 2, -derivatives[3] / 6]
  }

  private static func value(_ kernel: DecayKernel, _ reach: Double, _ u: Double) -> Double {
    kernel.uncut(atDistance: EarthPosition.arc(squaredChord: u * reach * reach))
  }

  /// K at u in 0…1.
  func kernel(_ u: Double) -> Double { Self.value(kernel, reach, u) }

  /// K without its rim.
  func smooth(_ u: Double) -> Double {
    let v = 1 - u
    return kernel(u) - (rim[0] + v * (rim[1] + v * (rim[2] + v * rim[3])))
  }

  /// Value and four derivatives of K − rim with respect to u.
  func smoothDerivatives(_ u: Double) -> [Double] { Self.derivatives(at: u, step: u / 16, smooth) }

  /// Value and four derivatives by central differences on seven points.
  private static func derivatives(at u: Double, step h: Double, _ f: (Double) -> Double) -> [Double] {
    let y = (-3...3).map { f(u + Double($0) * h) }
    let odd1 = y[4] - y[2]
    let odd2 = y[5] - y[1]
    let odd3 = y[6] - y[0]
    let even1 = y[4] + y[2]
    let even2 = y[5] + y[1]
    let even3 = y[6] + y[0]
    return [
      y[3], (45 * odd1 - 9 * odd2 + odd3) / (60 * h),
      (270 * even1 - 27 * even2 + 2 * even3 - 490 * y[3]) / (180 * h * h),
      (8 * odd2 - 13 * odd1 - odd3) / (8 * h * h * h),
      (12 * even2 - 39 * even1 - even3 + 56 * y[3]) / (6 * h * h * h * h),
    ]
  }
}

/// K − rim with its centre, within a radius, replaced by the cubic in u that joins it with three continuous
/// derivatives.
struct CentredSplit: Sendable {
  let split: RadialSplit
  let end: Double
  /// The same as a chord in metres.
  let radius: Double
  private let factors: [Double]

  /// - Parameter radius: a chord in metres, above 0 and within the reach.
  init(_ split: RadialSplit, radius: Double) {
    self.split = split
    self.radius = radius
    end = radius * radius / (split.reach * split.reach)
    let derivatives = split.smoothDerivatives(end)
    factors = [derivatives[0], derivatives[1], derivatives[2] / 2, derivatives[3] / 6]
  }

  /// The value at u in 0…1.
  func value(_ u: Double) -> Double {
    guard u < end else { return u < 1 ? split.smooth(u) : 0 }
    let w = u - end
    return factors[0] + w * (factors[1] + w * (factors[2] + w * factors[3]))
  }

  /// The largest fourth derivative along any straight line at u, in m⁻⁴; `smooth` is that of K − rim.
  func fourthDerivative(_ u: Double, smooth: Double) -> Double {
    guard u < end else { return smooth }
    return split.steepest(u, second: 2 * factors[2] + 6 * factors[3] * (u - end), third: 6 * factors[3])
  }
}

extension RadialSplit {
  /// The largest fourth derivative of K − rim along any straight line at u, in m⁻⁴.
  func fourthDerivative(_ u: Double) -> Double {
    // Nearer to the centre than this no part follows K − rim.
    let derivatives = smoothDerivatives(max(u, 1e-4))
    return steepest(u, second: derivatives[2], third: derivatives[3], fourth: derivatives[4])
  }

  /// |12 g″ + 48 x² g‴ + 16 x⁴ g⁗| at its largest, for derivatives with respect to q = c² and x the part of the
  /// chord along the line: the fourth derivative of g(x² + y²) with respect to x.
  fileprivate func steepest(_ u: Double, second: Double, third: Double, fourth: Double = 0) -> Double {
    var worst = 0.0
    for part in 0...8 {
      let x = u * Double(part) / 8
      worst = max(worst, abs(12 * second + 48 * x * third + 16 * x * x * fourth))
    }
    return worst / (reach * reach * reach * reach)
  }
}
