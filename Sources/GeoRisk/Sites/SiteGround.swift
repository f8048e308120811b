import Foundation
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
    do {
      var areas: [GroundArea] = []
      switch site.geometry {
      case .point(let place): samples = [place]
      case .multiPoint(let places): samples = places
      default:
        for polygon in site.geometry.polygons { areas.append(try GroundArea(polygon)) }
        var places: [Coordinate] = []
        for area in areas { places += area.boundarySamples + (try area.innerSamples()) }
        samples = places
      }
      self.areas = areas
      positions = samples.map { EarthPosition($0) }
    } catch LonLatGrid.GridError.tooLarge {
      throw GeoRiskError(
        .badData, "site '\(site.id)' is too large to be sampled every \(Int(GroundArea.sampleSpacing)) m",
        at: site.record, suggestion: "give its parts as sites of their own, or ask for a surface")
    } catch {
      throw GeoRiskError(.badData, "site '\(site.id)' has a broken outline: \(error)", at: site.record)
    }
    guard !samples.isEmpty else {
      throw GeoRiskError(
        .badData, "site '\(site.id)' is a \(site.geometry.typeName) without points or areas", at: site.record,
        suggestion: "a site is a point or a polygon; lines are corridors")
    }
  }

  /// Refuses a site that cannot be laid out, without laying out more of it than needs be.
  ///
  /// - Throws: as `init`.
  static func check(_ site: Site) throws(GeoRiskError) {
    let areas = site.geometry.polygons
    // A small one has few samples, and only a broken outline can be wrong with it.
    if areas.allSatisfy({ $0.envelope.width < 5 && $0.envelope.height < 5 }) {
      do throws(GeometryError) {
        for area in areas { _ = try area.unwrapped() }
      } catch {
        throw GeoRiskError(.badData, "site '\(site.id)' has a broken outline: \(error)", at: site.record)
      }
    } else {
      _ = try SiteGround(site)
    }
  }

  /// A ball round the site, in straight metres.
  var ball: (center: EarthPosition, radius: Double) {
    // A metre for the rounding of what lies between samples.
    let radius = positions.reduce(0) { max($0, $1.squaredChord(to: positions[0])) }.squareRoot()
    return (positions[0], radius + 1)
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
  fileprivate static let sampleSpacing = 1_000.0
  /// Most nodes of the lattice over an area: a square of 2,000 km.
  private static let mostSamples = 4_000_000
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
  ///
  /// - Throws: `LonLatGrid.GridError.tooLarge`.
  fileprivate func innerSamples() throws(LonLatGrid.GridError) -> [Coordinate] {
    var box = extent
    // A lattice starts within −180…180; a place is the same whatever the turn.
    let turn = Longitude.wrapped(box.minX) - box.minX
    box.minX += turn
    box.maxX += turn
    // A polygon without height or width has no lattice, and nothing inside.
    guard box.minX < box.maxX, box.minY < box.maxY else { return [] }
    // A lattice has its spacing at its middle latitude; columns part towards the equator.
    let lowest = box.minY * box.maxY <= 0 ? 0 : min(abs(box.minY), abs(box.maxY))
    let narrowing = cos(box.center.latitude * .pi / 180) / cos(lowest * .pi / 180)
    let lattice = try LonLatGrid(
      covering: box, spacing: Self.sampleSpacing * min(1, narrowing), limit: Self.mostSamples)
    return (0..<lattice.rows).flatMap { row in
      (0..<lattice.columns).map { lattice.coordinate(row: row, column: $0) }.filter(contains)
    }
  }
}
