import GeoCore

/// A position in whole ten-millionths of a degree, as it will be written.
struct GridPosition: Hashable {
  var x: Int64
  var y: Int64

  init(x: Int64, y: Int64) {
    self.x = x
    self.y = y
  }

  init(_ coordinate: Coordinate) {
    x = Self.rounded(coordinate.x)
    y = Self.rounded(coordinate.y)
  }

  private static func rounded(_ degrees: Double) -> Int64 {
    // The bounds keep absurd numbers from overflowing; the world ends at 1.8e9.
    let scaled = min(max(degrees * 1e7, -9e18), 9e18)
    // Half a unit and more rounds away from zero; what cutting off leaves is exact.
    let whole = Int64(scaled)
    let rest = scaled - Double(whole)
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }

  /// The same place in degrees, the double nearest to the seven decimals.
  var coordinate: Coordinate { Coordinate(x: Double(x) / 1e7, y: Double(y) / 1e7) }
}

extension Array<GridPosition> {
  /// The closed ring without repeated vertices and without spikes (there and straight back), nil where less than
  /// an area remains.
  func cleanedRing() -> [GridPosition]? {
    var kept: [GridPosition] = []
    kept.reserveCapacity(count)
    for position in dropLast() {
      if position == kept.last { continue }
      if kept.count >= 2, position == kept[kept.count - 2] {
        kept.removeLast()
      } else {
        kept.append(position)
      }
    }
    // The same across the seam, where the ring closes.
    var start = 0
    while kept.count - start >= 3 {
      if kept[kept.count - 1] == kept[start] {
        kept.removeLast()
      } else if kept[kept.count - 1] == kept[start + 1] {
        start += 1
        kept.removeLast()
      } else if kept[kept.count - 2] == kept[start] {
        kept.removeLast(2)
      } else {
        break
      }
    }
    guard kept.count - start >= 3 else { return nil }
    var ring = Array(kept[start...])
    ring.append(ring[0])
    return ring.doubleArea == 0 ? nil : ring
  }

  /// Twice the signed area of a closed ring, exactly; positive when it runs counter-clockwise.
  var doubleArea: Int128 {
    guard let origin = first else { return 0 }
    var sum: Int128 = 0
    var previousX: Int128 = 0
    var previousY: Int128 = 0
    for position in self {
      let x = Int128(position.x) - Int128(origin.x)
      let y = Int128(position.y) - Int128(origin.y)
      sum += previousX * y - x * previousY
      previousX = x
      previousY = y
    }
    return sum
  }
}
