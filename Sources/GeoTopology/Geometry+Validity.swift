import CGEOS
import GeoCore

/// Whether a geometry obeys the simple-feature rules, and if not, what is wrong where.
public enum Validity: Hashable, Sendable {
  /// Rings neither cross themselves nor each other, and holes lie inside.
  case valid
  /// `reason` is GEOS's own wording; `place` is one point where the rule is broken.
  case invalid(reason: String, place: Coordinate?)

  /// Whether all is well.
  public var isValid: Bool { self == .valid }
}

extension Geometry {
  /// Checks the simple-feature rules in the plane of the coordinates.
  ///
  /// - Throws: `TopologyError` for coordinates that are not finite.
  public func validity() throws(TopologyError) -> Validity {
    let session = try GEOSSession("validity check")
    let geometry = try session.make(self)
    var reason: UnsafeMutablePointer<CChar>?
    var location: GEOSGeom?
    let answer = GEOSisValidDetail_r(session.context, geometry.pointer, 0, &reason, &location)
    defer { if let reason { GEOSFree_r(session.context, reason) } }
    let place = location.map { GeometryHandle($0, in: session).coordinate(in: session) } ?? nil
    if try session.truth(answer, from: "GEOSisValidDetail_r") { return .valid }
    return .invalid(reason: reason.map { String(cString: $0) } ?? "not valid", place: place)
  }

  /// The same geometry made valid: rings that cross themselves are split, overlapping parts merged, holes
  /// outside their shell dropped. A valid geometry keeps its shape.
  ///
  /// - Throws: `TopologyError`.
  public func repaired() throws(TopologyError) -> Geometry {
    let session = try GEOSSession("make valid")
    let geometry = try session.make(self)
    guard let parameters = GEOSMakeValidParams_create_r(session.context) else {
      throw session.failure("GEOSMakeValidParams_create_r")
    }
    defer { GEOSMakeValidParams_destroy_r(session.context, parameters) }
    // The structure method keeps ground that a ring covers twice; the older one would cut it out.
    _ = GEOSMakeValidParams_setMethod_r(session.context, parameters, GEOS_MAKE_VALID_STRUCTURE)
    _ = GEOSMakeValidParams_setKeepCollapsed_r(session.context, parameters, 0)
    let result = try session.own(
      GEOSMakeValidWithParams_r(session.context, geometry.pointer, parameters),
      from: "GEOSMakeValidWithParams_r")
    return try session.read(result.pointer)
  }
}

extension MultiPolygon {
  /// Checks the simple-feature rules in the plane of the coordinates.
  ///
  /// - Throws: `TopologyError`.
  public func validity() throws(TopologyError) -> Validity { try Geometry.multiPolygon(self).validity() }

  /// The same area made valid; what has no area is dropped.
  ///
  /// - Throws: `TopologyError`.
  public func repaired() throws(TopologyError) -> MultiPolygon {
    MultiPolygon(try Geometry.multiPolygon(self).repaired().polygons)
  }
}

extension GeometryHandle {
  /// The coordinate of a point, nil for anything else.
  fileprivate func coordinate(in session: GEOSSession) -> Coordinate? {
    guard case .point(let coordinate)? = try? session.read(pointer) else { return nil }
    return coordinate
  }
}
