import Foundation
import GeoCore
import GeoJSON

extension AssessmentRecord {
  /// Reads back what `Assessment.write(toFolder:)` wrote.
  ///
  /// Coordinates come back with the seven decimals of the layers, a centimetre or better; all else as it was.
  ///
  /// - Throws: `GeoRiskError`: `missingInput` where a file is missing, `badData` where one is no such layer.
  public init(folder path: String) throws(GeoRiskError) {
    guard DatasetFiles.isFolder(path) else {
      throw GeoRiskError(
        .missingInput, "no such folder", at: InputPlace(file: path),
        suggestion: "name a folder that `georisk assess --output` wrote")
    }
    let root = path.hasSuffix("/") ? path : path + "/"
    func file(_ name: String) throws(GeoRiskError) -> InputFile {
      do throws(GeoRiskError) { return try InputFile(path: root + name) } catch {
        guard error.category == .missingInput else { throw error }
        throw GeoRiskError(
          .missingInput, "the folder holds no \(name)", at: InputPlace(file: path),
          suggestion:
            "a comparison needs the whole output of an assessment; make it anew with `georisk assess`")
      }
    }
    let header = try Header(try file(LayerFile.assessment))
    name = path
    asOf = header.asOf
    model = header.model
    extent = header.extent
    resolution = header.resolution
    scenario = header.scenario
    let incidentFile = try file(LayerFile.incidents)
    incidents =
      try Self.isEmptyLayer(incidentFile)
      ? [] : Incident.read(from: incidentFile, precision: header.model.precision, strict: true).records
    segments = try Self.rows(of: try file(LayerFile.corridorScores)) { row throws(GeoRiskError) in
      if row.feature.properties["closed"]?.bool == true { return nil }
      let line = try row.line()
      return Segment(
        corridorID: try row.text("corridor_id"), name: try row.text("name"),
        segment: try row.whole("segment"),
        fromKm: try row.number("from_km"), toKm: try row.number("to_km"), line: line,
        threat: try row.number("threat"))
    }
    sites = try Self.rows(of: try file(LayerFile.siteScores)) { row throws(GeoRiskError) in
      guard let geometry = row.feature.geometry else { throw row.fault("there is no geometry") }
      return ScoredSite(
        siteID: try row.text("site_id"), name: try row.text("name"), geometry: geometry,
        threat: try row.number("threat"))
    }
    zones = try Self.rows(of: try file(LayerFile.controlZones)) { row throws(GeoRiskError) in try row.zone() }
    context = try Self.context(root + LayerFile.mapContext)
  }

  /// What stands behind the map; nothing where the file is missing or empty, since no number depends on it.
  private static func context(_ path: String) throws(GeoRiskError) -> MapContext {
    guard FileManager.default.fileExists(atPath: path) else { return MapContext() }
    let file = try InputFile(path: path)
    if try isEmptyLayer(file) { return MapContext() }
    return MapContext(try MapContext.features(from: file, crs: nil, strict: true))
  }

  private static func isEmptyLayer(_ file: InputFile) throws(GeoRiskError) -> Bool {
    var isEmpty = true
    try FeatureLayer(file, crs: nil).forEachEntry { _ in isEmpty = false }
    return isEmpty
  }

  private static func rows<Value>(
    of file: InputFile, _ read: (LayerRow) throws(GeoRiskError) -> Value?
  ) throws(GeoRiskError) -> [Value] {
    var values: [Value] = []
    try FeatureLayer(file, crs: nil).forEachEntry { entry throws(GeoRiskError) in
      switch entry {
      case .feature(let feature, let place):
        if let value = try read(LayerRow(feature: feature, place: place)) { values.append(value) }
      case .rejected(let rejected): throw GeoRiskError(.badData, rejected.reason, at: rejected.place)
      }
    }
    return values
  }
}

