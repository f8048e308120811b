import GeoCore
import GeoJSON

/// What is in a file: its format, how many records can be used, why others cannot, when and where they are.
@dynamicMemberLookup
public struct FileInspection: Sendable {
  /// How often each value of a column occurs, the commonest first.
  public struct Tally: Hashable, Sendable {
    /// A value and its count.
    public struct Entry: Hashable, Sendable {
      /// The value; empty where the column is.
      public var value: String
      /// How many records have it.
      public var count: Int
    }

    /// What is counted, such as `event type`.
    public var name: String
    /// The values, the commonest first and equal ones by name; at most 65,536.
    public var entries: [Entry]
    /// Records with a value that came up when there were that many already.
    public var otherCount = 0
  }

  /// What is known of the file as a whole; its properties are the inspection's too. A model file has no rows.
  public var pass: FilePass
  /// The first thousand records that cannot be used, with their reasons.
  public var rejects: [RejectedRecord]
  /// The first day on which a record may lie; nil where records have no dates.
  public var firstDay: CalendarDay?
  /// The last day on which a record may lie; nil where records have no dates.
  public var lastDay: CalendarDay?
  /// The smallest box round all places in degrees, its east edge beyond 180 where it crosses the antimeridian.
  public var extent: Envelope?
  /// How often the values of the telling columns occur.
  public var tallies: [Tally]

  /// Looks into a file of any kind that a data set may hold, told by its content.
  ///
  /// A mapped file (`InputFile(mapping:)`) is never in memory as a whole: it is gone through several times. What
  /// grows with it are the identifiers that occur more than once, and notes on single features, such as repairs.
  ///
  /// - Parameter crs: the reference system of corridors and sites; nil for WGS 84.
  /// - Throws: `GeoRiskError` where the file is of no known kind or nothing in it can be used.
  public init(of file: InputFile, crs: String? = nil) throws(GeoRiskError) {
    guard file.looksLikeJSON else {
      switch try FileKind(ofText: file) {
      case .model: self.init(try RiskModel(from: file), from: file)
      case .control: try self.init(control: CSVTable(file))
      default: try self.init(incidents: CSVTable(file))
      }
      return
    }
    let survey = try FeatureSurvey(FeatureLayer(file, crs: crs))
    switch FileKind(survey) {
    case .incidents: try self.init(incidents: GeoJSONTable(file, survey))
    case .control: try self.init(control: GeoJSONTable(file, survey))
    case .corridors:
      try self.init(
        RecordSurvey(["kind"]) { corridor, findings in
          for part in corridor.parts { for place in part.coordinates { findings.add(place) } }
          findings.add(corridor.kind)
        }
      ) { survey throws(GeoRiskError) in
        try Corridor.reader.read(file, crs: crs, strict: false, into: &survey)
      }
    case .sites:
      try self.init(
        RecordSurvey(["kind", "geometry"]) { site, findings in
          for place in site.geometry.vertices { findings.add(place) }
          findings.add(site.kind, site.geometry.typeName)
        }
      ) { survey throws(GeoRiskError) in try Site.reader.read(file, crs: crs, strict: false, into: &survey) }
    case .mixedFeatures, .model:
      try self.init(
        RecordSurvey(["geometry"]) { feature, findings in
          guard let geometry = feature.geometry else { return }
          for place in geometry.vertices { findings.add(place) }
          findings.add(geometry.typeName)
        }
      ) { survey throws(GeoRiskError) in
        try MapContext.features(from: file, crs: crs, strict: false, into: &survey)
      }
    }
  }

  private init(incidents table: some TextTable) throws(GeoRiskError) {
    try self.init(
      RecordSurvey<Incident>(["event type", "sub-event type", "actor", "precision in km"]) {
        incident, findings in
        findings.add(incident.coordinate)
        findings.add(from: incident.from, to: incident.to)
        findings.add(
          incident.eventType, incident.subEventType, incident.actor1, shortest(incident.precisionKm))
      }
    ) { survey throws(GeoRiskError) in try Incident.read(table, strict: false, into: &survey) }
  }

  private init(control table: some TextTable) throws(GeoRiskError) {
    try self.init(
      RecordSurvey<ControlObservation>(["actor", "status", "assumption"]) { observation, findings in
        findings.add(observation.coordinate)
        findings.add(from: observation.from, to: observation.to)
        findings.add(observation.actor, observation.status.rawValue, observation.assumption ? "yes" : "no")
      }
    ) { survey throws(GeoRiskError) in try ControlObservation.read(table, strict: false, into: &survey) }
  }

  private init<Record>(
    _ survey: RecordSurvey<Record>, _ read: (inout RecordSurvey<Record>) throws(GeoRiskError) -> FilePass
  ) throws(GeoRiskError) {
    var survey = survey
    pass = try read(&survey)
    rejects = survey.rejects
    firstDay = survey.findings.firstDay
    lastDay = survey.findings.lastDay
    extent = survey.findings.extent
    tallies = survey.findings.columns.map(\.tally)
  }

  /// A property of the file as a whole.
  public subscript<Value>(dynamicMember property: KeyPath<FilePass, Value>) -> Value {
    pass[keyPath: property]
  }

  private init(_ model: RiskModel, from input: InputFile) {
    pass = FilePass(
      file: input.name, format: "model (YAML)", sha256: input.sha256, byteCount: input.byteCount, rowCount: 0,
      usableCount: 0, notes: [])
    rejects = []
    tallies = [("kernel", [model.threat.kernel.rawValue]), ("profile", model.profiles.map(\.name))].map {
      var count = ColumnCount(name: $0.0)
      for value in $0.1 { count.add(value) }
      return count.tally
    }
  }
}
