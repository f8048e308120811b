import GeoCore
import GeoJSON

/// What is in a file: its format, how many records can be used, why others cannot, when and where they are.
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
    /// The values, the commonest first and equal ones by name.
    public var entries: [Entry]

    init(_ name: String, _ values: some Sequence<String>) {
      var counts: [String: Int] = [:]
      for value in values { counts[value, default: 0] += 1 }
      self.name = name
      entries = counts.map { Entry(value: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }
  }

  /// The path as given.
  public var file: String
  /// The format in words, such as `ACLED export (CSV)`.
  public var format: String
  /// The SHA-256 of the bytes in lower-case hexadecimal.
  public var sha256: String
  /// The size in bytes.
  public var byteCount: Int
  /// Rows or features, kept and rejected; 0 for a model file.
  public var rowCount: Int
  /// Rows or features that can be used; 0 for a model file.
  public var usableCount: Int
  /// The records that cannot be used, with their reasons.
  public var rejects: [RejectedRecord]
  /// What a user should know.
  public var notes: [String]
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
  /// - Parameter crs: the reference system of corridors and sites; nil for WGS 84.
  /// - Throws: `GeoRiskError` where the file is of no known kind or nothing in it can be used.
  public init(of file: InputFile, crs: String? = nil) throws(GeoRiskError) {
    switch try FileKind(of: file, crs: crs) {
    case .incidents: self.init(try Incident.read(from: file))
    case .control: self.init(try ControlObservation.read(from: file))
    case .corridors: self.init(try Corridor.read(from: file, crs: crs))
    case .sites: self.init(try Site.read(from: file, crs: crs))
    case .mixedFeatures:
      self.init(try MapContext.features(from: file, crs: crs, strict: false))
    case .model: self.init(try RiskModel(from: file), from: file)
    }
  }

  private init(_ reading: InputReading<Incident>) {
    let incidents = reading.records
    self.init(reading, places: incidents.map(\.coordinate))
    firstDay = incidents.map(\.from).min()
    lastDay = incidents.map(\.to).max()
    tallies = [
      Tally("event type", incidents.map(\.eventType)),
      Tally("sub-event type", incidents.map(\.subEventType)), Tally("actor", incidents.map(\.actor1)),
      Tally("precision in km", incidents.map { shortest($0.precisionKm) }),
    ]
  }

  private init(_ reading: InputReading<ControlObservation>) {
    let observations = reading.records
    self.init(reading, places: observations.map(\.coordinate))
    firstDay = observations.map(\.from).min()
    lastDay = observations.map(\.to).max()
    tallies = [
      Tally("actor", observations.map(\.actor)), Tally("status", observations.map(\.status.rawValue)),
      Tally("assumption", observations.map { $0.assumption ? "yes" : "no" }),
    ]
  }

  private init(_ reading: InputReading<Corridor>) {
    self.init(reading, places: reading.records.flatMap { $0.parts.flatMap(\.coordinates) })
    tallies = [Tally("kind", reading.records.map(\.kind))]
  }

  private init(_ reading: InputReading<Site>) {
    self.init(reading, places: reading.records.flatMap(\.geometry.vertices))
    tallies = [
      Tally("kind", reading.records.map(\.kind)), Tally("geometry", reading.records.map(\.geometry.typeName)),
    ]
  }

  private init(_ reading: InputReading<Feature>) {
    self.init(reading, places: reading.records.flatMap { $0.geometry?.vertices ?? [] })
    tallies = [Tally("geometry", reading.records.compactMap(\.geometry?.typeName))]
  }

  private init(_ model: RiskModel, from file: InputFile) {
    self.init(
      InputReading<RiskModel>(
        file: file.name, format: "model (YAML)", sha256: file.sha256, byteCount: file.bytes.count,
        rowCount: 0, records: []), places: [])
    tallies = [
      Tally("kernel", [model.threat.kernel.rawValue]), Tally("profile", model.profiles.map(\.name)),
    ]
  }

  private init<Record>(_ reading: InputReading<Record>, places: [Coordinate]) {
    file = reading.file
    format = reading.format
    sha256 = reading.sha256
    byteCount = reading.byteCount
    rowCount = reading.rowCount
    usableCount = reading.records.count
    rejects = reading.rejects
    notes = reading.notes
    extent = MapExtent.around(places, metres: 0)
    tallies = []
  }
}
