import Foundation
import GeoCore
import GeoProjection
import TestSupport
import Testing

@Suite struct GeodesicTests {
  private let wgs84 = Geodesic.wgs84

  // GeographicLib's manual gives this pair as its example: 19,959.679 km.
  @Test func wellingtonToSalamanca() {
    let wellington = Coordinate(longitude: 174.81, latitude: -41.32)
    let salamanca = Coordinate(longitude: -5.50, latitude: 40.96)
    let inverse = wgs84.inverse(from: wellington, to: salamanca)
    #expect(abs(inverse.distance - 19_959_679.267) < 0.001)
    #expect(wgs84.distance(from: wellington, to: salamanca) == inverse.distance)
  }

  // The quarter meridian of WGS 84 is 10,001,965.729 m (NIMA TR8350.2, table of derived constants).
  @Test func quarterMeridian() {
    let pole = Coordinate(longitude: 0, latitude: 90)
    let equator = Coordinate(longitude: 33, latitude: 0)
    #expect(abs(wgs84.distance(from: equator, to: pole) - 10_001_965.729) < 0.001)
  }

  @Test func longitudesRunOn() {
    let start = Coordinate(longitude: 179.5, latitude: 10)
    let east = wgs84.destination(from: start, azimuth: 90, distance: 200_000)
    #expect(east.longitude > 180 && east.longitude < 182)
    let turned = wgs84.destination(
      from: Coordinate(longitude: start.longitude + 360, latitude: 10), azimuth: 90, distance: 200_000)
    #expect(abs(turned.longitude - east.longitude - 360) < 1e-11)
  }

  @Test func edgeUnwrapsItsEnd() {
    let edge = GeodesicEdge(
      from: Coordinate(longitude: 179, latitude: 5), to: Coordinate(longitude: -178, latitude: 6))
    #expect(edge.end == Coordinate(longitude: 182, latitude: 6))
    #expect(edge.coordinate(at: 0) == edge.start)
    #expect(edge.coordinate(at: edge.length) == edge.end)
    let middle = edge.coordinate(at: edge.length / 2)
    #expect(abs(wgs84.distance(from: edge.start, to: middle) - edge.length / 2) < 1e-6)
    #expect(abs(wgs84.distance(from: middle, to: edge.end) - edge.length / 2) < 1e-6)
  }

