// Stands in until zones and indexes land: whoever brings the real types deletes the ones here.
import GeoCore

/// Stand-in.
public struct ControlZone: Hashable, Sendable {
  /// Stand-in.
  public enum Status: String, Hashable, Sendable { case controlled, contested, influence }
}
/// Stand-in.
public struct ControlMap: Sendable {
  func status(at place: Coordinate) -> ZoneStatus? { nil }
  func heldShare(of line: LineString) -> Double { 0 }
  func edgeDistance(from place: Coordinate) -> Double? { nil }
}
struct PolygonIndex {
  init(_ polygon: Polygon) {}
  func contains(_ place: Coordinate) -> Bool { false }
}
struct NearestSegmentIndex {
  init(lines: [[Coordinate]]) {}
  func nearest(to place: EarthPosition) -> (place: Coordinate, chord: Double)? { nil }
}
extension Polygon { func unwrapped() throws(GeometryError) -> Polygon { self } }
