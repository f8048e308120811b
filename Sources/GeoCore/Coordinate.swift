/// A pair of numbers in some plane: longitude and latitude in degrees on WGS 84, or metres in a local frame.
///
/// Sixteen bytes without padding, so that an array of coordinates is the very buffer that C libraries copy
/// from. A coordinate does not know its reference system; the name of the accessor says which one is meant.
public struct Coordinate: Hashable, Sendable {
  /// Easting in metres, or longitude in degrees.
  public var x: Double
  /// Northing in metres, or latitude in degrees.
  public var y: Double

  /// Makes a coordinate from planar values.
  @inlinable public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// Makes a coordinate from degrees on WGS 84.
  @inlinable public init(longitude: Double, latitude: Double) {
    self.init(x: longitude, y: latitude)
  }

  /// Degrees east on WGS 84. Values beyond ±180 appear only while a shape is unwrapped across the antimeridian.
  @inlinable public var longitude: Double {
    get { x }
    set { x = newValue }
  }

  /// Degrees north on WGS 84, in −90…90.
  @inlinable public var latitude: Double {
    get { y }
    set { y = newValue }
  }

  /// Whether both numbers are finite.
  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite }
}

extension Coordinate: CustomStringConvertible {
  /// `(x, y)` in the shortest digits that read back exactly.
  public var description: String { "(\(x), \(y))" }
}
