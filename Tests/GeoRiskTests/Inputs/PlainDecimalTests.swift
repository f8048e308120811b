import TestSupport
import Testing

@testable import GeoRisk

@Suite("plain decimals and dates")
struct PlainDecimalTests {
  @Test("plain decimals are read as the standard library reads them") func decimals() {
    var random = SeededRandom(seed: 83)
    var taken = 0
    for round in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...21, using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }
      let point = Int.random(in: 0...digits.count, using: &random)
      let text =
        (round % 2 == 0 ? "-" : "") + digits[..<point].joined() + (round % 5 == 0 ? "" : ".")
        + digits[point...].joined()
      let value = Array(text.utf8).withUnsafeBufferPointer { plainDecimal($0) }
      guard let value else { continue }
      taken += 1
      #expect(value.bitPattern == Double(text)?.bitPattern, "seed 83: \(text)")
    }
    #expect(taken > 15_000)
    for text in ["-", ".", "-.", "1.2.3", "+1", "1e5", "0x1", "nan", "1,5", "12345678901234567890"] {
      #expect(Array(text.utf8).withUnsafeBufferPointer { plainDecimal($0) } == nil)
    }
  }

  @Test("one wrong byte anywhere is seen") func wrongBytes() {
    var random = SeededRandom(seed: 84)
    var taken = 0
    for _ in 0..<40_000 {
      var bytes = Array("\(Int.random(in: -180...180, using: &random)).".utf8)
      for _ in 0..<Int.random(in: 0...9, using: &random) {
        bytes.append(UInt8.random(in: 48...57, using: &random))
      }
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      let text = bytes.map { $0 < 128 ? String(UnicodeScalar($0)) : "?" }.joined()
      let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
      let isPlain =
        digits.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." } && digits.contains(where: \.isNumber)
        && digits.count { $0 == "." } <= 1
      let value = bytes.withUnsafeBufferPointer { plainDecimal($0) }
      #expect((value != nil) == isPlain, "seed 84: \(bytes)")
      if let value {
        taken += 1
        #expect((value.sign == .minus) == text.hasPrefix("-"), "seed 84: \(text)")
        #expect(value.magnitude.bitPattern == Double("0" + digits)?.bitPattern, "seed 84: \(text)")
      }
    }
    #expect(taken > 1000)
  }

  @Test("a date is its ten bytes and no others") func dates() {
    var random = SeededRandom(seed: 85)
    for _ in 0..<20_000 {
      let day = CalendarDay(daysSince1970: Int.random(in: -700_000...2_900_000, using: &random))
      let written = Array(day.description.utf8)
      #expect(written.withUnsafeBufferPointer { CalendarDay(iso: $0) } == day, "seed 85: \(day)")
      var wrong = written
      wrong[Int.random(in: 0..<10, using: &random)] = .random(in: 0...255, using: &random)
      let read = wrong.withUnsafeBufferPointer { CalendarDay(iso: $0) }
      #expect(read == nil || Array(read?.description.utf8 ?? "".utf8) == wrong, "seed 85: \(wrong)")
    }
  }
}
