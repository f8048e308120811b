import GeoCore
import GeoProjection
import Testing

@Suite struct CoordinateTransformerTests {
  // The definition of UTM is the oracle: on the central meridian northing is 0.9996 times the meridian arc from
  // the equator, and the quarter meridian is 10,001,965.729 m (NIMA TR8350.2).
  @Test(arguments: ["EPSG:32629", "32629", " epsg:32629", "+proj=utm +zone=29 +datum=WGS84"])
  func utm(crs: String) throws {
    let transformer = try CoordinateTransformer(from: crs)
    let places = try transformer.toWGS84([
      Coordinate(x: 500_000, y: 0), Coordinate(x: 500_000, y: 0.9996 * 10_001_965.729),
    ])
    #expect(abs(places[0].longitude + 9) < 1e-9 && abs(places[0].latitude) < 1e-9)
    #expect(abs(places[1].latitude - 90) < 1e-8)
  }

  @Test(arguments: ["EPSG:4326", "OGC:CRS84", "EPSG:4979"])
  func longitudeComesFirstWhateverTheDefinitionSays(crs: String) throws {
    let bamako = Coordinate(longitude: -8.0021, latitude: 12.6429)
    let read = try CoordinateTransformer(from: crs).toWGS84([bamako])
    #expect(abs(read[0].longitude - bamako.longitude) < 1e-12)
    #expect(abs(read[0].latitude - bamako.latitude) < 1e-12)
  }

  @Test func webMercator() throws {
    // Half the equator of a sphere of radius a.
    let edge = Double.pi * 6_378_137
    let read = try CoordinateTransformer(from: "EPSG:3857").toWGS84([Coordinate(x: edge / 2, y: 0)])
    #expect(abs(read[0].longitude - 90) < 1e-9)
  }

  @Test func unknownSystemsSayWhy() throws {
    let error = try #require(throws: ProjectionError.self) { try CoordinateTransformer(from: "EPSG:999999") }
    guard case .unknownCRS("EPSG:999999", let message) = error else {
      Issue.record("not .unknownCRS: \(error)")
      return
    }
    #expect(message.contains("not found"))
    #expect(error.description.contains("EPSG:32629"))
    for crs in ["", "nonsense", "+proj=nonsense", "+proj=pipeline +step +proj=utm +zone=29", "5 km"] {
      #expect(throws: ProjectionError.self) { try CoordinateTransformer(from: crs) }
    }
  }

  @Test func systemsThatAreNotHorizontalAreNamed() {
    #expect(throws: ProjectionError.notHorizontal("EPSG:4978", kind: "geocentric")) {
      try CoordinateTransformer(from: "EPSG:4978")
    }
    #expect(throws: ProjectionError.notHorizontal("EPSG:5773", kind: "vertical")) {
      try CoordinateTransformer(from: "EPSG:5773")
    }
  }

  @Test func pointsThatFailAreNumbered() throws {
    let transformer = try CoordinateTransformer(from: "EPSG:4326")
    let places = [
      Coordinate(longitude: 1, latitude: 2), Coordinate(longitude: 1, latitude: 95),
      Coordinate(longitude: .nan, latitude: 2), Coordinate(longitude: 3, latitude: 4),
    ]
    let error = try #require(throws: ProjectionError.self) { try transformer.toWGS84(places) }
    guard case .outsideCRS(_, [1, 2], let message) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(message == "no such place on Earth")
    let utm = try CoordinateTransformer(from: "EPSG:32629")
    let far = [Coordinate(x: 500_000, y: 0), Coordinate(x: 1e30, y: 0)]
    let farError = try #require(throws: ProjectionError.self) { try utm.toWGS84(far) }
    guard case .outsideCRS("EPSG:32629", [1], let reason) = farError else {
      Issue.record("\(farError)")
      return
    }
    #expect(!reason.isEmpty && !reason.contains("Unknown error"))
    // A failure leaves the transformer as it was.
    #expect(try transformer.toWGS84([places[3]]).count == 1)
    #expect(try transformer.toWGS84([]).isEmpty)
  }

  @Test("a part of a name is no name", arguments: ["foo", "UTM", "zone 30N"]) func partOfName(_ name: String)
  {
    #expect(throws: ProjectionError.self) { try CoordinateTransformer(from: name) }
  }

  @Test("whole names count", arguments: ["WGS 84", "wgs84", "WGS 84 / UTM zone 30N"])
  func wholeName(_ name: String) throws {
    _ = try CoordinateTransformer(from: name)
  }

  @Test func tasksMayShareOne() async throws {
    let transformer = try CoordinateTransformer(from: "EPSG:32629")
    let alone = try transformer.toWGS84([Coordinate(x: 612_345, y: 1_400_000)])
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<50).allSatisfy { _ in
            (try? transformer.toWGS84([Coordinate(x: 612_345, y: 1_400_000)])) == alone
          }
        }
      }
      for await same in group { #expect(same) }
    }
  }
}
