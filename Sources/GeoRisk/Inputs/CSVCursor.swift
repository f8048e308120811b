/// Steps through the rows of a CSV text, from one mark to the next.
///
/// A field ends at a delimiter, a line end or the end of the text; quotes hide these from the one that opens a field
/// to the next that stands alone. So nothing between two marks needs to be looked at, and with the marks found many
/// at a time most bytes of a file are only ever compared, never branched on.
struct CSVCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let delimiter: UInt8
  private var marks: CSVMarks
  /// The start of the next row.
  private(set) var position: CSVReader.Position

  init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, at position: CSVReader.Position) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.position = position
    marks = CSVMarks(in: bytes, from: position.offset, delimiter: delimiter)
  }

  /// Reads the row that starts here, before the end of the text; false where it is blank.
  ///
  /// - Throws: `badData` for a quote that is never closed.
  mutating func readLine(into row: CSVRow) throws(GeoRiskError) -> Bool {
    let start = position.offset
    row.line = position.line
    row.fault = nil
    row.fields.removeAll()
    marks.startRow()
    var field = CSVFields.Field(start: start, end: start, hasDoubledQuotes: false)
    while true {
      var mark = marks.next()
      if mark < bytes.count, bytes[mark] == UInt8(ascii: "\"") {
        // A quote inside a field that does not begin with one stands for itself.
        guard mark == field.start else { continue }
        mark = try readQuoted(&field, of: row)
      } else {
        field.end = mark
      }
      row.fields.append(field)
      guard mark < bytes.count, bytes[mark] == delimiter else {
        row.range = start..<mark
        row.isSound = marks.passedOnlyASCII && row.fault == nil
        endLine(at: mark)
        break
      }
      field = CSVFields.Field(start: mark &+ 1, end: mark &+ 1, hasDoubledQuotes: false)
    }
    return row.fields.count > 1 || !bytes[row.range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Reads a field whose opening quote is the last mark, and answers the mark that ends it.
  private mutating func readQuoted(
    _ field: inout CSVFields.Field, of row: CSVRow
  ) throws(GeoRiskError) -> Int {
    let quoteLine = position.line
    field.start += 1
    while true {
      let mark = marks.next()
      guard mark < bytes.count else {
        throw GeoRiskError(
          .badData, "the quote opened in field \(row.fields.count + 1) of this line is never closed",
          at: InputPlace(file: row.fileName, line: quoteLine),
          suggestion: "close it, or double it where it is part of the text")
      }
      if bytes[mark] == UInt8(ascii: "\"") {
        field.end = mark
        guard mark + 1 < bytes.count, bytes[mark + 1] == UInt8(ascii: "\"") else { break }
        field.hasDoubledQuotes = true
        _ = marks.next()
      } else if CSVReader.endsLine(bytes, at: mark) {
        position.line += 1
      }
    }
    var mark = marks.next()
    while mark < bytes.count, bytes[mark] == UInt8(ascii: "\"") { mark = marks.next() }
    if !bytes[(field.end + 1)..<mark].allSatisfy({ $0 == 0x20 }) {
      row.fault = row.fault ?? "text follows the closing quote of field \(row.fields.count + 1)"
    }
    return mark
  }

  /// Steps over a line end, or stays at the end of the text.
  private mutating func endLine(at mark: Int) {
    position.offset = mark
    if mark == bytes.count { return }
    position.offset += 1
    position.line += 1
    if bytes[mark] == 0x0D, mark + 1 < bytes.count, bytes[mark + 1] == 0x0A {
      _ = marks.next()
      position.offset += 1
    }
  }
}
