import GeoProjection
import GeoRisk
import TestSupport

/// A small assessment in some part of the Earth, made of seeded random incidents, two roads and three sites.
struct AssessmentFixture {
  static let asOf = CalendarDay(daysSince1970: 20_333)

  let inputs: AssessmentInputs
  let options: AssessmentOptions

  init(_ region: TestRegion, seed: UInt64, threads: Int = 1) throws {
    var random = SeededRandom(seed: seed)
    let middle = region.middle
    func away(_ azimuth: Double, _ km: Double) -> Coordinate {
      let place = Geodesic.wgs84.destination(from: middle, azimuth: azimuth, distance: km * 1_000)
      return Coordinate(longitude: Longitude.wrapped(place.longitude), latitude: place.latitude)
    }
    let square = [45.0, 135, 225, 315].map { away($0, 6) }
    // Counter-clockwise, so that the hole-free ring is wound as written.
    let ring = Array(square.reversed())
    var context = MapContext()
    context.towns = [MapContext.Town(name: "town", coordinate: away(20, 9))]
    inputs = AssessmentInputs(
      incidents: region.incidents(30, asOf: Self.asOf, using: &random),
      corridors: [
        Corridor(
          id: "east", name: "West to east", kind: "road",
          parts: [try LineString([away(270, 40), away(0, 5), away(90, 40)])]),
        Corridor(
          id: "north",
          parts: [
            try LineString([away(180, 25), away(180, 10)]), try LineString([away(0, 10), away(0, 25)]),
          ]),
      ],
      sites: [
        Site(id: "point", kind: "camp", geometry: .point(away(30, 12))),
        Site(id: "points", geometry: .multiPoint([away(60, 20), away(240, 20)])),
        Site(id: "area", geometry: .polygon(try Polygon(rings: [ring + [ring[0]]]))),
      ],
      control: [
        ControlObservation(
          id: "c1", from: Self.asOf.advanced(byDays: -10), coordinate: away(250, 25), actor: "A",
          status: .controlled, confidence: 0.9),
        ControlObservation(
          id: "c2", from: Self.asOf.advanced(byDays: -40), coordinate: away(70, 25), actor: "B",
          actor2: "A", status: .contested, confidence: 0.8, radiusKm: 12),
        ControlObservation(
          id: "c3", from: Self.asOf.advanced(byDays: -5), coordinate: away(160, 20), actor: "C",
          status: .negotiated, confidence: 0.7, radiusKm: 8),
      ], context: context)
    options = AssessmentOptions(
      asOf: Self.asOf, resolution: 5_000, bufferDistances: [5_000, 25_000], threads: threads)
  }

  func assess() throws -> Assessment { try Assessment(of: inputs, options: options) }
}
