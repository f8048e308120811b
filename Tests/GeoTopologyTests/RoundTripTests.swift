import GeoCore
import GeoTopology
import Testing

@Suite struct RoundTripTests {
  /// Every kind of value goes through GEOS and comes back: an operation that changes nothing is the way there.
  @Test func valuesComeBackAsTheyWent() throws {
    let line = try LineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 1)])
    let holed = try Polygon(rings: [
      ring(0, 0, 10), Array(ring(2, 2, 3).reversed()), Array(ring(6, 6, 1).reversed()),
    ])
    let geometries: [Geometry] = [
      .point(Coordinate(x: 1.1, y: -2.2)), .multiPoint([Coordinate(x: 1, y: 2), Coordinate(x: 3, y: 4)]),
      .lineString(line), .multiLineString([line, line]), .polygon(holed),
      .multiPolygon(MultiPolygon([holed, try square(20, 20, 1)])),
      .collection([.point(Coordinate(x: 0, y: 0)), .lineString(line), .polygon(holed)]),
    ]
    for geometry in geometries {
      let same = try geometry.simplified(within: 0)
      #expect(same.typeName == geometry.typeName)
      #expect(same.envelope == geometry.envelope)
    }
    #expect(try Geometry.lineString(line).simplified(within: 0) == .lineString(line))
    #expect(try Geometry.polygon(holed).simplified(within: 0).polygons == [holed])
  }

  @Test func emptyValuesStayEmpty() throws {
    let nothing = MultiPolygon([])
    #expect(try MultiPolygon.union(of: [Polygon]()).isEmpty)
    #expect(try nothing.difference(with: nothing).isEmpty)
    #expect(try nothing.repaired().isEmpty)
    #expect(try Geometry.multiPoint([]).buffered(by: 5).isEmpty)
    #expect(try Geometry.collection([]).convexHull().polygons.isEmpty)
    #expect(try Geometry.multiPolygon(nothing).covers([Coordinate(x: 0, y: 0)]) == [false])
  }

  @Test func theLibraryIsRecentEnough() {
    let parts = GEOSLibrary.version.split(separator: ".").compactMap { Int($0) }
    #expect(parts[0] > 3 || (parts[0] == 3 && parts[1] >= 11))
  }
}
