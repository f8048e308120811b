/// Where text stops being UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF).
enum UTF8Check {
  /// The offset of the first byte that is not part of well-formed UTF-8, or nil where all of it is.
  static func firstFault<Bytes: RandomAccessCollection>(in bytes: Bytes) -> Int?
  where Bytes.Element == UInt8, Bytes.Index == Int {
    var index = bytes.startIndex
    let end = bytes.endIndex
    while index < end {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let length: Int
      // The second byte's range is what shuts out overlong forms and surrogates.
      let second: ClosedRange<UInt8>
      switch lead {
      case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
      default: return index
      }
      guard index + length <= end, second.contains(bytes[index + 1]) else { return index }
      for trail in index + 2..<max(index + 2, index + length) where bytes[trail] & 0xC0 != 0x80 {
        return index
      }
      index += length
    }
    return nil
  }
}
