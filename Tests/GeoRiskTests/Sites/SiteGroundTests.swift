import GeoProjection
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

@Suite("Sites as ground")
struct SiteGroundTests {
  /// A star-shaped polygon with some vertices at random distances.
  static func star(_ region: TestRegion, km: Double, using random: inout SeededRandom) throws -> Polygon {
    let ring = (0..<9).map { number -> Coordinate in
      let distance = Double.random(in: 0.4...1, using: &random) * km * 1_000
      let place = Geodesic.wgs84.destination(
        from: region.middle, azimuth: -40 * Double(number), distance: distance)
      return Coordinate(longitude: Longitude.wrapped(place.longitude), latitude: place.latitude)
    }
    return try Polygon(rings: [ring + [ring[0]]])
  }

  @Test(
    "Every point of an area lies within 1 km of a sample, and samples lie in the area",
    arguments: TestRegion.all)
  func samples(region: TestRegion) throws {
    let seed: UInt64 = 21
    var random = SeededRandom(seed: seed)
    let polygon = try Self.star(region, km: 6, using: &random)
    let ground = try SiteGround(Site(id: "s", geometry: .polygon(polygon)))
    #expect(ground.samples.count >= 16)
    let shape = Geometry.polygon(try polygon.unwrapped())
    let middle = shape.envelope.center.x
    for _ in 0..<300 {
      let place = region.place(within: 6, using: &random)
      let local = Coordinate(
        longitude: Longitude.nearest(place.longitude, to: middle), latitude: place.latitude)
      let isInside = try shape.covers([local])[0]
      // Edges are geodesics here and straight in degrees for GEOS: at 78° N they differ by some metres.
      let edge = ground.nearest(to: EarthPosition(place))?.chord ?? 0
      if edge > 10 { #expect(ground.contains(place) == isInside, "\(region), seed \(seed)") }
      guard isInside else { continue }
      let nearest = ground.samples.map { Geodesic.wgs84.distance(from: $0, to: place) }.min() ?? .infinity
      #expect(nearest <= 1_000, "\(region), seed \(seed)")
    }
  }

  @Test("The ground that geodesic edges bulge over is sampled, and so is a cap round a pole")
  func bulge() throws {
    let wide = [(0.0, 60.0), (20, 60), (20, 61), (0, 61), (0, 60)].map { Coordinate(x: $0.0, y: $0.1) }
    let ground = try SiteGround(Site(id: "wide", geometry: .polygon(try Polygon(rings: [wide]))))
    // The northern edge runs up to 61.38° N.
    let inside = Coordinate(longitude: 10, latitude: 61.25)
    #expect(ground.contains(inside))
    let nearest = ground.samples.map { Geodesic.wgs84.distance(from: $0, to: inside) }.min() ?? .infinity
    #expect(nearest < 1_000)
    for pole in [90.0, -90] {
      let ring = [0.0, 90, 180, -90, 0].map { Coordinate(longitude: $0, latitude: pole - pole / 90 * 0.5) }
      let outline = try Polygon(rings: [pole > 0 ? ring : Array(ring.reversed())])
      let cap = try SiteGround(Site(id: "cap", geometry: .polygon(outline)))
      for longitude in [-170.0, -45, 10, 100] {
        let place = Coordinate(longitude: longitude, latitude: pole - pole / 90 * 0.1)
        #expect(cap.contains(place))
        let near = cap.samples.map { Geodesic.wgs84.distance(from: $0, to: place) }.min() ?? .infinity
        #expect(near < 1_000)
        #expect(!cap.contains(Coordinate(longitude: longitude, latitude: pole - pole / 90 * 0.6)))
      }
    }
  }

  @Test("A small area still has 16 samples along its boundary")
  func small() throws {
    var random = SeededRandom(seed: 1)
    let polygon = try Self.star(TestRegion.all[0], km: 0.05, using: &random)
    let ground = try SiteGround(Site(id: "s", geometry: .polygon(polygon)))
    #expect(ground.samples.count >= 16)
  }

  @Test("The nearest incident of an area is found by brute force too", arguments: TestRegion.all)
  func nearest(region: TestRegion) throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let polygon = try Self.star(region, km: seed % 2 == 0 ? 5 : 50, using: &random)
      let incidents = (0..<40).map { number in
        Incident(
          id: "\(number)", from: CalendarDay(daysSince1970: 0),
          coordinate: region.place(within: seed % 3 == 1 ? 8 : 300, using: &random), eventType: "Battles")
      }
      let ground = try SiteGround(Site(id: "s", geometry: .polygon(polygon)))
      let found = try #require(IncidentFinder(incidents).nearest(to: ground))
      let outline = Geodesic.wgs84.densified(Array(polygon.ring(0)), maximumStep: 20)
      let distances = incidents.map { incident -> Double in
        if ground.contains(incident.coordinate) { return 0 }
        return outline.map { Geodesic.wgs84.distance(from: $0, to: incident.coordinate) }.min() ?? 0
      }
      let least = try #require(distances.min())
      // Brute force walks the outline in steps of 20 m: at most 10 m along it, far less across.
      #expect(abs(found.distance - least) < 10.5, "\(region), seed \(seed)")
      #expect(distances[found.index] <= least + 0.5, "\(region), seed \(seed)")
    }
  }

  @Test("Rows of samples are at most 1 km apart along the whole of a tall area")
  func tall() throws {
    let corners = [(0.0, 0.0), (0.03, 0), (0.03, 20), (0, 20), (0, 0)].map { Coordinate(x: $0.0, y: $0.1) }
    let ground = try SiteGround(Site(id: "s", geometry: .polygon(try Polygon(rings: [corners]))))
    let rows = Dictionary(grouping: ground.samples.filter { $0.y < 1 && $0.y > 0 }, by: \.y)
      .values.filter { $0.count > 2 }
    #expect(rows.count > 100)
    for row in rows {
      let longitudes = row.map(\.x).sorted()
      for (west, east) in zip(longitudes, longitudes.dropFirst()) {
        let gap = Geodesic.wgs84.distance(
          from: Coordinate(x: west, y: row[0].y), to: Coordinate(x: east, y: row[0].y))
        // Rounding of the steps.
        #expect(gap <= 1_000.001)
      }
    }
  }

  @Test("An area too large to be sampled is refused, not sampled along its edge alone")
  func tooLarge() throws {
    let corners = [(-60.0, -60.0), (60, -60), (60, 60), (-60, 60), (-60, -60)].map {
      Coordinate(x: $0.0, y: $0.1)
    }
    let site = Site(id: "s", geometry: .polygon(try Polygon(rings: [corners])))
    let error = #expect(throws: GeoRiskError.self) { try SiteGround(site) }
    #expect(error?.category == .badData && error?.what.contains("too large") == true)
  }

  @Test("Lines and nothing at all are no sites")
  func refused() throws {
    let line = try LineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)])
    for geometry in [Geometry.lineString(line), .multiPoint([]), .collection([])] {
      #expect(throws: GeoRiskError.self) { try SiteGround(Site(id: "s", geometry: geometry)) }
    }
  }
}
