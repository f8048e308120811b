/// Lengths and durations as people write them on a command line: a number with its unit, such as `5km` or `6mo`.
public enum Quantity {
  /// A length in metres.
  ///
  /// - Parameters:
  ///   - text: a number above 0 with `m` or `km`, such as `500m` or `2.5 km`.
  ///   - name: what the length is for, to name it in the error, such as `--distance`.
  /// - Throws: `GeoRiskError` of category `usage`.
  public static func metres(_ text: String, for name: String) throws(GeoRiskError) -> Double {
    try value(text, for: name, units: [("km", 1000), ("m", 1)], like: "5km or 500m")
  }

  /// A duration in days.
  ///
  /// - Parameters:
  ///   - text: a number above 0 with `d`, `w` (7 days), `mo` (30.4375 days) or `y` (365.25 days).
  ///   - name: what the duration is for, to name it in the error, such as `--half-life`.
  /// - Throws: `GeoRiskError` of category `usage`.
  public static func days(_ text: String, for name: String) throws(GeoRiskError) -> Double {
    try value(
      text, for: name, units: [("d", 1), ("w", 7), ("mo", 30.4375), ("y", 365.25)], like: "45d or 6mo")
  }

  private static func value(
    _ text: String, for name: String, units: [(symbol: String, factor: Double)], like example: String
  ) throws(GeoRiskError) -> Double {
    let place = InputPlace(key: name)
    let written = text.filter { !$0.isWhitespace }
    let isNumeric: (Character) -> Bool = { ("0"..."9").contains($0) || "+-.".contains($0) }
    let digits = written.prefix(while: isNumeric)
    let symbol = written.dropFirst(digits.count).lowercased()
    guard let number = Double(digits) else {
      throw GeoRiskError(
        .usage, "\(quoted(text)) is no quantity", at: place,
        suggestion: "write a number with its unit, like \(example)")
    }
    guard !symbol.isEmpty else {
      let suggestion = units.map { shortest(number.magnitude) + $0.symbol }.joined(separator: " or ")
      throw GeoRiskError(.usage, "\(quoted(text)) has no unit", at: place, suggestion: "write \(suggestion)")
    }
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      let names = units.map(\.symbol).joined(separator: ", ")
      throw GeoRiskError(
        .usage, "\(quoted(text)) has an unknown unit", at: place, suggestion: "the units are \(names)")
    }
    guard number > 0 else {
      throw GeoRiskError(.usage, "\(quoted(text)) is not above 0", at: place)
    }
    return number * unit.factor
  }
}
