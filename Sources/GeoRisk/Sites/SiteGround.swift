import GeoCore
import GeoProjection

/// The ground that a site takes up: points, or areas ready to be asked.
struct SiteGround: Sendable {
  /// Where the threat to the site is looked up: its points, or points along the boundary and inside its areas,
  /// at most 1 km apart and at least 16 per area.
  let samples: [Coordinate]
  /// The site's areas; none where it is made of points.
  let areas: [GroundArea]
  /// Where the samples stand in space.
  private let positions: [EarthPosition]

  /// Lays out a site.
  ///
  /// - Throws: `GeoRiskError` when the site holds a line or nothing at all, or its outline is broken.
  init(_ site: Site) throws(GeoRiskError) {
    do throws(GeometryError) {
      var areas: [GroundArea] = []
      switch site.geometry {
      case .point(let place): samples = [place]
      case .multiPoint(let places): samples = places
      default:
        for polygon in site.geometry.polygons { areas.append(try GroundArea(polygon)) }
        samples = areas.flatMap { $0.boundarySamples + $0.innerSamples }
      }
      self.areas = areas
      positions = samples.map { EarthPosition($0) }
    } catch {
      throw GeoRiskError(.badData, "site '\(site.id)' has a broken outline: \(error)", at: site.record)
    }
    guard !samples.isEmpty else {
      throw GeoRiskError(
        .badData, "site '\(site.id)' is a \(site.geometry.typeName) without points or areas", at: site.record,
        suggestion: "a site is a point or a polygon; lines are corridors")
    }
  }

  /// The point of the site nearest to a position, and the straight chord to it in metres; its edge where the site
  /// is made of areas.
  func nearest(to position: EarthPosition) -> (place: Coordinate, chord: Double)? {
    let candidates =
      areas.isEmpty
      ? samples.indices.map { (samples[$0], positions[$0].squaredChord(to: position).squareRoot()) }
      : areas.compactMap { $0.nearestEdge(to: position) }
    return candidates.min { $0.1 < $1.1 }
  }

  /// Whether the place lies in one of the areas.
  func contains(_ place: Coordinate) -> Bool { areas.contains { $0.contains(place) } }
}

extension GroundArea {
  /// Greatest distance in metres between neighbouring sample points.
  private static let sampleSpacing = 1_000.0
  /// Fewest sample points along a ring.
  private static let fewestSamples = 16.0

  /// Points along all rings, vertices among them.
  fileprivate var boundarySamples: [Coordinate] {
    polygon.rings.flatMap { ring in
      let vertices = Array(ring)
      let length = zip(vertices, vertices.dropFirst())
        .reduce(0) { $0 + Geodesic.wgs84.distance(from: $1.0, to: $1.1) }
      guard length > 0 else { return [vertices[0]] }
      let step = min(Self.sampleSpacing, length / Self.fewestSamples)
      return Array(Geodesic.wgs84.densified(vertices, maximumStep: step).dropLast())
    }
  }

  /// A lattice of points inside, in rows from the south.
  fileprivate var innerSamples: [Coordinate] {
    var box = polygon.envelope
    // A lattice starts within −180…180; a place is the same whatever the turn.
    let turn = Longitude.wrapped(box.minX) - box.minX
    box.minX += turn
    box.maxX += turn
    // A polygon without height or width has no lattice, and nothing inside.
    guard let lattice = try? LonLatGrid(covering: box, spacing: Self.sampleSpacing) else { return [] }
    return (0..<lattice.rows).flatMap { row in
      (0..<lattice.columns).map { lattice.coordinate(row: row, column: $0) }.filter(contains)
    }
  }
}
