import GeoCore

/// The edges of rings by the cells of a square grid that they may touch.
struct LatticeCells: Sendable {
  /// About how many edges a cell has where they are strewn evenly.
  private static let edgesPerCell = 16.0
  /// How many others an edge may find in its cell, on average, before cells are made smaller.
  private static let crowding = 96.0

  let columns: Int
  let rows: Int
  private let west: Int
  private let south: Int
  /// A cell's side is this power of two.
  private let shift: Int
  /// Where each cell's edges begin; one more for where the last one's end.
  private let starts: [Int32]
  private let edges: [Int32]

  /// - Complexity: O(edges), and the cells that long edges run through.
  init(_ rings: LatticeRings) {
    var low = rings.points.first ?? LatticePoint(x: 0, y: 0)
    var high = low
    for point in rings.points {
      low = LatticePoint(x: min(low.x, point.x), y: min(low.y, point.y))
      high = LatticePoint(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    west = low.x
    south = low.y
    let size = high - low
    func cells(_ shift: Int) -> Double { Double(size.x >> shift + 1) * Double(size.y >> shift + 1) }
    let points = Double(rings.points.count)
    var shift = 0
    while cells(shift) > max(1, points / Self.edgesPerCell) { shift += 1 }
    var counts = Self.counts(of: rings, low, size, shift)
    // A town in an empty country: smaller cells, as long as they are no more than a few per edge.
    while Self.isCrowded(counts), shift > 0, cells(shift - 1) < 4 * points {
      shift -= 1
      counts = Self.counts(of: rings, low, size, shift)
    }
    self.shift = shift
    columns = size.x >> shift + 1
    rows = size.y >> shift + 1
    for cell in 1..<counts.count { counts[cell] += counts[cell - 1] }
    starts = counts
    var edges = [Int32](repeating: 0, count: Int(counts[counts.count - 1]))
    Self.forEachEntry(of: rings, west, south, shift, columns) { edge, cell in
      edges[Int(counts[cell])] = Int32(truncatingIfNeeded: edge)
      counts[cell] += 1
    }
    self.edges = edges
  }

  /// How many edges may touch each cell, one place later than its number.
  private static func counts(
    of rings: LatticeRings, _ low: LatticePoint, _ size: LatticePoint, _ shift: Int
  ) -> [Int32] {
    let columns = size.x >> shift + 1
    var counts = [Int32](repeating: 0, count: columns * (size.y >> shift + 1) + 1)
    forEachEntry(of: rings, low.x, low.y, shift, columns) { _, cell in counts[cell + 1] += 1 }
    return counts
  }

  private static func isCrowded(_ counts: [Int32]) -> Bool {
    var (entries, squares) = (0.0, 0.0)
    for count in counts {
      entries += Double(count)
      squares += Double(count) * Double(count)
    }
    return squares > crowding * entries
  }

  /// Calls `body` with each edge and each cell that it or a point within a unit of it may lie in.
  @inline(__always)
  private static func forEachEntry(
    of rings: LatticeRings, _ west: Int, _ south: Int, _ shift: Int, _ columns: Int,
    _ body: (_ edge: Int, _ cell: Int) -> Void
  ) {
    var start = 0
    for end in rings.ends {
      for edge in start..<end - 1 {
        let (a, b) = (rings.points[edge], rings.points[edge + 1])
        let first = (min(a.x, b.x) - west) >> shift
        let last = (max(a.x, b.x) - west) >> shift
        let bottom = (min(a.y, b.y) - south) >> shift
        let top = (max(a.y, b.y) - south) >> shift
        guard (last - first) * (top - bottom) > 4 else {
          for row in bottom...top {
            for column in first...last { body(edge, row * columns + column) }
          }
          continue
        }
        // A long slanting edge: only the cells near it. A unit more to either side for rounding.
        let slope = Double(b.x - a.x) / Double(b.y - a.y)
        for row in bottom...top {
          let low = Double(max(row << shift + south, min(a.y, b.y)) - a.y) * slope
          let high = Double(min((row + 1) << shift + south, max(a.y, b.y)) - a.y) * slope
          let reach = 2 + abs(slope)
          let from = (a.x + Int(min(low, high) - reach) - west) >> shift
          let to = (a.x + Int(max(low, high) + reach) - west) >> shift
          for column in max(first, from)...min(last, to) { body(edge, row * columns + column) }
        }
      }
      start = end
    }
  }

  /// The cell that a point lies in; all points of the rings do.
  @inline(__always)
  func cell(of point: LatticePoint) -> Int {
    (point.y - south) >> shift * columns + (point.x - west) >> shift
  }

  /// The edges that may touch a cell, in rising order.
  @inline(__always)
  func edges(in cell: Int) -> ArraySlice<Int32> { edges[Int(starts[cell])..<Int(starts[cell + 1])] }
}
