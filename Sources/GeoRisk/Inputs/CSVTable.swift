/// A CSV file whose first row names its columns.
struct CSVTable: TextTable {
  let file: InputFile
  let columns: ColumnNames
  let encoding = "CSV"
  let notes: [String]
  private let reader: CSVReader

  /// Reads the column names.
  ///
  /// - Throws: `badData` where the file is no text or its first row cannot be read.
  init(_ file: InputFile) throws(GeoRiskError) {
    var reader = try CSVReader(file)
    guard let header = try reader.next() else {
      throw GeoRiskError(.badData, "the file holds nothing but blank lines", at: file.place)
    }
    if let fault = header.unreadable { throw GeoRiskError(.badData, fault, at: header.place) }
    var names = header.fields.indices.map { header.text($0) }
    while names.count > 1, names.last?.isEmpty == true { names.removeLast() }
    self.file = file
    columns = ColumnNames(names)
    self.reader = reader

    var notes: [String] = []
    // Ragged rows are looked at once, in the first row of values.
    var lookahead = reader
    if let first = try? lookahead.next(), first.fields.count == names.count + 1,
      first.text(names.count).isEmpty, header.fields.count == names.count
    {
      notes.append(
        "rows end with a delimiter that the header row lacks; the empty field behind it is ignored")
    }
    if reader.delimiter != UInt8(ascii: ",") {
      let name = reader.delimiter == UInt8(ascii: ";") ? "semicolons" : "tabs"
      notes.append("fields are divided by \(name); decimal commas are read as decimal points")
    }
    self.notes = notes
  }

  func forEachRow(_ visit: (ShapedRow) throws(GeoRiskError) -> Void) throws(GeoRiskError) {
    var reader = reader
    while let row = try reader.next() { try visit(ShapedRow(row: row, expected: columns.names.count)) }
  }

  /// A row that is checked against the number of columns.
  struct ShapedRow: TextRow {
    let row: CSVRow
    let expected: Int

    /// The header is row 0.
    var number: Int { row.index }
    var place: InputPlace { row.place }
    var rawText: String { row.rawText }
    var allowsDecimalComma: Bool { row.allowsDecimalComma }
    func text(_ position: Int?) -> String { row.text(position) }

    var unreadable: String? { row.unreadable ?? misshapen }

    private var misshapen: String? {
      var found = row.fields.count
      while found > expected, row.text(found - 1).isEmpty { found -= 1 }
      if found == expected { return nil }
      let counts = "\(found) fields where the header names \(expected) columns"
      if found == 1, row.text(0).contains(",") {
        return counts + ": the whole record stands inside one pair of quotes"
      }
      if found > expected { return counts + "; quote a field that holds the delimiter" }
      return counts
    }
  }
}
