#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A place on the WGS 84 ellipsoid as an Earth-centred vector in metres.
///
/// Straight chords between such vectors give geodesic distances without a projection, so there are no zone
/// edges, no antimeridian and no poles. The chord is corrected to the arc by
///
///     s = c · (1 + c² / (24 R²)),   R = 6 371 008.8 m
///
/// which differs from the WGS 84 geodesic by at most 1.2e-7 relative at 100 km, 1.1e-6 at 300 km and 3.1e-6 at
/// 500 km, whatever the latitude and azimuth. Where a distance is itself the answer, ask `Geodesic` instead.
public struct EarthPosition: Hashable, Sendable {
  /// Metres towards longitude 0 on the equator.
  public var x: Double
  /// Metres towards longitude 90° E on the equator.
  public var y: Double
  /// Metres towards the north pole.
  public var z: Double

  /// Makes a position from Earth-centred metres.
  @inlinable public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The position on the ellipsoid at a longitude and latitude in degrees.
  public init(_ coordinate: Coordinate) {
    let (sine, cosine) = sineAndCosine(degrees: coordinate.latitude)
    let (across, along) = sineAndCosine(degrees: coordinate.longitude)
    let normal = Ellipsoid.semiMajorAxis / (1 - Ellipsoid.eccentricitySquared * sine * sine).squareRoot()
    self.init(
      x: normal * cosine * along,
      y: normal * cosine * across,
      z: normal * (1 - Ellipsoid.eccentricitySquared) * sine)
  }

  /// The squared straight-line distance in m².
  @inlinable public func squaredChord(to other: EarthPosition) -> Double {
    let dx = x - other.x
    let dy = y - other.y
    let dz = z - other.z
    return dx * dx + dy * dy + dz * dz
  }

  /// The distance over the ground in metres, to the accuracy stated for the type.
  @inlinable public func distance(to other: EarthPosition) -> Double {
    Self.arc(squaredChord: squaredChord(to: other))
  }

  /// The arc in metres over a chord whose square is given in m².
  @inlinable public static func arc(squaredChord: Double) -> Double {
    squaredChord.squareRoot() * (1 + squaredChord * Ellipsoid.arcCorrection)
  }

  /// The chord in metres under an arc in metres: the inverse of `arc`, to rounding error up to 2,000 km.
  public static func chord(arc: Double) -> Double {
    guard arc > 0 else { return 0 }
    // Newton on s = c + k c³; the start is within 1 % up to 2,000 km, so three steps reach rounding error.
    let k = Ellipsoid.arcCorrection
    var chord = arc
    for _ in 0..<4 {
      chord -= (chord + k * chord * chord * chord - arc) / (1 + 3 * k * chord * chord)
    }
    return chord
  }
}

/// The WGS 84 ellipsoid's constants.
public enum Ellipsoid {
  /// Equatorial radius in metres.
  public static let semiMajorAxis = 6_378_137.0
  /// Flattening.
  public static let flattening = 1 / 298.257223563
  /// Square of the first eccentricity.
  public static let eccentricitySquared = flattening * (2 - flattening)
  /// Mean radius (2a + b)/3 in metres.
  public static let meanRadius = 6_371_008.8
  /// 1 / (24 R²) in m⁻², of the chord-to-arc correction.
  public static let arcCorrection = 1 / (24 * meanRadius * meanRadius)
}

/// Sine and cosine of an angle in degrees, to the last digit or two: both for less than the system's price of one.
///
/// Multiples of 90° are taken off before anything is rounded, so that theirs are exact. The polynomials on ±45° are
/// those of Sun's fdlibm.
func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
  // Adding 1.5 · 2^52 leaves the nearest whole number in the low bits.
  let magic = 6_755_399_441_055_744.0
  let shifted = degrees * (1 / 90.0) + magic
  let x = (degrees - 90 * (shifted - magic)) * (.pi / 180)
  let z = x * x
  var s = -2.50507602534068634195e-08 + z * 1.58969099521155010221e-10
  s = 2.75573137070700676789e-06 + z * s
  s = -1.98412698298579493134e-04 + z * s
  s = 8.33333333332248946124e-03 + z * s
  s = x + x * z * (-1.66666666666666324348e-01 + z * s)
  var c = 2.08757232129817482790e-09 + z * -1.13596475577881948265e-11
  c = -2.75573143513906633035e-07 + z * c
  c = 2.48015872894767294178e-05 + z * c
  c = -1.38888888888741095749e-03 + z * c
  c = 1 - (0.5 * z - z * z * (4.16666666666666019037e-02 + z * c))
  switch shifted.bitPattern & 3 {
  case 0: return (s, c)
  case 1: return (c, -s)
  case 2: return (-s, -c)
  default: return (-c, s)
  }
}
