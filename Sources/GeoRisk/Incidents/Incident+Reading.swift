import GeoCore

extension Incident {
  /// Reads incidents from a native CSV table, an ACLED export or a UCDP GED extract, told by their column names, or
  /// from GeoJSON points whose properties are named like those columns.
  ///
  /// Rows that cannot be used are kept out and listed with their reasons; so is the second of two rows with the
  /// same id, and what the precision table leaves out.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - precision: what the sources' precision codes mean, usually the model's.
  ///   - strict: whether the first wrong row ends the reading with an error.
  ///   - digest: whether the reading is to name the file's SHA-256, for which all bytes are gone through once more.
  /// - Throws: `GeoRiskError` of category `badData` where the format is not known or ambiguous, a quote is never
  ///   closed, the dates are ambiguous, no row is usable, or a row is wrong and reading is strict.
  public static func read(
    from file: InputFile, precision: RiskModel.PrecisionTable = RiskModel.PrecisionTable(),
    strict: Bool = false, digest: Bool = true
  ) throws(GeoRiskError) -> InputReading<Incident> {
    var list = RecordList<Incident>()
    let pass =
      file.looksLikeJSON
      ? try read(GeoJSONTable(file), precision: precision, strict: strict, digest: digest, into: &list)
      : try read(CSVTable(file), precision: precision, strict: strict, digest: digest, into: &list)
    return InputReading(pass, list)
  }

  /// Goes through the incidents of a file of any size, a row at a time, and keeps none of them.
  ///
  /// A mapped file (`InputFile(mapping:)`) is never in memory as a whole. Its rows are gone through twice instead,
  /// more often where there are more than eight million, to tell how dates are written and which identifiers are
  /// repeated. What grows is the list of those that are.
  ///
  /// - Parameters:
  ///   - file: the bytes to read.
  ///   - precision: what the sources' precision codes mean, usually the model's.
  ///   - strict: whether the first wrong row ends the reading with an error.
  ///   - use: takes the usable incidents in the order of the file.
  ///   - keepOut: takes what `read(from:precision:strict:)` lists as rejects, between the others.
  /// - Returns: what is known of the file as a whole.
  /// - Throws: as `read(from:precision:strict:)`; where no row is usable, with the first reject only.
  public static func forEach(
    in file: InputFile, precision: RiskModel.PrecisionTable = RiskModel.PrecisionTable(),
    strict: Bool = false,
    _ use: @escaping (Incident) -> Void, keptOut keepOut: @escaping (RejectedRecord) -> Void = { _ in }
  ) throws(GeoRiskError) -> FilePass {
    var visits = RecordVisits(use: use, keepOut: keepOut)
    if file.looksLikeJSON {
      let survey = try FeatureSurvey(FeatureLayer(file, crs: nil))
      return try read(GeoJSONTable(file, survey), precision: precision, strict: strict, into: &visits)
    }
    return try read(CSVTable(file), precision: precision, strict: strict, into: &visits)
  }

  static func read<Sink: RecordSink>(
    _ table: some TextTable, precision: RiskModel.PrecisionTable = RiskModel.PrecisionTable(), strict: Bool,
    digest: Bool = true, into sink: inout Sink
  ) throws(GeoRiskError) -> FilePass where Sink.Record == Incident {
    // Below a megabyte the threads would cost more than they save.
    let workers = table.file.byteCount < 1 << 20 ? Workers(threads: 1) : .allProcessors
    let format = try IncidentFormat.recognise(table.columns, in: table.file)
    let name = format.rawValue
    switch format {
    case .native:
      let decoder = NativeIncidentDecoder(table.columns)
      return try readTable(
        table, with: decoder, format: name, strict: strict, digest: digest, workers: workers, into: &sink)
    case .acled:
      let decoder = ACLEDIncidentDecoder(table.columns, precision: precision)
      return try readTable(
        table, with: decoder, format: name, strict: strict, digest: digest, workers: workers, into: &sink)
    case .ucdp:
      let decoder = UCDPIncidentDecoder(table.columns, precision: precision)
      return try readTable(
        table, with: decoder, format: name, strict: strict, digest: digest, workers: workers, into: &sink)
    }
  }
}

/// Hands records on and keeps none.
private struct RecordVisits<Record: Sendable>: RecordSink {
  static var growsWithFile: Bool { false }
  let use: (Record) -> Void
  let report: (RejectedRecord) -> Void
  private(set) var rejects: [RejectedRecord] = []

  init(use: @escaping (Record) -> Void, keepOut: @escaping (RejectedRecord) -> Void) {
    self.use = use
    report = keepOut
  }

  mutating func keep(_ record: Record) { use(record) }

  mutating func keepOut(_ rejected: RejectedRecord) {
    if rejects.isEmpty { rejects.append(rejected) }
    report(rejected)
  }
}
