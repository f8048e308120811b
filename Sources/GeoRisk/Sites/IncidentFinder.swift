import GeoCore
import GeoProjection

/// Finds the incident nearest to a site, by geodesic distance.
///
/// Straight chords between Earth-centred positions rule out all but a few incidents; only those are measured
/// on the ellipsoid. Cost: one short sum per incident and site.
struct IncidentFinder: Sendable {
  /// The nearest incident of a site.
  struct Found {
    /// Index of the incident among those given.
    var index: Int
    /// Metres, 0 inside a polygon.
    var distance: Double
    /// Degrees clockwise from north, 0 ..< 360, from the site to the incident.
    var bearing: Double
  }

  private let places: [Coordinate]
  private let positions: [EarthPosition]

  init(_ incidents: [Incident]) {
    places = incidents.map(\.coordinate)
    positions = places.map { EarthPosition($0) }
  }

  /// The incident nearest to a site; of equally near ones the first. Nil without incidents.
  ///
  /// - Parameters:
  ///   - polygons: the site's areas; an incident inside is at distance 0.
  ///   - samples: points of the site, at most 1 km apart where it has areas.
  /// - Throws: `GeometryError` when an outline cannot be walked.
  func nearest(to polygons: [Polygon], samples: [Coordinate]) throws(GeometryError) -> Found? {
    var areas: [GroundArea] = []
    for polygon in polygons { areas.append(try GroundArea(polygon)) }
    let sites = samples.map { EarthPosition($0) }
    // A chord is within 1 % of any other measure of the same distance, and samples stand up to a sampling
    // step from the outline.
    var chords: [Double] = []
    chords.reserveCapacity(positions.count)
    for position in positions {
      chords.append(sites.reduce(Double.infinity) { min($0, $1.squaredChord(to: position)) }.squareRoot())
    }
    guard let least = chords.min() else { return nil }
    let slack = areas.isEmpty ? 0.0 : 1_000
    var best: Found?
    for index in positions.indices where chords[index] <= least * 1.01 + slack {
      let found = measure(index, areas: areas, samples: samples, positions: sites)
      if best.map({ found.distance < $0.distance }) ?? true { best = found }
    }
    return best
  }

  private func measure(
    _ index: Int, areas: [GroundArea], samples: [Coordinate], positions sites: [EarthPosition]
  ) -> Found {
    let place = places[index]
    let closest = sites.indices.min {
      sites[$0].squaredChord(to: positions[index]) < sites[$1].squaredChord(to: positions[index])
    }
    var from = closest.map { samples[$0] } ?? place
    if !areas.isEmpty {
      let edges = areas.compactMap { $0.nearestEdgePoint(to: place) }
      if let edge = edges.min(by: { $0.distance < $1.distance }) { from = edge.place }
    }
    let inverse = Geodesic.wgs84.inverse(from: from, to: place)
    let inside = areas.contains { $0.contains(place) }
    let bearing = inverse.initialAzimuth < 0 ? inverse.initialAzimuth + 360 : inverse.initialAzimuth
    return Found(
      index: index, distance: inside ? 0 : inverse.distance,
      bearing: bearing.truncatingRemainder(dividingBy: 360))
  }
}
