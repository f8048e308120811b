import GeoCore
import GeoTopology
import TestSupport
import Testing

@Suite struct PolygonIndexTests {
  /// On a lattice many positions lie exactly on edges and vertices; GEOS decides those exactly too.
  @Test func agreesWithGEOSOnLatticeShapes() throws {
    var counts: [RingLocation: Int] = [:]
    for seed: UInt64 in 0..<60 {
      let area = try Self.lattice(seed: seed)
      let index = PolygonIndex(area)
      let places = (-11...11).flatMap { x in (-11...11).map { Coordinate(x: Double(x), y: Double($0) / 2) } }
      let covered = try Geometry.multiPolygon(area).covers(places)
      for (place, isCovered) in zip(places, covered) {
        let location = index.location(of: place)
        counts[location, default: 0] += 1
        #expect((location != .outside) == isCovered, "seed \(seed) \(place)")
        #expect(index.contains(place) == isCovered)
        if location != .outside {
          let isInterior = try Geometry.multiPolygon(area).contains(.point(place))
          #expect((location == .inside) == isInterior, "seed \(seed) \(place)")
        }
      }
    }
    #expect(counts.count == 3 && counts.values.allSatisfy { $0 > 500 }, "\(counts)")
  }

  /// Every edge that reaches between two heights is visited, as often as may be.
  @Test func visitsTheEdgesBetweenHeights() throws {
    var random = SeededRandom(seed: 12)
    for seed: UInt64 in 0..<20 {
      let area = try Self.lattice(seed: seed)
      let index = PolygonIndex(area)
      let edges = area.polygons.flatMap { $0.rings.flatMap { zip($0, $0.dropFirst()).map { [$0, $1] } } }
      for _ in 0..<50 {
        let (a, b) = (Double.random(in: -7...7, using: &random), Double.random(in: -7...7, using: &random))
        var visited: Set<[Coordinate]> = []
        index.visitEdges(between: a, and: b) { visited.insert([$0, $1]) }
        #expect(visited.isSubset(of: edges))
        for edge in edges
        where max(edge[0].y, edge[1].y) >= min(a, b) && min(edge[0].y, edge[1].y) <= max(a, b) {
          #expect(visited.contains(edge), "seed \(seed) \(a) \(b)")
        }
      }
    }
  }

  @Test func agreesWithTheRingsThemselvesOnJaggedShapes() throws {
    var random = SeededRandom(seed: 3)
    for count in [3, 4, 17, 400, 3000] {
      var ring = (0..<count).map { step -> Coordinate in
        let angle = Double(step) / Double(count) * 2 * .pi
        let far = Double.random(in: 0.2...1, using: &random)
        return Coordinate(x: far * cosine(angle), y: far * cosine(angle - .pi / 2))
      }
      ring.append(ring[0])
      let index = try PolygonIndex(Polygon(rings: [ring]))
      for _ in 0..<300 {
        let place = Coordinate(
          x: .random(in: -1.1...1.1, using: &random), y: .random(in: -1.1...1.1, using: &random))
        #expect(index.location(of: place) == RingLocation(of: place, in: ring), "seed 3, \(count) \(place)")
      }
      for vertex in ring { #expect(index.location(of: vertex) == .boundary) }
    }
  }

  @Test func degenerateShapesAndPositions() throws {
    let flat = [(0.0, 1.0), (1, 1), (2, 1), (0, 1)].map { Coordinate(x: $0.0, y: $0.1) }
    let level = try PolygonIndex(Polygon(rings: [flat]))
    #expect(level.location(of: Coordinate(x: 0.5, y: 1)) == .boundary)
    #expect(level.location(of: Coordinate(x: 2.5, y: 1)) == .outside)
    let point = [Coordinate](repeating: Coordinate(x: 5, y: 5), count: 4)
    #expect(try PolygonIndex(Polygon(rings: [point])).location(of: point[0]) == .boundary)
    let huge = [(-1e308, -1e308), (1e308, -1e308), (0, 1e308), (-1e308, -1e308)].map {
      Coordinate(x: $0.0, y: $0.1)
    }
    _ = try PolygonIndex(Polygon(rings: [huge])).contains(Coordinate(x: 0, y: 0))
    let tiny = flat.map { Coordinate(x: $0.x, y: $0.y * .leastNonzeroMagnitude * ($0.x + 1)) }
    _ = try PolygonIndex(Polygon(rings: [tiny])).contains(Coordinate(x: 0, y: .leastNonzeroMagnitude))
    #expect(level.location(of: Coordinate(x: .nan, y: .nan)) == .outside)
    #expect(!PolygonIndex(MultiPolygon([])).contains(Coordinate(x: 0, y: 0)))
  }

  /// Valid areas with holes, several parts, corners on whole numbers, repeated and collinear vertices.
  private static func lattice(seed: UInt64) throws -> MultiPolygon {
    var random = SeededRandom(seed: seed)
    var squares: [Polygon] = []
    for _ in 0..<12 {
      let (x, y) = (
        Double.random(in: -9...5, using: &random).rounded(), Double.random(in: -4...2, using: &random)
      )
      let (width, height) = (Double(Int.random(in: 1...5, using: &random)), 2.0)
      let corners = [(0.0, 0.0), (width, 0), (width, 0), (width - 1, height), (0, height), (0, 0)]
      squares.append(
        try Polygon(rings: [corners.map { Coordinate(x: x + $0.0, y: y.rounded() + $0.1) }]))
    }
    let half = try MultiPolygon.union(of: Array(squares[..<8]))
    return try half.difference(with: MultiPolygon.union(of: Array(squares[8...])))
  }

  private func cosine(_ angle: Double) -> Double {
    // A shape's outline, not a measure: the Earth position of a meridian serves as a circle.
    EarthPosition(Coordinate(x: angle * 180 / .pi, y: 0)).x / Ellipsoid.semiMajorAxis
  }
}
