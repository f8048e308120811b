import GeoCore
import GeoProjection

/// A polygon on the ground that can be asked what is inside and how far its edge is.
///
/// Edges are geodesics; steps of at most 2 km stand for them, which leaves a sagitta below 0.1 m. Works across
/// the antimeridian.
struct GroundArea: Sendable {
  /// Longest step in metres that stands for a piece of an edge.
  private static let longestStep = 2_000.0

  /// The polygon with its longitudes running on.
  let polygon: Polygon
  /// The box round its edges, which bulge towards the pole beyond that round its vertices; longitudes run on.
  let extent: Envelope
  private let index: PolygonIndex
  private let edges: NearestSegmentIndex
  private let middle: Double

  /// Prepares a polygon.
  ///
  /// - Throws: `GeometryError` when its edges cannot be walked.
  init(_ polygon: Polygon) throws(GeometryError) {
    self.polygon = try polygon.unwrapped()
    middle = self.polygon.envelope.center.longitude
    let rings = self.polygon.rings.map {
      Geodesic.wgs84.densified(Array($0), maximumStep: Self.longestStep)
    }
    let box = Envelope(rings.joined())
    extent = Envelope(minX: box.minX, minY: max(-90, box.minY), maxX: box.maxX, maxY: min(90, box.maxY))
    index = PolygonIndex(try Polygon(rings: rings))
    edges = NearestSegmentIndex(lines: rings)
  }

  /// Whether the place lies inside or on the edge.
  func contains(_ place: Coordinate) -> Bool {
    index.contains(
      Coordinate(longitude: Longitude.nearest(place.longitude, to: middle), latitude: place.latitude))
  }

  /// The nearest point of the edge, on the ground and by the straight chord in metres.
  func nearestEdge(to position: EarthPosition) -> (place: Coordinate, chord: Double)? {
    edges.nearest(to: position).map { ($0.place, $0.chord) }
  }
}
