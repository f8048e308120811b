import GeoCore
import GeoProjection
import GeoTopology

/// The ground within a distance of a geometry, measured along geodesics of WGS 84.
///
/// Every point of the boundary, between vertices too, lies within 0.1 % of the asked distance from the input
/// whose edges are geodesics: at any latitude, across the antimeridian, round the poles, and for lines of any
/// length. With the default 32 segments per quadrant it lies within −0.03 % and +0.06 %.
///
/// How: GEOS cannot do this alone, for it is planar and simplifies lines within 1 % of the distance first. So a
/// line is cut into pieces of at most 200 km, and each piece goes into a plane round its own middle, where it is
/// covered by convex hulls so small or so thin that nobody can tell them from the line at that distance. The
/// offset of a convex shape is exact. GEOS unites the offsets; their edges are divided until they are as good as
/// straight in longitude and latitude; and GEOS unites the pieces there.
///
/// Those unions would take most of the time. So roads get single outlines by `RoadOutline` where that will do, and
/// `LatticeUnion` unites everything on a lattice of 1e-7° (finer below 500 m) on all threads; GEOS unites what does
/// not fit on one. Fewer than 16 segments per quadrant are taken as 16 there.
///
/// Results are areas in the plane of longitude and latitude, valid there, with longitudes that run on round the
/// input: across the antimeridian they exceed ±180, and the GeoJSON writer cuts them. A buffer that may hold a
/// pole lies within −180…180 instead, and one that does hold it runs along latitude ±90 from side to side.
public struct GeodesicBuffer: Hashable, Sendable {
  /// The widest buffer in metres. Wider ones would need frames in which distances are no longer true.
  public static let greatestDistance = 1_000_000.0

  /// Chords for a quarter circle. They leave the circle by ±r(1 − cos(π/4q))/2: 0.015 % for 32, 0.06 % for 16;
  /// below 13 the chords alone use up 0.1 %.
  public let segmentsPerQuadrant: Int
  /// How many threads to use for many paths; the result does not depend on it.
  public let workers: Workers

  /// Chooses how round the corners are.
  ///
  /// - Parameters:
  ///   - segmentsPerQuadrant: 1…1024.
  ///   - workers: how many threads to use for many paths; the result does not depend on it.
  /// - Throws: `BufferError.badSegments`.
  public init(segmentsPerQuadrant: Int = 32, workers: Workers = .allProcessors) throws(BufferError) {
    guard (1...1024).contains(segmentsPerQuadrant) else { throw .badSegments(segmentsPerQuadrant) }
    self.segmentsPerQuadrant = segmentsPerQuadrant
    self.workers = workers
  }

  /// The ground within a distance of a geometry; empty for an empty geometry.
  ///
  /// Areas that cross themselves are repaired first.
  ///
  /// - Parameters:
  ///   - metres: above 0, at most `greatestDistance`.
  ///   - geometry: points, lines and areas in degrees, any turn of longitude.
  /// - Throws: `BufferError`.
  public func area(within metres: Double, of geometry: Geometry) throws(BufferError) -> MultiPolygon {
    try areas(within: [metres], of: geometry)[0]
  }

  /// The ground within each distance, in the order asked, all on the same turn of longitude.
  ///
  /// - Throws: `BufferError`.
  public func areas(within distances: [Double], of geometry: Geometry) throws(BufferError) -> [MultiPolygon] {
    for metres in distances {
      guard metres.isFinite, metres > 0 else { throw .badDistance(metres) }
      guard metres <= Self.greatestDistance else { throw .tooFar(metres) }
    }
    guard let widest = distances.max() else { return [] }
    let shape = try BufferShape(geometry)
    let window = shape.window(reach: widest)
    var areas: [MultiPolygon] = []
    for metres in distances {
      areas.append(
        try unifying { () throws(TopologyError) in try area(within: metres, of: shape, in: window) })
    }
    return areas
  }

  /// Belts: the ground within each distance but not within the next smaller one, in the order asked.
  ///
  /// - Throws: `BufferError`.
  public func rings(within distances: [Double], of geometry: Geometry) throws(BufferError) -> [MultiPolygon] {
    let areas = try areas(within: distances, of: geometry)
    var rings: [MultiPolygon] = []
    for (metres, area) in zip(distances, areas) {
      let inner = zip(distances, areas).filter { $0.0 < metres }.max { $0.0 < $1.0 }
      guard let inner else {
        rings.append(area)
        continue
      }
      rings.append(
        try unifying { () throws(TopologyError) in
          try area.difference(with: inner.1, retryGrid: GlobeGrid.retry)
        })
    }
    return rings
  }

  /// The ground that any of the areas covers, whatever turns of longitude they lie on.
  ///
  /// - Throws: `BufferError.topology`.
  public static func dissolved(_ areas: [MultiPolygon]) throws(BufferError) -> MultiPolygon {
    let polygons = areas.flatMap(\.polygons)
    let window = LongitudeWindow(round: polygons.map { Array($0.ring(0)) }, reach: 0)
    return try unifying { () throws(TopologyError) in
      var folded: [Polygon] = []
      for polygon in polygons { folded += try window.fold(polygon) }
      return try MultiPolygon.union(of: folded, retryGrid: GlobeGrid.retry)
    }
  }

  private func area(
    within metres: Double, of shape: BufferShape, in window: LongitudeWindow
  ) throws(TopologyError) -> MultiPolygon {
    let lift = GlobeLift(tolerance: metres * Budget.lift)
    if let area = try latticeArea(within: metres, of: shape, in: window, lift: lift) { return area }
    var parts: [Polygon] = []
    let ofPaths = try workers.tryMap(shape.paths.count) { index throws(TopologyError) in
      var parts: [Polygon] = []
      for piece in BufferPiece.pieces(of: shape.paths[index], distance: metres) {
        parts += try piece.area(segmentsPerQuadrant: segmentsPerQuadrant, lift: lift, window: window)
      }
      return parts
    }
    for ofPath in ofPaths { parts += ofPath }
    for area in shape.areas { parts += try lift.interior(of: area, in: window) }
    return try MultiPolygon.union(of: parts, retryGrid: GlobeGrid.retry)
  }

  /// Shares of the distance that each step may be wrong by; the sum stays below 0.1 %.
  enum Budget {
    /// A convex hull in place of the line, outwards only.
    static let hull = 3e-4
    /// An edge straight in longitude and latitude in place of one straight in the frame.
    static let lift = 5e-5
    /// A geodesic edge drawn straight in the frame.
    static let chord = 1e-5
    /// How near to a pole a boundary may pass, and by how much it is moved out if it passes nearer.
    static let pole = 2e-5
  }
}

extension Geometry {
  /// The ground within a distance along geodesics of WGS 84, accurate to 0.1 % of the distance.
  ///
  /// See `GeodesicBuffer` for what the result looks like across the antimeridian and at the poles.
  ///
  /// - Parameters:
  ///   - metres: above 0, at most 1,000 km.
  ///   - segmentsPerQuadrant: chords for a quarter circle, at least 13 for the stated accuracy.
  /// - Throws: `BufferError`.
  public func buffered(
    byMeters metres: Double, segmentsPerQuadrant: Int = 32
  ) throws(BufferError) -> MultiPolygon {
    try GeodesicBuffer(segmentsPerQuadrant: segmentsPerQuadrant).area(within: metres, of: self)
  }
}

/// Runs GEOS work under the buffer's own error.
private func unifying<Value>(
  _ body: () throws(TopologyError) -> Value
) throws(BufferError) -> Value {
  do throws(TopologyError) { return try body() } catch { throw .topology(error) }
}
