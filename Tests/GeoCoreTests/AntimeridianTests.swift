import GeoCore
import GeoTopology
import Testing
import TestSupport

/// GEOS is the oracle: it clips the unwrapped shape to each window, and it judges validity.
@Suite struct AntimeridianTests {
  @Test(arguments: 0..<4) func cutsLatticePolygonsAsGEOSClipsThem(block: UInt64) throws {
    var crossing = 0
    for seed in block * 150..<(block + 1) * 150 {
      guard let polygon = try Self.latticePolygon(seed: seed) else { continue }
      // The lattice puts many vertices and edges exactly on the meridian.
      let parts = try Self.checked(polygon, seed: seed)
      if parts.count > 1 { crossing += 1 }
      let windows = [-1, 0, 1].map {
        Envelope(minX: -180 + 360 * $0, minY: -90, maxX: 180 + 360 * $0, maxY: 90)
      }
      let whole = MultiPolygon([polygon])
      var expected: [MultiPolygon] = []
      for box in windows {
        let clipped = try whole.clipped(to: box)
        expected.append(try clipped.mapCoordinates { Coordinate(x: $0.x - (box.minX + 180), y: $0.y) })
      }
      let sheet = try MultiPolygon.union(of: expected)
      let cut = MultiPolygon(parts)
      let missing = try sheet.difference(with: cut)
      let surplus = try cut.difference(with: sheet)
      // Only cut latitudes are rounded, by an ulp or two of a shape at most 40° high.
      #expect(missing.planarArea + surplus.planarArea < 1e-10, "seed \(seed)")
    }
    #expect(crossing > 40)
  }

