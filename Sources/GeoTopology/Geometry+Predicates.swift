import CGEOS
import GeoCore

// Questions that GEOS answers from scratch at each call. For many questions about one geometry use the indexes
// of GeoCore: these here are for construction, and as an outside oracle in tests.
extension Geometry {
  /// Whether every point of the other lies inside, and not only on the edge.
  ///
  /// - Throws: `TopologyError`.
  public func contains(_ other: Geometry) throws(TopologyError) -> Bool {
    let session = try GEOSSession("contains")
    let first = try session.make(self)
    let second = try session.make(other)
    return try session.truth(
      GEOSContains_r(session.context, first.pointer, second.pointer), from: "GEOSContains_r")
  }

  /// Whether the two share a point, edges included.
  ///
  /// - Throws: `TopologyError`.
  public func intersects(_ other: Geometry) throws(TopologyError) -> Bool {
    let session = try GEOSSession("intersects")
    let first = try session.make(self)
    let second = try session.make(other)
    return try session.truth(
      GEOSIntersects_r(session.context, first.pointer, second.pointer), from: "GEOSIntersects_r")
  }

  /// The least planar distance between the two, in the unit of the coordinates; 0 where they meet.
  ///
  /// - Throws: `TopologyError`, also when one of them is empty.
  public func distance(to other: Geometry) throws(TopologyError) -> Double {
    let session = try GEOSSession("distance")
    let first = try session.make(self)
    let second = try session.make(other)
    for pointer in [first.pointer, second.pointer]
    where try session.truth(GEOSisEmpty_r(session.context, pointer), from: "GEOSisEmpty_r") {
      throw session.refusal("an empty geometry has no distance")
    }
    var distance = 0.0
    guard GEOSDistance_r(session.context, first.pointer, second.pointer, &distance) == 1 else {
      throw session.failure("GEOSDistance_r")
    }
    return distance
  }

  /// For each place, whether it lies inside or on the edge.
  ///
  /// - Throws: `TopologyError`, also for a place that is not finite.
  public func covers(_ places: [Coordinate]) throws(TopologyError) -> [Bool] {
    let session = try GEOSSession("covers")
    let geometry = try session.make(self)
    guard let prepared = GEOSPrepare_r(session.context, geometry.pointer) else {
      throw session.failure("GEOSPrepare_r")
    }
    defer { GEOSPreparedGeom_destroy_r(session.context, prepared) }
    var answers: [Bool] = []
    answers.reserveCapacity(places.count)
    for place in places {
      let point = try session.make(place)
      answers.append(
        try session.truth(
          GEOSPreparedCovers_r(session.context, prepared, point.pointer), from: "GEOSPreparedCovers_r"))
    }
    return answers
  }
}
