import Foundation
import GeoCore
import GeoProjection
import TestSupport
import Testing

@testable import GeoRisk

@Suite struct RoadOutlineTests {
  // Up to 75° the series promise 2e-6 of the distance within 10 km and, by the third order, 2e-5 within 30 km.
  @Test(arguments: [0.0, 17, -33, 52, 68, 75, -75], [(10_000.0, 2e-6), (30_000, 2e-5)])
  func groundFramesAgreeWithGeodesics(latitude: Double, promise: (metres: Double, share: Double)) {
    let seed: UInt64 = 21
    var random = SeededRandom(seed: seed)
    for _ in 0..<300 {
      let center = Coordinate(longitude: Double.random(in: -180...180, using: &random), latitude: latitude)
      let azimuth = Double.random(in: 0..<360, using: &random)
      let distance = Double.random(in: 1...promise.metres, using: &random)
      let offset = Coordinate(
        x: distance * sin(azimuth * .pi / 180), y: distance * cos(azimuth * .pi / 180))
      let frame = GroundFrame(center: center)
      let found = frame.place(offset)
      let wanted = LocalFrame(center: center).inverse(offset)
      #expect(
        Geodesic.wgs84.distance(from: found, to: wanted) < promise.share * distance, "seed \(seed)")
      let direction = frame.direction(to: GroundFrame(center: wanted))
      let along = (direction.x * offset.x + direction.y * offset.y) / distance
      let across = (direction.x * offset.y - direction.y * offset.x) / distance
      #expect(along > 0.999 && abs(across) < promise.share, "seed \(seed): \(across)")
    }
  }

  private func outline(_ metres: Double) -> RoadOutline {
    RoadOutline(distance: metres, segmentsPerQuadrant: 32, tolerance: metres * 5e-5)
  }

  @Test func straightRoadsHaveSmoothEndsAndStraightSides() throws {
    let road = [Coordinate(longitude: 3, latitude: 0), Coordinate(longitude: 3, latitude: 0.02)]
    let ring = try #require(outline(1_000).ring(of: road)).places
    // Half a circle of 64 chords at either end, and nothing between.
    #expect(ring.count == 128)
    for place in ring {
      let nearest = Coordinate(longitude: 3, latitude: min(0.02, max(0, place.latitude)))
      let distance = Geodesic.wgs84.distance(from: nearest, to: place)
      #expect(abs(distance - 1_000.2) < 0.05)
    }
    #expect((ring + [ring[0]]).signedDoubleArea > 0)
  }

  @Test func longEdgesAreDividedWhereTheyBow() throws {
    let road = [Coordinate(longitude: 3, latitude: 60), Coordinate(longitude: 4, latitude: 60)]
    let ring = try #require(outline(1_000).ring(of: road)).places
    let whole = try #require(outline(1_000).ring(of: Array(road.reversed()))).places
    #expect(ring.count > 160 && ring.count == whole.count)
  }

  @Test func otherRoadsAreLeftToOthers() {
    let straight = [Coordinate(longitude: 3, latitude: 10), Coordinate(longitude: 3, latitude: 10.2)]
    #expect(outline(30_001).ring(of: straight) == nil)
    #expect(outline(1_000).ring(of: straight.map { Coordinate(x: $0.x, y: $0.y + 65) }) == nil)
    #expect(outline(1_000).ring(of: [straight[0], straight[0]]) == nil)
    #expect(outline(1_000).ring(of: []) == nil)
    // A fractal road of short steps: every corner too sharp for a distance of many steps.
    guard case .lineString(let crooked) = BufferCases.bamakoKayes else {
      Issue.record("no road")
      return
    }
    #expect(outline(25_000).ring(of: crooked.coordinates) == nil)
    #expect(outline(50).ring(of: crooked.coordinates) != nil)
  }
}