  @Test func densifyingKeepsVerticesAndLength() throws {
    let line = try LineString([
      Coordinate(longitude: 170, latitude: 60), Coordinate(longitude: -170, latitude: 65),
      Coordinate(longitude: -170, latitude: 65), Coordinate(longitude: 175, latitude: 70),
    ])
    let dense = try wgs84.densified(line, maximumStep: 10_000)
    for (vertex, next) in zip(dense.coordinates, dense.coordinates.dropFirst()) {
      #expect(wgs84.distance(from: vertex, to: next) < 10_000.001)
      #expect(abs(next.longitude - vertex.longitude) < 1)
    }
    #expect(abs(wgs84.length(of: dense) - wgs84.length(of: line)) < 1e-4)
    for vertex in Longitude.unwrapped(line.coordinates) { #expect(dense.coordinates.contains(vertex)) }
  }

  // WGS 84's surface is 510,065,621.724 km² (NIMA TR8350.2); three right angles bound an eighth of it.
  @Test func octant() {
    let ring = [(0.0, 0.0), (90, 0), (0, 90)].map { Coordinate(longitude: $0.0, latitude: $0.1) }
    #expect(abs(wgs84.area(of: ring) * 8 / 510_065_621_724_089 - 1) < 1e-12)
    #expect(abs(wgs84.area(of: ring.reversed()) * 8 / 510_065_621_724_089 - 1) < 1e-12)
  }

  @Test func ringsRoundAPoleGiveTheSameCapHoweverDrawn() throws {
    let parallel = (0...720).map { Coordinate(longitude: -180 + Double($0) / 2, latitude: 80) }
    let cap = wgs84.area(of: parallel)
    let square = [
      Coordinate(longitude: 180, latitude: 90), Coordinate(longitude: -180, latitude: 90),
      Coordinate(longitude: -180, latitude: 80),
    ]
    // Drawn in the plane, down one side of the antimeridian and back along latitude 90.
    #expect(abs(wgs84.area(of: parallel + square) / cap - 1) < 1e-12)
    let shifted = (parallel + square).map {
      Coordinate(longitude: $0.longitude + 300, latitude: $0.latitude)
    }
    #expect(abs(wgs84.area(of: shifted) / cap - 1) < 1e-12)
    let southern = (parallel + square).map { Coordinate(longitude: $0.longitude, latitude: -$0.latitude) }
    #expect(abs(wgs84.area(of: southern) / cap - 1) < 1e-12)
    // Authalic cap area on a sphere of equal area, good to 0.7 % at this flattening.
    let sphere = 2 * Double.pi * 6_371_007.2 * 6_371_007.2 * (1 - sin(80 * Double.pi / 180))
    #expect(abs(cap / sphere - 1) < 0.01)
  }

  @Test func holesAreTakenOff() throws {
    func square(_ size: Double) -> [Coordinate] {
      [(-size, -size), (size, -size), (size, size), (-size, size), (-size, -size)].map {
        Coordinate(longitude: 179 + $0.0, latitude: $0.1)
      }
    }
    let holed = try Polygon(rings: [square(2), square(1)])
    let difference = wgs84.area(of: square(2)) - wgs84.area(of: square(1))
    #expect(wgs84.area(of: holed) == difference)
    #expect(wgs84.area(of: MultiPolygon([holed, holed])) == 2 * difference)
  }

  // C. Karney's test set (CC0): lat1 lon1 azi1 lat2 lon2 azi2 s12 a12 m12 S12, exact to its last digit.
  @Test func karneysTestSet() throws {
    guard let path = SharedData.path("geodesic/GeodTest-100.dat") else { return }
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
    #expect(rows.count == 100)
    for row in rows {
      let start = Coordinate(longitude: row[1], latitude: row[0])
      let end = Coordinate(longitude: row[4], latitude: row[3])
      let inverse = wgs84.inverse(from: start, to: end)
      // 15 nm is the algorithm's own bound, plus the rounding of the longitudes given to 1e-18 degrees.
      #expect(abs(inverse.distance - row[6]) < 50e-9)
      let reached = wgs84.destination(from: start, azimuth: row[2], distance: row[6])
      #expect(wgs84.distance(from: reached, to: end) < 50e-9)
      // Azimuths are ill-defined between nearly antipodal points, and at points close to each other.
      if row[6] > 1000, row[7] < 179 {
        #expect(abs(inverse.initialAzimuth - row[2]) < 1e-9)
        #expect(abs(inverse.finalAzimuth - row[5]) < 1e-9)
      }
      if row[4] < 170, row[7] < 179 {
        // The area between geodesic, meridians and equator. 0.1 m² is the published error bound.
        let foot = [Coordinate(longitude: row[4], latitude: 0), Coordinate(longitude: row[1], latitude: 0)]
        #expect(abs(wgs84.area(of: [start, end] + foot) - abs(row[9])) < 0.5)
      }
    }
  }

  /// Bands round the Earth by the degree: a sum of small squares, also where they hold more than half of it.
  @Test(arguments: [(-60.0, 80.0), (10, 20), (-80, 5)]) func bandsRoundTheEarth(south: Double, north: Double)
    throws
  {
    let west = stride(from: -180.0, through: 180, by: 1).map { Coordinate(longitude: $0, latitude: south) }
    let east = stride(from: 180.0, through: -180, by: -1).map { Coordinate(longitude: $0, latitude: north) }
    let ring = west + east + [west[0]]
    // No two meridians apart, so that the longest edges are those of a degree, and of the seam.
    let square = [(0.0, south), (1, south), (1, north), (0, north), (0, south)].map {
      Coordinate(longitude: $0.0, latitude: $0.1)
    }
    let truth = 360 * wgs84.area(of: square)
    #expect(abs(wgs84.area(of: try Polygon(rings: [ring])) / truth - 1) < 1e-9)
    #expect(abs(wgs84.area(of: try Polygon(rings: [ring.reversed()])) / truth - 1) < 1e-9)
  }
}
