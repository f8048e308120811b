#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A reader of RFC 4180 rows over raw bytes, one row at a time, whatever the column names.
///
/// What real files need beyond the standard is read too: a byte-order mark, LF, CRLF or CR line ends, semicolons
/// or tabs instead of commas (told by the first row), quotes inside an unquoted field (taken as they stand) and
/// blank lines (passed over). A quote that is never closed is an error with the line of the quote, because nobody
/// can say where its row ends.
struct CSVReader {
  /// One field: where its content lies, without its quotes.
  struct Field {
    var start: Int
    var end: Int
    /// Whether doubled quotes inside stand for single ones.
    var hasDoubledQuotes: Bool
  }

  /// The file that is read.
  let file: InputFile
  /// `,`, `;` or tab.
  let delimiter: UInt8
  /// Where the next row starts, in bytes.
  private(set) var offset: Int
  /// The line on which it starts, from 1.
  private(set) var line = 1
  private var rowCount = 0

  /// Looks at the first row and tells the delimiter: the one of comma, semicolon and tab that it holds most of.
  ///
  /// - Throws: `badData` for files that are no text.
  init(_ file: InputFile) throws(GeoRiskError) {
    try Self.checkText(file)
    self.file = file
    offset = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    delimiter = Self.commonestDelimiter(file.bytes, from: offset)
  }

  /// The same reader before a row elsewhere in the file; its rows are numbered from 0 again.
  func moved(to offset: Int, line: Int) -> CSVReader {
    var copy = self
    (copy.offset, copy.line, copy.rowCount) = (offset, line, 0)
    return copy
  }

  /// The next row that is not blank, or nil at the end.
  ///
  /// - Throws: `badData` for a quote that is never closed.
  mutating func next() throws(GeoRiskError) -> CSVRow? {
    var row = emptyRow()
    return try next(into: &row) ? row : nil
  }

  /// Room for a row, to be used again and again.
  func emptyRow() -> CSVRow { CSVRow(file: file, allowsDecimalComma: delimiter != UInt8(ascii: ",")) }

  /// Reads the next row that is not blank into `row`, or answers false at the end.
  ///
  /// - Throws: `badData` for a quote that is never closed.
  mutating func next(into row: inout CSVRow) throws(GeoRiskError) -> Bool {
    while offset < file.bytes.count {
      let start = offset
      row.line = line
      row.fault = nil
      row.fields.removeAll(keepingCapacity: true)
      var rowEnded = false
      while !rowEnded {
        let field = try nextField(index: row.fields.count, fault: &row.fault)
        row.fields.append(field)
        rowEnded = endField()
      }
      var end = offset
      while end > start, file.bytes[end - 1] == 0x0A || file.bytes[end - 1] == 0x0D { end -= 1 }
      if row.fields.count == 1, file.bytes[start..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      row.range = start..<end
      row.index = rowCount
      rowCount += 1
      return true
    }
    return false
  }

  /// Reads one field and leaves `offset` at the delimiter, line end or end of the file behind it.
  private mutating func nextField(index: Int, fault: inout String?) throws(GeoRiskError) -> Field {
    guard offset < file.bytes.count, file.bytes[offset] == UInt8(ascii: "\"") else {
      let start = offset
      skipPlain()
      return Field(start: start, end: offset, hasDoubledQuotes: false)
    }
    let quoteLine = line
    offset += 1
    var field = Field(start: offset, end: offset, hasDoubledQuotes: false)
    while true {
      guard offset < file.bytes.count else {
        throw GeoRiskError(
          .badData, "the quote opened in field \(index + 1) of this line is never closed",
          at: InputPlace(file: file.name, line: quoteLine),
          suggestion: "close it, or double it where it is part of the text")
      }
      if file.bytes[offset] == UInt8(ascii: "\"") {
        guard offset + 1 < file.bytes.count, file.bytes[offset + 1] == UInt8(ascii: "\"") else { break }
        field.hasDoubledQuotes = true
        offset += 2
        continue
      }
      countLine()
      offset += 1
    }
    field.end = offset
    offset += 1
    let behind = offset
    skipPlain()
    if behind < offset, file.bytes[behind..<offset].contains(where: { $0 != 0x20 }) {
      fault = fault ?? "text follows the closing quote of field \(index + 1)"
    }
    return field
  }

  private mutating func skipPlain() {
    let (start, delimiter) = (offset, delimiter)
    offset = file.bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A, bytes[index] != 0x0D {
        index += 1
      }
      return index
    }
  }

  /// Steps over what ends a field; true where the row ends with it.
  private mutating func endField() -> Bool {
    guard offset < file.bytes.count else { return true }
    if file.bytes[offset] == delimiter {
      offset += 1
      return false
    }
    countLine()
    if file.bytes[offset] == 0x0D, offset + 1 < file.bytes.count, file.bytes[offset + 1] == 0x0A {
      offset += 1
      countLine()
    }
    offset += 1
    return true
  }

  /// Counts a line at its LF, or at a CR that no LF follows.
  private mutating func countLine() { if Self.endsLine(file.bytes, at: offset) { line += 1 } }

  /// Whether a line ends with this byte: with its LF, or with a CR that no LF follows.
  @inline(__always) static func endsLine(_ bytes: [UInt8], at index: Int) -> Bool {
    if bytes[index] == 0x0A { return true }
    return bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
  }

  private static func commonestDelimiter(_ bytes: [UInt8], from start: Int) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var inQuotes = false
    for byte in bytes[start...] {
      if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
      if inQuotes { continue }
      if byte == 0x0A || byte == 0x0D {
        if counts.isEmpty { continue }
        break
      }
      counts[byte, default: 0] += 1
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var best = candidates[0]
    for candidate in candidates where counts[candidate, default: 0] > counts[best, default: 0] {
      best = candidate
    }
    return best
  }

  private static func checkText(_ file: InputFile) throws(GeoRiskError) {
    let bytes = file.bytes
    if bytes.isEmpty { throw GeoRiskError(.badData, "the file is empty", at: file.place) }
    let known: [(signature: [UInt8], name: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Excel workbook"), ([0x1F, 0x8B], "compressed by gzip"),
      ([0xFF, 0xFE], "in UTF-16"), ([0xFE, 0xFF], "in UTF-16"), ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
    ]
    if let match = known.first(where: { bytes.starts(with: $0.signature) }) {
      throw GeoRiskError(
        .badData, "the file is \(match.name), not a table in text", at: file.place,
        suggestion: "save it as CSV in UTF-8")
    }
    if let zero = firstZero(bytes) {
      throw GeoRiskError(
        .badData, "the file is binary: it holds a zero byte",
        at: InputPlace(file: file.name, byte: zero), suggestion: "a CSV file in UTF-8 is needed")
    }
  }

  /// The C library's search looks at many bytes at once.
  private static func firstZero(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress, let found = memchr(start, 0, buffer.count) else { return nil }
      return UnsafeRawPointer(found) - start
    }
  }
}
