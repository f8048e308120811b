#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import GeoCore

/// A geodesic of WGS 84 between two near places by short series: what `GeodesicEdge` is, at a twentieth of its
/// cost.
///
/// Up to 2.5 km and 75° of latitude its length is within 20 nm of Karney's, and its places within 1 µm (10 nm up
/// to 500 m); for anything else there is no short edge.
///
/// - Length: the chord c, plus its arc's excess c³/24ρ² with the radius ρ of the normal section in the middle.
///   What is left out is of fourth order, (c/R)⁴/200.
/// - Places: longitude and latitude as cubics in the distance that meet both ends and the geodesic's own
///   curvature at both ends, from φ̈ = −(p sin φ λ̇² + M′ φ̇²)/M and λ̈ = 2 M sin φ φ̇ λ̇/p, p = N cos φ.
public struct ShortEdge: Sendable {
  /// The longest edge in metres.
  public static let greatestLength = 2_500.0
  /// The greatest latitude in degrees, north or south.
  public static let greatestLatitude = 75.0

  /// A place with what its edges need to know of it; shared by the edge before and the edge behind.
  public struct Vertex: Sendable {
    /// The place in degrees.
    public let place: Coordinate
    let sine, cosine: Double
    let position: EarthPosition

    /// Takes a place, finite.
    public init(_ place: Coordinate) {
      self.place = place
      let latitude = place.latitude * .pi / 180
      let longitude = place.longitude * .pi / 180
      sine = sin(latitude)
      cosine = cos(latitude)
      let normal = Ellipsoid.semiMajorAxis / (1 - Ellipsoid.eccentricitySquared * sine * sine).squareRoot()
      position = EarthPosition(
        x: normal * cosine * cos(longitude), y: normal * cosine * sin(longitude),
        z: normal * (1 - Ellipsoid.eccentricitySquared) * sine)
    }
  }

  /// The length in metres of the short edge between two places; nil where there is none.
  public static func length(from start: Vertex, to end: Vertex) -> Double? {
    let squared = start.position.squaredChord(to: end.position)
    let limit = greatestLength * 0.9999
    guard squared <= limit * limit, abs(start.place.latitude) <= greatestLatitude,
      abs(end.place.latitude) <= greatestLatitude
    else { return nil }
    if squared == 0 { return 0 }
    let rise = end.position.z - start.position.z
    return squared.squareRoot() * (1 + squared * squaredCurvature(start, rise * rise / squared) / 24)
  }

  /// Metres from end to end.
  public let length: Double
  /// The start exactly as given.
  public let start: Coordinate
  /// The end, with whole turns added so that longitude runs on from the start without a jump.
  public let end: Coordinate
  /// Degrees per m² at the start and at the end.
  private let startBend, endBend: Coordinate

  /// Prepares the edge between two places whose `length(from:to:)` is known and above 0.
  public init(from start: Vertex, to end: Vertex, length: Double) {
    self.length = length
    self.start = start.place
    let turns = ((start.place.longitude - end.place.longitude) / 360).rounded()
    self.end = Coordinate(
      longitude: turns == 0 ? end.place.longitude : end.place.longitude + 360 * turns,
      latitude: end.place.latitude)
    let radian = Double.pi / 180
    let mean = Coordinate(
      x: (self.end.x - self.start.x) * radian / length, y: (self.end.y - self.start.y) * radian / length)
    var first = Self.bend(at: start, speed: mean)
    var last = Self.bend(at: end, speed: mean)
    // The speeds at the ends are those of the cubic; once round is enough.
    let sixth = length / 6
    let before = Coordinate(
      x: mean.x - sixth * (2 * first.x + last.x), y: mean.y - sixth * (2 * first.y + last.y))
    let after = Coordinate(
      x: mean.x + sixth * (first.x + 2 * last.x), y: mean.y + sixth * (first.y + 2 * last.y))
    first = Self.bend(at: start, speed: before)
    last = Self.bend(at: end, speed: after)
    startBend = Coordinate(x: first.x / radian, y: first.y / radian)
    endBend = Coordinate(x: last.x / radian, y: last.y / radian)
  }

  /// The point at some metres from the start, within 0…`length`; longitude runs on from the start's.
  public func coordinate(at distance: Double) -> Coordinate {
    if distance == 0 { return start }
    if distance == length { return end }
    let rest = length - distance
    let part = distance / length
    let weight = -distance * rest / (6 * length)
    let (fromStart, fromEnd) = (weight * (length + rest), weight * (length + distance))
    return Coordinate(
      x: start.x + (end.x - start.x) * part + fromStart * startBend.x + fromEnd * endBend.x,
      y: start.y + (end.y - start.y) * part + fromStart * startBend.y + fromEnd * endBend.y)
  }

  /// 1/ρ² of the normal section whose chord rises along the axis by so much of its length, squared.
  private static func squaredCurvature(_ vertex: Vertex, _ squaredRise: Double) -> Double {
    let e2 = Ellipsoid.eccentricitySquared
    let a = Ellipsoid.semiMajorAxis
    let section = 1 + e2 / (1 - e2) * squaredRise
    return (1 - e2 * vertex.sine * vertex.sine) * section * section / (a * a)
  }

  /// The second derivatives of longitude (x) and latitude (y) by distance along a geodesic, in radians.
  private static func bend(at vertex: Vertex, speed: Coordinate) -> Coordinate {
    let e2 = Ellipsoid.eccentricitySquared
    let (sine, cosine) = (vertex.sine, vertex.cosine)
    let w2 = 1 - e2 * sine * sine
    // M/p = (1 − e²)/(w² cos φ).
    let ratio = (1 - e2) / (w2 * cosine)
    return Coordinate(
      x: 2 * ratio * sine * speed.x * speed.y,
      y: -sine / ratio * speed.x * speed.x - 3 * e2 * sine * cosine / w2 * speed.y * speed.y)
  }
}
