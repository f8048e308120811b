import GeoCore
import GeoJSON
import GeoProjection
import GeoTopology

/// What corridors and sites have in common: how a Feature gets its id, name and kind.
struct AssetIdentity {
  let id: String
  let name: String
  let kind: String
  /// Whether the Feature's index had to stand in for an id.
  let idIsIndex: Bool

  init(_ feature: Feature, at place: InputPlace) {
    func some(_ text: String?) -> String? { text?.isEmpty == true ? nil : text }
    let own = some(feature.properties["id"]?.text) ?? some(feature.id?.text)
    id = own ?? String(place.feature ?? 0)
    idIsIndex = own == nil
    name = some(feature.properties["name"]?.text) ?? id
    kind = some(feature.properties["kind"]?.text) ?? ""
  }
}

/// Reads the Features of a file as assets of one kind, whose ids are unique.
struct AssetReader<Asset: Sendable> {
  /// What one is called in messages, such as `corridor`.
  let kind: String
  /// The asset of a Feature with a geometry, or the reason why there is none; it may add notes.
  let make: (Geometry, AssetIdentity, InputPlace, inout [String]) throws(RowProblem) -> Asset

  /// Reads all Features into memory.
  ///
  /// - Throws: as `read(_:crs:strict:into:)`.
  func read(
    _ file: InputFile, crs: String?, strict: Bool
  ) throws(GeoRiskError) -> InputReading<Asset> {
    var list = RecordList<Asset>()
    return InputReading(try read(file, crs: crs, strict: strict, into: &list), list)
  }

  /// Reads all Features into a sink; twice where its memory must not grow with the file.
  ///
  /// - Throws: `badData` for two assets of one id, for the first wrong Feature where reading is strict, and where no
  ///   Feature is usable; `usage` for an unknown reference system.
  func read<Sink: RecordSink>(
    _ file: InputFile, crs: String?, strict: Bool, into sink: inout Sink
  ) throws(GeoRiskError) -> FilePass where Sink.Record == Asset {
    let layer = try FeatureLayer(file, crs: crs)
    var collector = RecordCollector(file: file, strict: strict, into: sink)
    var seen = IDRegister(for: file, only: Sink.growsWithFile ? nil : try repeatedIDs(in: layer))
    var unnamed = 0
    var notes: [String] = []
    let layerNotes = try layer.forEachEntry { entry throws(GeoRiskError) in
      switch entry {
      case .rejected(let rejected): try collector.reject(rejected)
      case .feature(let feature, let place):
        let identity = AssetIdentity(feature, at: place)
        if let first = seen.placeBefore(of: identity.id, at: place) {
          throw GeoRiskError(
            .badData, "the id \(quoted(identity.id)) was used before, by feature \(first.feature ?? 0)",
            at: place, suggestion: "give every \(kind) an id of its own")
        }
        if identity.idIsIndex { unnamed += 1 }
        do throws(RowProblem) {
          guard let geometry = feature.geometry else { throw .bad("the feature has no geometry") }
          collector.keep(try make(geometry, identity, place, &notes))
        } catch {
          guard case .bad(let reason) = error else { return }
          try collector.reject(
            RejectedRecord(place: place, reason: reason, rawText: file.featureText(at: place)))
        }
      }
    }
    if unnamed > 0 {
      notes.append(
        "\(unnamed) \(kind)\(unnamed == 1 ? " has" : "s have") no id: the index of the feature is used")
    }
    for note in layerNotes + notes { collector.note(note) }
    sink = collector.sink
    return try collector.finish(format: "\(kind)s (GeoJSON)", record: kind)
  }

  private func repeatedIDs(in layer: FeatureLayer) throws(GeoRiskError) -> RepeatedIDs {
    try RepeatedIDs { take throws(GeoRiskError) in
      try layer.forEachEntry { entry in
        if case .feature(let feature, let place) = entry { take(AssetIdentity(feature, at: place).id) }
      }
    }
  }
}

