import GeoCore

extension Scenario {
  /// Reads a scenario file in YAML.
  ///
  /// Added incidents and control observations have the keys, and are read by the rules, of native tables; `model`
  /// has those of a model file.
  ///
  /// - Throws: `badData`, with line and key, for broken YAML, an unknown key, a value that makes no sense, or a
  ///   scenario that changes nothing.
  public init(from file: InputFile) throws(GeoRiskError) {
    guard let root = try ModelValue.compose(file, what: "scenario file") else {
      throw GeoRiskError(.badData, "the scenario is empty", at: file.place)
    }
    let top = try root.mapping(keys: ["name", "incidents", "control", "corridors", "actors", "model"])
    guard let nameValue = top["name"] else {
      throw root.fault("the scenario has no name", suggestion: "add a line such as name: cut-the-road")
    }
    let name = try nameValue.text()
    if let fault = Self.fault(ofName: name) { throw nameValue.fault(fault) }
    self = try Scenario(name: name)
    if let value = top["incidents"] { try readIncidents(value) }
    if let value = top["control"] { try readControl(value) }
    if let value = top["corridors"] { try readCorridors(value) }
    if let value = top["actors"] { try readActors(value) }
    if let value = top["model"] {
      // What is wrong with it shows here, whatever model it will be laid over.
      var trial = RiskModel()
      try trial.read(value)
      model = .keys(ofFile: file)
    }
    guard top.count > 1 else { throw root.fault("the scenario changes nothing") }
  }

  private mutating func readIncidents(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: ["add", "remove", "move"])
    for entry in try keys["add"]?.list() ?? [] {
      let row = try ScenarioRow(
        entry,
        columns: IncidentFormat.native.requiredColumns.flatMap { $0 } + IncidentFormat.native.optionalColumns)
      var decoder = NativeIncidentDecoder(row.columns)
      addedIncidents.append(try row.decoded(by: &decoder))
    }
    for entry in try keys["remove"]?.list() ?? [] { removedIncidents.append(try Self.reference(entry)) }
    for entry in try keys["move"]?.list() ?? [] {
      let keys = try entry.mapping(keys: ["id", "longitude", "latitude"])
      guard let id = keys["id"], let longitude = keys["longitude"], let latitude = keys["latitude"] else {
        throw entry.fault("a move needs id, longitude and latitude")
      }
      movedIncidents.append(
        Move(
          try Self.reference(id),
          to: Coordinate(
            longitude: try longitude.number(from: -180, to: 180),
            latitude: try latitude.number(from: -90, to: 90))))
    }
  }

  private mutating func readControl(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: ["add", "remove"])
    for entry in try keys["add"]?.list() ?? [] {
      let row = try ScenarioRow(
        entry, columns: ControlObservationDecoder.requiredColumns + ControlObservationDecoder.optionalColumns)
      var decoder = try ControlObservationDecoder(
        row.columns, in: InputFile(name: entry.file, bytes: Array("{".utf8)))
      var observation = try row.decoded(by: &decoder)
      if !row.columns.has("id") { observation.id = "\(name)-\(addedControl.count + 1)" }
      addedControl.append(observation)
    }
    for entry in try keys["remove"]?.list() ?? [] { removedControl.append(try Self.reference(entry)) }
  }

  private mutating func readCorridors(_ value: ModelValue) throws(GeoRiskError) {
    for entry in try value.mapping(keys: ["close"])["close"]?.list() ?? [] {
      let keys = try entry.mapping(keys: ["corridor_id", "from_km", "to_km"])
      guard let id = keys["corridor_id"], let from = keys["from_km"], let to = keys["to_km"] else {
        throw entry.fault("a closed stretch needs corridor_id, from_km and to_km")
      }
      let start = try from.number(from: 0)
      closures.append(
        RoadClosure(
          corridorID: try id.text(), fromKm: start, toKm: try to.number(above: start),
          record: entry.fault("").place))
    }
  }

  private mutating func readActors(_ value: ModelValue) throws(GeoRiskError) {
    for entry in try value.list() {
      let keys = try entry.mapping(keys: ["actor", "half_distance_km", "cutoff_km"])
      guard let actor = keys["actor"], keys.count > 1 else {
        throw entry.fault("an actor's reach needs actor, and half_distance_km or cutoff_km")
      }
      let name = try actor.text()
      if actorReaches.contains(where: { equalIgnoringCase($0.actor, name) }) {
        throw entry.fault("the reach of \(quoted(name)) is changed twice")
      }
      actorReaches.append(
        ActorReach(
          actor: name, halfDistanceKm: try keys["half_distance_km"]?.number(above: 0),
          cutoffKm: try keys["cutoff_km"]?.number(above: 0), record: entry.fault("").place))
    }
  }

  private static func reference(_ value: ModelValue) throws(GeoRiskError) -> Reference {
    Reference(id: try value.text(), record: value.fault("").place)
  }
}

/// A record that a scenario adds, read like a row of a native table.
private struct ScenarioRow: TextRow {
  let columns: ColumnNames
  private let value: ModelValue
  private let values: [String]

  init(_ value: ModelValue, columns known: [String]) throws(GeoRiskError) {
    let keys = try value.mapping(keys: known)
    var values: [String] = []
    let names = known.filter { keys[$0] != nil }
    for name in names {
      guard let member = keys[name] else { continue }
      values.append(member.isNull ? "" : try member.text())
    }
    self.value = value
    self.values = values
    columns = ColumnNames(names)
  }

  let number = 1
  var place: InputPlace { value.fault("").place }
  let plainLine: Int32 = 0
  var rawText: String { values.joined(separator: ", ") }
  var unreadable: String? { nil }
  let allowsDecimalComma = false
  func text(_ position: Int?) -> String { position.map { values[$0] } ?? "" }
  func plain(_ position: Int?) -> UnsafeBufferPointer<UInt8>? { nil }

  /// The record, or what is wrong with it.
  func decoded<Decoder: RecordDecoder>(by decoder: inout Decoder) throws(GeoRiskError) -> Decoder.Record {
    do throws(RowProblem) {
      return try decoder.decode(self, dates: Decoder.dateStyle)
    } catch {
      switch error {
      case .bad(let reason), .excluded(let reason): throw value.fault(reason)
      case .dateOrderUnknown:
        throw value.fault("the date is ambiguous", suggestion: "write it like 2025-09-04")
      }
    }
  }
}
