import GeoCore
import GeoProjection
import GeoTopology

// Networks: so many paths that uniting their buffers is what takes the time. Each gets outlines on an integer
// lattice, most often one `RoadOutline`, and `LatticeUnion` unites them all at once on all threads.
extension GeodesicBuffer {
  /// The fewest paths that make a network; for fewer GEOS is quick, and keeps full precision.
  static let networkPaths = 32

  /// The ground within a distance of many paths and in the areas; nil where a lattice is too coarse or too small.
  func networkArea(
    within metres: Double, of shape: BufferShape, in window: LongitudeWindow, lift: GlobeLift
  ) throws(TopologyError) -> MultiPolygon? {
    guard let lattice = BufferLattice(distance: metres, window: window) else { return nil }
    let outline = RoadOutline(
      distance: metres, segmentsPerQuadrant: segmentsPerQuadrant, tolerance: lift.tolerance)
    let batch = 16
    let batches = (shape.paths.count + batch - 1) / batch
    let outlines = try workers.tryMap(batches) { index throws(TopologyError) in
      var rings = LatticeRings()
      for path in shape.paths[index * batch..<min((index + 1) * batch, shape.paths.count)] {
        if let ring = outline.ring(of: path), let ring = lattice.ring(ring) {
          rings.append(ring)
          continue
        }
        for piece in BufferPiece.pieces(of: path, distance: metres) {
          for polygon in try piece.area(
            segmentsPerQuadrant: segmentsPerQuadrant, lift: lift, window: window)
          {
            lattice.append(polygon, to: &rings)
          }
        }
      }
      return rings
    }
    var rings = LatticeRings()
    rings.reserve(
      rings: outlines.reduce(0) { $0 + $1.count }, points: outlines.reduce(0) { $0 + $1.points.count })
    for some in outlines { rings.append(some) }
    for area in shape.areas {
      for polygon in try lift.interior(of: area, in: window) { lattice.append(polygon, to: &rings) }
    }
    guard let united = LatticeUnion.polygons(of: rings, workers: workers) else { return nil }
    let polygons = workers.map(united.count) { lattice.polygon(united[$0]) }
    return MultiPolygon(polygons.compactMap(\.self))
  }
}

/// The lattice on which the outlines of a buffer are united: seven decimals of a degree, a centimetre, or nine
/// for distances below 500 m. Either is at most 2e-5 of the distance.
struct BufferLattice {
  private let perDegree: Double
  private let window: LongitudeWindow

  /// Nil for distances below 10 m.
  init?(distance: Double, window: LongitudeWindow) {
    guard distance >= 10 else { return nil }
    perDegree = distance >= 500 ? LatticePoint.perDegree : 1e9
    self.window = window
  }

  private func point(_ place: Coordinate, turned degrees: Double = 0) -> LatticePoint {
    LatticePoint(
      x: Int(((place.longitude + degrees) * perDegree).rounded()), y: Int((place.latitude * perDegree).rounded()))
  }

  /// The ring moved by whole turns into the window; nil where it does not fit.
  func ring(_ ring: [Coordinate]) -> [LatticePoint]? {
    guard let first = ring.first else { return nil }
    let degrees = -360 * ((first.longitude - window.west) / 360).rounded(.down)
    for place in ring {
      let longitude = place.longitude + degrees
      guard longitude >= window.west, longitude <= window.west + 360 else { return nil }
    }
    return ring.map { point($0, turned: degrees) }
  }

  /// Adds a valid polygon's rings, its outer one counter-clockwise and the others clockwise.
  func append(_ polygon: Polygon, to rings: inout LatticeRings) {
    for (index, ring) in polygon.rings.enumerated() {
      let points = ring.lazy.map { point($0) }
      if (ring.signedDoubleArea > 0) == (index == 0) {
        rings.append(points)
      } else {
        rings.append(points.reversed())
      }
    }
  }

  /// The polygon of closed rings, the outer one first.
  func polygon(_ rings: [[LatticePoint]]) -> Polygon? {
    var coordinates: [Coordinate] = []
    coordinates.reserveCapacity(rings.reduce(0) { $0 + $1.count })
    var ends: [Int] = []
    for ring in rings {
      for point in ring {
        coordinates.append(Coordinate(x: Double(point.x) / perDegree, y: Double(point.y) / perDegree))
      }
      ends.append(coordinates.count)
    }
    return try? Polygon(coordinates: coordinates, ringEnds: ends)
  }
}
