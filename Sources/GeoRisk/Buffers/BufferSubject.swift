import GeoCore

/// Something to draw a buffer round: a point, a line or an area with its name.
public struct BufferSubject: Hashable, Sendable {
  /// Unique among the subjects of a file.
  public var id: String
  /// What people call it; the id where not given.
  public var name: String
  /// What it is: the feature's own kind, else `corridor` for lines and `site` for points and areas.
  public var kind: String
  /// Any geometry on WGS 84.
  public var geometry: Geometry
  /// Where the feature stands in its file.
  public var record: InputPlace

  /// Makes a subject.
  public init(
    id: String, name: String, kind: String, geometry: Geometry, record: InputPlace = InputPlace()
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.geometry = geometry
    self.record = record
  }

  /// Takes a corridor, all parts together.
  public init(_ corridor: Corridor) {
    self.init(
      id: corridor.id, name: corridor.name, kind: corridor.kind.isEmpty ? "corridor" : corridor.kind,
      geometry: .multiLineString(corridor.parts), record: corridor.record)
  }

  /// Takes a site.
  public init(_ site: Site) {
    self.init(
      id: site.id, name: site.name, kind: site.kind.isEmpty ? "site" : site.kind, geometry: site.geometry,
      record: site.record)
  }
}

extension BufferSubject {
  /// Reads the Features of a GeoJSON file, whatever their geometry.
  ///
  /// Ids, names and kinds are found as for corridors and sites. A polygon that crosses itself is repaired, which a
  /// note says.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - crs: the reference system of the coordinates, such as `EPSG:32629`; nil for WGS 84.
  ///   - strict: whether the first wrong Feature ends the reading with an error.
  /// - Throws: as `Corridor.read(from:crs:strict:)`.
  public static func read(
    from file: InputFile, crs: String? = nil, strict: Bool = false
  ) throws(GeoRiskError) -> InputReading<BufferSubject> {
    let reader = AssetReader<BufferSubject>(kind: "feature") {
      geometry, identity, place, notes throws(RowProblem) in
      let usable: Geometry
      let kind: String
      switch geometry {
      case .lineString, .multiLineString: (usable, kind) = (geometry, "corridor")
      case .polygon, .multiPolygon:
        (usable, kind) = (try Site.valid(geometry, at: place, notes: &notes), "site")
      default: (usable, kind) = (geometry, "site")
      }
      guard !usable.vertices.isEmpty else { throw .bad("the geometry is empty") }
      return BufferSubject(
        id: identity.id, name: identity.name, kind: identity.kind.isEmpty ? kind : identity.kind,
        geometry: usable, record: place)
    }
    return try reader.read(file, crs: crs, strict: strict)
  }
}
