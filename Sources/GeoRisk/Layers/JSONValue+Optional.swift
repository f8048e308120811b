import GeoJSON

extension JSONValue {
  /// A string, or null for none.
  static func optional(_ string: String?) -> JSONValue { string.map(JSONValue.string) ?? .null }
  /// A number, or null for none.
  static func optional(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }
}
