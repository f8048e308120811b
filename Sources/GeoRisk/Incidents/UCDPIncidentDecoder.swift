/// Reads rows of UCDP's georeferenced event dataset, with either family of its last columns' names.
struct UCDPIncidentDecoder: RecordDecoder {
  /// Older extracts write `05/26/2016 00:00:00`.
  static let dateStyle = DateStyle(slashed: .monthFirst)
  static let recordName = "incident"

  private let precisionKm: [Double?]
  private let columns: IncidentColumns
  private let from, to, wherePrecision: Int?
  private var kinds: KindCache
  private var rows = 0
  private var rowsWithoutPlace = 0

  init(_ names: ColumnNames, precision: RiskModel.PrecisionTable) {
    precisionKm = precision.ucdp
    columns = IncidentColumns(
      names,
      renamed: [
        .eventType: [], .subEventType: [], .actor1: ["side_a"], .actor2: ["side_b"], .inter1: [],
        .inter2: [], .civilianTargeting: [], .fatalities: ["best", "best_est"],
        .place: ["where_coordinates"], .source: ["source_office"], .notes: [],
      ])
    kinds = KindCache(columns.ofKind)
    from = names.position("date_start")
    to = names.position("date_end")
    wherePrecision = names.position("where_prec")
  }

  var dateColumns: [Int] { [from, to].compactMap(\.self) }
  func id(of record: Incident) -> String { record.id }
  func id(of row: some TextRow) -> String { row.text(columns[.id]) }

  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Incident {
    let days = try row.days(from: from, "date_start", to: to, "date_end", style: dates)
    let coordinate = try row.coordinate(longitude: columns[.longitude], latitude: columns[.latitude])
    let kind = try columns.kind(of: row, from: &kinds) { () throws(RowProblem) in
      switch try row.count(columns[.typeOfViolence], "type_of_violence") {
      case 1, 2: return ("Battles", "Armed clash")
      case 3: return ("Violence against civilians", "Attack")
      default:
        let written = row.text(columns[.typeOfViolence])
        throw .bad("type_of_violence is \(quoted(written)); it is 1, 2 or 3")
      }
    }
    let placeCode = try row.count(wherePrecision, "where_prec")
    let id = try row.requiredText(columns[.id], "id")
    let sigma = try sigma(placeCode, table: precisionKm, column: "where_prec")
    let dead = try row.count(columns[.fatalities], "best") ?? 0
    rows += 1
    if placeCode == nil { rowsWithoutPlace += 1 }
    return Incident(
      id: id, coordinate: coordinate, precisionKm: sigma ?? 0, line: row.plainLine, from: days.from,
      to: days.to ?? days.from, fatalities: dead, kind: kind, account: columns.account(of: row))
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
