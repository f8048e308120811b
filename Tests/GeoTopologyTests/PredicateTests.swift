import GeoCore
import GeoTopology
import Testing

@Suite struct PredicateTests {
  @Test func insideOutsideAndEdge() throws {
    let box = Geometry.polygon(try square(0, 0, 2))
    let inside = Coordinate(x: 1, y: 1)
    let edge = Coordinate(x: 2, y: 1)
    let outside = Coordinate(x: 3, y: 1)
    #expect(try box.covers([inside, edge, outside]) == [true, true, false])
    #expect(try box.contains(.point(inside)))
    #expect(try !box.contains(.point(edge)))
    #expect(try box.intersects(.point(edge)))
    #expect(try !box.intersects(.point(outside)))
    #expect(try box.distance(to: .point(outside)) == 1)
    #expect(try box.distance(to: .point(inside)) == 0)
  }
}
