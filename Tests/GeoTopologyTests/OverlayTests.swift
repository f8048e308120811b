import GeoCore
import GeoTopology
import TestSupport
import Testing

@Suite struct OverlayTests {
  @Test func squaresAddUp() throws {
    let a = MultiPolygon([try square(0, 0, 2)])
    let b = MultiPolygon([try square(1, 1, 2)])
    #expect(planarArea(try .union(of: [a, b])) == 7)
    #expect(planarArea(try a.intersection(with: b)) == 1)
    #expect(planarArea(try a.difference(with: b)) == 3)
    #expect(planarArea(try a.clipped(to: Envelope(minX: -1, minY: 0.5, maxX: 5, maxY: 1))) == 1)
    #expect(try MultiPolygon.union(of: [a, b]).polygons.count == 1)
  }

  @Test func onlyAreasComeBack() throws {
    // The two squares share an edge, which is a line and no area.
    let a = MultiPolygon([try square(0, 0, 1)])
    let b = MultiPolygon([try square(1, 0, 1)])
    #expect(try a.intersection(with: b).isEmpty)
  }

  @Test func aHoleStaysAHole() throws {
    let frame = try MultiPolygon([square(0, 0, 10)]).difference(with: MultiPolygon([square(4, 4, 2)]))
    #expect(frame.polygons.count == 1 && frame.polygons[0].ringCount == 2)
    #expect(planarArea(frame) == 96)
  }

  /// Inclusion–exclusion on random squares against counting unit cells: the oracle knows no GEOS.
  @Test func unionOfRandomSquaresCountsItsCells() throws {
    let seed: UInt64 = 20_261_123
    var random = SeededRandom(seed: seed)
    var cells: Set<[Int]> = []
    var squares: [Polygon] = []
    for _ in 0..<60 {
      let (x, y, side) = (Int.random(in: 0..<40, using: &random), Int.random(in: 0..<40, using: &random), 4)
      squares.append(try square(Double(x), Double(y), Double(side)))
      for i in x..<x + side { for j in y..<y + side { cells.insert([i, j]) } }
    }
    let union = try MultiPolygon.union(of: squares)
    #expect(planarArea(union) == Double(cells.count), "seed \(seed)")
    #expect(try union.validity() == .valid)
  }

  @Test func resultsOnAGridAreOnTheGridAndValid() throws {
    let seed: UInt64 = 7
    var random = SeededRandom(seed: seed)
    let triangles = try (0..<80).map { _ in
      let (x, y) = (Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random))
      let a = Coordinate(x: x, y: y)
      let corners =
        [a]
        + (0..<2).map { _ in
          Coordinate(
            x: x + Double.random(in: 0..<0.1, using: &random),
            y: y + Double.random(in: 0..<0.1, using: &random))
        }
      return try Polygon(rings: [corners + [a]])
    }
    for grid in [1e-2, 1e-3, 1e-7] {
      for result in [
        try MultiPolygon.union(of: triangles, gridSize: grid),
        try MultiPolygon.union(of: triangles).snapped(toGrid: grid),
        try MultiPolygon([square(0, 0, 1)]).difference(with: .union(of: triangles), gridSize: grid),
      ] {
        #expect(try result.validity() == .valid, "seed \(seed)")
        for coordinate in result.polygons.flatMap(\.coordinates) {
          for value in [coordinate.x, coordinate.y] {
            #expect(abs(value / grid - (value / grid).rounded()) < 1e-6)
          }
        }
      }
    }
  }
}
