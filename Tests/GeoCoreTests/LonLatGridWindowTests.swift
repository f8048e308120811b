import TestSupport
import Testing

@testable import GeoCore

@Suite struct LonLatGridWindowTests {
  /// All nodes within a distance are in the window, on any turn, at the poles and in grids all round the Earth.
  @Test(arguments: 0..<40 as Range<UInt64>) func holdsAllNodesWithin(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let width = seed % 4 == 0 ? 360 : Double.random(in: 5...355, using: &random)
    let west = Double.random(in: -180...180, using: &random)
    let south = Double.random(in: -90...70, using: &random)
    let extent = Envelope(
      minX: west, minY: south, maxX: west + width,
      maxY: min(90, south + Double.random(in: 5...90, using: &random)))
    let grid = try LonLatGrid(covering: extent, spacing: 120_000)
    var inside = 0
    for _ in 0..<20 {
      let place = Coordinate(
        longitude: Double.random(in: -540...540, using: &random),
        latitude: Double.random(in: max(-90, extent.minY - 5)...min(90, extent.maxY + 5), using: &random))
      let metres = Double.random(in: 0...2e6, using: &random)
      let window = grid.window(within: metres, of: place)
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          let node = EarthPosition(grid.coordinate(row: row, column: column))
          guard node.distance(to: EarthPosition(place)) <= metres else { continue }
          inside += 1
          #expect(
            window.rows.contains(row) && window.columns.contains(column), "seed \(seed) \(place) \(metres)")
        }
      }
    }
    #expect(inside > 0)
  }
}
