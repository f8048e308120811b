/// Any of the seven simple-feature geometries.
public enum Geometry: Hashable, Sendable {
  /// One position.
  case point(Coordinate)
  /// Several positions.
  case multiPoint([Coordinate])
  /// One line.
  case lineString(LineString)
  /// Several lines.
  case multiLineString([LineString])
  /// One area.
  case polygon(Polygon)
  /// Several areas.
  case multiPolygon(MultiPolygon)
  /// A mixture.
  case collection([Geometry])

  /// The name used by GeoJSON and by GEOS.
  public var typeName: String {
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

  /// The smallest box round all coordinates as they stand.
  public var envelope: Envelope {
    switch self {
    case .point(let coordinate): Envelope(CollectionOfOne(coordinate))
    case .multiPoint(let coordinates): Envelope(coordinates)
    case .lineString(let line): line.envelope
    case .multiLineString(let lines): lines.reduce(into: .empty) { $0.extend(by: $1.envelope) }
    case .polygon(let polygon): polygon.envelope
    case .multiPolygon(let polygons): polygons.envelope
    case .collection(let members): members.reduce(into: .empty) { $0.extend(by: $1.envelope) }
    }
  }

  /// The same geometry with every coordinate replaced.
  ///
  /// - Throws: `GeometryError` when a replaced coordinate is not finite or opens a ring.
  public func mapCoordinates(_ transform: (Coordinate) -> Coordinate) throws(GeometryError) -> Geometry {
    switch self {
    case .point(let coordinate): return .point(transform(coordinate))
    case .multiPoint(let coordinates): return .multiPoint(coordinates.map(transform))
    case .lineString(let line): return .lineString(try LineString(line.coordinates.map(transform)))
    case .multiLineString(let lines):
      var mapped: [LineString] = []
      for line in lines { mapped.append(try LineString(line.coordinates.map(transform))) }
      return .multiLineString(mapped)
    case .polygon(let polygon): return .polygon(try polygon.mapCoordinates(transform))
    case .multiPolygon(let multi): return .multiPolygon(try multi.mapCoordinates(transform))
    case .collection(let members):
      var mapped: [Geometry] = []
      for member in members { mapped.append(try member.mapCoordinates(transform)) }
      return .collection(mapped)
    }
  }

  /// The areas in the geometry, in order; points and lines give none.
  public var polygons: [Polygon] {
    switch self {
    case .polygon(let polygon): [polygon]
    case .multiPolygon(let multi): multi.polygons
    case .collection(let members): members.flatMap(\.polygons)
    default: []
    }
  }
}

extension Polygon {
  /// The same rings with every coordinate replaced.
  ///
  /// - Throws: `GeometryError` when a replaced coordinate is not finite or opens a ring.
  public func mapCoordinates(_ transform: (Coordinate) -> Coordinate) throws(GeometryError) -> Polygon {
    try Polygon(coordinates: coordinates.map(transform), ringEnds: ringEnds)
  }
}

extension MultiPolygon {
  /// The same parts with every coordinate replaced.
  ///
  /// - Throws: `GeometryError` when a replaced coordinate is not finite or opens a ring.
  public func mapCoordinates(_ transform: (Coordinate) -> Coordinate) throws(GeometryError) -> MultiPolygon {
    var mapped: [Polygon] = []
    for polygon in polygons { mapped.append(try polygon.mapCoordinates(transform)) }
    return MultiPolygon(mapped)
  }
}
