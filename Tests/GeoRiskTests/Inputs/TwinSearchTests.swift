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
