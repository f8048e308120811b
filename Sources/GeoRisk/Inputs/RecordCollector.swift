/// Gathers what reading a file gives, and stops at the first wrong record where reading is strict.
struct RecordCollector<Record: Sendable> {
  let file: InputFile
  let strict: Bool
  private(set) var records: [Record] = []
  private(set) var rejects: [RejectedRecord] = []
  private(set) var notes: [String] = []
  private var noted: Set<String> = []
  private var sha256: String?

  init(file: InputFile, strict: Bool) {
    self.file = file
    self.strict = strict
  }

  mutating func keep(_ record: Record) { records.append(record) }

  /// Keeps the first records, all at once, and the digest of their file.
  mutating func keep(all first: [Record], sha256: String) {
    records = first
    self.sha256 = sha256
  }

  /// Keeps a record out.
  ///
  /// - Throws: `badData` with the reason where the record is wrong and reading is strict.
  mutating func reject(_ rejected: RejectedRecord) throws(GeoRiskError) {
    if strict, rejected.kind == .bad { throw GeoRiskError(.badData, rejected.reason, at: rejected.place) }
    rejects.append(rejected)
  }

  /// Keeps a note, once.
  mutating func note(_ text: String) { if noted.insert(text).inserted { notes.append(text) } }

  /// The reading.
  ///
  /// - Throws: `badData` where there is no record, or none that is usable.
  func finish(format: String, record name: String) throws(GeoRiskError) -> InputReading<Record> {
    let count = records.count + rejects.count
    guard !records.isEmpty else {
      guard let first = rejects.first else {
        throw GeoRiskError(.badData, "the file holds no \(name)", at: file.place)
      }
      let others = count == 1 ? "the only \(name) is not usable" : "none of its \(count) \(name)s is usable"
      var error = GeoRiskError(.badData, others + "; " + first.reason, at: first.place)
      error.rejects = rejects
      throw error
    }
    return InputReading(
      file: file.name, format: format, sha256: sha256 ?? file.sha256, byteCount: file.bytes.count,
      rowCount: count,
      records: records, rejects: rejects, notes: notes)
  }
}