  @Test func wrappedAndUnwrappedLongitudesGiveTheSameParts() throws {
    for seed: UInt64 in 1000..<1150 {
      guard let polygon = try Self.latticePolygon(seed: seed) else { continue }
      let wrapped = try polygon.mapCoordinates { Coordinate(x: Longitude.wrapped($0.x), y: $0.y) }
      let difference = abs(
        MultiPolygon(polygon.cutAtAntimeridian()).planarArea
          - MultiPolygon(wrapped.cutAtAntimeridian()).planarArea)
      #expect(difference < 1e-10, "seed \(seed)")
      _ = try Self.checked(wrapped, seed: seed)
      let plane = try wrapped.unwrapped()
      #expect(
        abs(MultiPolygon([plane]).planarArea - MultiPolygon([polygon]).planarArea) < 1e-10, "seed \(seed)")
      #expect(try MultiPolygon([plane]).validity() == .valid, "seed \(seed)")
    }
  }

  @Test func capsRoundAPoleReachIt() throws {
    for seed: UInt64 in 0..<60 {
      var random = SeededRandom(seed: seed)
      let north = Bool.random(using: &random)
      let start = Double(Int.random(in: -180...180, using: &random))
      let count = 24
      // One turn of 15° steps at random latitudes; its area on the sheet is a sum of trapezia.
      let heights = (0..<count).map { _ in Double(Int.random(in: 2...30, using: &random)) }
      let rim = (0...count).map { step in
        let y = 90 - heights[step % count]
        return Coordinate(x: start + 15 * Double(step), y: north ? y : -y)
      }
      let expected = heights.reduce(0, +) * 15
      let pole = north ? 90.0 : -90.0
      let unrolled =
        rim + [Coordinate(x: start + 360, y: pole), Coordinate(x: start, y: pole), rim[0]]
      let bare = rim.dropLast().map { Coordinate(x: Longitude.wrapped($0.x), y: $0.y) }
      let closed = bare + [bare[0]]
      for ring in [unrolled, closed, closed.reversed(), unrolled.reversed()] {
        let parts = try Self.checked(Polygon(rings: [ring]), seed: seed)
        // Fifteen-degree heights and steps: rounding stays far below a millionth.
        #expect(abs(MultiPolygon(parts).planarArea - expected) < 1e-8, "seed \(seed)")
        #expect(parts.count == 1)
        let plane = try Polygon(rings: [ring]).unwrapped()
        #expect(abs(MultiPolygon([plane]).planarArea - expected) < 1e-8, "seed \(seed)")
        #expect(parts.allSatisfy { $0.coordinates.contains { $0.y == pole } })
      }
      // A hole round the pole leaves a belt; a hole across the meridian leaves a notch on either side.
      let inner = closed.map { Coordinate(x: $0.x, y: pole - ($0.y < 0 ? -1 : 1) * (90 - abs($0.y)) / 2) }
      let belt = try Self.checked(Polygon(rings: [closed, inner]), seed: seed)
      #expect(abs(MultiPolygon(belt).planarArea - expected / 2) < 1e-8, "seed \(seed)")
      let hole = [(179.0, 89.0), (-179, 89), (-179, 88.5), (179, 88.5), (179, 89)].map {
        Coordinate(x: $0.0, y: north ? $0.1 : -$0.1)
      }
      for ring in [unrolled, closed] {
        let notched = try Self.checked(Polygon(rings: [ring, hole]), seed: seed)
        #expect(abs(MultiPolygon(notched).planarArea - expected + 1) < 1e-8, "seed \(seed)")
      }
    }
  }

  @Test func shapesThatStayWithinAreReturnedAsTheyAre() throws {
    let world = Self.box(-180, -90, 180, 90)
    let belt = Self.box(-180, -60, 180, 60)
    let east = Self.box(170, 0, 180, 10)
    for ring in [world, belt, east] {
      let polygon = try Polygon(rings: [ring])
      #expect(Geometry.polygon(polygon).cutAtAntimeridian() == .polygon(polygon))
    }
    let worldWithHole = try Polygon(rings: [world, Self.box(175, 0, 185, 10)])
    let parts = try Self.checked(worldWithHole, seed: 0)
    #expect(MultiPolygon(parts).planarArea == 360 * 180 - 100)
    let faraway = try Polygon(rings: [Self.box(500_000, 0, 600_000, 10)])
    #expect(faraway.cutAtAntimeridian() == [faraway])
  }

  @Test func linesAndPointsAreCutAndTurned() throws {
    let line = try LineString(
      [(170.0, 0.0), (-170, 10), (-175, 20), (175, 20), (180, 30), (-179, 31)].map {
        Coordinate(x: $0.0, y: $0.1)
      })
    let parts = line.cutAtAntimeridian().map { $0.coordinates.map { [$0.x, $0.y] } }
    #expect(
      parts == [
        [[170, 0], [180, 5]], [[-180, 5], [-170, 10], [-175, 20], [-180, 20]],
        [[180, 20], [175, 20], [180, 30]], [[-180, 30], [-179, 31]],
      ])
    let unrolled = try LineString([Coordinate(x: 190, y: 1), Coordinate(x: 200, y: 2)])
    #expect(unrolled.cutAtAntimeridian().map { $0.coordinates.map(\.x) } == [[-170, -160]])
    let onMeridian = try LineString([Coordinate(x: 180, y: 1), Coordinate(x: -180, y: 2)])
    #expect(onMeridian.cutAtAntimeridian().map { $0.coordinates.map(\.x) } == [[180, 180]])
    #expect(Geometry.point(Coordinate(x: 190, y: 1)).cutAtAntimeridian() == .point(Coordinate(x: -170, y: 1)))
    #expect(Geometry.point(Coordinate(x: 180, y: 1)).cutAtAntimeridian() == .point(Coordinate(x: 180, y: 1)))
  }

  /// Rings that cross themselves, run along poles and wind several times give something, never a crash.
  @Test func garbageStaysWithinTheWorld() throws {
    var random = SeededRandom(seed: 17)
    let longitudes = [-540.0, -400, -180, -179, 0, 10, 170, 180, 181, 190, 360, 541]
    let latitudes = [-90.0, -90, -10, 0, 5, 90, 90]
    for round in 0..<3_000 {
      var rings: [[Coordinate]] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        var ring = (0..<Int.random(in: 3...9, using: &random)).map { _ in
          Coordinate(
            x: longitudes.randomElement(using: &random) ?? 0, y: latitudes.randomElement(using: &random) ?? 0)
        }
        ring.append(ring[0])
        rings.append(ring)
      }
      let polygon = try Polygon(rings: rings)
      let kept = polygon.cutAtAntimeridian().flatMap(\.coordinates)
      #expect(kept.allSatisfy { abs($0.x) <= 180 && abs($0.y) <= 90 }, "seed 17, round \(round)")
      _ = try polygon.unwrapped()
      let line = try LineString(rings[0]).cutAtAntimeridian()
      #expect(!line.isEmpty && line.flatMap(\.coordinates).allSatisfy { abs($0.x) <= 180 })
    }
  }

  // MARK: Shapes

  private static func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> [Coordinate] {
    [(west, south), (east, south), (east, north), (west, north), (west, south)].map {
      Coordinate(x: $0.0, y: $0.1)
    }
  }

  /// The parts, after checking what holds for every cut.
  private static func checked(_ polygon: Polygon, seed: UInt64) throws -> [Polygon] {
    let parts = polygon.cutAtAntimeridian()
    #expect(try MultiPolygon(parts).validity() == .valid, "seed \(seed)")
    #expect(
      parts.allSatisfy { $0.coordinates.allSatisfy { abs($0.x) <= 180 && abs($0.y) <= 90 } }, "seed \(seed)")
    return parts
  }

  /// A valid polygon with corners on whole degrees near the antimeridian, often with holes; nil now and then.
  private static func latticePolygon(seed: UInt64) throws -> Polygon? {
    var random = SeededRandom(seed: seed)
    func star(_ center: Coordinate, _ radius: ClosedRange<Int>, _ corners: Int) -> [Coordinate] {
      let angles = (0..<corners).map { _ in Int.random(in: 0..<24, using: &random) }.sorted()
      var ring = angles.map { angle -> Coordinate in
        let far = Double(Int.random(in: radius, using: &random))
        let offset = Coordinate.direction(angle)
        return Coordinate(x: (center.x + far * offset.x).rounded(), y: (center.y + far * offset.y).rounded())
      }
      ring.append(ring[0])
      return ring
    }
    let side = Bool.random(using: &random) ? 180.0 : -180.0
    let center = Coordinate(x: side + Double(Int.random(in: -6...6, using: &random)), y: 5)
    var rings = [star(center, 4...15, Int.random(in: 4...14, using: &random))]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Coordinate(
        x: side + Double(Int.random(in: -5...5, using: &random)),
        y: 5 + Double(Int.random(in: -5...5, using: &random)))
      rings.append(star(place, 1...3, Int.random(in: 3...6, using: &random)))
    }
    // Holes that spoil the polygon, or that touch another ring, are left out one after the other.
    while !rings.isEmpty {
      if let polygon = try? Polygon(rings: rings), try Geometry.polygon(polygon).validity() == .valid,
        try areApart(rings)
      {
        return polygon
      }
      rings.removeLast()
    }
    return nil
  }

  private static func areApart(_ rings: [[Coordinate]]) throws -> Bool {
    let lines = try rings.map { Geometry.lineString(try LineString($0)) }
    for (index, line) in lines.enumerated() {
      for other in lines[..<index] where try line.intersects(other) { return false }
    }
    return true
  }
}

extension Coordinate {
  /// A unit vector at a multiple of 15°.
  fileprivate static func direction(_ step: Int) -> Coordinate {
    let quarter = [0, 0.2588190451, 0.5, 0.7071067812, 0.8660254038, 0.9659258263, 1]
    let sine: (Int) -> Double = { step in
      let folded = step % 24
      switch folded {
      case 0...6: return quarter[folded]
      case 7...12: return quarter[12 - folded]
      case 13...18: return -quarter[folded - 12]
      default: return -quarter[24 - folded]
      }
    }
    return Coordinate(x: sine(step + 6), y: sine(step))
  }
}

extension MultiPolygon {
  /// The area in the plane: outer rings less holes.
  fileprivate var planarArea: Double {
    polygons.reduce(0) { total, polygon in
      total
        + polygon.rings.enumerated().reduce(0) { sum, ring in
          sum + (ring.offset == 0 ? 1 : -1) * abs(ring.element.signedDoubleArea) / 2
        }
    }
  }
}
