/// Walks over the bytes of a JSON text (RFC 8259) without building anything that was not asked for.
///
/// The scanner stands before a token; each call consumes one and leaves the position behind it. Beyond the end
/// it reads zeros, which no rule of JSON accepts, so every loop ends there by itself. Its state is a few
/// integers: copy it to come back to a place.
///
///     var first = true
///     try scanner.openObject()
///     while let name = try scanner.nextMember(&first) { … consume exactly one value … }
struct JSONScanner {
  /// Nesting at which a text is refused, far beyond any real one and small enough for the stack of any thread.
  static let greatestDepth = 128

  let bytes: UnsafeBufferPointer<UInt8>
  /// Index behind the last byte to read.
  var end: Int
  /// Index of the next byte.
  var position: Int
  /// Arrays and objects open at the position.
  var depth = 0
  /// The number of members of the last object that was kept; the next one is most often its like.
  var lastMemberCount = 0
  /// What was met on the way that a user may want to know.
  var noticed = Noticed()

  struct Noticed {
    var duplicateExample = ""
    var duplicates = 0
    var nonFinite = 0
  }

  /// The text of a JSON string as it stands between its quotation marks, checked.
  struct StringToken {
    let start: Int
    let end: Int
    let hasEscapes: Bool
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    end = bytes.count
    position = 0
  }

  /// The next byte, 0 at the end.
  var next: UInt8 { position < end ? bytes[position] : 0 }

  func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  mutating func skipWhitespace() {
    while position < end {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  // MARK: Structure

  mutating func openObject() throws(ReadFailure) {
    guard next == UInt8(ascii: "{") else { throw unexpected("`{`") }
    try open()
  }

  mutating func openArray() throws(ReadFailure) {
    guard next == UInt8(ascii: "[") else { throw unexpected("`[`") }
    try open()
  }

  private mutating func open() throws(ReadFailure) {
    depth += 1
    guard depth <= Self.greatestDepth else {
      throw .malformed(
        expected: "at most \(Self.greatestDepth) levels of nesting", found: "one more", offset: position)
    }
    position += 1
    skipWhitespace()
  }

  /// The name of the next member, with the position before its value; nil once the object is closed.
  mutating func nextMember(_ isFirst: inout Bool) throws(ReadFailure) -> StringToken? {
    guard try advance(closing: UInt8(ascii: "}"), isFirst: &isFirst) else { return nil }
    guard next == UInt8(ascii: "\"") else { throw unexpected(isFirst ? "a name or `}`" : "a name") }
    isFirst = false
    let name = try string()
    skipWhitespace()
    guard next == UInt8(ascii: ":") else { throw unexpected("`:`") }
    position += 1
    skipWhitespace()
    return name
  }

  /// Whether another element follows, with the position before it; false once the array is closed.
  mutating func nextElement(_ isFirst: inout Bool) throws(ReadFailure) -> Bool {
    guard try advance(closing: UInt8(ascii: "]"), isFirst: &isFirst) else { return false }
    isFirst = false
    return true
  }

  private mutating func advance(closing: UInt8, isFirst: inout Bool) throws(ReadFailure) -> Bool {
    skipWhitespace()
    if next == closing {
      position += 1
      depth -= 1
      return false
    }
    guard !isFirst else { return true }
    guard next == UInt8(ascii: ",") else {
      throw unexpected(closing == UInt8(ascii: "]") ? "`,` or `]`" : "`,` or `}`")
    }
    position += 1
    skipWhitespace()
    return true
  }

  /// Consumes a value of any kind, checking that it is well-formed.
  mutating func skipValue() throws(ReadFailure) {
    switch next {
    case UInt8(ascii: "{"):
      try openObject()
      var first = true
      while try nextMember(&first) != nil { try skipValue() }
    case UInt8(ascii: "["):
      try openArray()
      var first = true
      while try nextElement(&first) { try skipValue() }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    default:
      if !skipNonFinite() { _ = try decimal() }
    }
  }

  mutating func literal(_ word: StaticString) throws(ReadFailure) {
    guard matches(word) else { throw unexpected("`\(word)`") }
    position += word.utf8CodeUnitCount
  }

  /// Consumes `NaN`, `Infinity` or `-Infinity`, which JSON lacks but several programs write.
  mutating func skipNonFinite() -> Bool {
    let sign = next == UInt8(ascii: "-")
    let letter = sign ? byte(at: position + 1) : next
    guard letter == UInt8(ascii: "I") || letter == UInt8(ascii: "N") else { return false }
    for word: StaticString in ["NaN", "Infinity", "-Infinity"] where matches(word) {
      position += word.utf8CodeUnitCount
      return true
    }
    return false
  }

  private func matches(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard end - position >= length else { return false }
    return (0..<length).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
  }

  // MARK: Failures

  func unexpected(_ expected: String) -> ReadFailure {
    .malformed(expected: expected, found: describeNext(), offset: position)
  }

  /// What kind of value begins at the position.
  func describeValue() -> String {
    switch next {
    case UInt8(ascii: "{"): "an object"
    case UInt8(ascii: "["): "an array"
    case UInt8(ascii: "\""): "a string"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "a truth value"
    case UInt8(ascii: "n"): "null"
    case UInt8(ascii: "N"): "NaN"
    case UInt8(ascii: "I"): "Infinity"
    case UInt8(ascii: "-") where byte(at: position + 1) == UInt8(ascii: "I"): "-Infinity"
    case UInt8(ascii: "-"), 0x30...0x39: "a number"
    default: describeNext()
    }
  }

  func describeNext() -> String {
    guard position < end else { return end < bytes.count ? "the end of the record" : "the end of the file" }
    let byte = bytes[position]
    if byte > 0x20 && byte < 0x7F { return "`\(Character(UnicodeScalar(byte)))`" }
    if byte == 0x20 || byte == 0x09 { return "a space" }
    if byte == 0x0A || byte == 0x0D { return "the end of the line" }
    let hex = String(byte, radix: 16, uppercase: true)
    return "the byte 0x\(hex.count == 1 ? "0" : "")\(hex)"
  }
}

/// Why reading stopped.
enum ReadFailure: Error {
  /// The bytes are not JSON, or not a GeoJSON document at all.
  case malformed(expected: String, found: String, offset: Int)
  /// This one Feature cannot be used.
  case unusable(reason: String, offset: Int)
}
