import GeoCore
import GeoTopology
import Testing

@Suite struct ErrorTests {
  private let nowhere = Geometry.point(Coordinate(x: .nan, y: 0))

  @Test func argumentsAreCheckedBeforeGEOSSeesThem() throws {
    let dot = Geometry.point(Coordinate(x: 0, y: 0))
    #expect(throws: TopologyError.self) { try nowhere.buffered(by: 1) }
    #expect(throws: TopologyError.self) {
      try Geometry.multiPoint([Coordinate(x: 0, y: 0), Coordinate(x: .infinity, y: 0)]).convexHull()
    }
    #expect(throws: TopologyError.self) { try dot.buffered(by: .nan) }
    #expect(throws: TopologyError.self) { try dot.buffered(by: 1, segmentsPerQuadrant: 0) }
    #expect(throws: TopologyError.self) { try dot.simplified(within: -1) }
    #expect(throws: TopologyError.self) { try dot.concaveHull(ratio: 1.5) }
    #expect(throws: TopologyError.self) { try dot.distance(to: .multiPoint([])) }
    #expect(throws: TopologyError.self) { try MultiPolygon([square(0, 0, 1)]).snapped(toGrid: 0) }
    #expect(throws: TopologyError.self) { try MultiPolygon([square(0, 0, 1)]).clipped(to: .empty) }
    #expect(throws: TopologyError.self) { try dot.covers([Coordinate(x: 0, y: .nan)]) }
  }

  @Test func geosFailuresCarryOperationFunctionAndMessage() throws {
    // A grid finer than doubles, on which the crossing of an invalid ring cannot be placed.
    let tie = try Polygon(rings: [
      [(0.0, 0.0), (2, 2), (2, 0), (0, 2), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
    ])
    let error = try #require(throws: TopologyError.self) { try MultiPolygon([tie]).snapped(toGrid: 1e-307) }
    #expect(error.operation == "snap to grid" && error.function == "GEOSGeom_setPrecision_r")
    #expect(error.message.contains("TopologyException"))
    #expect(error.description == "snap to grid failed in GEOSGeom_setPrecision_r: \(error.message)")
  }

  @Test func coordinatesThatCrashGEOSAreRefused() throws {
    let far = try LineString(
      [(-1e308, -1e308), (1e308, 1e308), (1e308, -1e308)].map { Coordinate(x: $0.0, y: $0.1) })
    let error = try #require(throws: TopologyError.self) { try Geometry.lineString(far).buffered(by: 1) }
    #expect(error.function == "argument check")
  }

  @Test func aFailureLeavesNothingBehind() throws {
    for _ in 0..<1000 {
      #expect(throws: TopologyError.self) {
        try Geometry.collection([.polygon(square(0, 0, 1)), nowhere]).convexHull()
      }
    }
    #expect(planarArea(try .union(of: [square(0, 0, 1)])) == 1)
  }

  @Test func tasksWorkSideBySide() async throws {
    let areas = try (0..<8).map { MultiPolygon([try square(Double($0), 0, 2)]) }
    let sums = await withTaskGroup(of: Double?.self) { group in
      for _ in 0..<16 { group.addTask { (try? MultiPolygon.union(of: areas)).map(planarArea) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums == Array(repeating: 18, count: 16))
  }
}
