import GeoProjection
import TestSupport
import Testing

@testable import GeoRisk

@Suite("The extent of a map")
struct MapExtentTests {
  @Test("Holds every place within the distance, and little more", arguments: TestRegion.all)
  func holds(region: TestRegion) throws {
    let seed: UInt64 = 11
    var random = SeededRandom(seed: seed)
    let places = (0..<20).map { _ in region.place(within: 200, using: &random) }
    let metres = 150_000.0
    let extent = try #require(MapExtent.around(places, metres: metres))
    var touched = Envelope.empty
    for place in places {
      for azimuth in stride(from: 0.0, to: 360, by: 5) {
        let rim = Geodesic.wgs84.destination(from: place, azimuth: azimuth, distance: metres)
        let local = Coordinate(
          longitude: Longitude.nearest(rim.longitude, to: extent.center.x), latitude: rim.latitude)
        #expect(extent.contains(local), "\(region), seed \(seed)")
        touched.extend(by: local)
      }
    }
    // The margin is a sphere's, of the place nearest to the pole: at most some 6 % too wide here.
    #expect(extent.width < touched.width * 1.06, "\(region)")
    #expect(extent.height < touched.height * 1.02, "\(region)")
  }

  @Test("Across the antimeridian it takes the short way")
  func antimeridian() throws {
    let places = [Coordinate(longitude: 179, latitude: 0), Coordinate(longitude: -179, latitude: 1)]
    let extent = try #require(MapExtent.around(places, metres: 0))
    #expect(extent.minX == 179)
    #expect(extent.maxX == 181)
  }

  @Test("Near a pole it goes all the way round")
  func pole() throws {
    let extent = try #require(
      MapExtent.around([Coordinate(longitude: 10, latitude: 89.5)], metres: 100_000))
    #expect(extent.minX == -180)
    #expect(extent.maxX == 180)
    #expect(extent.maxY == 90)
  }

  @Test("There is none without places")
  func empty() { #expect(MapExtent.around([], metres: 1) == nil) }

  @Test("Swapped coordinates are suspected, near ones and far ones are not mistaken for it")
  func placement() throws {
    let extent = Envelope(minX: -13, minY: 10, maxX: -4, maxY: 17)
    func incident(_ longitude: Double, _ latitude: Double) -> Incident {
      Incident(
        id: "i", from: CalendarDay(daysSince1970: 0),
        coordinate: Coordinate(longitude: longitude, latitude: latitude), eventType: "Battles")
    }
    let swapped = try #require(
      PlacementCheck.warning(incidents: [incident(14, -9), incident(13, -8)], extent: extent))
    #expect(swapped.contains("swapped"))
    let far = try #require(PlacementCheck.warning(incidents: [incident(100, 50)], extent: extent))
    #expect(!far.contains("swapped"))
    let near = [incident(-9, 14), incident(-8, 13), incident(100, 50)]
    #expect(PlacementCheck.warning(incidents: near, extent: extent) == nil)
    #expect(PlacementCheck.warning(incidents: [], extent: extent) == nil)
  }
}
