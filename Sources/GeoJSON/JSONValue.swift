/// Any JSON value, numbers told apart into whole ones and others.
///
/// A number without fraction and exponent that fits `Int` is read as `.integer`, every other one as `.number`.
/// The two compare as different values; ask `double` where the difference does not matter.
public enum JSONValue: Hashable, Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number; NaN and infinities, which JSON cannot hold, are written as null.
  case number(Double)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Named values in order.
  case object(JSONObject)
}

extension JSONValue {
  /// Whether the value is null.
  public var isNull: Bool { self == .null }

  /// The truth value, nil for anything else.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The whole number, also of a `.number` without a fraction; nil for anything else.
  public var int: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The number, whole or not; nil for anything else.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text of a string, nil for anything else.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements of an array, nil for anything else.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members of an object, nil for anything else.
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// A string as it stands, a number or truth value as JSON writes it; nil for null, arrays and objects.
  ///
  /// Useful for identifiers, which files give as strings or as numbers.
  public var text: String? {
    switch self {
    case .string(let value): value
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? String(decoding: jsonBytes(), as: UTF8.self) : nil
    case .null, .array, .object: nil
    }
  }

  /// What kind of value it is, with its article: "a string", "an array".
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Null.
  public init(nilLiteral: ()) { self = .null }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Values in order.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Members in order; of a name given twice the last value counts.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(name: $0.0, value: $0.1) }))
  }
}

extension JSONValue {
  /// The value as text, null for nil.
  public init(_ value: String?) { self = value.map { .string($0) } ?? .null }
  /// The value as a number, null for nil.
  public init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
  /// The value as a whole number, null for nil.
  public init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }
  /// The value as a truth value, null for nil.
  public init(_ value: Bool?) { self = value.map { .bool($0) } ?? .null }
}
