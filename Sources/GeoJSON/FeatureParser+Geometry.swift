import GeoCore

/// The seven geometry types, with how deep their coordinates are nested.
enum GeometryKind: String, CaseIterable {
  case point = "Point"
  case multiPoint = "MultiPoint"
  case lineString = "LineString"
  case multiLineString = "MultiLineString"
  case polygon = "Polygon"
  case multiPolygon = "MultiPolygon"
  case collection = "GeometryCollection"

  init?(name: String) { self.init(rawValue: name) }

  /// The name as bytes of the program, to compare without making a string.
  var literal: StaticString {
    switch self {
    case .point: "Point"
    case .multiPoint: "MultiPoint"
    case .lineString: "LineString"
    case .multiLineString: "MultiLineString"
    case .polygon: "Polygon"
    case .multiPolygon: "MultiPolygon"
    case .collection: "GeometryCollection"
    }
  }

  /// Brackets round a number; 0 for collections, which have no coordinates of their own.
  var nesting: Int {
    switch self {
    case .collection: 0
    case .point: 1
    case .multiPoint, .lineString: 2
    case .multiLineString, .polygon: 3
    case .multiPolygon: 4
    }
  }
}

extension FeatureParser {
  mutating func geometryOrNull() throws(ReadFailure) -> Geometry? {
    geometryMembers.removeAll(keepingCapacity: true)
    geometryDepth = 0
    if scanner.next == UInt8(ascii: "n") {
      try scanner.literal("null")
      return nil
    }
    return try geometry()
  }

  /// Reads a geometry that stands alone as a Feature without properties.
  mutating func bareGeometry() throws(ReadFailure) -> Feature {
    let geometry = try geometryOrNull()
    return Feature(geometry: geometry, geometryForeignMembers: JSONObject(geometryMembers))
  }

  /// Reads the geometry at the position, nil for one without any coordinates.
  ///
  /// `type` may stand behind `coordinates`, so these are read for whatever nesting they have and fitted to the
  /// type at the end.
  mutating func geometry() throws(ReadFailure) -> Geometry? {
    let start = scanner.position
    try requireObject("a geometry object")
    geometryDepth += 1
    defer { geometryDepth -= 1 }
    var kind: GeometryKind?
    var hasType = false
    var coordinatesAt: Int?
    var hasGeometries = false
    var shape = Shape(nesting: 0)
    var members: [Geometry] = []
    try scanner.openObject()
    var first = true
    while let name = try scanner.nextMember(&first) {
      if scanner.equals(name, "type") {
        try once(&hasType, name)
        kind = try geometryKind()
      } else if scanner.equals(name, "coordinates") {
        var isSecond = coordinatesAt != nil
        try once(&isSecond, name)
        coordinatesAt = scanner.position
        shape = try coordinateShape()
      } else if scanner.equals(name, "geometries") {
        try once(&hasGeometries, name)
        members = try geometries()
      } else if scanner.equals(name, "crs") {
        try readReferenceSystem()
      } else if geometryDepth > 1 || scanner.equals(name, "bbox") {
        try scanner.skipValue()
      } else {
        geometryMembers.append(.init(name: scanner.text(name), value: try scanner.value()))
      }
    }
    guard let kind else { throw .unusable(reason: "its geometry has no member `type`", offset: start) }
    if kind == .collection {
      guard hasGeometries else {
        throw .unusable(reason: "its GeometryCollection has no member `geometries`", offset: start)
      }
      return .collection(members)
    }
    guard let coordinatesAt else {
      throw .unusable(reason: "its \(kind.rawValue) has no member `coordinates`", offset: start)
    }
    guard shape.nesting == 0 || shape.nesting == kind.nesting else {
      throw .unusable(
        reason: "a \(kind.rawValue) needs coordinates nested \(kind.nesting) deep, found \(shape.nesting)",
        offset: coordinatesAt)
    }
    do throws(GeometryError) {
      return try shape.geometry(kind)
    } catch {
      throw .unusable(reason: "its \(kind.rawValue) is wrong: \(error)", offset: coordinatesAt)
    }
  }

  private mutating func geometryKind() throws(ReadFailure) -> GeometryKind {
    let offset = scanner.position
    guard scanner.next == UInt8(ascii: "\"") else {
      let value = try scanner.value()
      throw .unusable(reason: "its geometry's type is \(value.kind), not a string", offset: offset)
    }
    let name = try scanner.string()
    guard let kind = GeometryKind.allCases.first(where: { scanner.equals(name, $0.literal) }) else {
      throw .unusable(reason: "\"\(scanner.text(name))\" is not a type of geometry", offset: offset)
    }
    return kind
  }

  private mutating func geometries() throws(ReadFailure) -> [Geometry] {
    guard scanner.next == UInt8(ascii: "[") else { throw unusable("an array of geometries") }
    try scanner.openArray()
    var members: [Geometry] = []
    var first = true
    while try scanner.nextElement(&first) {
      if let member = try geometry() { members.append(member) }
    }
    return members
  }
}
