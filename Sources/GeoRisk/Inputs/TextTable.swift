import GeoCore

/// Why a row gives no record.
enum RowProblem: Error {
  /// The row is wrong, for this reason.
  case bad(String)
  /// The row is sound but left out, for this reason.
  case excluded(String)
  /// Whether day or month comes first must be told from the whole file before this row can be read.
  case dateOrderUnknown
}

/// One record as text, column by column.
protocol TextRow {
  /// Its number among the records of its file, from 1.
  var number: Int { get }
  /// Where it stands in its file.
  var place: InputPlace { get }
  /// The line of `place` where it has nothing else but the file; 0 where it has.
  var plainLine: Int32 { get }
  /// The record as it stands in the file.
  var rawText: String { get }
  /// What makes it unreadable whatever its columns mean, or nil.
  var unreadable: String? { get }
  /// Whether numbers may have a decimal comma.
  var allowsDecimalComma: Bool { get }
  /// The text of a column without blanks round it; empty where the column is absent.
  func text(_ position: Int?) -> String
  /// The bytes of such a text, at least one, where they lie in memory as they are; nil else. They do not outlast
  /// the row.
  func plain(_ position: Int?) -> UnsafeBufferPointer<UInt8>?
  /// The number in a column, where it is one or is written plainly; nil else.
  func plainNumber(_ position: Int?) -> Double?
}

extension TextRow {
  @inline(__always)
  func plainNumber(_ position: Int?) -> Double? { plain(position).flatMap { plainDecimal($0) } }
}

/// Part of a table that is read by itself.
struct TableStretch: Sendable {
  /// Where its records start: bytes of a text, or places in a list.
  var range: Range<Int>
  /// The line on which it starts, where there are lines.
  var line = 1
  /// The most records that it can hold.
  var capacity: Int
}

/// Records with column names: a CSV file, or the point features of a GeoJSON file.
protocol TextTable: Sendable {
  associatedtype Row: TextRow
  /// The file that the table was read from.
  var file: InputFile { get }
  /// The names of the columns.
  var columns: ColumnNames { get }
  /// What the file is written in, such as `CSV`.
  var encoding: String { get }
  /// Visits every record from the first, in order.
  func forEachRow(_ visit: (Row) throws(GeoRiskError) -> Void) throws(GeoRiskError)
  /// Cuts the records into at most so many stretches in order; whether they join is known once they are read.
  func stretches(_ count: Int, workers: Workers) -> [TableStretch]
  /// Visits the records that start within a stretch, in order, and answers where the record behind them starts.
  ///
  /// The records' numbers are not those of the table.
  func forEachRow(
    in stretch: TableStretch, _ visit: (Row) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int
  /// What was noticed about the table as a whole.
  var notes: [String] { get }
}
