/// What GEOS refused, and why.
public struct TopologyError: Error, Hashable, Sendable {
  /// What was asked for, such as `union`.
  public let operation: String
  /// The C function that failed, or the Swift check before it.
  public let function: String
  /// GEOS's own message, or the check's.
  public let message: String

  /// Names a failure.
  public init(operation: String, function: String, message: String) {
    self.operation = operation
    self.function = function
    self.message = message
  }
}

extension TopologyError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String { "\(operation) failed in \(function): \(message)" }
}
