/// Reads rows of an ACLED export, of the newer and the older layouts.
struct ACLEDIncidentDecoder: RecordDecoder {
  /// `30-08-2025`, which ACLED's exports have written for years, unless the file's own dates say otherwise.
  static let dateStyle = DateStyle()
  static let recordName = "incident"

  private let precisionKm: [Double?]
  private let columns: IncidentColumns
  private let date, timePrecision, geoPrecision: Int?
  private var kinds: KindCache
  private var rows = 0
  private var rowsWithoutPlace = 0
  private var rowsWithoutTime = 0

  init(_ names: ColumnNames, precision: RiskModel.PrecisionTable) {
    precisionKm = precision.acled
    columns = IncidentColumns(
      names, renamed: [.id: ["event_id_cnty", "data_id"], .typeOfViolence: [], .place: ["location"]])
    kinds = KindCache(columns.ofKind)
    date = names.position("event_date")
    timePrecision = names.position("time_precision")
    geoPrecision = names.position("geo_precision")
  }

  var dateColumns: [Int] { [date].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }
  func id(of row: some TextRow) -> String { row.text(columns[.id]) }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let day = try row.day(date, "event_date", style: dates)
    let coordinate = try row.coordinate(longitude: columns[.longitude], latitude: columns[.latitude])
    let placeCode = try row.count(geoPrecision, "geo_precision")
    let timeCode = try row.count(timePrecision, "time_precision")
    let interval: (from: CalendarDay, to: CalendarDay)
    switch timeCode {
    case nil, 1: interval = (day, day)
    case 2: interval = day.week
    case 3: interval = day.calendarMonth
    default: throw .bad("time_precision is \(row.text(timePrecision)); it is 1, 2 or 3")
    }
    let id = try row.requiredText(columns[.id], "event_id_cnty")
    let sigma = try sigma(placeCode, table: precisionKm, column: "geo_precision")
    let kind = try columns.kind(of: row, from: &kinds) { () throws(RowProblem) in
      (try row.requiredText(columns[.eventType], "event_type"), row.text(columns[.subEventType]))
    }
    let fatalities = try row.count(columns[.fatalities], "fatalities") ?? 0
    rows += 1
    if placeCode == nil { rowsWithoutPlace += 1 }
    if timeCode == nil { rowsWithoutTime += 1 }
    return Incident(
      id: id, coordinate: coordinate, precisionKm: sigma ?? 0, line: row.plainLine, from: interval.from,
      to: interval.to, fatalities: fatalities, kind: kind, account: columns.account(of: row))
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
