import CPROJ
import GeoCore

/// The geodesic between two points as something to walk along: prepared once, asked often.
public struct GeodesicEdge: Sendable {
  /// Metres from end to end by the shortest way.
  public let length: Double
  /// Direction of travel at the start in degrees clockwise from north.
  public let initialAzimuth: Double
  /// The start exactly as given, at distance 0.
  public let start: Coordinate
  /// The end, with whole turns added so that longitude runs on from the start without a jump.
  ///
  /// An edge over a pole swings by up to 180° of longitude there.
  public let end: Coordinate

  private let line: geod_geodesicline

  /// Prepares the edge.
  public init(from start: Coordinate, to end: Coordinate, on geodesic: Geodesic = .wgs84) {
    let inverse = geodesic.inverse(from: start, to: end)
    var line = geod_geodesicline()
    withUnsafePointer(to: geodesic.constants) { constants in
      geod_lineinit(&line, constants, start.latitude, start.longitude, inverse.initialAzimuth, 0)
    }
    self.line = line
    self.start = start
    length = inverse.distance
    initialAzimuth = inverse.initialAzimuth
    let reached = Self.position(line, inverse.distance)
    let turns = ((reached.longitude - end.longitude) / 360).rounded()
    // At a pole every longitude is the same place, and NaN stays NaN.
    self.end = Coordinate(
      longitude: turns == 0 || !turns.isFinite ? end.longitude : end.longitude + 360 * turns,
      latitude: end.latitude)
  }

  /// The point at some metres from the start.
  ///
  /// The longitude runs on from the start's and may leave −180…180. Outside 0…`length` the geodesic goes on
  /// straight beyond the ends.
  public func coordinate(at distance: Double) -> Coordinate {
    if distance == 0 { return start }
    if distance == length { return end }
    return Self.position(line, distance)
  }

  private static func position(_ line: geod_geodesicline, _ distance: Double) -> Coordinate {
    var latitude = 0.0
    var longitude = 0.0
    withUnsafePointer(to: line) { line in
      _ = geod_genposition(
        line, UInt32(GEOD_LONG_UNROLL.rawValue), distance, &latitude, &longitude, nil, nil, nil, nil, nil, nil
      )
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }
}
