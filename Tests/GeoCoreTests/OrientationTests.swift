import GeoCore
import TestSupport
import Testing

@Suite struct OrientationTests {
  /// Whole numbers below 2^50 are exact doubles, their products are not: 128-bit integers are the oracle.
  @Test func agreesWithWholeNumberArithmetic() {
    var random = SeededRandom(seed: 7)
    var undecided = 0
    for _ in 0..<20_000 {
      func number(_ bits: Int64) -> Int64 { Int64.random(in: -(1 << bits)...(1 << bits), using: &random) }
      let a = (number(50), number(50))
      let step = (number(20), number(20))
      let b = (a.0 + step.0 * number(20), a.1 + step.1 * 3)
      // Close to the line, now and then on it.
      let factor = number(10)
      let c = (a.0 + (b.0 - a.0) * factor / 7 + number(1), a.1 + (b.1 - a.1) * factor / 7 + number(1))
      let left = (Int128(a.0) - Int128(c.0)) * (Int128(b.1) - Int128(c.1))
      let right = (Int128(a.1) - Int128(c.1)) * (Int128(b.0) - Int128(c.0))
      let found = orientation(coordinate(a), coordinate(b), coordinate(c))
      #expect(found == (left - right).signum(), "seed 7, \(a) \(b) \(c)")
      if (Double(left) - Double(right)).magnitude < 1e-15 * Double(left).magnitude { undecided += 1 }
    }
    #expect(undecided > 100, "the cases must need the exact sum")
  }

  @Test func tellsNeighbouringDoublesFromTheLine() {
    // The diagonal through (12, 12) and (24, 24), seen from points an ulp apart near 0.5.
    for i in 0..<16 {
      for j in 0..<16 {
        let c = Coordinate(x: 0.5 + Double(i) * 0x1p-53, y: 0.5 + Double(j) * 0x1p-53)
        let found = orientation(Coordinate(x: 12, y: 12), Coordinate(x: 24, y: 24), c)
        #expect(found == (c.y > c.x ? 1 : c.y < c.x ? -1 : 0))
      }
    }
  }

  private func coordinate(_ place: (Int64, Int64)) -> Coordinate {
    Coordinate(x: Double(place.0), y: Double(place.1))
  }
}
