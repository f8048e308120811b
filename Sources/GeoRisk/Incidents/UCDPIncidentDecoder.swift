/// Reads rows of UCDP's georeferenced event dataset, with either family of its last columns' names.
struct UCDPIncidentDecoder: RecordDecoder {
  /// Older extracts write `05/26/2016 00:00:00`.
  static let dateStyle = DateStyle(slashed: .monthFirst)
  static let recordName = "incident"

  private let precisionKm: [Double?]
  private let id, typeOfViolence, from, to, longitude, latitude, best: Int?
  private let wherePrecision, sideA, sideB, place, source: Int?
  private var rows = 0
  private var rowsWithoutPlace = 0

  init(_ columns: ColumnNames, precision: RiskModel.PrecisionTable) {
    precisionKm = precision.ucdp
    id = columns.position("id")
    typeOfViolence = columns.position("type_of_violence")
    from = columns.position("date_start")
    to = columns.position("date_end")
    longitude = columns.position("longitude")
    latitude = columns.position("latitude")
    best = columns.position("best", "best_est")
    wherePrecision = columns.position("where_prec")
    sideA = columns.position("side_a")
    sideB = columns.position("side_b")
    place = columns.position("where_coordinates")
    source = columns.position("source_office")
  }

  var dateColumns: [Int] { [from, to].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let days = try row.days(from: from, "date_start", to: to, "date_end", style: dates)
    let coordinate = try row.coordinate(longitude: longitude, latitude: latitude)
    let kind = try row.count(typeOfViolence, "type_of_violence")
    let type: (event: String, subEvent: String)
    switch kind {
    case 1, 2: type = ("Battles", "Armed clash")
    case 3: type = ("Violence against civilians", "Attack")
    default: throw .bad("type_of_violence is \(quoted(row.text(typeOfViolence))); it is 1, 2 or 3")
    }
    let placeCode = try row.count(wherePrecision, "where_prec")
    let incident = Incident(
      id: try row.requiredText(id, "id"), from: days.from, to: days.to, coordinate: coordinate,
      precisionKm: try sigma(placeCode, table: precisionKm, column: "where_prec") ?? 0,
      eventType: type.event, subEventType: type.subEvent, actor1: row.text(sideA),
      actor2: row.text(sideB), typeOfViolence: kind, fatalities: try row.count(best, "best") ?? 0,
      place: row.text(place), source: row.text(source), record: row.place)
    rows += 1
    if placeCode == nil { rowsWithoutPlace += 1 }
    return incident
  }

  mutating func add(countsOf later: Self) {
    rows += later.rows
    rowsWithoutPlace += later.rowsWithoutPlace
  }

  var notes: [String] {
    if rowsWithoutPlace == 0 { return [] }
    return ["\(rowsWithoutPlace) of \(rows) incidents have no where_prec: their places are taken as exact"]
  }
}
