import Foundation
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
  /// - Throws: `GeoRiskError` of category `badData` where the format is not known or ambiguous, a quote is never
  ///   closed, the dates are ambiguous, no row is usable, or a row is wrong and reading is strict.
  public static func read(
    from file: InputFile, precision: RiskModel.PrecisionTable = RiskModel.PrecisionTable(),
    strict: Bool = false
  ) throws(GeoRiskError) -> InputReading<Incident> {
    if file.looksLikeJSON {
      return try read(GeoJSONTable(file), precision: precision, strict: strict)
    }
    return try read(CSVTable(file), precision: precision, strict: strict)
  }

  private static func read(
    _ table: some TextTable, precision: RiskModel.PrecisionTable, strict: Bool
  ) throws(GeoRiskError) -> InputReading<Incident> {
    // Below a megabyte the threads would cost more than they save.
    let workers = Workers(
      threads: table.file.bytes.count < 1 << 20 ? 1 : ProcessInfo.processInfo.activeProcessorCount)
    let format = try IncidentFormat.recognise(table.columns, in: table.file)
    switch format {
    case .native:
      let decoder = NativeIncidentDecoder(table.columns)
      return try readTable(table, with: decoder, format: format.rawValue, strict: strict, workers: workers)
    case .acled:
      let decoder = ACLEDIncidentDecoder(table.columns, precision: precision)
      return try readTable(table, with: decoder, format: format.rawValue, strict: strict, workers: workers)
    case .ucdp:
      let decoder = UCDPIncidentDecoder(table.columns, precision: precision)
      return try readTable(table, with: decoder, format: format.rawValue, strict: strict, workers: workers)
    }
  }
}