/// What `assessment.json` says of all layers.
private struct Header {
  let asOf: CalendarDay
  let model: RiskModel
  let extent: Envelope
  let resolution: Double
  let scenario: String?

  init(_ file: InputFile) throws(GeoRiskError) {
    let document: JSONObject
    do {
      document = try JSONValue(json: file.bytes).object ?? [:]
    } catch {
      throw GeoRiskError(
        .badData, "this is no assessment: expected \(error.expected), found \(error.found)",
        at: InputPlace(file: file.name, line: error.line, byte: error.byteOffset))
    }
    func missing(_ name: String) -> GeoRiskError {
      GeoRiskError(
        .badData, "this is no assessment: it lacks \(name)", at: file.place,
        suggestion: "make it anew with `georisk assess`")
    }
    guard let day = document["as_of"]?.string.flatMap({ CalendarDay(iso: $0) }) else {
      throw missing("as_of")
    }
    guard let model = document["model"] else { throw missing("model") }
    let box = document["extent"]?.array?.compactMap(\.double) ?? []
    guard box.count == 4 else { throw missing("extent") }
    guard let km = document["options"]?.object?["resolution_km"]?.double, km > 0 else {
      throw missing("options.resolution_km")
    }
    asOf = day
    // JSON is YAML, and the model stands there in the layout of the model file.
    self.model = try RiskModel(from: InputFile(name: file.name, bytes: model.jsonBytes()))
    extent = Envelope(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3])
    resolution = 1_000 * km
    scenario = document["scenario"]?.object?["name"]?.string
  }
}

/// A feature of a layer that is read back.
private struct LayerRow {
  let feature: Feature
  let place: InputPlace

  func fault(_ what: String) -> GeoRiskError { GeoRiskError(.badData, what, at: place) }

  func text(_ name: String) throws(GeoRiskError) -> String {
    guard let text = feature.properties[name]?.string else { throw fault("there is no text \(quoted(name))") }
    return text
  }

  func number(_ name: String) throws(GeoRiskError) -> Double {
    guard let number = feature.properties[name]?.double else {
      throw fault("there is no number \(quoted(name))")
    }
    return number
  }

  func whole(_ name: String) throws(GeoRiskError) -> Int {
    guard let number = feature.properties[name]?.int else {
      throw fault("there is no whole number \(quoted(name))")
    }
    return number
  }

  private func day(_ name: String) throws(GeoRiskError) -> CalendarDay {
    guard let day = CalendarDay(iso: try text(name)) else { throw fault("\(quoted(name)) is no date") }
    return day
  }

  /// The line; one that was cut at the antimeridian is joined again.
  func line() throws(GeoRiskError) -> LineString {
    switch feature.geometry {
    case .lineString(let line): return line
    case .multiLineString(let parts):
      var places: [Coordinate] = []
      for part in parts { places += places.isEmpty ? part.coordinates : Array(part.coordinates.dropFirst()) }
      do throws(GeometryError) { return try LineString(places) } catch { throw fault("\(error)") }
    default: throw fault("the geometry is no line")
    }
  }

  func zone() throws(GeoRiskError) -> ControlZone {
    let word = try text("status")
    guard let status = ControlZone.Status(rawValue: word) else {
      throw fault("\(quoted(word)) is no status of a zone")
    }
    guard let geometry = feature.geometry, !geometry.polygons.isEmpty else {
      throw fault("the geometry is no area")
    }
    return ControlZone(
      id: try text("zone_id"), actor: try text("actor"), actor2: feature.properties["actor_2"]?.string,
      status: status, negotiated: feature.properties["negotiated"]?.bool ?? false, share: try number("share"),
      evidence: try number("evidence"), areaKm2: try number("area_km2"),
      firstEvidence: try day("first_evidence"), lastEvidence: try day("last_evidence"),
      observations: feature.properties["observations"]?.array?.compactMap(\.string) ?? [],
      area: MultiPolygon(geometry.polygons))
  }
}
