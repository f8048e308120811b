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
  private var offset: Int
  private var line = 1
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

  /// The next row that is not blank, or nil at the end.
  ///
  /// - Throws: `badData` for a quote that is never closed.
  mutating func next() throws(GeoRiskError) -> CSVRow? {
    let bytes = file.bytes
    while offset < bytes.count {
      let start = offset
      let startLine = line
      var fields: [Field] = []
      var fault: String?
      var rowEnded = false
      while !rowEnded {
        let field = try nextField(bytes, index: fields.count, fault: &fault)
        fields.append(field)
        rowEnded = endField(bytes)
      }
      var end = offset
      while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
      let isBlank = fields.count == 1 && bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if isBlank { continue }
      rowCount += 1
      return CSVRow(
        file: file, index: rowCount - 1, line: startLine, range: start..<end, fields: fields, fault: fault,
        allowsDecimalComma: delimiter != UInt8(ascii: ","))
    }
    return nil
  }

  /// Reads one field and leaves `offset` at the delimiter, line end or end of the file behind it.
  private mutating func nextField(
    _ bytes: [UInt8], index: Int, fault: inout String?
  ) throws(GeoRiskError) -> Field {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      let start = offset
      skipPlain(bytes)
      return Field(start: start, end: offset, hasDoubledQuotes: false)
    }
    let quoteLine = line
    offset += 1
    var field = Field(start: offset, end: offset, hasDoubledQuotes: false)
    while true {
      guard offset < bytes.count else {
        throw GeoRiskError(
          .badData, "the quote opened in field \(index + 1) of this line is never closed",
          at: InputPlace(file: file.name, line: quoteLine),
          suggestion: "close it, or double it where it is part of the text")
      }
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\"") {
          field.hasDoubledQuotes = true
          offset += 2
          continue
        }
        break
      }
      countLine(bytes, at: offset)
      offset += 1
    }
    field.end = offset
    offset += 1
    let behind = offset
    skipPlain(bytes)
    if bytes[behind..<offset].contains(where: { $0 != 0x20 }) {
      fault = fault ?? "text follows the closing quote of field \(index + 1)"
    }
    return field
  }

  private mutating func skipPlain(_ bytes: [UInt8]) {
    while offset < bytes.count, bytes[offset] != delimiter, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      offset += 1
    }
  }

  /// Steps over what ends a field; true where the row ends with it.
  private mutating func endField(_ bytes: [UInt8]) -> Bool {
    guard offset < bytes.count else { return true }
    if bytes[offset] == delimiter {
      offset += 1
      return false
    }
    countLine(bytes, at: offset)
    if bytes[offset] == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A {
      offset += 1
      countLine(bytes, at: offset)
    }
    offset += 1
    return true
  }

  /// Counts a line at its LF, or at a CR that no LF follows.
  private mutating func countLine(_ bytes: [UInt8], at index: Int) {
    let isLoneReturn = bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
    if bytes[index] == 0x0A || isLoneReturn { line += 1 }
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
    if let zero = bytes.firstIndex(of: 0) {
      throw GeoRiskError(
        .badData, "the file is binary: it holds a zero byte",
        at: InputPlace(file: file.name, byte: zero), suggestion: "a CSV file in UTF-8 is needed")
    }
  }
}
