import GeoCore
import GeoProjection
import GeoTopology

// Networks: so many paths that uniting their buffers is what takes the time. Each gets outlines on an integer
// lattice, most often one `RoadOutline`, and `LatticeUnion` unites them all at once on all threads.
extension GeodesicBuffer {
  /// The fewest paths that make a network; for fewer GEOS is quick, and keeps full precision.
  static let networkPaths = 32
  /// The fewest chords for a quarter circle in a network: enough for the boundary to keep within 0.1 %.
  private static let networkSegments = 16

  /// The ground within a distance of many paths and in the areas; nil where a lattice is too coarse or too small.
  func networkArea(
    within metres: Double, of shape: BufferShape, in window: LongitudeWindow, lift: GlobeLift
  ) throws(TopologyError) -> MultiPolygon? {
    guard let lattice = BufferLattice(distance: metres, window: window) else { return nil }
    let segments = max(Self.networkSegments, segmentsPerQuadrant)
    let outline = RoadOutline(distance: metres, segmentsPerQuadrant: segments, tolerance: lift.tolerance)
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
            segmentsPerQuadrant: segments, lift: lift, window: window)
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
