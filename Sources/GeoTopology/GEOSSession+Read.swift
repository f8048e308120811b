import CGEOS
import GeoCore

// Handles to values. Parts of a geometry are borrowed from it and never destroyed.
extension GEOSSession {
  /// Any geometry; an empty one becomes an empty multi-geometry.
  func read(_ geometry: UnsafePointer<GEOSGeometry>) throws(TopologyError) -> Geometry {
    let empty = try truth(GEOSisEmpty_r(context, geometry), from: "GEOSisEmpty_r")
    switch GEOSGeomTypeId_r(context, geometry) {
    case Int32(GEOS_POINT.rawValue):
      return empty ? .multiPoint([]) : .point(try coordinates(geometry)[0])
    case Int32(GEOS_LINESTRING.rawValue), Int32(GEOS_LINEARRING.rawValue):
      return empty ? .multiLineString([]) : .lineString(try line(geometry))
    case Int32(GEOS_POLYGON.rawValue):
      return empty ? .multiPolygon(MultiPolygon([])) : .polygon(try polygon(geometry))
    case Int32(GEOS_MULTIPOINT.rawValue):
      return .multiPoint(
        try parts(geometry) { part throws(TopologyError) in try coordinates(part)[0] })
    case Int32(GEOS_MULTILINESTRING.rawValue):
      return .multiLineString(try parts(geometry) { part throws(TopologyError) in try line(part) })
    case Int32(GEOS_MULTIPOLYGON.rawValue):
      return .multiPolygon(
        MultiPolygon(try parts(geometry) { part throws(TopologyError) in try polygon(part) }))
    case Int32(GEOS_GEOMETRYCOLLECTION.rawValue):
      return .collection(try parts(geometry) { part throws(TopologyError) in try read(part) })
    default:
      throw failure("GEOSGeomTypeId_r")
    }
  }

  /// Only the areas of a result; points and lines that an operation left over are dropped.
  func areas(of geometry: UnsafePointer<GEOSGeometry>) throws(TopologyError) -> MultiPolygon {
    MultiPolygon(try read(geometry).polygons)
  }

  private func parts<Value>(
    _ geometry: UnsafePointer<GEOSGeometry>,
    _ read: (UnsafePointer<GEOSGeometry>) throws(TopologyError) -> Value
  ) throws(TopologyError) -> [Value] {
    let count = GEOSGetNumGeometries_r(context, geometry)
    guard count >= 0 else { throw failure("GEOSGetNumGeometries_r") }
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    for index in 0..<count {
      guard let part = GEOSGetGeometryN_r(context, geometry, index) else {
        throw failure("GEOSGetGeometryN_r")
      }
      if try truth(GEOSisEmpty_r(context, part), from: "GEOSisEmpty_r") { continue }
      values.append(try read(part))
    }
    return values
  }

  private func line(_ geometry: UnsafePointer<GEOSGeometry>) throws(TopologyError) -> LineString {
    let coordinates = try coordinates(geometry)
    return try checked { () throws(GeometryError) in try LineString(coordinates) }
  }

  private func polygon(_ geometry: UnsafePointer<GEOSGeometry>) throws(TopologyError) -> Polygon {
    guard let shell = GEOSGetExteriorRing_r(context, geometry) else { throw failure("GEOSGetExteriorRing_r") }
    var all = try coordinates(shell)
    var ends = [all.count]
    let holes = GEOSGetNumInteriorRings_r(context, geometry)
    guard holes >= 0 else { throw failure("GEOSGetNumInteriorRings_r") }
    for index in 0..<holes {
      guard let hole = GEOSGetInteriorRingN_r(context, geometry, index) else {
        throw failure("GEOSGetInteriorRingN_r")
      }
      all += try coordinates(hole)
      ends.append(all.count)
    }
    return try checked { () throws(GeometryError) in try Polygon(coordinates: all, ringEnds: ends) }
  }

  private func coordinates(_ geometry: UnsafePointer<GEOSGeometry>) throws(TopologyError) -> [Coordinate] {
    guard let sequence = GEOSGeom_getCoordSeq_r(context, geometry) else {
      throw failure("GEOSGeom_getCoordSeq_r")
    }
    var size: UInt32 = 0
    guard GEOSCoordSeq_getSize_r(context, sequence, &size) == 1 else {
      throw failure("GEOSCoordSeq_getSize_r")
    }
    var copied: Int32 = 0
    let count = Int(size)
    let coordinates = [Coordinate](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: Double.self)
      copied = GEOSCoordSeq_copyToBuffer_r(context, sequence, bytes, 0, 0)
      initialized = copied == 1 ? count : 0
    }
    guard copied == 1 else { throw failure("GEOSCoordSeq_copyToBuffer_r") }
    return coordinates
  }

  /// What GEOS gives back obeys the rules of our own types; if ever not, the error says which.
  private func checked<Value>(
    _ make: () throws(GeometryError) -> Value
  ) throws(TopologyError) -> Value {
    do throws(GeometryError) { return try make() } catch {
      throw TopologyError(operation: operation, function: "reading the result", message: error.description)
    }
  }
}
