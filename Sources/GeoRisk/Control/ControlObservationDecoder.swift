import GeoCore

/// Reads rows of control observations.
struct ControlObservationDecoder: RecordDecoder {
  static let dateStyle = DateStyle()
  static let recordName = "control observation"
  static let requiredColumns = ["date", "longitude", "latitude", "actor", "status", "confidence"]
  static let optionalColumns = ["id", "end_date", "place", "actor_2", "radius_km", "source", "assumption"]

  private let columns: ColumnNames
  private let id, date, endDate, longitude, latitude, place, actor, actor2, status: Int?
  private let confidence, radius, source, assumption: Int?

  /// Finds the columns.
  ///
  /// - Throws: `badData` where one is missing or there twice.
  init(_ columns: ColumnNames, in file: InputFile) throws(GeoRiskError) {
    let place = InputPlace(file: file.name, line: file.looksLikeJSON ? nil : 1)
    let missing = Self.requiredColumns.filter { !columns.has($0) }
    if !missing.isEmpty {
      let known = Self.requiredColumns + Self.optionalColumns
      let unknown = columns.names.filter { !known.contains($0.lowercased()) }
      let named = missing.map { name in
        name + (NearestName.of(name, among: unknown).map { " (is it \(quoted($0))?)" } ?? "")
      }
      throw GeoRiskError(
        .badData, "a table of control observations lacks " + named.joined(separator: ", "), at: place,
        suggestion: "its columns are id, date, place, longitude, latitude, actor, status, confidence, "
          + "radius_km and source")
    }
    if let twice = columns.firstDuplicate(among: Self.requiredColumns + Self.optionalColumns) {
      throw GeoRiskError(
        .badData, "two columns are called \(quoted(twice.name)): number \(twice.first) and \(twice.second)",
        at: place, suggestion: "rename or remove one of them")
    }
    self.columns = columns
    id = columns.position("id")
    date = columns.position("date")
    endDate = columns.position("end_date")
    longitude = columns.position("longitude")
    latitude = columns.position("latitude")
    self.place = columns.position("place")
    actor = columns.position("actor")
    actor2 = columns.position("actor_2")
    status = columns.position("status")
    confidence = columns.position("confidence")
    radius = columns.position("radius_km")
    source = columns.position("source")
    assumption = columns.position("assumption")
  }

  var dateColumns: [Int] { [date, endDate].compactMap(\.self) }
  func id(of record: ControlObservation) -> String { record.id }

  func id(of row: some TextRow) -> String {
    let own = row.text(id)
    return own.isEmpty ? String(row.number) : own
  }

  mutating func decode(
    _ row: some TextRow, dates: DateStyle
  ) throws(RowProblem) -> ControlObservation {
    let days = try row.days(from: date, "date", to: endDate, "end_date", style: dates)
    let coordinate = try row.coordinate(longitude: longitude, latitude: latitude)
    guard let status = try row.choice(status, "status", of: ControlStatus.self) else {
      throw .bad("status is blank")
    }
    guard let confidence = try row.number(confidence, "confidence", in: 0...1) else {
      throw .bad("confidence is blank")
    }
    let radiusKm = try row.number(radius, "radius_km", in: 0...500)
    if radiusKm == 0 { throw .bad("radius_km is 0; leave it blank for the model's half-distance") }
    let second = row.text(actor2)
    return ControlObservation(
      id: id(of: row), from: days.from, to: days.to,
      place: row.text(place), coordinate: coordinate, actor: try row.requiredText(actor, "actor"),
      actor2: second.isEmpty ? nil : second, status: status, confidence: confidence, radiusKm: radiusKm,
      source: row.text(source), assumption: try row.flag(assumption, "assumption"), record: row.place)
  }

  mutating func add(countsOf later: Self) {}

  var notes: [String] {
    let known = Self.requiredColumns + Self.optionalColumns
    let unused = columns.names.filter { !known.contains($0.lowercased()) && !$0.isEmpty }
    return unused.isEmpty ? [] : ["columns not used: " + unused.joined(separator: ", ")]
  }
}

extension ControlObservation {
  /// Reads control observations from a CSV table, or from GeoJSON points whose properties are named like its columns.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - strict: whether the first wrong row ends the reading with an error.
  /// - Throws: `GeoRiskError` of category `badData` where a column is missing, a quote is never closed, the dates
  ///   are ambiguous, no row is usable, or a row is wrong and reading is strict.
  public static func read(
    from file: InputFile, strict: Bool = false
  ) throws(GeoRiskError) -> InputReading<ControlObservation> {
    var list = RecordList<ControlObservation>()
    let pass =
      file.looksLikeJSON
      ? try read(GeoJSONTable(file), strict: strict, into: &list)
      : try read(CSVTable(file), strict: strict, into: &list)
    return InputReading(pass, list)
  }

  static func read<Sink: RecordSink>(
    _ table: some TextTable, strict: Bool, into sink: inout Sink
  ) throws(GeoRiskError) -> FilePass where Sink.Record == ControlObservation {
    let decoder = try ControlObservationDecoder(table.columns, in: table.file)
    return try readTable(
      table, with: decoder, format: "control observations", strict: strict, workers: Workers(threads: 1),
      into: &sink)
  }
}
