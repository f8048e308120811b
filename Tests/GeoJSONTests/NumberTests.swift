import TestSupport
import Testing

@testable import GeoJSON

@Suite struct NumberTests {
  /// The standard library's own conversion is correctly rounded: every bit must agree.
  @Test func decimalsBecomeTheNearestDouble() throws {
    var random = SeededRandom(seed: 21)
    var texts = [
      "0", "-0", "0.0", "1e0", "9007199254740993", "9007199254740992.5", "0.1", "1e22", "1e23", "1e-22",
      "1e-27",
      "18446744073709551615", "18446744073709551616", "9223372036854775807", "-9223372036854775808", "5e-324",
      "1.7976931348623157e308", "2.2250738585072011e-308", "0.000000000000000000000000001",
      "9999999999999999999e-27", "1000000000000000000000000000000000000001e-39", "1e400", "1e-400",
    ]
    for _ in 0..<20_000 {
      let digits = Int.random(in: 1...19, using: &random)
      var text = String(Int.random(in: 1...9, using: &random))
      for _ in 1..<max(digits, 2) { text += String(Int.random(in: 0...9, using: &random)) }
      let point = Int.random(in: 0...text.count, using: &random)
      if point > 0, point < text.count { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
      if Bool.random(using: &random) { text += "e\(Int.random(in: -30...30, using: &random))" }
      texts.append((Bool.random(using: &random) ? "-" : "") + text)
    }
    // Halfway between two doubles, and a last digit to either side.
    for _ in 0..<2_000 {
      let even = UInt64.random(in: 1 << 52..<1 << 53, using: &random) << 1
      texts += [String(even | 1), String(even | 1) + ".0", String(even - 1), "\(even | 1)e-3"]
    }
    for text in texts {
      let value = try JSONValue(json: Array(text.utf8))
      let expected = try #require(Double(text))
      guard expected.isFinite else {
        #expect(value == .null)
        continue
      }
      let found = try #require(value.double)
      #expect(found.bitPattern == expected.bitPattern, "seed 21: \(text)")
    }
  }

  @Test func wholeNumbersStayWhole() throws {
    for number in [0, 1, -1, 42, Int.max, Int.min, 1 << 53 + 1] {
      #expect(try JSONValue(json: Array(String(number).utf8)) == .integer(number))
    }
    #expect(try JSONValue(json: Array("9223372036854775808".utf8)) == .number(9_223_372_036_854_775_808))
  }

  /// Shortest digits, valid JSON, and the same double when read again.
  @Test func doublesAreWrittenShortAndReadBackTheSame() throws {
    let cases: [(Double, String)] = [
      (1, "1"), (-0.0, "0"), (0.1, "0.1"), (100, "100"), (1e15, "1000000000000000"), (-2.5, "-2.5"),
      (9_007_199_254_740_991, "9007199254740991"), (.nan, "null"), (.infinity, "null"),
    ]
    for (number, text) in cases {
      #expect(String(decoding: JSONValue.number(number).jsonBytes(), as: UTF8.self) == text)
    }
    var random = SeededRandom(seed: 4)
    for _ in 0..<20_000 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite else { continue }
      let bytes = JSONValue.number(number).jsonBytes()
      #expect(try JSONValue(json: bytes).double == number, "seed 4: \(number)")
      #expect(!bytes.ends(with: ".0"))
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count) == ArraySlice(text.utf8) }
}
