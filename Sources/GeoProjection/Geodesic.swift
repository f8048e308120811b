import CPROJ
import GeoCore

/// Measures on an ellipsoid by Karney's geodesic algorithms, accurate to about 15 nanometres on WGS 84.
///
/// Coordinates are longitude and latitude in degrees; any turn of longitude is accepted. Latitudes outside
/// −90…90 and numbers that are not finite give NaN, never an error: check input where it is read.
///
///     let metres = Geodesic.wgs84.distance(from: bamako, to: kayes)
public struct Geodesic: Sendable {
  /// The ellipsoid of GPS and of every coordinate in this package.
  public static let wgs84 = Geodesic(
    semiMajorAxis: Ellipsoid.semiMajorAxis, flattening: Ellipsoid.flattening)

  let constants: geod_geodesic

  /// Prepares an ellipsoid of revolution.
  ///
  /// - Parameters:
  ///   - semiMajorAxis: equatorial radius in metres, above 0.
  ///   - flattening: (a − b)/a, below 1; 0 is a sphere.
  public init(semiMajorAxis: Double, flattening: Double) {
    var constants = geod_geodesic()
    geod_init(&constants, semiMajorAxis, flattening)
    self.constants = constants
  }

  /// What joins two points by the shortest way.
  public struct Inverse: Hashable, Sendable {
    /// Metres along the geodesic.
    public let distance: Double
    /// Direction of travel at the first point in degrees clockwise from north, −180…180.
    public let initialAzimuth: Double
    /// Direction of travel at the second point in degrees clockwise from north, −180…180.
    public let finalAzimuth: Double
  }

  /// The shortest distance in metres.
  public func distance(from start: Coordinate, to end: Coordinate) -> Double {
    var distance = 0.0
    withUnsafePointer(to: constants) { constants in
      geod_inverse(
        constants, start.latitude, start.longitude, end.latitude, end.longitude, &distance, nil, nil)
    }
    return distance
  }

  /// The shortest distance with the directions at both ends.
  public func inverse(from start: Coordinate, to end: Coordinate) -> Inverse {
    var distance = 0.0
    var initial = 0.0
    var final = 0.0
    withUnsafePointer(to: constants) { constants in
      geod_inverse(
        constants, start.latitude, start.longitude, end.latitude, end.longitude, &distance, &initial, &final)
    }
    return Inverse(distance: distance, initialAzimuth: initial, finalAzimuth: final)
  }

  /// The point reached by going straight on.
  ///
  /// The longitude runs on from the start's: it may leave −180…180 when the way crosses the antimeridian.
  ///
  /// - Parameters:
  ///   - start: where to leave from.
  ///   - azimuth: direction in degrees clockwise from north.
  ///   - distance: metres; negative goes backwards.
  public func destination(from start: Coordinate, azimuth: Double, distance: Double) -> Coordinate {
    var latitude = 0.0
    var longitude = 0.0
    let unroll = GEOD_LONG_UNROLL.rawValue
    withUnsafePointer(to: constants) { constants in
      _ = geod_gendirect(
        constants, start.latitude, start.longitude, azimuth, UInt32(unroll), distance, &latitude, &longitude,
        nil, nil, nil, nil, nil, nil)
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }
}
