import GeoCore

extension TextRow {
  /// The number in a column, or nil where it is blank.
  ///
  /// Digits, sign, decimal point and exponent only: `NaN`, `inf` and hexadecimal are no numbers here.
  @inline(__always)
  func number(_ position: Int?, _ name: String) throws(RowProblem) -> Double? {
    guard let position else { return nil }
    if let value = plainNumber(position) { return value }
    return try oddNumber(position, name)
  }

  private func oddNumber(_ position: Int, _ name: String) throws(RowProblem) -> Double? {
    let written = text(position)
    if written.isEmpty { return nil }
    var digits = written
    if allowsDecimalComma, !written.contains("."), let comma = written.firstIndex(of: ",") {
      digits.replaceSubrange(comma...comma, with: ".")
    }
    let isPlain = digits.utf8.allSatisfy { byte in
      (48...57).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard isPlain, let value = Double(digits), value.isFinite else {
      let hint = written.contains(",") ? "; write it with a decimal point" : ""
      throw .bad("\(name) is \(quoted(written)), not a number" + hint)
    }
    return value
  }

  /// The number in a column, which must lie in a range, or nil where it is blank.
  @inline(__always)
  func number(_ position: Int?, _ name: String, in range: ClosedRange<Double>) throws(RowProblem) -> Double? {
    guard let value = try number(position, name) else { return nil }
    if range.contains(value) { return value }
    throw outside(position, name, range)
  }

  private func outside(_ position: Int?, _ name: String, _ range: ClosedRange<Double>) -> RowProblem {
    let bounds = "\(shortest(range.lowerBound))…\(shortest(range.upperBound))"
    return .bad("\(name) is \(text(position)), outside \(bounds)")
  }

  /// The whole number in a column, 0 or more; nil where it is blank.
  func count(_ position: Int?, _ name: String) throws(RowProblem) -> Int? {
    guard let value = try number(position, name) else { return nil }
    guard value >= 0, value <= 1e9, value == value.rounded() else {
      throw .bad("\(name) is \(text(position)), not a whole number of 0 or more")
    }
    // Where decimal commas are allowed, 1.000 and 1,000 are more likely a thousand than one.
    if allowsDecimalComma, let position,
      text(position).split(whereSeparator: { $0 == "." || $0 == "," }).dropFirst().first?.count == 3
    {
      throw .bad(
        "\(name) is \(quoted(text(position))), which may be a thousand or one; write it in digits alone")
    }
    return Int(value)
  }

  /// The place in a pair of columns, which must not be blank.
  func coordinate(longitude: Int?, latitude: Int?) throws(RowProblem) -> Coordinate {
    guard let latitude = try number(latitude, "latitude", in: -90...90) else {
      throw .bad("latitude is blank")
    }
    guard let longitude = try number(longitude, "longitude", in: -180...180) else {
      throw .bad("longitude is blank")
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }

  /// The yes or no in a column; a blank is no.
  func flag(_ position: Int?, _ name: String) throws(RowProblem) -> Bool {
    guard let position else { return false }
    let written = text(position)
    if written.isEmpty { return false }
    switch written.lowercased() {
    case "true", "yes", "1": return true
    case "", "false", "no", "0": return false
    default: throw .bad("\(name) is \(quoted(written)); true or false is needed")
    }
  }

  /// The text in a column, which must not be blank.
  func requiredText(_ position: Int?, _ name: String) throws(RowProblem) -> String {
    let written = text(position)
    if written.isEmpty { throw .bad("\(name) is blank") }
    return written
  }

  /// One of an enumeration's values, ignoring case; nil where blank.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ position: Int?, _ name: String, of type: Choice.Type
  ) throws(RowProblem) -> Choice? {
    guard let position else { return nil }
    let written = text(position)
    if written.isEmpty { return nil }
    if let choice = Choice.allCases.first(where: { equalIgnoringCase($0.rawValue, written) }) {
      return choice
    }
    throw .bad(
      "\(name) is \(quoted(written)); it is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
    )
  }

  /// The day in a column, which must not be blank.
  func day(_ position: Int?, _ name: String, style: DateStyle) throws(RowProblem) -> CalendarDay {
    if let bytes = plain(position), let day = CalendarDay(iso: bytes) { return day }
    return try style.day(try requiredText(position, name), name: name)
  }

  /// The first and last day of a record; no last one where its column is blank.
  func days(
    from first: Int?, _ firstName: String, to last: Int?, _ lastName: String, style: DateStyle
  ) throws(RowProblem) -> (from: CalendarDay, to: CalendarDay?) {
    let from = try day(first, firstName, style: style)
    guard let last, !text(last).isEmpty else { return (from, nil) }
    let to = try day(last, lastName, style: style)
    guard to >= from else { throw .bad("\(lastName) \(to) is before \(firstName) \(from)") }
    return (from, to)
  }
}

/// A value in typographic quotes, shortened where it is long.
func quoted(_ text: String) -> String {
  let shown = text.prefix(60).map { $0.isNewline ? " " : $0 }
  return "“" + String(shown) + (shown.count < text.count ? "…" : "") + "”"
}

/// A number in its shortest form, without `.0` behind a whole one.
func shortest(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
