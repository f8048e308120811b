#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How influence falls with distance: a radial function K with K(0) = 1, given by the distance at which it has
/// fallen to one half.
///
/// K is an influence, not a density; multiply by `densityConstant` for the density form. Beyond `reach` the
/// value is 0: at the cut-off, or for kernels without an end of their own where K falls below 1e-4, whichever
/// comes first.
///
/// | family | K(d) | scale |
/// |---|---|---|
/// | exponential | exp(−d/L) | L = d50 / ln 2 |
/// | gaussian | exp(−d²/2s²) | s = d50 / √(2 ln 2) |
/// | quartic | (1 − (d/h)²)² | h = d50 / √(1 − 2^(−1/2)) |
/// | triweight | (1 − (d/h)²)³ | h = d50 / √(1 − 2^(−1/3)) |
/// | epanechnikov | 1 − (d/h)² | h = d50 · √2 |
/// | triangular | 1 − d/h | h = 2 d50 |
/// | uniform | 1 up to and including h | h = d50 |
/// | power | (1 + (d/c)²)^(−q) | c = d50 / √(2^(1/q) − 1) |
/// | logistic | (1 + e^(−a)) / (1 + e^(−a + a d/d50)) | K(d50) is near, not exactly, one half |
public struct DecayKernel: Hashable, Sendable {
  /// The shapes on offer, named as in a model file.
  public enum Family: String, CaseIterable, Hashable, Sendable {
    /// exp(−d/L), a cusp at the centre.
    case exponential
    /// exp(−d²/2s²).
    case gaussian
    /// (1 − (d/h)²)².
    case quartic
    /// (1 − (d/h)²)³.
    case triweight
    /// 1 − (d/h)².
    case epanechnikov
    /// 1 − d/h.
    case triangular
    /// 1 within the half-distance, its rim included.
    case uniform
    /// (1 + (d/c)²)^(−q).
    case power
    /// (1 + e^(−a)) / (1 + e^(−a + a d/d50)).
    case logistic
  }

  /// The shape.
  public let family: Family
  /// Metres at which K is one half (the radius of `uniform`), above 0.
  public let halfDistance: Double
  /// Metres beyond which the kernel counts nothing, above 0; may be infinite.
  public let cutoff: Double
  /// The exponent q of `power`, above 1 and at most 1000, where it all but equals `gaussian`; without effect
  /// elsewhere.
  public let powerQ: Double
  /// The steepness a of `logistic`, 0.1…1000; without effect elsewhere.
  public let logisticA: Double
  /// Metres up to which, and including which, the kernel is above 0.
  public let reach: Double
  /// L, s, h or c of the table above in metres; d50 for the logistic.
  let scale: Double

  /// K below which kernels without an end of their own are cut.
  public static let smallestInfluence = 1e-4
  /// Longest reach in metres: up to here chords tell distances to 1e-4.
  public static let longestReach = 2_000_000.0

  /// Makes a kernel.
  ///
  /// - Parameters:
  ///   - family: the shape.
  ///   - halfDistance: metres, above 0.
  ///   - cutoff: metres, above 0; infinite for none.
  ///   - powerQ: exponent of `power`, above 1 and at most 1000.
  ///   - logisticA: steepness of `logistic`, 0.1…1000.
  /// - Throws: `KernelError` naming the value that is out of range.
  public init(
    _ family: Family, halfDistance: Double, cutoff: Double = .infinity, powerQ: Double = 1.5,
    logisticA: Double = 7
  ) throws(KernelError) {
    guard halfDistance.isFinite, halfDistance > 0 else { throw .badHalfDistance(halfDistance) }
    guard cutoff > 0 else { throw .badCutoff(cutoff) }
    guard powerQ > 1, powerQ <= 1000 else { throw .badPowerQ(powerQ) }
    guard logisticA >= 0.1, logisticA <= 1000 else { throw .badLogisticA(logisticA) }
    self.family = family
    self.halfDistance = halfDistance
    self.cutoff = cutoff
    self.powerQ = powerQ
    self.logisticA = logisticA
    let scale = Self.scale(family, halfDistance, powerQ)
    let own: Double
    switch family {
    case .quartic, .triweight, .epanechnikov, .triangular, .uniform: own = scale
    case .exponential: own = -scale * log(Self.smallestInfluence)
    case .gaussian: own = scale * (-2 * log(Self.smallestInfluence)).squareRoot()
    case .power: own = scale * (pow(Self.smallestInfluence, -1 / powerQ) - 1).squareRoot()
    case .logistic:
      let rest = (1 + exp(-logisticA)) / Self.smallestInfluence - 1
      own = halfDistance * (1 + log(rest) / logisticA)
    }
    let reach = min(cutoff, own)
    guard reach <= Self.longestReach else {
      throw .reachTooLong(metres: reach, limit: Self.longestReach)
    }
    self.scale = scale
    self.reach = reach
  }

