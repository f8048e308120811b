import ThreatField

/// How an influence fades with distance and with age, in the units of the model file.
public struct DecayParameters: Hashable, Sendable {
  /// The shape of the decay with distance.
  public var kernel: KernelFamily
  /// The distance in kilometres at which half the influence is left, above 0.
  public var halfDistanceKm: Double
  /// The distance in kilometres beyond which nothing counts, above 0.
  public var cutoffKm: Double
  /// The age in days at which half the influence is left, above 0.
  public var halfLifeDays: Double
  /// The exponent of the power kernel, above 1 and at most 1000; no other kernel reads it.
  public var powerQ: Double
  /// The steepness of the logistic kernel, 0.1…1000; no other kernel reads it.
  public var logisticA: Double

  /// Makes parameters; the values are not checked here.
  public init(
    kernel: KernelFamily, halfDistanceKm: Double, cutoffKm: Double, halfLifeDays: Double,
    powerQ: Double = 1.5, logisticA: Double = 7
  ) {
    self.kernel = kernel
    self.halfDistanceKm = halfDistanceKm
    self.cutoffKm = cutoffKm
    self.halfLifeDays = halfLifeDays
    self.powerQ = powerQ
    self.logisticA = logisticA
  }
}

extension DecayKernel {
  /// The kernel of a model's distance decay.
  ///
  /// - Throws: `KernelError` for a value out of range, or a reach beyond `longestReach`.
  init(_ decay: DecayParameters) throws(KernelError) {
    try self.init(
      decay.kernel, halfDistance: decay.halfDistanceKm * 1_000, cutoff: decay.cutoffKm * 1_000,
      powerQ: decay.powerQ, logisticA: decay.logisticA)
  }
}
