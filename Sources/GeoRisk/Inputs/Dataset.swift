import GeoJSON

/// All inputs of an assessment, read and checked.
public struct Dataset: Sendable {
  /// The name, for reports.
  public var name: String
  /// The model; the default one where the data set has none.
  public var model: RiskModel
  /// The file that the model came from, nil for the default model.
  public var modelFile: InputFile?
  /// What happened.
  public var incidents: InputReading<Incident>
  /// The roads to score, nil where there is no such file.
  public var corridors: InputReading<Corridor>?
  /// The places to score, nil where there is no such file.
  public var sites: InputReading<Site>?
  /// Who holds what, nil where there is no such file.
  public var control: InputReading<ControlObservation>?
  /// What stands behind the map.
  public var context: MapContext
  /// How the context's file was read, nil where there is no such file.
  public var contextFeatures: InputReading<Feature>?

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - files: the incidents and at least one of corridors and sites; the rest may be absent.
  ///   - crs: the reference system of the corridors, sites and context that are read from a path; nil for WGS 84,
  ///     in which bytes in memory always are. Incidents and control observations have longitude and latitude by
  ///     name.
  ///   - strict: whether the first wrong record ends the reading with an error.
  /// - Throws: `GeoRiskError`: `usage` where a needed file is not named, and whatever reading a file throws.
  public init(_ files: DatasetFiles, crs: String? = nil, strict: Bool = false) throws(GeoRiskError) {
    guard files[.incidents] != nil else {
      throw GeoRiskError(
        .missingInput, "the data set \(quoted(files.name)) has no incidents",
        suggestion: "add incidents.csv or name a file with --incidents")
    }
    guard files[.corridors] != nil || files[.sites] != nil else {
      throw GeoRiskError(
        .missingInput, "the data set \(quoted(files.name)) has neither corridors nor sites",
        suggestion: "add corridors.geojson or sites.geojson, or name one with --corridors or --sites")
    }
    try files.checkStandardInput()
    name = files.name
    modelFile = try files.input(.model)
    if let file = modelFile { model = try RiskModel(from: file) } else { model = RiskModel() }
    guard let incidentFile = try files.input(.incidents) else {
      throw GeoRiskError(.internalFault, "the incidents vanished while they were read")
    }
    incidents = try Incident.read(from: incidentFile, precision: model.precision, strict: strict)
    if let file = try files.input(.corridors) {
      corridors = try Corridor.read(from: file, crs: files.crs(crs, of: .corridors), strict: strict)
    }
    if let file = try files.input(.sites) {
      sites = try Site.read(from: file, crs: files.crs(crs, of: .sites), strict: strict)
    }
    if let file = try files.input(.control) {
      control = try ControlObservation.read(from: file, strict: strict)
    }
    if let file = try files.input(.context) {
      contextFeatures = try MapContext.features(
        from: file, crs: files.crs(crs, of: .context), strict: strict)
    }
    context = contextFeatures.map { MapContext($0) } ?? MapContext()
  }

  /// The records kept out of all files, in the order incidents, corridors, sites, control, context.
  public var rejects: [RejectedRecord] {
    incidents.rejects + (corridors?.rejects ?? []) + (sites?.rejects ?? []) + (control?.rejects ?? [])
      + (contextFeatures?.rejects ?? [])
  }

  /// What a user should know about each file, as `FILE: note`.
  public var notes: [String] {
    func notes<Record>(_ reading: InputReading<Record>?) -> [String] {
      guard let reading else { return [] }
      return reading.notes.map { $0.hasPrefix(reading.file) ? $0 : "\(reading.file): \($0)" }
    }
    return notes(incidents) + notes(corridors) + notes(sites) + notes(control) + notes(contextFeatures)
  }
}
