/// Reads rows with the native column names.
struct NativeIncidentDecoder: RecordDecoder {
  static let dateStyle = DateStyle()
  static let recordName = "incident"
  /// Four times this and a reach of 400 km make the longest reach that a kernel may have: one row that is coarser is
  /// kept out, lest it end the whole run.
  private static let coarsestKm = 400.0

  private let columns: ColumnNames
  private let id, date, endDate, longitude, latitude, eventType, subEventType: Int?
  private let actor1, actor2, inter1, inter2, civilianTargeting, typeOfViolence: Int?
  private let fatalities, place, source, precision, dimension, severity, ongoing, notesColumn: Int?
  private var rowsWithoutPrecision = 0
  private var rows = 0

  init(_ columns: ColumnNames) {
    self.columns = columns
    id = columns.position("id")
    date = columns.position("date")
    endDate = columns.position("end_date")
    longitude = columns.position("longitude")
    latitude = columns.position("latitude")
    eventType = columns.position("event_type")
    subEventType = columns.position("sub_event_type")
    actor1 = columns.position("actor1")
    actor2 = columns.position("actor2")
    inter1 = columns.position("inter1")
    inter2 = columns.position("inter2")
    civilianTargeting = columns.position("civilian_targeting")
    typeOfViolence = columns.position("type_of_violence")
    fatalities = columns.position("fatalities")
    place = columns.position("place")
    source = columns.position("source")
    precision = columns.position("location_precision_km")
    dimension = columns.position("dimension")
    severity = columns.position("severity")
    ongoing = columns.position("ongoing")
    notesColumn = columns.position("notes")
  }

  var dateColumns: [Int] { [date, endDate].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let days = try row.days(from: date, "date", to: endDate, "end_date", style: dates)
    let coordinate = try row.coordinate(longitude: longitude, latitude: latitude)
    let sigma = try row.number(precision, "location_precision_km", in: 0...Self.coarsestKm)
    let incident = Incident(
      id: try row.requiredText(id, "id"), from: days.from, to: row.text(endDate).isEmpty ? nil : days.to,
      ongoing: try row.flag(ongoing, "ongoing"), coordinate: coordinate, precisionKm: sigma ?? 0,
      eventType: try row.requiredText(eventType, "event_type"), subEventType: row.text(subEventType),
      actor1: row.text(actor1), actor2: row.text(actor2), inter1: row.text(inter1),
      inter2: row.text(inter2), civilianTargeting: row.text(civilianTargeting),
      typeOfViolence: try row.count(typeOfViolence, "type_of_violence"),
      fatalities: try row.count(fatalities, "fatalities") ?? 0,
      statedDimension: try row.choice(dimension, "dimension", of: Dimension.self),
      statedSeverity: try row.number(severity, "severity", in: 0...ModelValue.heaviest),
      place: row.text(place), source: row.text(source), notes: row.text(notesColumn), record: row.place)
    rows += 1
    if sigma == nil { rowsWithoutPrecision += 1 }
    return incident
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
    let unused = columns.names.filter { !known.contains($0.lowercased()) && !$0.isEmpty }
    if !unused.isEmpty { notes.append("columns not used: " + unused.joined(separator: ", ")) }
    return notes
  }
}
