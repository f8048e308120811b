import GeoCore
import TestSupport
import Testing

@testable import GeoRisk

@Suite("ids met twice")
struct TwinSearchTests {
  private static func hasTwins(_ lists: [[String]], threads: Int) -> Bool {
    let search = TwinSearch()
    let shares = lists.map { list in
      list.reduce(into: TwinSearch.Shares()) { $0.add(search.hash($1)) }
    }
    return TwinSearch.hasTwins(shares, workers: Workers(threads: threads))
  }

  @Test(
    "one id twice among many is found wherever it stands, and none where there is none", arguments: 0..<30)
  func found(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let count = Int.random(in: 2...3000, using: &random)
    var ids = (0..<count).map { "\($0)" + String(repeating: "x", count: $0 % 20) }
    ids.shuffle(using: &random)
    func lists() -> [[String]] {
      let cut = Int.random(in: 0...ids.count, using: &random)
      return [Array(ids[..<cut]), [], Array(ids[cut...])]
    }
    for threads in [1, 3] { #expect(!Self.hasTwins(lists(), threads: threads), "seed \(seed)") }
    let (one, other) = (Int.random(in: 0..<count - 1, using: &random), count - 1)
    ids[other] = ids[one]
    for threads in [1, 3] { #expect(Self.hasTwins(lists(), threads: threads), "seed \(seed)") }
  }

  @Test(
    "identifiers rise where each is longer than the one before, or as long and behind it", arguments: 0..<30)
  func rising(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let letters = Array("09AZaz-")
    func id() -> String {
      String(
        (0..<Int.random(in: 1...16, using: &random)).map { _ in letters.randomElement(using: &random) ?? "0" }
      )
    }
    func isBefore(_ left: String, _ right: String) -> Bool {
      left.utf8.count < right.utf8.count
        || left.utf8.count == right.utf8.count && left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    let ids = Set((0..<200).map { _ in id() }).sorted(by: isBefore)
    let cut = Int.random(in: 1..<ids.count, using: &random)
    let lists = [ids[..<cut], [], ids[cut...]].map { list in
      var rising = RisingIDs()
      for id in list {
        let rises = rising.add(id)
        #expect(rises, "seed \(seed): \(id)")
      }
      return rising
    }
    #expect(RisingIDs.rise(lists) && !RisingIDs.rise(lists.reversed()))
    #expect(!RisingIDs.rise([lists[0], lists[0]]))
    for _ in 0..<200 {
      let (left, right) = (id(), id())
      var pair = RisingIDs()
      let rise = (pair.add(left), pair.add(right))
      #expect(rise == (true, isBefore(left, right)), "seed \(seed): \(left), \(right)")
    }
    for other in ["", "é", String(repeating: "9", count: 17)] {
      var list = RisingIDs()
      let rises = list.add(other)
      #expect(!rises)
    }
  }

  @Test("texts that String holds equal are twins, others are not")
  func canonical() {
    // The Kelvin sign is a K; é is e with an accent.
    for (left, right) in [("\u{212A}", "K"), ("\u{E9}t\u{E9}", "e\u{301}te\u{301}"), ("a", "a"), ("", "")] {
      #expect(left == right)
      #expect(Self.hasTwins([[left], [right]], threads: 2))
    }
    for (left, right) in [("K", "k"), ("é", "e"), ("1", "01"), ("ab", "a"), ("a\u{0}", "a")] {
      #expect(!Self.hasTwins([[left], [right]], threads: 2))
    }
  }
}
