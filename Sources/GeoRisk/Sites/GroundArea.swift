import GeoCore
import GeoProjection

/// A polygon on the ground that can be asked what is inside and how far its edge is.
///
/// Edges are geodesics; steps of at most 2 km stand for them, which leaves a sagitta below 0.1 m. Works across
/// the antimeridian.
struct GroundArea: Sendable {
  /// Longest step in metres that stands for a piece of an edge.
  private static let longestStep = 2_000.0

  private let index: PolygonIndex
  private let edges: NearestSegmentIndex
  private let middle: Double

  init(_ polygon: Polygon) throws(GeometryError) {
    let unwrapped = try polygon.unwrapped()
    middle = unwrapped.envelope.center.longitude
    var rings: [[Coordinate]] = []
    for ring in unwrapped.rings {
      rings.append(Geodesic.wgs84.densified(Array(ring), maximumStep: Self.longestStep))
    }
    let dense = try Polygon(rings: rings)
    index = PolygonIndex(dense)
    edges = NearestSegmentIndex(lines: rings)
  }

  /// Whether the place lies inside or on the edge.
  func contains(_ place: Coordinate) -> Bool {
    index.contains(
      Coordinate(longitude: Longitude.nearest(place.longitude, to: middle), latitude: place.latitude))
  }

  /// The nearest point of the edge, and its geodesic distance in metres.
  func nearestEdgePoint(to place: Coordinate) -> (place: Coordinate, distance: Double)? {
    guard let edge = edges.nearest(to: EarthPosition(place)) else { return nil }
    return (edge.place, Geodesic.wgs84.distance(from: place, to: edge.place))
  }
}
