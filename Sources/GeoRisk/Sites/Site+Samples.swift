import GeoCore
import GeoProjection

/// Greatest distance in metres between neighbouring sample points of a polygon.
private let sampleSpacing = 1_000.0
/// Fewest sample points of a polygon.
private let fewestSamples = 16.0

extension Site {
  /// Where the threat to the site is looked up: its points, or points along the boundary and inside its
  /// polygons, at most 1 km apart and at least 16 per polygon.
  ///
  /// - Throws: `GeoRiskError` when the site holds a line or nothing at all.
  func samplePlaces() throws(GeoRiskError) -> [Coordinate] {
    let places: [Coordinate]
    switch geometry {
    case .point(let place): places = [place]
    case .multiPoint(let several): places = several
    case .polygon, .multiPolygon: places = geometry.polygons.flatMap { $0.boundarySamples + $0.innerSamples }
    default:
      throw GeoRiskError(
        .badData, "site '\(id)' is a \(geometry.typeName)", at: record,
        suggestion: "a site is a point or a polygon; lines are corridors")
    }
    guard !places.isEmpty else { throw GeoRiskError(.badData, "site '\(id)' has no place", at: record) }
    return places
  }
}

extension Polygon {
  /// Points along all rings, vertices among them.
  fileprivate var boundarySamples: [Coordinate] {
    rings.flatMap { ring in
      let vertices = Array(ring)
      let length = zip(vertices, vertices.dropFirst())
        .reduce(0) { $0 + Geodesic.wgs84.distance(from: $1.0, to: $1.1) }
      guard length > 0 else { return [vertices[0]] }
      let step = min(sampleSpacing, length / fewestSamples)
      return Array(Geodesic.wgs84.densified(vertices, maximumStep: step).dropLast())
    }
  }

  /// A lattice of points inside, in rows from the south.
  fileprivate var innerSamples: [Coordinate] {
    guard let area = try? GroundArea(self), let unwrapped = try? unwrapped() else { return [] }
    var box = unwrapped.envelope
    // A grid starts within −180…180; a place is the same whatever the turn.
    let turn = Longitude.wrapped(box.minX) - box.minX
    box.minX += turn
    box.maxX += turn
    guard let grid = try? LonLatGrid(covering: box, spacing: sampleSpacing) else { return [] }
    return (0..<grid.rows).flatMap { row in
      (0..<grid.columns).map { grid.coordinate(row: row, column: $0) }.filter(area.contains)
    }
  }
}
