import CGEOS
import GeoCore

// New shapes out of old ones, in the plane of the coordinates and in their units: metres in a local frame.
extension Geometry {
  /// The ground within a distance, by GEOS's own method.
  ///
  /// GEOS first simplifies the input within 1 % of the distance, so the edge of a crooked line's buffer may lie
  /// that far off. For buffers on the ground use `buffered(byMeters:)` of GeoRisk.
  ///
  /// - Parameters:
  ///   - distance: in the unit of the coordinates; negative shrinks areas, perhaps to nothing.
  ///   - segmentsPerQuadrant: chords for a quarter circle, at least 1; the chords sag by
  ///     r(1 − cos(π/4q)), 0.03 % for 32.
  /// - Throws: `TopologyError`, also for a distance that is not finite.
  public func buffered(
    by distance: Double, segmentsPerQuadrant: Int = 32
  ) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("buffer")
    guard distance.isFinite else { throw session.refusal("the distance is not finite") }
    guard (1...10_000).contains(segmentsPerQuadrant) else {
      throw session.refusal("segments per quadrant must lie in 1…10000")
    }
    let geometry = try session.make(self)
    let result = try session.own(
      GEOSBuffer_r(session.context, geometry.pointer, distance, Int32(segmentsPerQuadrant)),
      from: "GEOSBuffer_r")
    return try session.areas(of: result.pointer)
  }

  /// Fewer vertices, the shape kept within a tolerance.
  ///
  /// - Parameters:
  ///   - tolerance: greatest offset in the unit of the coordinates, at least 0.
  ///   - preservingTopology: keeps areas valid and parts in place, at some cost; otherwise plain
  ///     Douglas–Peucker, whose areas may need repair.
  /// - Throws: `TopologyError`, also for a negative tolerance.
  public func simplified(
    within tolerance: Double, preservingTopology: Bool = true
  ) throws(TopologyError) -> Geometry {
    let session = try GEOSSession("simplify")
    guard tolerance >= 0, tolerance.isFinite else {
      throw session.refusal("the tolerance must be finite and at least 0")
    }
    let geometry = try session.make(self)
    if preservingTopology {
      let result = try session.own(
        GEOSTopologyPreserveSimplify_r(session.context, geometry.pointer, tolerance),
        from: "GEOSTopologyPreserveSimplify_r")
      return try session.read(result.pointer)
    }
    let result = try session.own(
      GEOSSimplify_r(session.context, geometry.pointer, tolerance), from: "GEOSSimplify_r")
    return try session.read(result.pointer)
  }

  /// The smallest convex shape round everything: an area, or a line or point if there is no area.
  ///
  /// - Throws: `TopologyError`.
  public func convexHull() throws(TopologyError) -> Geometry {
    let session = try GEOSSession("convex hull")
    let geometry = try session.make(self)
    let result = try session.own(
      GEOSConvexHull_r(session.context, geometry.pointer), from: "GEOSConvexHull_r")
    return try session.read(result.pointer)
  }

  /// A hull that follows the vertices more closely than the convex one.
  ///
  /// - Parameters:
  ///   - ratio: 0 is the most concave single area, 1 the convex hull; it scales the longest edge allowed
  ///     between the shortest and the longest of the Delaunay triangulation.
  ///   - allowingHoles: whether empty regions inside may become holes.
  /// - Returns: An area; empty when the vertices span none.
  /// - Throws: `TopologyError`, also for a ratio outside 0…1.
  public func concaveHull(ratio: Double, allowingHoles: Bool = false) throws(TopologyError) -> MultiPolygon {
    let session = try GEOSSession("concave hull")
    guard (0...1).contains(ratio) else { throw session.refusal("the ratio must lie in 0…1") }
    let geometry = try session.make(self)
    let result = try session.own(
      GEOSConcaveHull_r(session.context, geometry.pointer, ratio, allowingHoles ? 1 : 0),
      from: "GEOSConcaveHull_r")
    return try session.areas(of: result.pointer)
  }

  /// The part of the geometry inside an area: points, lines and areas alike.
  ///
  /// - Throws: `TopologyError`.
  public func clipped(to area: MultiPolygon) throws(TopologyError) -> Geometry {
    let session = try GEOSSession("clip")
    let geometry = try session.make(self)
    let clip = try session.make(area.polygons)
    let result = try session.own(
      GEOSIntersection_r(session.context, geometry.pointer, clip.pointer), from: "GEOSIntersection_r")
    return try session.read(result.pointer)
  }
}
