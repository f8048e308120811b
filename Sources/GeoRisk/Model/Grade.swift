/// The six classes of the risk index, lowest first.
public enum Grade: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// Below the first of the model's thresholds.
  case veryLow
  /// From the first threshold.
  case low
  /// From the second threshold.
  case moderate
  /// From the third threshold.
  case high
  /// From the fourth threshold.
  case veryHigh
  /// From the fifth threshold.
  case extreme

  /// The name in layers and reports, such as `very low`.
  public var name: String {
    switch self {
    case .veryLow: "very low"
    case .low: "low"
    case .moderate: "moderate"
    case .high: "high"
    case .veryHigh: "very high"
    case .extreme: "extreme"
    }
  }

  /// The colour as `#rrggbb`: a sequence from pale yellow to dark red that stays in order in grey and to readers
  /// who do not tell red from green.
  public var colour: String {
    switch self {
    case .veryLow: "#ffffcc"
    case .low: "#fed976"
    case .moderate: "#fd9a3e"
    case .high: "#ee4a2b"
    case .veryHigh: "#b3122c"
    case .extreme: "#5e0a2a"
    }
  }

  /// Whether the left grade is the lower.
  public static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }
}

extension Grade: CustomStringConvertible {
  /// The grade's name.
  public var description: String { name }
}
