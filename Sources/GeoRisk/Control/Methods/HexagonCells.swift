import GeoCore

/// Hexagons of equal width in degrees, pointing north, named by row and by column along a slanted axis.
struct HexagonCells: Sendable {
  let width: Double
  let west, south: Double
  let columns, rows: Int
  private var height: Double { width * 0.75.squareRoot() }

  /// Hexagons whose middles lie in or next to a box.
  ///
  /// - Parameter width: degrees from flat side to flat side.
  init(covering box: Envelope, width: Double) {
    self.width = width
    let height = width * 0.75.squareRoot()
    rows = Int(((box.maxY - box.minY) / height).rounded(.up)) + 3
    // The slanted axis leads half a width west in each row.
    let slant = (rows + 1) / 2
    columns = Int(((box.maxX - box.minX) / width).rounded(.up)) + 3 + slant
    west = box.minX - width * Double(1 + slant)
    south = box.minY - height
  }

  var count: Int { columns * rows }

  /// The middle of a cell in degrees; longitudes run on beyond 180.
  func middle(_ cell: Int) -> Coordinate {
    let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
    return Coordinate(
      longitude: west + width * (Double(column) + Double(row) / 2), latitude: south + height * Double(row))
  }

  /// The cells that share a side with one.
  func neighbours(_ cell: Int) -> [Int] {
    let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
    return [(0, 1), (0, -1), (1, 0), (-1, 0), (1, -1), (-1, 1)].compactMap { step in
      let (r, c) = (row + step.0, column + step.1)
      return (0..<rows).contains(r) && (0..<columns).contains(c) ? r * columns + c : nil
    }
  }

  /// The three cells whose middles a place lies between, and the weights that interpolate between them.
  func surrounding(_ place: Coordinate) -> [(cell: Int, weight: Double)] {
    let v = (place.latitude - south) / height
    let u = (place.longitude - west) / width - v / 2
    let (column, row) = (u.rounded(.down), v.rounded(.down))
    let (x, y) = (u - column, v - row)
    let corners =
      x + y <= 1
      ? [(0, 0, 1 - x - y), (1, 0, x), (0, 1, y)] : [(1, 1, x + y - 1), (0, 1, 1 - x), (1, 0, 1 - y)]
    return corners.compactMap { dx, dy, weight in
      let (c, r) = (Int(column) + dx, Int(row) + dy)
      return (0..<columns).contains(c) && (0..<rows).contains(r) ? (r * columns + c, weight) : nil
    }
  }
}
