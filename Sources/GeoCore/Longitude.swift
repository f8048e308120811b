/// Arithmetic on longitudes in degrees, where 180 and −180 are the same meridian.
public enum Longitude {
  /// The same meridian in −180 ..< 180.
  ///
  /// - Parameter degrees: any finite longitude.
  @inlinable public static func wrapped(_ degrees: Double) -> Double {
    if degrees >= -180 && degrees < 180 { return degrees }
    let turned = (degrees + 180).truncatingRemainder(dividingBy: 360)
    return (turned < 0 ? turned + 360 : turned) - 180
  }

  /// The same meridian as `degrees`, on the turn that lies within ±180° of `reference`.
  @inlinable public static func nearest(_ degrees: Double, to reference: Double) -> Double {
    reference + wrapped(degrees - reference)
  }

  /// The coordinates with whole turns added so that no step is longer than 180° of longitude.
  ///
  /// The first coordinate keeps its longitude; the rest may leave −180…180. This is how the shorter way round
  /// of an edge becomes plain geometry in the plane of longitude and latitude.
  public static func unwrapped(_ coordinates: [Coordinate]) -> [Coordinate] {
    guard var previous = coordinates.first?.x else { return [] }
    return coordinates.map { coordinate in
      let step = coordinate.x - previous
      // A step of exactly ±180° or less is left untouched, digit for digit.
      let longitude = abs(step) <= 180 ? coordinate.x : nearest(coordinate.x, to: previous)
      previous = longitude
      return Coordinate(x: longitude, y: coordinate.y)
    }
  }
}
