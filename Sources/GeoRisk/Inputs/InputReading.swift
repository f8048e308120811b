/// A row or feature that was kept out of the result, with the reason.
public struct RejectedRecord: Hashable, Sendable {
  /// Why a record is kept out.
  public enum Kind: Hashable, Sendable {
    /// The record is wrong; `strict` reading stops at the first of these.
    case bad
    /// The record is sound but the model leaves it out, such as an event known only to its country.
    case excluded
  }

  /// Whether the record is wrong or only left out.
  public var kind: Kind
  /// Where it stands in its file.
  public var place: InputPlace
  /// One sentence that says what is wrong with it.
  public var reason: String
  /// The record as it stands in the file.
  public var rawText: String

  /// Makes a rejected record.
  public init(kind: Kind = .bad, place: InputPlace, reason: String, rawText: String) {
    self.kind = kind
    self.place = place
    self.reason = reason
    self.rawText = rawText
  }
}

extension RejectedRecord: CustomStringConvertible {
  /// `FILE:LINE: reason`.
  public var description: String { "\(place): \(reason)" }
}

/// What going through one input gave, apart from its records.
public struct FilePass: Hashable, Sendable {
  /// The path as given, or the name of bundled bytes.
  public var file: String
  /// The format in words, such as `UCDP GED (CSV)`.
  public var format: String
  /// The SHA-256 of the file's bytes in lower-case hexadecimal; empty where it was not asked for.
  public var sha256: String
  /// The size of the file in bytes.
  public var byteCount: Int
  /// The number of rows or features, kept and rejected.
  public var rowCount: Int
  /// The number of usable ones.
  public var usableCount: Int
  /// What a user should know, said once each: assumptions made for absent columns, repairs.
  public var notes: [String]
}

/// What reading one input gave: every record is either in `records` or in `rejects`, and counted in `rowCount`.
@dynamicMemberLookup
public struct InputReading<Record: Sendable>: Sendable {
  /// What is known of the file as a whole; its properties are the reading's too.
  public var pass: FilePass
  /// The usable records, in the order of the file.
  public var records: [Record]
  /// The records kept out, in the order of the file.
  public var rejects: [RejectedRecord]

  /// Makes a reading.
  public init(
    file: String, format: String, sha256: String, byteCount: Int, rowCount: Int, records: [Record],
    rejects: [RejectedRecord] = [], notes: [String] = []
  ) {
    pass = FilePass(
      file: file, format: format, sha256: sha256, byteCount: byteCount, rowCount: rowCount,
      usableCount: records.count, notes: notes)
    self.records = records
    self.rejects = rejects
  }

  init(_ pass: FilePass, _ list: RecordList<Record>) {
    self.pass = pass
    records = list.records
    rejects = list.rejects
  }

  /// A property of the file as a whole.
  public subscript<Value>(dynamicMember property: WritableKeyPath<FilePass, Value>) -> Value {
    get { pass[keyPath: property] }
    set { pass[keyPath: property] = newValue }
  }
}