extension Corridor {
  /// Reads corridors from the LineString and MultiLineString Features of a GeoJSON file.
  ///
  /// The id is the property `id`, else the Feature's own, else its index, which a note says; `name` and `kind` are
  /// properties.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - crs: the reference system of the coordinates, such as `EPSG:32629`; nil for WGS 84.
  ///   - strict: whether the first wrong Feature ends the reading with an error.
  /// - Throws: `GeoRiskError`: `badData` for what is no GeoJSON, two equal ids, no usable Feature, or a wrong one
  ///   where reading is strict; `usage` for an unknown reference system.
  public static func read(
    from file: InputFile, crs: String? = nil, strict: Bool = false
  ) throws(GeoRiskError) -> InputReading<Corridor> {
    try reader.read(file, crs: crs, strict: strict)
  }

  static var reader: AssetReader<Corridor> {
    AssetReader(kind: "corridor") { geometry, identity, place, notes throws(RowProblem) in
      let lines: [LineString]
      switch geometry {
      case .lineString(let line): lines = [line]
      case .multiLineString(let several): lines = several
      default:
        throw .bad("the geometry is a \(geometry.typeName); a corridor is a LineString or MultiLineString")
      }
      // A millimetre is less than any road and more than rounding.
      let parts = lines.filter { Geodesic.wgs84.length(of: $0) > 0.001 }
      guard !parts.isEmpty else { throw .bad("the corridor \(quoted(identity.id)) has no length") }
      if parts.count < lines.count {
        notes.append(
          "\(place): \(lines.count - parts.count) of \(lines.count) parts have no length and are left out")
      }
      return Corridor(
        id: identity.id, name: identity.name, kind: identity.kind, parts: parts, record: place)
    }
  }
}

extension Site {
  /// Reads sites from the Point, MultiPoint, Polygon and MultiPolygon Features of a GeoJSON file.
  ///
  /// Ids, names and kinds are found as for corridors. A polygon that crosses itself is repaired, which a note says.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - crs: the reference system of the coordinates, such as `EPSG:32629`; nil for WGS 84.
  ///   - strict: whether the first wrong Feature ends the reading with an error.
  /// - Throws: as `Corridor.read(from:crs:strict:)`.
  public static func read(
    from file: InputFile, crs: String? = nil, strict: Bool = false
  ) throws(GeoRiskError) -> InputReading<Site> {
    try reader.read(file, crs: crs, strict: strict)
  }

  static var reader: AssetReader<Site> {
    AssetReader(kind: "site") { geometry, identity, place, notes throws(RowProblem) in
      let usable: Geometry
      switch geometry {
      case .point: usable = geometry
      case .multiPoint(let places):
        guard !places.isEmpty else { throw .bad("the geometry is empty") }
        usable = geometry
      case .polygon, .multiPolygon: usable = try valid(geometry, at: place, notes: &notes)
      default:
        throw .bad(
          "the geometry is a \(geometry.typeName); a site is a Point, MultiPoint, Polygon or MultiPolygon")
      }
      let site = Site(
        id: identity.id, name: identity.name, kind: identity.kind, geometry: usable, record: place)
      // Scoring would end the whole run for one such outline.
      if !usable.polygons.isEmpty {
        do throws(GeoRiskError) { try SiteGround.check(site) } catch { throw .bad(error.what) }
      }
      return site
    }
  }

  /// The area as it stands where it is valid, else repaired, with a note.
  static func valid(
    _ geometry: Geometry, at place: InputPlace, notes: inout [String]
  ) throws(RowProblem) -> Geometry {
    guard !geometry.polygons.isEmpty else { throw .bad("the geometry is empty") }
    do {
      var unwrapped: [Polygon] = []
      for polygon in geometry.polygons { unwrapped.append(try polygon.unwrapped()) }
      let area = MultiPolygon(unwrapped)
      guard case .invalid(let reason, let fault) = try area.validity() else { return geometry }
      let repaired = try area.repaired().mapCoordinates { coordinate in
        abs(coordinate.longitude) <= 180
          ? coordinate
          : Coordinate(longitude: Longitude.wrapped(coordinate.longitude), latitude: coordinate.latitude)
      }
      guard !repaired.isEmpty else { throw RowProblem.bad("the polygon encloses no area") }
      let spot = fault.map { " at \($0.longitude), \($0.latitude)" } ?? ""
      notes.append("\(place): the polygon was repaired (\(reason.lowercased())\(spot))")
      if repaired.polygons.count == 1, let only = repaired.polygons.first { return .polygon(only) }
      return .multiPolygon(repaired)
    } catch let problem as RowProblem {
      throw problem
    } catch {
      throw .bad("the polygon cannot be used: \(error)")
    }
  }
}
