import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A kernel as a function of u = c²/reach², 0…1, with the polynomials that take its rim and its centre off.
///
/// - `rim`: the polynomial in v = 1 − u that has K's value and first derivatives at the rim, as many as its degree.
///   K − rim, continued by 0 beyond the rim, is as smooth there.
/// - `centre(radius)`: the same for K − rim at a radius: put in its place within the radius it leaves a function
///   without K's cusp.
///
/// Of kernels that are made of e^−x, both are above 0 everywhere, and so is what they leave: nothing cancels.
struct RadialSplit: Sendable {
  let kernel: SpreadKernel
  /// A chord in metres.
  let reach: Double
  /// Factors of 1, v, v² …; none where the kernel ends smoothly by itself.
  let rim: [Double]

  /// - Parameter degree: of the rim, 1, 3 or 5; without effect for a blurred kernel, which has no rim.
  init(_ kernel: SpreadKernel, degree: Int) {
    self.kernel = kernel
    reach = kernel.table.reachSquared.squareRoot()
    guard kernel.sigma == 0 else {
      rim = []
      return
    }
    let series = kernel.kernel.series(at: 1, reach: reach, terms: degree + 1)
    rim = series.enumerated().map { $0.isMultiple(of: 2) ? $1 : -$1 }
  }

  private init(_ kernel: SpreadKernel, reach: Double, rim: [Double]) {
    self.kernel = kernel
    self.reach = reach
    self.rim = rim
  }

  /// The same kernel with its rim times a factor.
  func scaled(by factor: Double) -> RadialSplit {
    RadialSplit(kernel, reach: reach, rim: rim.map { $0 * factor })
  }

  /// K at u in 0…1.
  func kernel(_ u: Double) -> Double {
    guard kernel.sigma == 0 else { return kernel.table.value(squaredChord: u * reach * reach) }
    return kernel.kernel.uncut(atDistance: EarthPosition.arc(squaredChord: u * reach * reach))
  }

  /// The rim's polynomial at u.
  func rim(_ u: Double) -> Double { rim.reversed().reduce(0) { $0 * (1 - u) + $1 } }

  /// K without its rim: 0 beyond the reach.
  func smooth(_ u: Double) -> Double { u < 1 ? kernel(u) - rim(u) : 0 }
}

/// K − rim with its centre, within a radius, replaced by the polynomial in u that joins it smoothly.
struct CentredSplit: Sendable {
  let split: RadialSplit
  /// A chord in metres; 0 where the centre is smooth by itself.
  let radius: Double
  /// The same in u.
  private let end: Double
  private let factors: [Double]

  /// Derivatives that the centre's polynomial has in common with the kernel.
  static let order = 6

  /// - Parameter radius: a chord in metres, 0 or more and within the reach; a blurred kernel takes 0 only.
  init(_ split: RadialSplit, radius: Double) {
    self.split = split
    self.radius = radius
    end = radius * radius / (split.reach * split.reach)
    factors =
      radius > 0 ? split.kernel.kernel.series(at: end, reach: split.reach, terms: Self.order + 1) : []
  }

  /// The value at u of 0 or more.
  func value(_ u: Double) -> Double {
    guard u < end else { return split.smooth(u) }
    let w = u - end
    return factors.reversed().reduce(0) { $0 * w + $1 } - split.rim(u)
  }

  /// What the kernel has more than this, within the radius, as a polynomial in c / radius: the Chebyshev
  /// interpolant of `terms` terms, and how far it is from the truth at most.
  func nearPart(terms: Int) -> (factors: [Double], error: Double) {
    func truth(_ x: Double) -> Double {
      let u = x * x * end
      return split.smooth(u) - value(u)
    }
    let factors = Polynomial.interpolating(terms: terms, truth)
    let error = (0...100).reduce(0.0) { worst, step in
      let x = Double(step) / 100
      return max(worst, abs(Polynomial.value(factors, x) - truth(x)))
    }
    return (factors, error)
  }
}

/// Polynomials on 0…1 by their factors of 1, x, x² ….
enum Polynomial {
  static func value(_ factors: [Double], _ x: Double) -> Double {
    factors.reversed().reduce(0) { $0 * x + $1 }
  }

  /// The polynomial that equals a function at the Chebyshev nodes of 0…1.
  static func interpolating(terms: Int, _ function: (Double) -> Double) -> [Double] {
    let nodes = (0..<terms).map { 0.5 - 0.5 * cos((Double($0) + 0.5) / Double(terms) * .pi) }
    // Newton's divided differences, then multiplied out.
    var differences = nodes.map(function)
    for level in 1..<max(terms, 1) {
      for index in stride(from: terms - 1, through: level, by: -1) {
        differences[index] =
          (differences[index] - differences[index - 1]) / (nodes[index] - nodes[index - level])
      }
    }
    var factors = [0.0]
    for index in (0..<terms).reversed() {
      var next = [Double](repeating: 0, count: factors.count + 1)
      for (power, factor) in factors.enumerated() {
        next[power + 1] += factor
        next[power] -= factor * nodes[index]
      }
      next[0] += differences[index]
      factors = next
    }
    return Array(factors.prefix(terms))
  }
}