  private static func scale(_ family: Family, _ halfDistance: Double, _ powerQ: Double) -> Double {
    switch family {
    case .exponential: halfDistance / log(2)
    case .gaussian: halfDistance / (2 * log(2)).squareRoot()
    case .quartic: halfDistance / (1 - pow(2, -1.0 / 2)).squareRoot()
    case .triweight: halfDistance / (1 - pow(2, -1.0 / 3)).squareRoot()
    case .epanechnikov: halfDistance * 2.squareRoot()
    case .triangular: halfDistance * 2
    case .uniform, .logistic: halfDistance
    case .power: halfDistance / (pow(2, 1 / powerQ) - 1).squareRoot()
    }
  }

  /// The influence at a distance in metres: 0…1, and 0 beyond `reach`.
  public func value(atDistance distance: Double) -> Double {
    distance <= reach ? uncut(atDistance: distance) : 0
  }

  /// K without its cut: smooth on 0…`reach`, and meant for no other distance.
  func uncut(atDistance distance: Double) -> Double {
    let u = distance / scale
    switch family {
    case .exponential: return exp(-u)
    case .gaussian: return exp(-0.5 * u * u)
    case .quartic:
      let v = 1 - u * u
      return v * v
    case .triweight:
      let v = 1 - u * u
      return v * v * v
    case .epanechnikov: return 1 - u * u
    case .triangular: return 1 - u
    case .uniform: return 1
    case .power: return pow(1 + u * u, -powerQ)
    case .logistic: return (1 + exp(-logisticA)) / (1 + exp(logisticA * (u - 1)))
    }
  }

  /// The factor in m⁻² that turns the uncut influence into a density of mass 1 over the plane.
  public var densityConstant: Double {
    let area = Double.pi * scale * scale
    switch family {
    case .exponential, .gaussian: return 1 / (2 * area)
    case .quartic, .triangular: return 3 / area
    case .triweight: return 4 / area
    case .epanechnikov: return 2 / area
    case .uniform: return 1 / area
    case .power: return (powerQ - 1) / area
    case .logistic:
      // 45 steepnesses beyond the half-distance the logistic is below 1e-19.
      let end = halfDistance * (1 + 45 / logisticA)
      return 1 / mass(upTo: end)
    }
  }

  /// 2π ∫ K(r) r dr from 0 to `end` in m², by Gauss–Legendre panels between the kernel's smooth breaks.
  func mass(upTo end: Double) -> Double {
    let rule = GaussLegendre(order: 16)
    var sum = 0.0
    var from = 0.0
    for to in smoothBreaks(upTo: end) {
      sum += rule.integral(from: from, to: to) { $0 * uncut(atDistance: $0) }
      from = to
    }
    return 2 * .pi * sum
  }

  /// Ends of the panels on which a polynomial of degree 31 follows K to rounding error: rising distances in
  /// metres, the last one `end`.
  func smoothBreaks(upTo end: Double) -> [Double] {
    var breaks: [Double] = []
    switch family {
    case .quartic, .triweight, .epanechnikov, .triangular, .uniform: break
    case .exponential, .gaussian: breaks = Array(stride(from: 2 * scale, to: end, by: 2 * scale))
    case .power: breaks = Array(sequence(first: scale, next: { $0 * 2 < end ? $0 * 2 : nil }))
    case .logistic:
      let step = 4 * halfDistance / logisticA
      breaks = Array(stride(from: step, to: end, by: step))
    }
    return breaks.filter { $0 < end } + [end]
  }
}
