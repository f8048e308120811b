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
  /// The record as it stands in the file.
  var rawText: String { get }
  /// What makes it unreadable whatever its columns mean, or nil.
  var unreadable: String? { get }
  /// Whether numbers may have a decimal comma.
  var allowsDecimalComma: Bool { get }
  /// The text of a column without blanks round it; empty where the column is absent.
  func text(_ position: Int?) -> String
}

/// Records with column names: a CSV file, or the point features of a GeoJSON file.
protocol TextTable {
  associatedtype Row: TextRow
  /// The file that the table was read from.
  var file: InputFile { get }
  /// The names of the columns.
  var columns: ColumnNames { get }
  /// What the file is written in, such as `CSV`.
  var encoding: String { get }
  /// Visits every record from the first, in order.
  func forEachRow(_ visit: (Row) throws(GeoRiskError) -> Void) throws(GeoRiskError)
  /// What was noticed about the table as a whole.
  var notes: [String] { get }
}
