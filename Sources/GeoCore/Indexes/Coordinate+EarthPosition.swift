#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Coordinate {
  /// The longitude and latitude in degrees of the point on the ellipsoid above or below an Earth-centred position.
  ///
  /// Bowring's closed form (1976): within 1e-11° for heights of −5…5 km. Longitude is in −180…180, and 0 on the
  /// Earth's axis.
  public init(_ position: EarthPosition) {
    let a = Ellipsoid.semiMajorAxis
    let b = a * (1 - Ellipsoid.flattening)
    let e2 = Ellipsoid.eccentricitySquared
    let secondE2 = e2 / (1 - e2)
    let equatorial = (position.x * position.x + position.y * position.y).squareRoot()
    let reduced = atan2(position.z * a, equatorial * b)
    let (sine, cosine) = (sin(reduced), cos(reduced))
    let latitude = atan2(
      position.z + secondE2 * b * sine * sine * sine, equatorial - e2 * a * cosine * cosine * cosine)
    let longitude = equatorial > 0 ? atan2(position.y, position.x) : 0
    self.init(longitude: longitude * 180 / .pi, latitude: latitude * 180 / .pi)
  }
}
