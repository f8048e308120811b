import Foundation
import GeoCore
import GeoTopology
import TestSupport
import Testing

@Suite struct ShapeTests {
  // With q chords per quadrant a circle is a regular polygon of 4q corners: area 2q r² sin(π/2q).
  @Test(arguments: [1, 8, 32])
  func circle(q: Int) throws {
    let circle = try Geometry.point(Coordinate(x: 3, y: 4)).buffered(by: 2, segmentsPerQuadrant: q)
    let expected = 2 * Double(q) * 4 * sin(.pi / (2 * Double(q)))
    #expect(abs(planarArea(circle) / expected - 1) < 1e-12)
  }

  @Test func negativeDistanceShrinks() throws {
    #expect(planarArea(try Geometry.polygon(square(0, 0, 10)).buffered(by: -2)) == 36)
    #expect(try Geometry.polygon(square(0, 0, 10)).buffered(by: -6).isEmpty)
  }

  @Test func simplifyingKeepsWhatStandsOut() throws {
    let line = try LineString(
      [(0.0, 0.0), (1, 0.01), (2, 0), (3, 1), (4, 0)].map { Coordinate(x: $0.0, y: $0.1) })
    for preserving in [true, false] {
      let simple = try Geometry.lineString(line).simplified(within: 0.1, preservingTopology: preserving)
      guard case .lineString(let kept) = simple else {
        Issue.record("\(simple.typeName)")
        return
      }
      #expect(kept.coordinates.map(\.x) == [0, 2, 3, 4])
    }
  }

  @Test func hulls() throws {
    // A U of points, two deep: the convex hull closes the mouth, the concave one leaves it open.
    var points: [Coordinate] = []
    for step in 0...10 {
      for depth in 0...1 {
        points += [(depth, step), (10 - depth, step), (step, depth)].map {
          Coordinate(x: Double($0.0), y: Double($0.1))
        }
      }
    }
    let convex = try Geometry.multiPoint(points).convexHull()
    #expect(planarArea(MultiPolygon(convex.polygons)) == 100)
    let concave = try Geometry.multiPoint(points).concaveHull(ratio: 0)
    #expect(planarArea(concave) < 60)
    #expect(planarArea(try Geometry.multiPoint(points).concaveHull(ratio: 1)) == 100)
  }

  @Test func linesAndPointsAreClipped() throws {
    let area = MultiPolygon([try square(0, 0, 2)])
    let line = Geometry.lineString(try LineString([Coordinate(x: -1, y: 1), Coordinate(x: 5, y: 1)]))
    let inside = try line.clipped(to: area)
    #expect(inside.envelope == Envelope(minX: 0, minY: 1, maxX: 2, maxY: 1))
    let points = Geometry.multiPoint([Coordinate(x: 1, y: 1), Coordinate(x: 5, y: 5)])
    #expect(try points.clipped(to: area) == .point(Coordinate(x: 1, y: 1)))
  }

  private func squaredDistance(_ a: Coordinate, _ b: Coordinate) -> Double {
    (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
  }
}
