/// Turns the rows of one format into records.
protocol RecordDecoder {
  associatedtype Record: Sendable
  /// What the format itself lays down about dates; what it leaves open is told from the file.
  static var dateStyle: DateStyle { get }
  /// The positions of the columns that hold dates.
  var dateColumns: [Int] { get }
  /// What one record is called in messages, such as `incident`.
  static var recordName: String { get }
  /// Reads one row.
  mutating func decode(_ row: some TextRow, dates: DateStyle) throws(RowProblem) -> Record
  /// The identifier that no other record of the file may have.
  func id(of record: Record) -> String
  /// What a user should know after all rows are read.
  var notes: [String] { get }
}

/// Reads all rows of a table: each gives a record or a reject.
///
/// - Throws: `badData` for ambiguous dates, for the first wrong row where reading is strict, and where no row is
///   usable.
func readTable<Table: TextTable, Decoder: RecordDecoder>(
  _ table: Table, with decoder: Decoder, format: String, strict: Bool
) throws(GeoRiskError) -> InputReading<Decoder.Record> {
  var pass = TablePass(decoder: decoder, dates: Decoder.dateStyle, table: table, strict: strict)
  try table.forEachRow { row throws(GeoRiskError) in try pass.take(row) }
  if pass.needsDateOrder {
    var evidence = DateOrderEvidence()
    try table.forEachRow { row throws(GeoRiskError) in
      if row.unreadable != nil { return }
      for column in decoder.dateColumns { evidence.add(row.text(column), at: row.place) }
    }
    let style = try evidence.style(given: Decoder.dateStyle)
    pass = TablePass(decoder: decoder, dates: style, table: table, strict: strict)
    try table.forEachRow { row throws(GeoRiskError) in try pass.take(row) }
    if let note = evidence.note(on: style, given: Decoder.dateStyle) { pass.collector.note(note) }
  }
  for note in table.notes + pass.decoder.notes { pass.collector.note(note) }
  return try pass.collector.finish(format: "\(format) (\(table.encoding))", record: Decoder.recordName)
}

/// One walk through a table with the order of its dates settled or still open.
private struct TablePass<Decoder: RecordDecoder> {
  var decoder: Decoder
  let dates: DateStyle
  var collector: RecordCollector<Decoder.Record>
  /// Whether a date turned up that cannot be read before the whole file has been looked through.
  var needsDateOrder = false
  private var seen: [String: InputPlace] = [:]

  init(decoder: Decoder, dates: DateStyle, table: some TextTable, strict: Bool) {
    self.decoder = decoder
    self.dates = dates
    collector = RecordCollector(file: table.file, strict: strict)
  }

  mutating func take(_ row: some TextRow) throws(GeoRiskError) {
    if needsDateOrder { return }
    do throws(RowProblem) {
      if let fault = row.unreadable { throw RowProblem.bad(fault) }
      let record = try decoder.decode(row, dates: dates)
      let id = decoder.id(of: record)
      if let first = seen[id] {
        throw RowProblem.bad("the id \(quoted(id)) was used before, at \(first)")
      }
      seen[id] = row.place
      collector.keep(record)
    } catch {
      switch error {
      case .dateOrderUnknown: needsDateOrder = true
      case .bad(let reason): try reject(row, .bad, reason)
      case .excluded(let reason): try reject(row, .excluded, reason)
      }
    }
  }

  private mutating func reject(
    _ row: some TextRow, _ kind: RejectedRecord.Kind, _ reason: String
  ) throws(GeoRiskError) {
    try collector.reject(
      RejectedRecord(kind: kind, place: row.place, reason: reason, rawText: row.rawText))
  }
}
