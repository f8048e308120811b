/// Reads rows with the native column names.
struct NativeIncidentDecoder: RecordDecoder {
  static let dateStyle = DateStyle()
  static let recordName = "incident"
  /// Four times this and a reach of 400 km make the longest reach that a kernel may have: one row that is coarser is
  /// kept out, lest it end the whole run.
  private static let coarsestKm = 400.0

  private let names: ColumnNames
  private let columns: IncidentColumns
  private let date, endDate, precision, dimension, severity, ongoing: Int?
  private var rowsWithoutPrecision = 0
  private var kinds: KindCache
  private var rows = 0

  init(_ names: ColumnNames) {
    self.names = names
    columns = IncidentColumns(names)
    kinds = KindCache(columns.ofKind)
    date = names.position("date")
    endDate = names.position("end_date")
    precision = names.position("location_precision_km")
    dimension = names.position("dimension")
    severity = names.position("severity")
    ongoing = names.position("ongoing")
  }

  var dateColumns: [Int] { [date, endDate].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }
  func id(of row: some TextRow) -> String { row.text(columns[.id]) }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let days = try row.days(from: date, "date", to: endDate, "end_date", style: dates)
    let coordinate = try row.coordinate(longitude: columns[.longitude], latitude: columns[.latitude])
    let sigma = try row.number(precision, "location_precision_km", in: 0...Self.coarsestKm)
    let id = try row.requiredText(columns[.id], "id")
    let ongoing = try row.flag(ongoing, "ongoing")
    let kind = try columns.kind(of: row, from: &kinds) { () throws(RowProblem) in
      (try row.requiredText(columns[.eventType], "event_type"), row.text(columns[.subEventType]))
    }
    let fatalities = try row.count(columns[.fatalities], "fatalities") ?? 0
    let dimension = try row.choice(dimension, "dimension", of: Dimension.self)
    let severity = try row.number(severity, "severity", in: 0...ModelValue.heaviest)
    rows += 1
    if sigma == nil { rowsWithoutPrecision += 1 }
    return Incident(
      id: id, coordinate: coordinate, precisionKm: sigma ?? 0, statedSeverity: severity, ongoing: ongoing,
      endIsOpen: ongoing && days.to == nil, statedDimension: dimension, line: row.plainLine,
      from: days.from, to: days.to ?? days.from, fatalities: fatalities, kind: kind,
      account: columns.account(of: row))
  }

  mutating func add(countsOf later: Self) {
    rows += later.rows
    rowsWithoutPrecision += later.rowsWithoutPrecision
  }

  var notes: [String] {
    var notes: [String] = []
    if rowsWithoutPrecision > 0 {
      notes.append(
        "\(rowsWithoutPrecision) of \(rows) incidents have no location_precision_km: "
          + "their places are taken as exact")
    }
    let known = IncidentFormat.native.requiredColumns.flatMap { $0 } + IncidentFormat.native.optionalColumns
    let unused = names.names.filter { !known.contains($0.lowercased()) && !$0.isEmpty }
    if !unused.isEmpty { notes.append("columns not used: " + unused.joined(separator: ", ")) }
    return notes
  }
}
