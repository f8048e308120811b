import GeoCore

/// A decay kernel blurred by a normally distributed location error: K̄σ(d) = E K(|x − Z|).
///
/// Radial again, with the kernel's mass kept, and tabulated once when made. Its reach is the kernel's plus 4σ;
/// what would lie beyond is at most e⁻⁸ of the mass. With σ = 0 it is the plain kernel exactly.
///
/// Tables follow the integral to about 1e-8 relative, so the blur adds nothing to a score's error.
public struct SpreadKernel: Sendable {
  /// The kernel that is blurred.
  public let kernel: DecayKernel
  /// Standard deviation of the location error in metres in each direction, 0 or more.
  public let sigma: Double
  /// Metres up to which, and including which, the value is above 0.
  public let reach: Double
  /// The same function of the chord.
  let table: KernelTable

  /// Blurs and tabulates a kernel; takes milliseconds, so keep one per distinct kernel and σ.
  ///
  /// - Parameters:
  ///   - kernel: the kernel to blur.
  ///   - sigma: metres, 0 or more; below a millionth of the kernel's reach it is taken as 0.
  /// - Throws: `KernelError.badSpread`, or `.reachTooLong` where the reach and 4σ exceed 2,000 km.
  public init(_ kernel: DecayKernel, sigma: Double = 0) throws(KernelError) {
    guard sigma.isFinite, sigma >= 0 else { throw .badSpread(sigma) }
    let effective = sigma < 1e-6 * kernel.reach ? 0 : sigma
    let reach = kernel.reach + 4 * effective
    guard reach <= DecayKernel.longestReach else {
      throw .reachTooLong(metres: reach, limit: DecayKernel.longestReach)
    }
    self.kernel = kernel
    self.sigma = effective
    self.reach = reach
    if effective == 0 {
      table = KernelTable(bounds: [0, EarthPosition.chord(arc: reach)]) { chord in
        kernel.uncut(atDistance: EarthPosition.arc(squaredChord: chord * chord))
      }
    } else {
      let blur = NormalBlur(kernel: kernel, sigma: effective)
      let bounds = Self.zoneBounds(kernelReach: kernel.reach, sigma: effective)
      table = KernelTable(bounds: bounds.map { EarthPosition.chord(arc: $0) }) { chord in
        blur.value(atDistance: EarthPosition.arc(squaredChord: chord * chord))
      }
    }
  }

  /// Where the scale of K̄ changes: within some σ of the centre and of the rim it is σ, between them it grows
  /// with the distance from the centre.
  private static func zoneBounds(kernelReach: Double, sigma: Double) -> [Double] {
    let rim = kernelReach - 9 * sigma
    var bounds = [0.0]
    var bound = 9 * sigma
    while bound < rim - 9 * sigma {
      bounds.append(bound)
      bound *= 4
    }
    if bounds.count > 1 { bounds.append(rim) }
    bounds.append(kernelReach + 4 * sigma)
    return bounds
  }

  /// The influence at a distance in metres: 0…1, and 0 beyond `reach`.
  public func value(atDistance distance: Double) -> Double {
    if sigma == 0 { return kernel.value(atDistance: distance) }
    guard distance >= 0, distance <= reach else { return 0 }
    let chord = EarthPosition.chord(arc: distance)
    return table.value(squaredChord: chord * chord)
  }
}

extension SpreadKernel: Hashable {
  /// Equal when kernel and σ are; the table follows from them.
  public static func == (left: SpreadKernel, right: SpreadKernel) -> Bool {
    left.kernel == right.kernel && left.sigma == right.sigma
  }

  /// Feeds kernel and σ.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kernel)
    hasher.combine(sigma)
  }
}
