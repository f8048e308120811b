import GeoCore
import TestSupport
import Testing

@Suite struct CurveOrderTests {
  private func positions(_ count: Int, seed: UInt64) -> [EarthPosition] {
    var generator = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      EarthPosition(
        Coordinate(
          longitude: Double.random(in: -180...180, using: &generator),
          latitude: Double.random(in: -90...90, using: &generator)))
    }
  }

  /// Skilling's transform as he wrote it, bit by bit.
  private func slowKey(_ position: EarthPosition) -> UInt64 {
    let bits = 21
    var axes = [position.x, position.y, position.z].map { metres -> UInt32 in
      UInt32(max(0, min(1, metres / (2 * Ellipsoid.semiMajorAxis) + 0.5)) * Double(1 << bits - 1))
    }
    for bit in (1..<bits).reversed() {
      let level = UInt32(1) << UInt32(bit)
      for axis in 0..<3 {
        if axes[axis] & level != 0 {
          axes[0] ^= level - 1
        } else {
          let swap = (axes[0] ^ axes[axis]) & (level - 1)
          axes[0] ^= swap
          axes[axis] ^= swap
        }
      }
    }
    axes[1] ^= axes[0]
    axes[2] ^= axes[1]
    var flip: UInt32 = 0
    for bit in (1..<bits).reversed() where axes[2] >> UInt32(bit) & 1 != 0 {
      flip ^= UInt32(1) << UInt32(bit) - 1
    }
    return (0..<bits).reversed().reduce(0) { key, bit in
      axes.reduce(key) { $0 << 1 | UInt64(($1 ^ flip) >> UInt32(bit) & 1) }
    }
  }

  @Test func keysAreSkillings() {
    for position in positions(2_000, seed: 5) {
      #expect(position.hilbertKey == slowKey(position), "seed 5, \(position)")
    }
  }

  /// Any number of positions, whole eights or not, by any number of threads.
  @Test(arguments: [0, 1, 7, 8, 9, 5_000])
  func orderIsThatOfTheKeys(count: Int) {
    let positions = positions(count, seed: 6)
    let keys = positions.map(\.hilbertKey)
    let truth = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { Int32($0) }
    for threads in [1, 3] {
      #expect(Workers(threads: threads).curveOrder(of: count) { positions[$0] } == truth, "seed 6")
    }
  }

  @Test func fewBitsMakeLargeCells() {
    let positions = positions(3_000, seed: 7)
    let order = Workers(threads: 2).curveOrder(of: positions.count, bits: 9) { positions[$0] }
    // Positions all over the Earth differ in the first bit of the key already.
    let cells = order.map { positions[Int($0)].hilbertKey >> 54 }
    #expect(cells == cells.sorted(), "seed 7")
    #expect(
      zip(order, order.dropFirst()).enumerated().allSatisfy { cells[$0] < cells[$0 + 1] || $1.0 < $1.1 })
  }

  /// Positions along 60 crooked roads, every tenth somewhere else: each in one run, runs greedy from the start of every
  /// 4,096 positions and in the order of their middles' keys.
  @Test(arguments: [0, 1, 4_095, 4_097, 9_000])
  func runsAreOfNeighboursInTheirKeysOrder(count: Int) {
    let others = positions(count, seed: 9)
    let positions = (0..<count).map { index in
      let (road, step) = (index / 150, Double(index % 150))
      return index % 10 == 9
        ? others[index]
        : EarthPosition(
          Coordinate(
            longitude: -12 + 0.3 * Double(road), latitude: 12 + 0.01 * step + 0.002 * Double(index % 7)))
    }
    var truth: [Range<Int32>] = []
    for (index, position) in positions.enumerated() {
      if let last = truth.last, index % 4_096 != 0, last.count < 8,
        positions[Int(last.lowerBound)].squaredChord(to: position) <= 4e6
      {
        truth[truth.count - 1] = last.lowerBound..<Int32(index + 1)
      } else {
        truth.append(Int32(index)..<Int32(index + 1))
      }
    }
    func key(_ run: Range<Int32>) -> UInt64 {
      positions[(Int(run.lowerBound) + Int(run.upperBound)) / 2].hilbertKey
    }
    truth.sort { (key($0), $0.lowerBound) < (key($1), $1.lowerBound) }
    for threads in [1, 3] {
      let runs = Workers(threads: threads).curveRuns(of: count, longest: 8, within: 2_000) { positions[$0] }
      #expect(runs == truth, "seed 9, \(threads) threads")
    }
    #expect(count < 1_000 || truth.contains { $0.count > 1 })
  }

  @Test(arguments: [(3_000, 1), (100_000, 1), (100_000, 3)])
  func digitsSortAnyKeys(count: Int, threads: Int) {
    var generator = SeededRandom(seed: 8)
    let keys = (0..<count).map { index in
      NumberedKey(
        key: UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64(index % 60), number: Int32(index))
    }
    let sorted = keys.sorted { ($0.key, $0.number) < ($1.key, $1.number) }
    #expect(Workers(threads: threads).radixSorted(keys) == sorted, "seed 8")
  }
}
