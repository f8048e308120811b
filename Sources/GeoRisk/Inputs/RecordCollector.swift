/// Where the records of a file go, kept or kept out, one after the other.
protocol RecordSink {
  associatedtype Record: Sendable
  /// Whether memory may grow with the file, as it does where the records are kept.
  static var growsWithFile: Bool { get }
  /// Records kept out, of which the first at least stays.
  var rejects: [RejectedRecord] { get }
  /// Takes a usable record.
  mutating func keep(_ record: Record)
  /// Takes the first usable records, all at once; asked only of sinks that grow.
  mutating func keep(all first: [Record])
  /// Takes one that is kept out.
  mutating func keepOut(_ rejected: RejectedRecord)
}

extension RecordSink {
  mutating func keep(all first: [Record]) { for record in first { keep(record) } }
}

/// All records of a file.
struct RecordList<Record: Sendable>: RecordSink {
  static var growsWithFile: Bool { true }
  private(set) var records: [Record] = []
  private(set) var rejects: [RejectedRecord] = []

  mutating func keep(_ record: Record) { records.append(record) }
  mutating func keep(all first: [Record]) { records = first }
  mutating func keepOut(_ rejected: RejectedRecord) { rejects.append(rejected) }
}

/// Counts what reading a file gives on its way into a sink, and stops at the first wrong record where reading is
/// strict.
struct RecordCollector<Sink: RecordSink> {
  let file: InputFile
  let strict: Bool
  /// Whether the file's digest is asked for.
  let digest: Bool
  private(set) var sink: Sink
  private var usable = 0
  private var keptOut = 0
  private var notes: [String] = []
  private var noted: Set<String> = []
  private var sha256: String?

  init(file: InputFile, strict: Bool, digest: Bool = true, into sink: Sink) {
    self.file = file
    self.strict = strict
    self.digest = digest
    self.sink = sink
  }

  mutating func keep(_ record: Sink.Record) {
    sink.keep(record)
    usable += 1
  }

  /// Keeps the first records, all at once, and the digest of their file if that was asked for.
  mutating func keep(all first: [Sink.Record], sha256: String?) {
    sink.keep(all: first)
    usable = first.count
    self.sha256 = sha256
  }

  /// Keeps a record out.
  ///
  /// - Throws: `badData` with the reason where the record is wrong and reading is strict.
  mutating func reject(_ rejected: RejectedRecord) throws(GeoRiskError) {
    if strict, rejected.kind == .bad { throw GeoRiskError(.badData, rejected.reason, at: rejected.place) }
    sink.keepOut(rejected)
    keptOut += 1
  }

  /// Keeps a note, once.
  mutating func note(_ text: String) { if noted.insert(text).inserted { notes.append(text) } }

  /// What was read, apart from the records.
  ///
  /// - Throws: `badData` where there is no record, or none that is usable.
  func finish(format: String, record name: String) throws(GeoRiskError) -> FilePass {
    guard usable > 0 else {
      guard let first = sink.rejects.first else {
        throw GeoRiskError(.badData, "the file holds no \(name)", at: file.place)
      }
      let others =
        keptOut == 1 ? "the only \(name) is not usable" : "none of its \(keptOut) \(name)s is usable"
      var error = GeoRiskError(.badData, others + "; " + first.reason, at: first.place)
      error.rejects = sink.rejects
      throw error
    }
    return FilePass(
      file: file.name, format: format, sha256: sha256 ?? (digest ? file.sha256 : ""),
      byteCount: file.byteCount,
      rowCount: usable + keptOut, usableCount: usable, notes: notes)
  }
}
