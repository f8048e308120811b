import CGEOS
import GeoCore

// Overlay of areas in the plane of their coordinates. Results are areas only: shared points and edges that an
// overlay leaves over are dropped. Inputs are to be valid (`repaired()`); GEOS may refuse others.
extension MultiPolygon {
  /// The ground covered by any of the polygons, which may overlap.
  ///
  /// - Parameters:
  ///   - polygons: any number; none gives an empty area.
  ///   - gridSize: when above 0, all result coordinates are multiples of it and the result is valid on that
  ///     grid, so that rounding on writing cannot make it invalid; 0 keeps full precision.
  /// - Throws: `TopologyError`.
  public static func union(
    of polygons: [Polygon], gridSize: Double = 0
  ) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("union")
    let input = try session.make(polygons)
    if gridSize > 0 {
      let result = try session.own(
        GEOSUnaryUnionPrec_r(session.context, input.pointer, gridSize), from: "GEOSUnaryUnionPrec_r")
      return try session.areas(of: result.pointer)
    }
    let result = try session.own(
      GEOSUnaryUnion_r(session.context, input.pointer), from: "GEOSUnaryUnion_r")
    return try session.areas(of: result.pointer)
  }

  /// The ground covered by any of the areas, which may overlap.
  ///
  /// - Throws: `TopologyError`.
  public static func union(
    of areas: [MultiPolygon], gridSize: Double = 0
  ) throws(TopologyError) -> MultiPolygon {
    try union(of: areas.flatMap(\.polygons), gridSize: gridSize)
  }

  /// The ground that both cover.
  ///
  /// - Throws: `TopologyError`.
  public func intersection(with other: MultiPolygon) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("intersection")
    let first = try session.make(polygons)
    let second = try session.make(other.polygons)
    let result = try session.own(
      GEOSIntersection_r(session.context, first.pointer, second.pointer), from: "GEOSIntersection_r")
    return try session.areas(of: result.pointer)
  }

  /// The ground that this covers and the other does not.
  ///
  /// - Parameter gridSize: as for `union`.
  /// - Throws: `TopologyError`.
  public func difference(
    with other: MultiPolygon, gridSize: Double = 0
  ) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("difference")
    let first = try session.make(polygons)
    let second = try session.make(other.polygons)
    if gridSize > 0 {
      let result = try session.own(
        GEOSDifferencePrec_r(session.context, first.pointer, second.pointer, gridSize),
        from: "GEOSDifferencePrec_r")
      return try session.areas(of: result.pointer)
    }
    let result = try session.own(
      GEOSDifference_r(session.context, first.pointer, second.pointer), from: "GEOSDifference_r")
    return try session.areas(of: result.pointer)
  }

  /// The part inside a box.
  ///
  /// - Throws: `TopologyError`, also for an empty box.
  public func clipped(to box: Envelope) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("clip")
    let first = try session.make(polygons)
    let second = try session.make(box)
    let result = try session.own(
      GEOSIntersection_r(session.context, first.pointer, second.pointer), from: "GEOSIntersection_r")
    return try session.areas(of: result.pointer)
  }

  /// The same area on a grid of coordinates, still valid there; what collapses on the grid is dropped.
  ///
  /// - Parameter gridSize: distance of the grid's lines, above 0; 1e-7 degrees is GeoJSON's seven decimals.
  /// - Throws: `TopologyError`.
  public func snapped(toGrid gridSize: Double) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("snap to grid")
    guard gridSize > 0, gridSize.isFinite else { throw session.refusal("the grid size must be above 0") }
    let input = try session.make(polygons)
    let result = try session.own(
      GEOSGeom_setPrecision_r(session.context, input.pointer, gridSize, 0), from: "GEOSGeom_setPrecision_r")
    return try session.areas(of: result.pointer)
  }
}
