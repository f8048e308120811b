import GeoProjection
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

@Suite("Statistics of a surface in areas")
struct ZonalStatisticsTests {
  /// A star of `count` corners with a hole in its middle, seeded.
  static func star(_ seed: UInt64, around centre: Coordinate, radius: Double) throws -> Polygon {
    var random = SeededRandom(seed: seed)
    let count = Int.random(in: 5...40, using: &random)
    func ring(_ scale: Double) -> [Coordinate] {
      let open = (0..<count).map { corner in
        let angle = 2 * Double.pi * Double(corner) / Double(count)
        let r = radius * scale * Double.random(in: 0.6...1, using: &random)
        return Coordinate(x: centre.x + r * cosine(angle), y: centre.y + r * cosine(angle - .pi / 2))
      }
      return open + [open[0]]
    }
    return try Polygon(rings: [ring(1), ring(0.3).reversed()])
  }

  private static func cosine(_ angle: Double) -> Double {
    EarthPosition(Coordinate(longitude: angle * 180 / .pi, latitude: 0)).x / Ellipsoid.semiMajorAxis
  }

  @Test("Shares, mean and maximum agree with areas cut by GEOS", arguments: 1...12 as ClosedRange<UInt64>)
  func brute(seed: UInt64) throws {
    let grid = try LonLatGrid(covering: Envelope(minX: 170, minY: 10, maxX: 172, maxY: 11.5), spacing: 20_000)
    var random = SeededRandom(seed: seed)
    let values = (0..<grid.count).map { _ in Double.random(in: 0...1, using: &random) }
    // Some stars reach beyond the grid, some lie a turn away from it.
    let centre = Coordinate(
      x: Double.random(in: 169.9...172.1, using: &random), y: Double.random(in: 9.9...11.6, using: &random))
    let polygon = try Self.star(seed, around: centre, radius: seed % 2 == 0 ? 0.7 : 0.05)
    let area = MultiPolygon([polygon])
    let turn = seed % 3 == 0 ? -360.0 : 0
    let moved = try area.mapCoordinates { Coordinate(x: $0.x + turn, y: $0.y) }
    let found = try ZonalStatistics.statistics(of: values, on: grid, in: [moved])[0]

    var cells = 0.0
    var sum = 0.0
    var weights = 0.0
    var maximum = -Double.infinity
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let node = grid.coordinate(row: row, column: column)
        let cell = Envelope(
          minX: node.x - grid.longitudeStep / 2, minY: node.y - grid.latitudeStep / 2,
          maxX: node.x + grid.longitudeStep / 2, maxY: node.y + grid.latitudeStep / 2)
        let cut = try area.clipped(to: cell)
        let share = cut.polygons.reduce(0) { $0 + Self.area(of: $1) } / (cell.width * cell.height)
        guard share > 1e-9 else { continue }
        let ground = Geodesic.wgs84.area(of: cut)
        cells += share
        sum += ground * values[row * grid.columns + column]
        weights += ground
        maximum = max(maximum, values[row * grid.columns + column])
      }
    }
    let note: Comment = "seed \(seed)"
    guard weights > 0 else {
      #expect(found == nil, note)
      return
    }
    let statistics = try #require(found, note)
    #expect(abs(statistics.cells - cells) < 1e-9 * max(cells, 1), note)
    #expect(statistics.maximum == maximum, note)
    // Edges are geodesics to the area on the ellipsoid, and a cell counts by its middle: 1e-4 for cells of 20 km.
    #expect(abs(statistics.mean / (sum / weights) - 1) < 1e-3, note)
  }

  /// The planar area, holes taken off.
  private static func area(of polygon: Polygon) -> Double {
    let rings = polygon.rings.map { abs($0.signedDoubleArea) / 2 }
    return rings[0] - rings.dropFirst().reduce(0, +)
  }

  @Test("An area off the grid has no statistics, and values must fit the grid")
  func refusals() throws {
    let grid = try LonLatGrid(covering: Envelope(minX: 0, minY: 0, maxX: 1, maxY: 1), spacing: 20_000)
    let far = MultiPolygon([try Self.star(1, around: Coordinate(x: 5, y: 5), radius: 0.3)])
    #expect(
      try ZonalStatistics.statistics(of: Array(repeating: 1, count: grid.count), on: grid, in: [far]) == [nil]
    )
    #expect(throws: GeoRiskError.self) { try ZonalStatistics.statistics(of: [1], on: grid, in: [far]) }
  }
}
