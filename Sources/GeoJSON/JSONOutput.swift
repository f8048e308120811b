/// Bytes of JSON in the making.
struct JSONOutput {
  var bytes: [UInt8] = []

  mutating func append(raw text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(byte: UInt8) { bytes.append(byte) }

  // MARK: Values

  mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append(raw: "null")
    case .bool(let value): append(raw: value ? "true" : "false")
    case .integer(let number): append(number)
    case .number(let number): append(number)
    case .string(let text): append(quoted: text)
    case .array(let elements):
      append(byte: UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(byte: UInt8(ascii: ",")) }
        append(element)
      }
      append(byte: UInt8(ascii: "]"))
    case .object(let object): append(object)
    }
  }

  mutating func append(_ object: JSONObject) {
    append(byte: UInt8(ascii: "{"))
    for (index, member) in object.members.enumerated() {
      if index > 0 { append(byte: UInt8(ascii: ",")) }
      append(quoted: member.name)
      append(byte: UInt8(ascii: ":"))
      append(member.value)
    }
    append(byte: UInt8(ascii: "}"))
  }

  /// Appends with one member or element a line, for files that people read.
  mutating func appendIndented(_ value: JSONValue, level: Int = 0) {
    switch value {
    case .array(let elements) where elements.contains { $0.array != nil || $0.object != nil }:
      append(byte: UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { append(byte: UInt8(ascii: ",")) }
        newLine(level + 1)
        appendIndented(element, level: level + 1)
      }
      newLine(level)
      append(byte: UInt8(ascii: "]"))
    case .object(let object) where !object.isEmpty:
      append(byte: UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { append(byte: UInt8(ascii: ",")) }
        newLine(level + 1)
        append(quoted: member.name)
        append(raw: ": ")
        appendIndented(member.value, level: level + 1)
      }
      newLine(level)
      append(byte: UInt8(ascii: "}"))
    default: append(value)
    }
  }

  private mutating func newLine(_ level: Int) {
    append(byte: UInt8(ascii: "\n"))
    for _ in 0..<level { append(raw: "  ") }
  }

  // MARK: Text

  mutating func append(quoted text: String) {
    var text = text
    append(byte: UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
      var plain = 0
      for index in 0..<utf8.count {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes.append(contentsOf: utf8[plain..<index])
        appendEscaped(byte)
        plain = index + 1
      }
      bytes.append(contentsOf: utf8[plain..<utf8.count])
    }
    append(byte: UInt8(ascii: "\""))
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"): append(raw: "\\n")
    case UInt8(ascii: "\r"): append(raw: "\\r")
    case UInt8(ascii: "\t"): append(raw: "\\t")
    case UInt8(ascii: "\""): append(raw: "\\\"")
    case UInt8(ascii: "\\"): append(raw: "\\\\")
    default:
      append(raw: "\\u00")
      for digit in [byte >> 4, byte & 15] { append(byte: digit < 10 ? 0x30 + digit : 0x61 + digit - 10) }
    }
  }

  // MARK: Numbers

  mutating func append(_ number: Int) {
    append(atMost: 20) { text in
      if number < 0 { text.append(UInt8(ascii: "-")) }
      text.append(digits: UInt64(number.magnitude))
    }
  }

  /// Appends the shortest digits that read back to the same double, without a needless `.0`; null for NaN and
  /// infinities.
  mutating func append(_ number: Double) {
    guard number.isFinite else { return append(raw: "null") }
    if abs(number) < 9_007_199_254_740_992, number == number.rounded(.towardZero) {
      return append(Int(number))
    }
    var text = number.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends what `body` writes into room for so many bytes, all at once.
  mutating func append(atMost capacity: Int, _ body: (inout FixedText) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room in
      var text = FixedText(room: room)
      body(&text)
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<text.count]))
    }
  }
}

extension JSONValue {
  /// The value as JSON text in UTF-8.
  ///
  /// - Parameter indented: true for one member a line with two spaces a level, false for the shortest text.
  public func jsonBytes(indented: Bool = false) -> [UInt8] {
    var output = JSONOutput()
    if indented { output.appendIndented(self) } else { output.append(self) }
    return output.bytes
  }

  /// Reads one JSON text; of a name given twice in an object the last value counts.
  ///
  /// - Throws: `GeoJSONError` with the place of the first byte that cannot be right.
  public init(json: [UInt8]) throws(GeoJSONError) {
    let result = json.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      return Result { () throws(ReadFailure) -> JSONValue in
        scanner.skipWhitespace()
        let value = try scanner.value()
        scanner.skipWhitespace()
        guard scanner.position == scanner.end else { throw scanner.unexpected("the end of the file") }
        return value
      }
    }
    switch result {
    case .success(let value): self = value
    case .failure(.malformed(let expected, let found, let offset)):
      throw GeoJSONError(
        expected: expected, found: found, byteOffset: offset,
        line: 1 + json.prefix(offset).count { $0 == 0x0A })
    case .failure(.unusable(let reason, let offset)):
      throw GeoJSONError(expected: "a JSON value", found: reason, byteOffset: offset, line: 1)
    }
  }
}
