import GeoCore

/// What an assessment works on, already read and checked.
public struct AssessmentInputs: Sendable {
  /// The data set's name, for people; nil where nobody named it.
  public var name: String?
  /// Incidents in the order of the input.
  public var incidents: [Incident]
  /// Corridors in the order of the input.
  public var corridors: [Corridor]
  /// Sites in the order of the input.
  public var sites: [Site]
  /// Statements about who holds which place.
  public var control: [ControlObservation]
  /// Every number that turns these into scores.
  public var model: RiskModel
  /// Outlines and towns behind the report's map.
  public var context: MapContext
  /// Stretches of road on which nobody travels.
  public var closures: [RoadClosure] = []
  /// What was read, file by file.
  public var summaries: [InputSummary]
  /// Rows and features kept out.
  public var rejects: [RejectedRecord]
  /// What a user should know about the inputs, in sentences.
  public var notes: [String]

  /// Gathers inputs; all but incidents and assets may be left out.
  public init(
    incidents: [Incident], corridors: [Corridor] = [], sites: [Site] = [], control: [ControlObservation] = [],
    model: RiskModel = RiskModel(), context: MapContext = MapContext(), summaries: [InputSummary] = [],
    rejects: [RejectedRecord] = [], notes: [String] = []
  ) {
    self.incidents = incidents
    self.corridors = corridors
    self.sites = sites
    self.control = control
    self.model = model
    self.context = context
    self.summaries = summaries
    self.rejects = rejects
    self.notes = notes
  }

  /// All vertices of all assets.
  var assetPlaces: [Coordinate] {
    corridors.flatMap { $0.parts.flatMap(\.coordinates) } + sites.flatMap(\.geometry.vertices)
  }

  /// The newest day that an incident or control observation speaks of, or nil without either.
  public var newestDay: CalendarDay? {
    (incidents.map(\.newestDay) + control.map { max($0.from, $0.to) }).max()
  }
}

/// What was read from one input.
public struct InputSummary: Hashable, Sendable {
  /// What it was read as: `incidents`, `corridors`, `sites`, `control`, `model` or `context`.
  public var role: String
  /// Its path as given, or the bundled data set's name.
  public var path: String
  /// The format recognised, such as `ACLED`.
  public var format: String
  /// SHA-256 of its bytes in lower-case hexadecimal.
  public var sha256: String
  /// Rows or features found.
  public var rows: Int
  /// Rows or features kept out.
  public var rejected: Int
}

extension AssessmentInputs {
  /// Takes what a data set holds.
  public init(_ dataset: Dataset) {
    var summaries = [InputSummary(.incidents, dataset.incidents)]
    if let reading = dataset.corridors { summaries.append(InputSummary(.corridors, reading)) }
    if let reading = dataset.sites { summaries.append(InputSummary(.sites, reading)) }
    if let reading = dataset.control { summaries.append(InputSummary(.control, reading)) }
    if let file = dataset.modelFile {
      summaries.append(
        InputSummary(
          role: DatasetFiles.Role.model.rawValue, path: file.name, format: "model (YAML)",
          sha256: file.sha256,
          rows: 1, rejected: 0))
    }
    if let reading = dataset.contextFeatures { summaries.append(InputSummary(.context, reading)) }
    self.init(
      incidents: dataset.incidents.records, corridors: dataset.corridors?.records ?? [],
      sites: dataset.sites?.records ?? [], control: dataset.control?.records ?? [], model: dataset.model,
      context: dataset.context, summaries: summaries, rejects: dataset.rejects, notes: dataset.notes)
    name = dataset.name
  }
}

extension InputSummary {
  fileprivate init<Record>(_ role: DatasetFiles.Role, _ reading: InputReading<Record>) {
    self.init(
      role: role.rawValue, path: reading.file, format: reading.format, sha256: reading.sha256,
      rows: reading.rowCount, rejected: reading.rejects.count)
  }
}
