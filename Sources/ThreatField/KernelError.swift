/// Why no kernel or decay can be made.
public enum KernelError: Error, Hashable, Sendable {
  /// The half-distance is not a positive finite number of metres.
  case badHalfDistance(Double)
  /// The cut-off is not a positive number of metres.
  case badCutoff(Double)
  /// The power kernel's exponent is not above 1 and at most 1000.
  case badPowerQ(Double)
  /// The logistic kernel's steepness is outside 0.1…1000.
  case badLogisticA(Double)
  /// The location error is negative or not finite.
  case badSpread(Double)
  /// The half-life is not a positive finite number of days.
  case badHalfLife(Double)
  /// The kernel would reach further than chords tell distances well.
  case reachTooLong(metres: Double, limit: Double)
}

extension KernelError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .badHalfDistance(let value): "the half-distance must be above 0 m, not \(value)"
    case .badCutoff(let value): "the cut-off must be above 0 m, not \(value)"
    case .badPowerQ(let value): "power_q must be above 1 and at most 1000, not \(value)"
    case .badLogisticA(let value): "logistic_a must lie in 0.1…1000, not \(value)"
    case .badSpread(let value): "the location error must be 0 m or more, not \(value)"
    case .badHalfLife(let value): "the half-life must be above 0 days, not \(value)"
    case .reachTooLong(let metres, let limit):
      "the kernel reaches \(metres / 1000) km, more than \(limit / 1000) km; lower the cut-off"
    }
  }
}
