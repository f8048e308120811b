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
  /// The identifier of the record that a row gives; any text where it gives none.
  func id(of row: some TextRow) -> String
  /// Takes over what another one, which read later rows of the same table, has counted.
  mutating func add(countsOf later: Self)
  /// What a user should know after all rows are read.
  var notes: [String] { get }
}

/// Reads all rows of a table into a sink: each gives a record or a reject.
///
/// Where the sink's memory must not grow with the file, the rows are gone through more than once instead.
///
/// - Parameters:
///   - digest: whether the file's digest is asked for.
///   - workers: threads for stretches of the table; the reading is the same for any number of them. One thread at most
///     where decoding asks for a row's number.
/// - Throws: `badData` for ambiguous dates, for the first wrong row where reading is strict, and where no row is
///   usable.
func readTable<Table: TextTable, Decoder: RecordDecoder, Sink: RecordSink>(
  _ table: Table, with decoder: Decoder, format: String, strict: Bool, digest: Bool = true,
  workers: Workers, into sink: inout Sink
) throws(GeoRiskError) -> FilePass where Sink.Record == Decoder.Record {
  let start = RecordCollector(file: table.file, strict: strict, digest: digest, into: sink)
  var dates = (style: Decoder.dateStyle, note: String?.none)
  var repeated: RepeatedIDs?
  if !Sink.growsWithFile {
    // What is handed on cannot be taken back, so the dates are settled first, in the same walk.
    var evidence: DateOrderEvidence? = DateOrderEvidence()
    repeated = try RepeatedIDs { take throws(GeoRiskError) in
      try table.forEachRow { row in
        if row.unreadable != nil { return }
        take(decoder.id(of: row))
        evidence?.add(row, columns: decoder.dateColumns)
      }
      if let told = evidence { dates = try dateStyle(told, given: Decoder.dateStyle) }
      evidence = nil
    }
  }
  let workers = Sink.growsWithFile ? workers : Workers(threads: 1)
  var pass = TablePass(decoder: decoder, dates: dates.style, repeated: repeated, collector: start)
  try pass.takeAll(table, workers: workers)
  if pass.needsDateOrder {
    var evidence = DateOrderEvidence()
    try table.forEachRow { row in
      if row.unreadable == nil { evidence.add(row, columns: decoder.dateColumns) }
    }
    dates = try dateStyle(evidence, given: Decoder.dateStyle)
    pass = TablePass(decoder: decoder, dates: dates.style, repeated: repeated, collector: start)
    try pass.takeAll(table, workers: workers)
  }
  for note in [dates.note].compactMap(\.self) + table.notes + pass.decoder.notes { pass.collector.note(note) }
  sink = pass.collector.sink
  return try pass.collector.finish(format: "\(format) (\(table.encoding))", record: Decoder.recordName)
}

/// The style that a table's dates tell, and what to say about it.
private func dateStyle(
  _ evidence: DateOrderEvidence, given: DateStyle
) throws(GeoRiskError) -> (style: DateStyle, note: String?) {
  let style = try evidence.style(given: given)
  return (style, evidence.note(on: style, given: given))
}

/// One walk through a table with the order of its dates settled or still open.
private struct TablePass<Decoder: RecordDecoder, Sink: RecordSink> where Sink.Record == Decoder.Record {
  private(set) var decoder: Decoder
  private let dates: DateStyle
  var collector: RecordCollector<Sink>
  /// Whether a date turned up that cannot be read before the whole file has been looked through.
  private(set) var needsDateOrder = false
  private var seen: IDRegister

  /// - Parameter repeated: the identifiers that may occur more than once; nil where that is not known.
  init(decoder: Decoder, dates: DateStyle, repeated: RepeatedIDs?, collector: RecordCollector<Sink>) {
    self.decoder = decoder
    self.dates = dates
    self.collector = collector
    seen = IDRegister(for: collector.file, only: repeated)
  }

  /// Takes all rows of a table: side by side where that goes, else one after the other.
  ///
  /// - Throws: `badData` for the first wrong row where reading is strict.
  mutating func takeAll(_ table: some TextTable, workers: Workers) throws(GeoRiskError) {
    if workers.threads > 1 {
      switch StretchedPass.read(
        table, with: decoder, dates: dates, digest: collector.digest, workers: workers)
      {
      case .read(let records, let rejects, let decoder, let sha256)
      where !collector.strict || rejects.isEmpty:
        self.decoder = decoder
        collector.keep(all: records, sha256: sha256)
        for rejected in rejects { try collector.reject(rejected) }
        return
      case .dateOrderUnknown where !collector.strict:
        needsDateOrder = true
        return
      default: break
      }
    }
    try table.forEachRow { row throws(GeoRiskError) in try take(row) }
  }

  private mutating func take(_ row: some TextRow) throws(GeoRiskError) {
    if needsDateOrder { return }
    do throws(RowProblem) {
      if let fault = row.unreadable { throw RowProblem.bad(fault) }
      let record = try decoder.decode(row, dates: dates)
      let id = decoder.id(of: record)
      if let first = seen.placeBefore(of: id, at: row.place) {
        throw RowProblem.bad("the id \(quoted(id)) was used before, at \(first)")
      }
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
