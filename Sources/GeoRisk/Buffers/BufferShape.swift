import GeoCore
import GeoProjection

/// A geometry taken apart into what a buffer is made from: paths to go along, and areas to fill.
struct BufferShape {
  /// Points as single vertices, lines, and the rings of areas; longitudes as given.
  var paths: [[Coordinate]] = []
  /// The areas whose inside belongs to the buffer.
  var areas: [Polygon] = []

  /// - Throws: `BufferError.badCoordinate`.
  init(_ geometry: Geometry) throws(BufferError) {
    add(geometry)
    for path in paths {
      for vertex in path where !(vertex.isFinite && abs(vertex.latitude) <= 90) {
        throw .badCoordinate(vertex)
      }
    }
  }

  /// The turn of longitude for areas that reach so many metres beyond the paths.
  func window(reach: Double) -> LongitudeWindow {
    // Dense enough to see how far edges bulge towards a pole. A degree is at most 111.7 km either way.
    LongitudeWindow(
      round: paths.map { path in
        let isDense = zip(path, path.dropFirst()).allSatisfy {
          abs($1.longitude - $0.longitude) + abs($1.latitude - $0.latitude) < 0.89
        }
        return isDense ? path : Geodesic.wgs84.densified(path, maximumStep: 100_000)
      }, reach: reach)
  }

  private mutating func add(_ geometry: Geometry) {
    switch geometry {
    case .point(let coordinate): paths.append([coordinate])
    case .multiPoint(let coordinates): paths += coordinates.map { [$0] }
    case .lineString(let line): paths.append(line.coordinates)
    case .multiLineString(let lines): paths += lines.map(\.coordinates)
    case .polygon(let polygon):
      areas.append(polygon)
      paths += polygon.rings.map(Array.init)
    case .multiPolygon(let multi): multi.polygons.forEach { add(.polygon($0)) }
    case .collection(let members): members.forEach { add($0) }
    }
  }
}
