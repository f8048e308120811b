import GeoCore
import GeoTopology
import Testing

@Suite struct ValidityTests {
  private func bowTie() throws -> Polygon {
    try Polygon(rings: [[(0.0, 0.0), (2, 2), (2, 0), (0, 2), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }])
  }

  @Test func aBowTieIsNamedAndRepaired() throws {
    let tie = MultiPolygon([try bowTie()])
    #expect(
      try tie.validity() == .invalid(reason: "Self-intersection", place: Coordinate(x: 1, y: 1)))
    let repaired = try tie.repaired()
    #expect(try repaired.validity().isValid)
    #expect(planarArea(repaired) == 2)
  }

  @Test func groundCoveredTwiceIsKept() throws {
    let overlapping = MultiPolygon([try square(0, 0, 2), try square(1, 1, 2)])
    #expect(try !overlapping.validity().isValid)
    #expect(planarArea(try overlapping.repaired()) == 7)
  }

  @Test func degenerateRingsVanish() throws {
    let flat = try Polygon(rings: [[(0.0, 0.0), (1, 0), (2, 0), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }])
    #expect(try MultiPolygon([flat]).repaired().isEmpty)
    let point = Coordinate(x: 1, y: 1)
    let dot = try Polygon(rings: [[point, point, point, point]])
    #expect(try MultiPolygon([dot]).repaired().isEmpty)
  }

  @Test func aValidShapeKeepsItsShape() throws {
    let holed = MultiPolygon([try Polygon(rings: [ring(0, 0, 10), Array(ring(2, 2, 3).reversed())])])
    #expect(planarArea(try holed.repaired()) == 91)
  }
}
