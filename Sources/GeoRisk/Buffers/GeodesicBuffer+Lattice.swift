import GeoCore
import GeoProjection
import GeoTopology

// Buffers on an integer lattice: most paths get one `RoadOutline`, and `LatticeUnion` unites them all at once on all
// threads.
extension GeodesicBuffer {
  /// The fewest chords for a quarter circle there: enough for the boundary to keep within 0.1 %.
  private static let fewestSegments = 16

  /// The ground within a distance of paths and in the areas; nil where a lattice is too coarse or too small, as round a
  /// pole, where edges run from one side of the window to the other.
  func latticeArea(
    within metres: Double, of shape: BufferShape, in window: LongitudeWindow, lift: GlobeLift
  ) throws(TopologyError) -> MultiPolygon? {
    guard !window.mayHoldPole, let lattice = BufferLattice(distance: metres, of: shape, in: window) else {
      return nil
    }
    let segments = max(Self.fewestSegments, segmentsPerQuadrant)
    let outline = RoadOutline(distance: metres, segmentsPerQuadrant: segments, tolerance: lift.tolerance)
    var rings = LatticeRings()
    // Room that is not written to takes no memory.
    let vertices = shape.paths.reduce(0) { $0 + $1.count }
    rings.reserve(
      rings: shape.paths.count, points: RoadOutline.usualVertices(vertices, roads: shape.paths.count))
    // Paths by turns, so that no more than a turn's outlines are there twice.
    let batch = 16
    let turn = 128 * batch
    for start in stride(from: 0, to: shape.paths.count, by: turn) {
      let end = min(start + turn, shape.paths.count)
      let outlines = try workers.tryMap((end - start + batch - 1) / batch) { index throws(TopologyError) in
        let own = start + index * batch..<min(start + (index + 1) * batch, end)
        var rings = LatticeRings()
        for path in shape.paths[own] {
          if let ring = outline.ring(of: path), let points = lattice.ring(ring.places) {
            if ring.isTangled { rings.append(LatticeUnion.untangled(points)) } else { rings.append(points) }
            continue
          }
          for piece in BufferPiece.pieces(of: path, distance: metres) {
            for polygon in try piece.area(segmentsPerQuadrant: segments, lift: lift, window: window) {
              lattice.append(polygon, to: &rings)
            }
          }
        }
        return rings
      }
      for some in outlines { rings.append(some) }
    }
    for area in shape.areas {
      for polygon in try lift.interior(of: area, in: window) { lattice.append(polygon, to: &rings) }
    }
    let polygons = LatticeUnion.polygons(of: consume rings, workers: workers) { lattice.polygon($0) }
    return polygons.map { MultiPolygon($0.compactMap(\.self)) }
  }
}
