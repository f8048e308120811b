import Foundation
import GeoCore
import GeoProjection
import GeoRisk
import GeoTopology
import Testing

@Suite struct BufferShapeTests {
  private func point(_ longitude: Double, _ latitude: Double) -> Geometry {
    .point(Coordinate(longitude: longitude, latitude: latitude))
  }

  private func square(_ longitude: Double, _ latitude: Double, _ side: Double) -> [(Double, Double)] {
    [
      (longitude, latitude), (longitude + side, latitude), (longitude + side, latitude + side),
      (longitude, latitude + side),
    ]
  }

  // The area of a geodesic disc is π r² (1 − K r²/12) with K ≈ 1/R²: at 10 km within 2e-7 of π r². The polygon
  // of 128 corners, at r(1 + 1.5e-4) each, is 1.0e-4 smaller.
  @Test(arguments: [(0.0, 0.0), (180, 52), (20, 79), (0, 90), (77, -89.95)])
  func discsHaveTheAreaOfDiscs(longitude: Double, latitude: Double) throws {
    let disc = try point(longitude, latitude).buffered(byMeters: 10_000)
    let corner = 20_000 / (1 + cos(Double.pi / 128))
    let polygon = 64 * sin(Double.pi / 64) * corner * corner
    #expect(abs(Geodesic.wgs84.area(of: disc) / polygon - 1) < 1e-6)
  }

  @Test(arguments: [0.5, 30, 1_000, 200_000, 1_000_000])
  func anyDistanceUpToTheLimit(metres: Double) throws {
    let size = min(1, metres / 1_000)
    let line = BufferCases.line([(-3, 16), (-3 + 0.1 * size, 16 + 0.1 * size), (-3 + 0.4 * size, 16)])
    let area = try line.buffered(byMeters: metres)
    #expect(try area.validity() == .valid)
    let departure = departure(of: area, from: metres, round: line)
    #expect(departure.lowerBound > -0.0006 && departure.upperBound < 0.0009, "\(departure)")
  }

  // Chords sag by ±0.06 % for 16 segments per quadrant: with the method's other errors still within 0.1 %.
  @Test func fewerSegmentsAreRougherByTheStatedShare() throws {
    let rough = try point(10, 45).buffered(byMeters: 8_000, segmentsPerQuadrant: 16)
    #expect(rough.polygons[0].coordinates.count < 80)
    let found = departure(of: rough, from: 8_000, round: point(10, 45))
    let sag = (1 - cos(Double.pi / 64)) / 2
    #expect(abs(found.upperBound - sag) < 2e-5 && abs(found.lowerBound + sag) < 2e-5, "\(found)")
  }

  @Test func ringsAreBeltsThatAddUp() throws {
    let line = BufferCases.line([(179, 10), (-179, 11)])
    let buffer = try GeodesicBuffer()
    let distances = [10_000.0, 25_000, 5_000]
    let areas = try buffer.areas(within: distances, of: line)
    let belts = try buffer.rings(within: distances, of: line)
    let total = belts.reduce(0) { $0 + Geodesic.wgs84.area(of: $1) }
    #expect(abs(total / Geodesic.wgs84.area(of: areas[1]) - 1) < 1e-9)
    #expect(belts[2] == areas[2])
    #expect(try belts[0].intersection(with: belts[1]).isEmpty)
    #expect(try belts[1].validity() == .valid && belts[1].polygons[0].ringCount == 2)
  }

  @Test func dissolvingUnitesAcrossTheAntimeridian() throws {
    let west = try point(-179.99, 0).buffered(byMeters: 20_000)
    let east = try point(179.99, 0).buffered(byMeters: 20_000)
    let far = try point(-179.99, 3).buffered(byMeters: 20_000)
    let united = try GeodesicBuffer.dissolved([west, far, east])
    #expect(united.polygons.count == 2)
    #expect(try united.validity() == .valid)
    let both = try Geometry.multiPoint([
      Coordinate(longitude: -179.99, latitude: 0), Coordinate(longitude: 179.99, latitude: 0),
      Coordinate(longitude: -179.99, latitude: 3),
    ]).buffered(byMeters: 20_000)
    #expect(abs(Geodesic.wgs84.area(of: united) / Geodesic.wgs84.area(of: both) - 1) < 1e-9)
    #expect(try GeodesicBuffer.dissolved([]).isEmpty)
  }

  @Test func dissolvingPolarBuffersKeepsThePole() throws {
    let discs = try [0.0, 120, 240].map { try point($0, 89.9).buffered(byMeters: 15_000) }
    let united = try GeodesicBuffer.dissolved(discs)
    #expect(try united.validity() == .valid)
    #expect(united.polygons.count == 1)
    #expect(united.envelope.maxY == 90 && united.envelope.width == 360)
  }

