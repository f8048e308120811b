import GeoCore
import TestSupport
import Testing

@Suite struct PackedRTreeTests {
  @Test(arguments: [0, 1, 2, 15, 16, 17, 256, 257, 2000]) func findsWhatBruteForceFinds(count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    var boxes = (0..<count).map { _ in Self.box(&random) }
    // Points, lines, repetitions and boxes that hold nothing.
    for index in boxes.indices where index % 7 == 3 {
      boxes[index] = index % 2 == 0 ? .empty : boxes[index / 2]
      if index % 3 == 0 { boxes[index] = Envelope(CollectionOfOne(boxes[index / 3].center)) }
    }
    let tree = PackedRTree(boxes)
    #expect(tree.count == boxes.count { !$0.isEmpty })
    for round in 0..<60 {
      let query = round == 0 ? Envelope(minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9) : Self.box(&random)
      let expected = boxes.indices.filter { !boxes[$0].isEmpty && boxes[$0].intersects(query) }
      #expect(tree.query(query) == expected, "seed \(count)")
    }
    #expect(tree.query(.empty).isEmpty)
    var visited = 0
    tree.visit(Envelope(minX: -1e9, minY: -1e9, maxX: 1e9, maxY: 1e9)) { _ in
      visited += 1
      return visited < 3
    }
    #expect(visited == min(3, tree.count))
  }

  private static func box(_ random: inout SeededRandom) -> Envelope {
    // Whole numbers, so that boxes often share no more than an edge.
    let (x, y) = (Int.random(in: -50...50, using: &random), Int.random(in: -50...50, using: &random))
    let (w, h) = (Int.random(in: 0...6, using: &random), Int.random(in: 0...6, using: &random))
    return Envelope(minX: Double(x), minY: Double(y), maxX: Double(x + w), maxY: Double(y + h))
  }
}
