/// Reads rows of an ACLED export, of the newer and the older layouts.
struct ACLEDIncidentDecoder: RecordDecoder {
  /// `30-08-2025`, which ACLED's exports have written for years, unless the file's own dates say otherwise.
  static let dateStyle = DateStyle()
  static let recordName = "incident"

  private let precisionKm: [Double?]
  private let id, date, longitude, latitude, eventType, subEventType: Int?
  private let actor1, actor2, inter1, inter2, civilianTargeting: Int?
  private let timePrecision, geoPrecision, location, source, fatalities, notesColumn: Int?
  private var rows = 0
  private var rowsWithoutPlace = 0
  private var rowsWithoutTime = 0

  init(_ columns: ColumnNames, precision: RiskModel.PrecisionTable) {
    precisionKm = precision.acled
    id = columns.position("event_id_cnty", "data_id")
    date = columns.position("event_date")
    longitude = columns.position("longitude")
    latitude = columns.position("latitude")
    eventType = columns.position("event_type")
    subEventType = columns.position("sub_event_type")
    actor1 = columns.position("actor1")
    actor2 = columns.position("actor2")
    inter1 = columns.position("inter1")
    inter2 = columns.position("inter2")
    civilianTargeting = columns.position("civilian_targeting")
    timePrecision = columns.position("time_precision")
    geoPrecision = columns.position("geo_precision")
    location = columns.position("location")
    source = columns.position("source")
    fatalities = columns.position("fatalities")
    notesColumn = columns.position("notes")
  }

  var dateColumns: [Int] { [date].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let day = try row.day(date, "event_date", style: dates)
    let coordinate = try row.coordinate(longitude: longitude, latitude: latitude)
    let placeCode = try row.count(geoPrecision, "geo_precision")
    let timeCode = try row.count(timePrecision, "time_precision")
    let interval: (from: CalendarDay, to: CalendarDay)
    switch timeCode {
    case nil, 1: interval = (day, day)
    case 2: interval = day.week
    case 3: interval = day.calendarMonth
    default: throw .bad("time_precision is \(row.text(timePrecision)); it is 1, 2 or 3")
    }
    let incident = Incident(
      id: try row.requiredText(id, "event_id_cnty"), from: interval.from, to: interval.to,
      coordinate: coordinate,
      precisionKm: try sigma(placeCode, table: precisionKm, column: "geo_precision") ?? 0,
      eventType: try row.requiredText(eventType, "event_type"), subEventType: row.text(subEventType),
      actor1: row.text(actor1), actor2: row.text(actor2), inter1: row.text(inter1),
      inter2: row.text(inter2), civilianTargeting: row.text(civilianTargeting),
      fatalities: try row.count(fatalities, "fatalities") ?? 0, place: row.text(location),
      source: row.text(source), notes: row.text(notesColumn), record: row.place)
    rows += 1
    if placeCode == nil { rowsWithoutPlace += 1 }
    if timeCode == nil { rowsWithoutTime += 1 }
    return incident
  }

  mutating func add(countsOf later: Self) {
    rows += later.rows
    rowsWithoutPlace += later.rowsWithoutPlace
    rowsWithoutTime += later.rowsWithoutTime
  }

  var notes: [String] {
    var notes: [String] = []
    if rowsWithoutPlace > 0 {
      notes.append(
        "\(rowsWithoutPlace) of \(rows) incidents have no geo_precision: their places are taken as exact")
    }
    if rowsWithoutTime > 0 {
      notes.append(
        "\(rowsWithoutTime) of \(rows) incidents have no time_precision: their days are taken as exact")
    }
    return notes
  }
}

/// The standard deviation that a source's precision code stands for; nil where no code is given.
///
/// - Throws: `.bad` for a code that the source does not have, `.excluded` where the model leaves the code out.
func sigma(_ code: Int?, table: [Double?], column: String) throws(RowProblem) -> Double? {
  guard let code else { return nil }
  guard table.indices.contains(code - 1) else {
    throw .bad("\(column) is \(code); it is one of 1…\(table.count)")
  }
  guard let sigma = table[code - 1] else {
    throw .excluded("\(column) \(code) is too coarse for the model (precision_km is null)")
  }
  return sigma
}
