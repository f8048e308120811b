/// Text written into room that is known to be large enough.
struct FixedText {
  let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

  @inline(__always) mutating func append(_ byte: UInt8) {
    room[count] = byte
    count += 1
  }

  /// Appends a count of ten-millionths as a decimal number, trailing zeros left out.
  @inline(__always) mutating func append(tenMillionths: Int64) {
    if tenMillionths < 0 { append(UInt8(ascii: "-")) }
    let (whole, rest) = tenMillionths.magnitude.quotientAndRemainder(dividingBy: 10_000_000)
    append(digits: whole)
    guard rest > 0 else { return }
    append(UInt8(ascii: "."))
    // Seven digits from the last one on, then back over the zeros.
    var fraction = UInt32(truncatingIfNeeded: rest)
    for place in stride(from: 6, through: 0, by: -1) {
      room[count + place] = UInt8(truncatingIfNeeded: fraction % 10) + 0x30
      fraction /= 10
    }
    count += 7
    while room[count - 1] == 0x30 { count -= 1 }
  }

  /// Appends a number's digits, twenty at most.
  @inline(__always) mutating func append(digits number: UInt64) {
    var length = 1
    var limit: UInt64 = 10
    while number >= limit {
      length += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = next
    }
    var rest = number
    for place in stride(from: length - 1, through: 0, by: -1) {
      room[count + place] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
    }
    count += length
  }
}
