import CGEOS
import GeoCore

// Values to handles. GEOS's constructors own their arguments from the call on, also when they fail: every
// argument is released into the call and never destroyed after it.
extension GEOSSession {
  func make(_ geometry: Geometry) throws(TopologyError) -> GeometryHandle {
    switch geometry {
    case .point(let coordinate): return try make(coordinate)
    case .lineString(let line): return try make(line)
    case .polygon(let polygon): return try make(polygon)
    case .multiPoint(let coordinates):
      return try collect(GEOS_MULTIPOINT, coordinates) { coordinate throws(TopologyError) in
        try make(coordinate)
      }
    case .multiLineString(let lines):
      return try collect(GEOS_MULTILINESTRING, lines) { line throws(TopologyError) in try make(line) }
    case .multiPolygon(let multi): return try make(multi.polygons)
    case .collection(let members):
      return try collect(GEOS_GEOMETRYCOLLECTION, members) { member throws(TopologyError) in
        try make(member)
      }
    }
  }

  func make(_ coordinate: Coordinate) throws(TopologyError) -> GeometryHandle {
    guard Self.isInRange(coordinate) else { throw refusal("\(coordinate) is not a place in a plane") }
    return try own(
      GEOSGeom_createPointFromXY_r(context, coordinate.x, coordinate.y), from: "GEOSGeom_createPointFromXY_r")
  }

  func make(_ line: LineString) throws(TopologyError) -> GeometryHandle {
    try own(
      GEOSGeom_createLineString_r(context, sequence(line.coordinates[...])),
      from: "GEOSGeom_createLineString_r")
  }

  func make(_ polygon: Polygon) throws(TopologyError) -> GeometryHandle {
    let shell = try ring(polygon.ring(0)).release()
    // Handles for the holes, to be destroyed here only if one of them cannot be made.
    var holes: [GEOSGeom?] = []
    do throws(TopologyError) {
      for hole in polygon.rings.dropFirst() { holes.append(try ring(hole).release()) }
    } catch {
      for case let made? in [shell] + holes { GEOSGeom_destroy_r(context, made) }
      throw error
    }
    return try own(
      GEOSGeom_createPolygon_r(context, shell, &holes, UInt32(holes.count)), from: "GEOSGeom_createPolygon_r")
  }

  func make(_ polygons: [Polygon]) throws(TopologyError) -> GeometryHandle {
    try collect(GEOS_MULTIPOLYGON, polygons) { polygon throws(TopologyError) in try make(polygon) }
  }

  func make(_ box: Envelope) throws(TopologyError) -> GeometryHandle {
    let corners = [Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.maxY)]
    guard !box.isEmpty, corners.allSatisfy(Self.isInRange) else {
      throw refusal("the box is empty or not finite")
    }
    return try own(
      GEOSGeom_createRectangle_r(context, box.minX, box.minY, box.maxX, box.maxY),
      from: "GEOSGeom_createRectangle_r")
  }

  private func ring(_ coordinates: ArraySlice<Coordinate>) throws(TopologyError) -> GeometryHandle {
    try own(
      GEOSGeom_createLinearRing_r(context, sequence(coordinates)), from: "GEOSGeom_createLinearRing_r")
  }

  private func collect<Member>(
    _ type: GEOSGeomTypes, _ members: [Member], _ make: (Member) throws(TopologyError) -> GeometryHandle
  ) throws(TopologyError) -> GeometryHandle {
    var made: [GEOSGeom?] = []
    made.reserveCapacity(members.count)
    do throws(TopologyError) {
      for member in members { made.append(try make(member).release()) }
    } catch {
      for case let pointer? in made { GEOSGeom_destroy_r(context, pointer) }
      throw error
    }
    return try own(
      GEOSGeom_createCollection_r(context, Int32(type.rawValue), &made, UInt32(made.count)),
      from: "GEOSGeom_createCollection_r")
  }

  /// Far beyond any plane in metres or degrees; GEOS 3.11 stops the process for some coordinates near 1e308.
  static let greatestCoordinate = 1e15

  /// A coordinate is two doubles without padding, so the array is the buffer that GEOS copies.
  private func sequence(_ coordinates: ArraySlice<Coordinate>) throws(TopologyError) -> GEOSCoordSeq {
    guard coordinates.allSatisfy(Self.isInRange) else {
      throw refusal("a coordinate is beyond ±\(Self.greatestCoordinate)")
    }
    let made = coordinates.withUnsafeBytes { bytes in
      GEOSCoordSeq_copyFromBuffer_r(
        context, bytes.baseAddress?.assumingMemoryBound(to: Double.self), UInt32(coordinates.count), 0, 0)
    }
    guard let made else { throw failure("GEOSCoordSeq_copyFromBuffer_r") }
    return made
  }

  private static func isInRange(_ coordinate: Coordinate) -> Bool {
    abs(coordinate.x) <= greatestCoordinate && abs(coordinate.y) <= greatestCoordinate
  }
}
