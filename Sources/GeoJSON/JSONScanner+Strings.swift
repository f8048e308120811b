extension JSONScanner {
  /// Consumes a string, checking its escapes and its UTF-8.
  mutating func string() throws(ReadFailure) -> StringToken {
    guard next == UInt8(ascii: "\"") else { throw unexpected("a string") }
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      let byte = next
      if byte == UInt8(ascii: "\"") {
        position += 1
        return StringToken(start: start, end: position - 1, hasEscapes: hasEscapes)
      } else if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        _ = try escapedScalar()
      } else if byte < 0x20 {
        throw position < end ? unexpected("an escaped control character") : unexpected("`\"`")
      } else if byte < 0x80 {
        position += 1
      } else {
        let length = multibyteLength()
        guard length > 0 else { throw unexpected("text in UTF-8") }
        position += length
      }
    }
  }

  /// The characters of a string that was consumed.
  func text(_ token: StringToken) -> String {
    guard token.hasEscapes else {
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[token.start..<token.end]), as: UTF8.self)
    }
    var reader = self
    reader.position = token.start
    var decoded: [UInt8] = []
    decoded.reserveCapacity(token.end - token.start)
    while reader.position < token.end {
      if reader.next == UInt8(ascii: "\\") {
        // Checked when the string was consumed, so it does not fail here.
        guard let scalar = try? reader.escapedScalar() else { break }
        decoded.append(contentsOf: Character(scalar).utf8)
      } else {
        decoded.append(reader.next)
        reader.position += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Whether a consumed string has these characters.
  func equals(_ token: StringToken, _ word: StaticString) -> Bool {
    guard !token.hasEscapes else { return text(token) == word.description }
    let length = word.utf8CodeUnitCount
    guard token.end - token.start == length else { return false }
    for index in 0..<length where bytes[token.start + index] != word.utf8Start[index] { return false }
    return true
  }

  /// Consumes `\n`, `\u00e9`, `\ud83d\ude00` and their like.
  private mutating func escapedScalar() throws(ReadFailure) -> UnicodeScalar {
    let start = position
    position += 1
    let kind = next
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UnicodeScalar(kind)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default:
      position = min(start + 1, end)
      throw unexpected("one of `\"\\/bfnrtu` after a backslash")
    }
    let first = try hexUnit()
    if let scalar = UnicodeScalar(first) { return scalar }
    // The upper half of a pair must be followed at once by its lower half.
    if first < 0xDC00, next == UInt8(ascii: "\\"), byte(at: position + 1) == UInt8(ascii: "u") {
      position += 2
      let second = try hexUnit()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = UnicodeScalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
      {
        return scalar
      }
    }
    throw .malformed(expected: "a whole surrogate pair", found: "half of one", offset: start)
  }

  private mutating func hexUnit() throws(ReadFailure) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = UnicodeScalar(next).properties.isASCIIHexDigit ? hexDigit(next) : nil else {
        throw unexpected("four hexadecimal digits after `\\u`")
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  private func hexDigit(_ byte: UInt8) -> UInt16 {
    byte <= UInt8(ascii: "9") ? UInt16(byte - 0x30) : UInt16((byte | 0x20) - 0x61 + 10)
  }

  /// The length of the well-formed UTF-8 sequence of two to four bytes at the position, 0 if there is none
  /// (Unicode standard, table 3-7).
  private func multibyteLength() -> Int {
    let second = byte(at: position + 1)
    switch next {
    case 0xC2...0xDF: return isContinuation(second) ? 2 : 0
    case 0xE0...0xEF:
      let lowest: UInt8 = next == 0xE0 ? 0xA0 : 0x80
      let highest: UInt8 = next == 0xED ? 0x9F : 0xBF
      return second >= lowest && second <= highest && isContinuation(byte(at: position + 2)) ? 3 : 0
    case 0xF0...0xF4:
      let lowest: UInt8 = next == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = next == 0xF4 ? 0x8F : 0xBF
      return second >= lowest && second <= highest && isContinuation(byte(at: position + 2))
        && isContinuation(byte(at: position + 3)) ? 4 : 0
    default: return 0
    }
  }

  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
