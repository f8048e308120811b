import GeoRisk
import TestSupport
import Testing

/// Shapes for the buffer tests.
enum BufferCases {
  /// A name and what is buffered.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let geometry: Geometry
    var testDescription: String { name }
  }

  /// A line by longitude and latitude.
  static func line(_ places: [(Double, Double)]) -> Geometry {
    (try? LineString(places.map { Coordinate(longitude: $0.0, latitude: $0.1) })).map(Geometry.lineString)
      ?? .collection([])
  }

  static func ring(_ places: [(Double, Double)]) -> [Coordinate] {
    (places + places.prefix(1)).map { Coordinate(longitude: $0.0, latitude: $0.1) }
  }

  /// An area by the open rings of its outline and holes.
  static func area(_ rings: [[(Double, Double)]]) -> Geometry {
    (try? Polygon(rings: rings.map(ring))).map(Geometry.polygon) ?? .collection([])
  }

  /// Some of the villages along the road from Bamako to Kayes (OCHA), with detours between them.
  static let bamakoKayes = crooked(
    [
      (-8.0021, 12.6429), (-8.0718, 12.7383), (-7.9556, 13.1527), (-8.0347, 13.5712), (-8.0882, 13.8782),
      (-8.2079, 14.3701), (-9.1884, 14.5406), (-9.9074, 14.5042), (-10.3053, 14.7007), (-10.7455, 14.6444),
      (-11.1706, 14.5102), (-11.4389, 14.4485),
    ], levels: 7)

  /// Midpoints thrown aside at random, level by level: 12 villages become a crooked road of about 1,400 vertices.
  static func crooked(_ places: [(Double, Double)], levels: Int) -> Geometry {
    var random = SeededRandom(seed: 11)
    var road = places
    for _ in 0..<levels {
      var next = [road[0]]
      for (a, b) in zip(road, road.dropFirst()) {
        let length = ((b.0 - a.0) * (b.0 - a.0) + (b.1 - a.1) * (b.1 - a.1)).squareRoot()
        let aside = Double.random(in: -0.12...0.12, using: &random) * length
        next.append(
          ((a.0 + b.0) / 2 - (b.1 - a.1) / length * aside, (a.1 + b.1) / 2 + (b.0 - a.0) / length * aside))
        next.append(b)
      }
      road = next
    }
    return line(road)
  }

  /// Everything that a globe has in store for a buffer.
  static let all = [
    Case(name: "Bamako–Kayes", geometry: bamakoKayes),
    Case(
      name: "across the antimeridian",
      geometry: line([(178.2, -17), (179.6, -16.2), (-179.1, -16.8), (-178, -16)])),
    Case(name: "78–80° N", geometry: line([(10, 78), (15, 79.5), (22, 80), (30, 78.7), (33, 79.9)])),
    Case(name: "2,000 km of a meridian", geometry: line([(20, 5), (20, 23.07)])),
    Case(name: "2,500 km across Asia", geometry: line([(70, 50), (105, 55)])),
    Case(name: "point on the equator", geometry: .point(Coordinate(longitude: 0, latitude: 0))),
    Case(name: "point near the pole", geometry: .point(Coordinate(longitude: 40, latitude: 89.9))),
    Case(name: "point at the pole", geometry: .point(Coordinate(longitude: 0, latitude: -90))),
    Case(name: "line over the pole", geometry: line([(20, 89.5), (-150, 89.2), (100, 89)])),
    Case(name: "ring round the pole", geometry: line((0...24).map { (Double($0) * 15 - 180, 88.5) })),
    Case(
      name: "area with a hole on the antimeridian",
      geometry: area([
        [(179, 51), (-179, 51), (-179, 52.5), (179, 52.5)],
        [(179.5, 51.4), (-179.5, 51.4), (-179.5, 52.1), (179.5, 52.1)],
      ])),
    Case(
      name: "points far apart",
      geometry: .multiPoint([
        Coordinate(longitude: 175, latitude: -40), Coordinate(longitude: -175, latitude: -41),
        Coordinate(longitude: -175.1, latitude: -41.1),
      ])),
  ]
}
