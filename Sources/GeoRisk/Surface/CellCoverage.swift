import GeoCore

/// How much of each cell of a grid an area covers: exact for straight edges.
///
/// Every edge is cut at the cells' sides. A piece of it inside one cell adds its height to the cell's `cover`
/// (what everything to the right of it gains) and takes off the part of the cell to its left; running sums along
/// the rows then give the covered share of each cell. Cost: one step per cell that an edge meets, and one per
/// cell of the area's box.
struct CellCoverage {
  /// The cells' columns and rows that the area's box meets.
  let columns, rows: Range<Int>
  /// Two numbers per cell, `width` cells a row: what the cell itself gains, and what all cells after it gain.
  private var gains: [SIMD2<Double>]
  private let width: Int

  /// - Parameters:
  ///   - rings: the area's rings in units of cells, closed; outer rings counter-clockwise, holes clockwise.
  ///   - size: columns and rows of the grid.
  init?(rings: [[Coordinate]], size: (columns: Int, rows: Int)) {
    let box = Envelope(rings.joined())
    let west = max(0, box.minX.rounded(.down))
    let east = min(Double(size.columns), box.maxX.rounded(.up))
    let south = max(0, box.minY.rounded(.down))
    let north = min(Double(size.rows), box.maxY.rounded(.up))
    guard west < east, south < north else { return nil }
    columns = Int(west)..<Int(east)
    rows = Int(south)..<Int(north)
    width = columns.count + 1
    gains = [SIMD2<Double>](repeating: .zero, count: width * rows.count)
    for ring in rings {
      for (a, b) in zip(ring, ring.dropFirst()) {
        add(Coordinate(x: a.x - west, y: a.y - south), Coordinate(x: b.x - west, y: b.y - south))
      }
    }
  }

  /// The covered share of each cell of a row that is not quite bare.
  func forEachCell(inRow row: Int, _ body: (_ column: Int, _ share: Double) -> Void) {
    let first = (row - rows.lowerBound) * width
    var cover = 0.0
    for column in columns {
      let gain = gains[first + column - columns.lowerBound]
      let share = cover + gain.x
      cover += gain.y
      // Sums of hundreds of edges leave some 1e-14.
      if share > 1e-10 { body(column, min(share, 1)) }
    }
  }

  /// Adds one edge, its part in the box row by row. Falling edges gain, since the area lies to their right.
  private mutating func add(_ a: Coordinate, _ b: Coordinate) {
    guard a.y != b.y else { return }
    let sign = a.y > b.y ? 1.0 : -1.0
    let (low, high) = a.y < b.y ? (a, b) : (b, a)
    let slope = (high.x - low.x) / (high.y - low.y)
    let from = max(low.y, 0)
    let to = min(high.y, Double(rows.count))
    guard from < to else { return }
    func x(_ y: Double) -> Double {
      y <= low.y ? low.x : y >= high.y ? high.x : low.x + slope * (y - low.y)
    }
    var row = Int(from)
    var y = from
    while y < to {
      let next = min(Double(row + 1), to)
      add(row: row, from: x(y), to: x(next), height: (next - y) * sign)
      y = next
      row += 1
    }
  }

  /// Adds a piece of an edge within one row, its ends in any order; what lies outside the box counts at its side.
  private mutating func add(row: Int, from: Double, to: Double, height: Double) {
    let (left, right) = from < to ? (from, to) : (to, from)
    let first = row * width
    let last = Double(columns.count)
    let isOutside = right <= 0 || left >= last
    if isOutside || (left >= 0 && Int(left) == Int(right)) {
      let at = min(max(left, 0), last)
      let end = min(max(right, 0), last)
      addWithinCell(first + Int(at), middle: ((at + end) / 2) - at.rounded(.down), height: height)
      return
    }
    let perColumn = height / (right - left)
    if left < 0 { addWithinCell(first, middle: 0, height: -left * perColumn) }
    if right > last { addWithinCell(first + columns.count, middle: 0, height: (right - last) * perColumn) }
    var x = max(left, 0)
    let end = min(right, last)
    while x < end {
      let column = x.rounded(.down)
      let next = min(column + 1, end)
      addWithinCell(first + Int(column), middle: (x + next) / 2 - column, height: (next - x) * perColumn)
      x = next
    }
  }

  private mutating func addWithinCell(_ cell: Int, middle: Double, height: Double) {
    gains[cell] += SIMD2(height * (1 - middle), height)
  }
}
