import GeoJSON

/// The number that some bytes say as digits with at most one point between them and a minus before them; nil for
/// any other way, and for more than nineteen digits.
///
/// Coordinates have some six decimals, so that the point is among their last eight bytes: these are read as one
/// word, and only the digit or two before them one by one. Everything else is read byte by byte.
func plainDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard let start = bytes.baseAddress, bytes.count > 0 else { return nil }
  let end = start + bytes.count
  let isNegative = start.pointee == UInt8(ascii: "-")
  let first = isNegative ? start + 1 : start
  let magnitude = (end - first >= 8 ? pointAmongLastEight(first, end) : nil) ?? byteByByte(first, end)
  return isNegative ? magnitude.map { -$0 } : magnitude
}

private func byteByByte(_ first: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
  guard end - first <= 20 else { return nil }
  var mantissa: UInt64 = 0
  var decimals = 0
  var next = takeDigits(from: first, to: end, into: &mantissa)
  var digits = next - first
  if next < end {
    guard next.pointee == UInt8(ascii: ".") else { return nil }
    let point = next
    next = takeDigits(from: point + 1, to: end, into: &mantissa)
    decimals = next - point - 1
    digits += decimals
  }
  guard next == end, digits > 0, digits <= 19 else { return nil }
  return exactDouble(mantissa: mantissa, exponent: -decimals)
}

/// The same where at most fifteen bytes have a point among the last eight; nil else.
@inline(__always)
private func pointAmongLastEight(_ first: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
  let tail = end - 8
  var head: UInt64 = 0
  guard end - first <= 15, takeDigits(from: first, to: tail, into: &head) == tail else { return nil }
  // The first byte lowest; a digit becomes its value, the point 0x1E.
  let word =
    UInt64(littleEndian: UnsafeRawPointer(tail).loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
  // What is above 9 leaves a mark in the upper half of its byte; the point's is 0x30.
  let marks = (word | (word &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0
  let pointBit = UInt64(marks.trailingZeroBitCount & 0x38)
  guard marks == 0x30 << pointBit, (word >> pointBit) & 0xFF == 0x1E else { return nil }
  // The digits before the point move up into its byte.
  let before = word & (1 << pointBit - 1)
  let behind = (word >> (pointBit + 8)) << (pointBit + 8)
  let mantissa = head &* 10_000_000 &+ eightDigits(before << 8 | behind)
  return exactDouble(mantissa: mantissa, exponent: Int(pointBit) / 8 - 7)
}

/// The number of eight digits, one in each byte and the first lowest: pairs, fours and eights are joined in turn.
@inline(__always)
private func eightDigits(_ word: UInt64) -> UInt64 {
  let pairs = (word &* (10 << 8 | 1)) >> 8 & 0x00FF_00FF_00FF_00FF
  let fours = (pairs &* (100 << 16 | 1)) >> 16 & 0x0000_FFFF_0000_FFFF
  return (fours &* (10_000 << 32 | 1)) >> 32
}

/// Appends digits to a number until something else comes, and answers where that is.
@inline(__always)
private func takeDigits(
  from first: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>, into number: inout UInt64
) -> UnsafePointer<UInt8> {
  var next = first
  while next < end, next.pointee &- 0x30 < 10 {
    number = number &* 10 &+ UInt64(next.pointee &- 0x30)
    next += 1
  }
  return next
}
