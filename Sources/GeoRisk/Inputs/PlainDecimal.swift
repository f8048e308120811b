import GeoJSON

/// The number that some bytes say as digits with at most one point between them and a minus before them; nil for
/// any other way, and for more than nineteen digits.
///
/// Coordinates have some six decimals, so that the point is among their last eight bytes: these are read as one
/// word, and those before them as another. Everything else is read byte by byte.
@inline(__always)
func plainDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard let start = bytes.baseAddress, bytes.count > 0 else { return nil }
  let end = start + bytes.count
  // No branches, which would be guessed wrong on either side of the meridian of Greenwich.
  let sign = start.pointee == UInt8(ascii: "-") ? 1 : 0
  let first = start + sign
  guard let magnitude = byWords(first, end) ?? byteByByte(first, end) else { return nil }
  return Double(bitPattern: magnitude.bitPattern | UInt64(sign) << 63)
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

/// The same for four to fifteen bytes, of which the first of more than eight are digits; nil else.
@inline(__always)
private func byWords(_ first: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
  let count = end - first
  guard count >= 4, count <= 15 else { return nil }
  // The last bytes highest, each less that of "0": a digit becomes its value, the point 0x1E, and what is missing 0.
  var (head, tail): (UInt64, UInt64)
  if count >= 8 {
    head = ((word(first) ^ 0x3030_3030_3030_3030) &<< UInt64(8 &* (15 &- count))) &<< 8
    tail = word(end - 8) ^ 0x3030_3030_3030_3030
  } else {
    // The first four and the last four, which have some in common.
    let missing = UInt64(8 &* (8 &- count))
    let (west, east) = (UInt64(half(first)), UInt64(half(end - 4)))
    tail = (west &<< missing | east &<< 32) ^ 0x3030_3030_3030_3030 &<< missing
    head = 0
  }
  // What is above 9 leaves a mark in the upper half of its byte; the point's is 0x30.
  let marks = (tail | (tail &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0
  let others = (head | (head &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0
  guard others == 0 else { return nil }
  let high = eightDigits(head)
  guard marks != 0 else { return Double(high &* 100_000_000 &+ eightDigits(tail)) }
  let pointBit = UInt64(marks.trailingZeroBitCount & 0x38)
  guard marks == 0x30 &<< pointBit, (tail &>> pointBit) & 0xFF == 0x1E else { return nil }
  // The digits before the point move up into its byte.
  let before = tail & (1 &<< pointBit &- 1)
  let behind = tail & ~0xFF &<< pointBit
  let mantissa = high &* 10_000_000 &+ eightDigits(before &<< 8 | behind)
  // Up to fifteen digits and 10^7 are exact doubles, so that the division rounds once. That is what `exactDouble` does
  // too, but asking it took 4 % more of reading a table of a million rows.
  return Double(mantissa) / tenToDecimals[7 &- Int(pointBit) / 8]
}

private let tenToDecimals: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]

@inline(__always)
private func word(_ start: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
}

@inline(__always)
private func half(_ start: UnsafePointer<UInt8>) -> UInt32 {
  UInt32(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
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
