/// One of the four ways in which an armed campaign bears on roads, mines and people.
public enum Dimension: String, Hashable, Sendable, CaseIterable {
  /// Ground is taken and held.
  case territorial
  /// An armed group is obeyed: local accommodation, taxes, rules, justice.
  case governance
  /// Local actors fight each other.
  case fragmentation
  /// Infrastructure, contractors, mines and transport are attacked.
  case economic

  /// The position in arrays that hold one value per dimension, 0…3.
  @inlinable public var index: Int {
    switch self {
    case .territorial: 0
    case .governance: 1
    case .fragmentation: 2
    case .economic: 3
    }
  }
}
