extension JSONScanner {
  /// A number as it is written: ± mantissa · 10^exponent.
  struct Decimal {
    var isNegative: Bool
    /// All digits without the point; meaningless above 19 of them.
    var mantissa: UInt64
    var exponent: Int
    var digits: Int
    /// Whether it has neither point nor exponent.
    var isWhole: Bool
    var start: Int
    var end: Int

    /// The number as an integer where it is written as one and fits; `-0` is not one.
    var whole: Int? {
      guard isWhole, digits <= 19 else { return nil }
      if isNegative {
        guard mantissa > 0, mantissa <= UInt64(Int.max) + 1 else { return nil }
        return Int(truncatingIfNeeded: 0 &- mantissa)
      }
      return Int(exactly: mantissa)
    }
  }

  func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Consumes a number.
  mutating func decimal() throws(ReadFailure) -> Decimal {
    let start = position
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { position += 1 }
    guard isDigit(next) else { throw unexpected(isNegative ? "a digit" : "a value") }
    var mantissa: UInt64 = 0
    var digits = readDigits(into: &mantissa)
    if digits > 1, bytes[position - digits] == UInt8(ascii: "0") {
      position -= digits - 1
      throw unexpected("a number without leading zeros")
    }
    var exponent = 0
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      let fraction = readDigits(into: &mantissa)
      guard fraction > 0 else { throw unexpected("a digit") }
      digits += fraction
      exponent = -fraction
    }
    if next | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      position += 1
      let isBelowOne = next == UInt8(ascii: "-")
      if isBelowOne || next == UInt8(ascii: "+") { position += 1 }
      guard isDigit(next) else { throw unexpected("a digit") }
      var written = 0
      while isDigit(next) {
        // Held below overflow; anything this large is zero or infinite anyway.
        written = min(written * 10 + Int(next - 0x30), 1_000_000)
        position += 1
      }
      exponent += isBelowOne ? -written : written
    }
    return Decimal(
      isNegative: isNegative, mantissa: mantissa, exponent: exponent, digits: digits, isWhole: isWhole,
      start: start, end: position)
  }

  private mutating func readDigits(into mantissa: inout UInt64) -> Int {
    let start = position
    while position < end {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
    }
    return position - start
  }

  /// The double nearest to a number, ties to even.
  func double(_ decimal: Decimal) -> Double {
    if decimal.digits <= 19,
      let magnitude = exactDouble(mantissa: decimal.mantissa, exponent: decimal.exponent)
    {
      return decimal.isNegative ? -magnitude : magnitude
    }
    let token = UnsafeBufferPointer(rebasing: bytes[decimal.start..<decimal.end])
    // The standard library's own conversion: exact, and deaf to the C locale's decimal comma.
    return Double(String(decoding: token, as: UTF8.self)) ?? .nan
  }
}

/// The double nearest to mantissa · 10^exponent for the exponents of ordinary numbers, nil for others.
///
/// Up to 2^53 and 10^22 both factors are exact doubles, so that one multiplication or division rounds once
/// (Clinger 1990). Beyond, down to 10^-27, the quotient by a power of five is taken in whole numbers and
/// rounded once by hand.
package func exactDouble(mantissa: UInt64, exponent: Int) -> Double? {
  if mantissa <= 1 << 53 {
    if exponent <= 0, exponent >= -22 { return Double(mantissa) / powersOfTen[-exponent] }
    if exponent > 0, exponent <= 22 { return Double(mantissa) * powersOfTen[exponent] }
  }
  guard exponent >= -27, exponent <= 0 else { return nil }
  if exponent == 0 { return Double(mantissa) }
  if mantissa == 0 { return 0 }
  let divisor = powersOfFive[-exponent]
  // Both normalised to a leading one, the dividend below the divisor, so that the quotient fills its word.
  let divisorShift = divisor.leadingZeroBitCount
  let mantissaShift = mantissa.leadingZeroBitCount
  let normalDivisor = divisor << divisorShift
  var high = mantissa << mantissaShift
  var low: UInt64 = 0
  var binaryExponent = divisorShift - mantissaShift + exponent - 64
  if high >= normalDivisor {
    low = high << 63
    high >>= 1
    binaryExponent += 1
  }
  let (quotient, remainder) = normalDivisor.dividingFullWidth((high, low))
  // 64 or 63 significant bits and a sticky one: enough to round to 53 once.
  let excess = 11 - quotient.leadingZeroBitCount
  let half: UInt64 = 1 << (excess - 1)
  let rest = quotient & (half << 1 - 1)
  var significand = quotient >> excess
  if rest > half || (rest == half && (remainder > 0 || significand & 1 == 1)) { significand += 1 }
  return Double(sign: .plus, exponent: binaryExponent + excess, significand: Double(significand))
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19, 1e20, 1e21, 1e22,
]

private let powersOfFive: [UInt64] = (0..<27).reduce(into: [1]) { powers, index in
  powers.append(powers[index] * 5)
}
