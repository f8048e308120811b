/// A condition on incidents: every key must have one of its values.
///
/// Values are compared whole and ignoring case; an empty condition matches every incident.
public struct IncidentMatch: Hashable, Sendable {
  /// What of an incident can be compared.
  public enum Key: String, Hashable, Sendable, CaseIterable {
    /// `Incident.eventType`.
    case eventType = "event_type"
    /// `Incident.subEventType`.
    case subEventType = "sub_event_type"
    /// `Incident.actor1`.
    case actor1
    /// `Incident.actor2`.
    case actor2
    /// `Incident.inter1`.
    case inter1
    /// `Incident.inter2`.
    case inter2
    /// `Incident.civilianTargeting`.
    case civilianTargeting = "civilian_targeting"
    /// `Incident.typeOfViolence` as a number.
    case typeOfViolence = "type_of_violence"
    /// The incident's dimension by the model's table.
    case dimension
  }

  /// One key with the values that it may have, as written in the model file.
  public struct Condition: Hashable, Sendable {
    /// What is compared.
    public var key: Key
    /// The accepted values, at least one.
    public var values: [String]

    /// Makes a condition.
    public init(_ key: Key, _ values: [String]) {
      self.key = key
      self.values = values
    }
  }

  /// The conditions, all of which must hold.
  public var conditions: [Condition]

  /// Makes a match from its conditions.
  public init(_ conditions: [Condition]) { self.conditions = conditions }

  /// Whether the incident, taken to be of this dimension, meets every condition.
  public func matches(_ incident: Incident, dimension: Dimension?) -> Bool {
    conditions.allSatisfy { condition in
      let value = Self.value(of: condition.key, in: incident, dimension: dimension)
      return condition.values.contains { equalIgnoringCase($0, value) }
    }
  }

  private static func value(of key: Key, in incident: Incident, dimension: Dimension?) -> String {
    switch key {
    case .eventType: incident.eventType
    case .subEventType: incident.subEventType
    case .actor1: incident.actor1
    case .actor2: incident.actor2
    case .inter1: incident.inter1
    case .inter2: incident.inter2
    case .civilianTargeting: incident.civilianTargeting
    case .typeOfViolence: incident.typeOfViolence.map(String.init) ?? ""
    case .dimension: dimension?.rawValue ?? ""
    }
  }
}

/// Whether two texts are the same but for the case of their letters.
func equalIgnoringCase(_ left: String, _ right: String) -> Bool {
  var leftBytes = left.utf8.makeIterator()
  var rightBytes = right.utf8.makeIterator()
  while true {
    let (a, b) = (leftBytes.next(), rightBytes.next())
    guard let a, let b else { return a == nil && b == nil }
    if a == b { continue }
    // Beyond ASCII the standard library knows which letters belong together.
    if a >= 0x80 || b >= 0x80 { return left.lowercased() == right.lowercased() }
    guard a | 0x20 == b | 0x20, (97...122).contains(a | 0x20) else { return false }
  }
}
