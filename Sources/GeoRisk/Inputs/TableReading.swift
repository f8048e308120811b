import GeoCore

/// Turns the rows of one format into records.
protocol RecordDecoder: Sendable {
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
  /// Takes over what another one, which read later rows of the same table, has counted.
  mutating func add(countsOf later: Self)
  /// What a user should know after all rows are read.
  var notes: [String] { get }
}

/// Reads all rows of a table: each gives a record or a reject.
///
/// - Parameter workers: threads for stretches of the table; the reading is the same for any number of them. One
///   thread at most where decoding asks for a row's number.
/// - Throws: `badData` for ambiguous dates, for the first wrong row where reading is strict, and where no row is
///   usable.
func readTable<Table: TextTable, Decoder: RecordDecoder>(
  _ table: Table, with decoder: Decoder, format: String, strict: Bool, workers: Workers
) throws(GeoRiskError) -> InputReading<Decoder.Record> {
  var pass = try TablePass(
    table, decoder: decoder, dates: Decoder.dateStyle, strict: strict, workers: workers)
  if pass.needsDateOrder {
    var evidence = DateOrderEvidence()
    try table.forEachRow { row throws(GeoRiskError) in
      if row.unreadable != nil { return }
      for column in decoder.dateColumns { evidence.add(row.text(column), at: row.place) }
    }
    let style = try evidence.style(given: Decoder.dateStyle)
    pass = try TablePass(table, decoder: decoder, dates: style, strict: strict, workers: workers)
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

  /// Takes all rows of a table: side by side where that goes, else one after the other.
  ///
  /// - Throws: `badData` for the first wrong row where reading is strict.
  init(
    _ table: some TextTable, decoder: Decoder, dates: DateStyle, strict: Bool, workers: Workers
  ) throws(GeoRiskError) {
    self.decoder = decoder
    self.dates = dates
    collector = RecordCollector(file: table.file, strict: strict)
    if workers.threads > 1 {
      switch StretchedPass.read(table, with: decoder, dates: dates, workers: workers) {
      case .read(let records, let rejects, let decoder, let sha256) where !strict || rejects.isEmpty:
        self.decoder = decoder
        collector.keep(all: records, sha256: sha256)
        for rejected in rejects { try collector.reject(rejected) }
        return
      case .dateOrderUnknown where !strict:
        needsDateOrder = true
        return
      default: break
      }
    }
    try table.forEachRow { row throws(GeoRiskError) in try take(row) }
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
