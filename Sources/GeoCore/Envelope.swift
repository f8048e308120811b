/// An axis-parallel box, edges included: the smallest one round some coordinates.
public struct Envelope: Hashable, Sendable {
  /// Least x (west).
  public var minX: Double
  /// Least y (south).
  public var minY: Double
  /// Greatest x (east).
  public var maxX: Double
  /// Greatest y (north).
  public var maxY: Double

  /// Makes a box from its edges; `minX > maxX` makes an empty one.
  @inlinable public init(minX: Double, minY: Double, maxX: Double, maxY: Double) {
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  /// The box that holds nothing; extending it by a coordinate gives that coordinate.
  public static let empty = Envelope(
    minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)

  /// The smallest box round the coordinates, empty if there are none.
  public init(_ coordinates: some Sequence<Coordinate>) {
    self = .empty
    for coordinate in coordinates { extend(by: coordinate) }
  }

  /// Whether the box holds no point.
  @inlinable public var isEmpty: Bool { !(minX <= maxX && minY <= maxY) }
  /// East–west extent.
  @inlinable public var width: Double { isEmpty ? 0 : maxX - minX }
  /// North–south extent.
  @inlinable public var height: Double { isEmpty ? 0 : maxY - minY }
  /// The middle of the box.
  @inlinable public var center: Coordinate { Coordinate(x: (minX + maxX) / 2, y: (minY + maxY) / 2) }

  /// Grows the box to hold the coordinate.
  @inlinable public mutating func extend(by coordinate: Coordinate) {
    minX = min(minX, coordinate.x)
    minY = min(minY, coordinate.y)
    maxX = max(maxX, coordinate.x)
    maxY = max(maxY, coordinate.y)
  }

  /// Grows the box to hold the other one.
  @inlinable public mutating func extend(by other: Envelope) {
    minX = min(minX, other.minX)
    minY = min(minY, other.minY)
    maxX = max(maxX, other.maxX)
    maxY = max(maxY, other.maxY)
  }

  /// Whether the coordinate lies in the box or on its edge.
  @inlinable public func contains(_ coordinate: Coordinate) -> Bool {
    coordinate.x >= minX && coordinate.x <= maxX && coordinate.y >= minY && coordinate.y <= maxY
  }

  /// Whether the boxes share a point, edges included.
  @inlinable public func intersects(_ other: Envelope) -> Bool {
    minX <= other.maxX && other.minX <= maxX && minY <= other.maxY && other.minY <= maxY
  }
}
