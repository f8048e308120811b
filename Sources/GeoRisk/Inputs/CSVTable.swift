#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
    var row = ShapedRow(row: reader.emptyRow(), expected: columns.names.count)
    while try reader.next(into: &row.row) { try visit(row) }
  }

  /// A row may start at any line end; one within quotes is told by the number of fields behind it, mostly.
  func stretches(_ count: Int) -> [TableStretch] {
    let bytes = file.bytes
    var stretches: [TableStretch] = []
    var start = reader.offset
    var line = reader.line
    for piece in 1...max(1, count) {
      let wanted = reader.offset + (bytes.count - reader.offset) * piece / max(1, count)
      let end = piece == count ? bytes.count : likelyRowStart(from: max(start, wanted))
      guard end > start else { continue }
      let lines = Self.lineEnds(bytes, start..<end)
      stretches.append(TableStretch(range: start..<end, line: line, capacity: lines + 1))
      (start, line) = (end, line + lines)
    }
    return stretches
  }

  func forEachRow(
    in stretch: TableStretch, _ visit: (ShapedRow) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int {
    // With a name of its own: one that all threads count references to would hold them up.
    let own = InputFile(name: String(decoding: Array(file.name.utf8), as: UTF8.self), bytes: file.bytes)
    var reader = reader.moved(to: stretch.range.lowerBound, line: stretch.line)
    var row = ShapedRow(
      row: CSVRow(file: own, allowsDecimalComma: reader.emptyRow().allowsDecimalComma),
      expected: columns.names.count)
    while reader.offset < stretch.range.upperBound, try reader.next(into: &row.row) { try visit(row) }
    return reader.offset
  }

  /// The next place behind a line end from which a row of the right shape can be read.
  private func likelyRowStart(from wanted: Int) -> Int {
    let bytes = file.bytes
    var start = wanted
    for _ in 0..<64 {
      while start < bytes.count, !CSVReader.endsLine(bytes, at: start) { start += 1 }
      start = min(start + 1, bytes.count)
      var probe = reader.moved(to: start, line: 1)
      if let row = try? probe.next(), row.fields.count == columns.names.count { return start }
    }
    return start
  }

  private static func lineEnds(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      let part = UnsafeBufferPointer(rebasing: buffer[range])
      var feeds = 0
      for byte in part { feeds += byte == 0x0A ? 1 : 0 }
      guard let start = part.baseAddress, memchr(start, 0x0D, part.count) != nil else { return feeds }
      return range.count { CSVReader.endsLine(bytes, at: $0) }
    }
  }

  /// A row that is checked against the number of columns.
  struct ShapedRow: TextRow {
    fileprivate(set) var row: CSVRow
    let expected: Int

    /// The header is row 0.
    var number: Int { row.index }
    var place: InputPlace { row.place }
    var rawText: String { row.rawText }
    var allowsDecimalComma: Bool { row.allowsDecimalComma }
    func text(_ position: Int?) -> String { row.text(position) }
    @inline(__always)
    func plain<Value>(_ position: Int?, _ body: (UnsafeBufferPointer<UInt8>) -> Value?) -> Value? {
      row.plain(position, body)
    }

    var unreadable: String? { row.unreadable ?? misshapen }

    private var misshapen: String? {
      var found = row.fields.count
      if found == expected { return nil }
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