  @Test func longitudesRunOnRoundTheInput() throws {
    let here = try point(179.9, 20).buffered(byMeters: 30_000)
    #expect(here.polygons.count == 1 && here.envelope.maxX > 180 && here.envelope.minX > 179)
    let turned = try point(179.9 - 360, 20).buffered(byMeters: 30_000)
    #expect(abs(turned.envelope.maxX + 360 - here.envelope.maxX) < 1e-9)
  }

  @Test func aPoleInsideMakesTheMapRunAlongIt() throws {
    let cap = try point(30, 89).buffered(byMeters: 200_000)
    #expect(cap.polygons.count == 1)
    #expect(cap.envelope.minX == -180 && cap.envelope.maxX == 180 && cap.envelope.maxY == 90)
    let southern = try BufferCases.line([(10, -89), (-170, -89.5)]).buffered(byMeters: 5_000)
    #expect(southern.envelope.minY == -90)
  }

  @Test func areasAreFilledAlsoRoundAPole() throws {
    let cap = BufferCases.area([(0..<12).map { (Double($0) * 30 - 180, 85) }])
    let area = try cap.buffered(byMeters: 50_000)
    #expect(try area.validity() == .valid)
    #expect(area.polygons.count == 1 && area.polygons[0].ringCount == 1 && area.envelope.maxY == 90)
    // The same cap as RFC 7946 draws it, along latitude 90.
    let drawn = BufferCases.area([(0...12).map { (Double($0) * 30 - 180, 85) } + [(180, 90), (-180, 90)]])
    let same = try drawn.buffered(byMeters: 50_000)
    #expect(abs(Geodesic.wgs84.area(of: same) / Geodesic.wgs84.area(of: area) - 1) < 1e-6)
  }

  @Test func areasThatCrossThemselvesAreRepaired() throws {
    let tie = BufferCases.area([[(0, 0), (1, 1), (1, 0), (0, 1)]])
    let area = try tie.buffered(byMeters: 1_000)
    #expect(try area.validity() == .valid)
    let inside = [Coordinate(longitude: 0.2, latitude: 0.5), Coordinate(longitude: 0.8, latitude: 0.5)]
    #expect(try Geometry.multiPolygon(area).covers(inside) == [true, true])
    #expect(try Geometry.multiPolygon(area).covers([Coordinate(longitude: 0.5, latitude: 0.8)]) == [false])
  }

  @Test func holesShrinkAndCloseUp() throws {
    let holed = BufferCases.area([square(20, 30, 2), square(20.9, 30.9, 0.2)])
    let near = try holed.buffered(byMeters: 5_000)
    #expect(near.polygons.count == 1 && near.polygons[0].ringCount == 2)
    let far = try holed.buffered(byMeters: 15_000)
    #expect(far.polygons.count == 1 && far.polygons[0].ringCount == 1)
  }

  @Test func degenerateShapesAreWhatTheyAre() throws {
    let disc = try point(5, 5).buffered(byMeters: 1_000)
    let spot = Coordinate(longitude: 5, latitude: 5)
    let standing = try Geometry.lineString(LineString([spot, spot])).buffered(byMeters: 1_000)
    #expect(standing == disc)
    let collapsed = try Geometry.polygon(Polygon(rings: [[spot, spot, spot, spot]])).buffered(byMeters: 1_000)
    #expect(collapsed == disc)
    #expect(try Geometry.collection([]).buffered(byMeters: 1_000).isEmpty)
    let mixed = Geometry.collection([
      point(5, 5), .multiPoint([spot]), .lineString(try LineString([spot, spot])),
    ])
    let area = try mixed.buffered(byMeters: 1_000)
    #expect(abs(Geodesic.wgs84.area(of: area) / Geodesic.wgs84.area(of: disc) - 1) < 1e-9)
  }

  @Test func badArgumentsAreNamed() throws {
    for metres in [0, -5, Double.nan, .infinity] {
      let error = try #require(throws: BufferError.self) { try point(0, 0).buffered(byMeters: metres) }
      guard case .badDistance = error else {
        Issue.record("\(error)")
        continue
      }
    }
    #expect(throws: BufferError.tooFar(1_000_001)) { try point(0, 0).buffered(byMeters: 1_000_001) }
    #expect(BufferError.tooFar(1_000_001).description.contains("1000 km is the most"))
    #expect(throws: BufferError.badSegments(0)) { try GeodesicBuffer(segmentsPerQuadrant: 0) }
    #expect(throws: BufferError.badCoordinate(Coordinate(longitude: 0, latitude: 91))) {
      try point(0, 91).buffered(byMeters: 5)
    }
    #expect(throws: BufferError.self) { try point(.nan, 0).buffered(byMeters: 5) }
  }
}
