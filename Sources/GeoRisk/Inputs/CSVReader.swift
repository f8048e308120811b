import GeoCore

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
  /// A place between two rows: a byte, and its line from 1.
  struct Position {
    var offset: Int
    var line: Int
  }

  /// The file that is read.
  let file: InputFile
  /// `,`, `;` or tab.
  let delimiter: UInt8
  /// Where the first row starts.
  let start: Position

  /// Looks at the first row and tells the delimiter: the one of comma, semicolon and tab that it holds most of.
  ///
  /// - Throws: `badData` for files that are no text.
  init(_ file: InputFile) throws(GeoRiskError) {
    try Self.checkText(file)
    self.file = file
    let start = file.withBytes { $0.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }
    delimiter = file.withBytes { Self.commonestDelimiter($0, from: start) }
    self.start = Position(offset: start, line: 1)
  }

  /// Visits the rows from a place on that are not blank, in order, until `visit` answers false.
  ///
  /// - Parameters:
  ///   - position: the start of a row; the file's first where nil.
  ///   - end: rows that start there or behind are not visited; nil for the end of the file.
  ///   - columns: how many fields a row should have, nil where any number will do.
  ///   - visit: gets the row, which is lent: it lies in memory that does not outlast the visit.
  /// - Returns: where the row behind the last one visited starts, or where looking for one ended.
  /// - Throws: `badData` for a quote that is never closed, and what `visit` throws.
  @discardableResult
  func forEachRow(
    from position: Position? = nil, until end: Int? = nil, columns: Int? = nil,
    _ visit: (CSVRow) throws(GeoRiskError) -> Bool
  ) throws(GeoRiskError) -> Position {
    let (position, end) = (position ?? start, end ?? file.byteCount)
    var tail = file.tail
    // A name of its own: threads that count references to one and the same hold each other up.
    let name = String(decoding: Array(file.name.utf8), as: UTF8.self)
    return try file.withBytes { bytes throws(GeoRiskError) in
      guard let base = bytes.baseAddress else { return position }
      var cursor = CSVCursor(bytes, delimiter: delimiter, at: position)
      let row = CSVRow(
        in: base, fileName: name, columns: columns, allowsDecimalComma: delimiter != UInt8(ascii: ","))
      while cursor.position.offset < end {
        guard try cursor.readLine(into: row) else { continue }
        guard try visit(row) else { break }
        row.index += 1
        tail?.pass(cursor.position.offset)
      }
      return cursor.position
    }
  }

  /// Whether a line ends with this byte: with its LF, or with a CR that no LF follows.
  @inline(__always) static func endsLine(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    if bytes[index] == 0x0A { return true }
    return bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
  }

  private static func commonestDelimiter(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> UInt8 {
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
    if file.byteCount == 0 { throw GeoRiskError(.badData, "the file is empty", at: file.place) }
    let known: [(signature: [UInt8], name: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Excel workbook"), ([0x1F, 0x8B], "compressed by gzip"),
      ([0xFF, 0xFE], "in UTF-16"), ([0xFE, 0xFF], "in UTF-16"), ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
    ]
    if let match = known.first(where: { entry in file.withBytes { $0.starts(with: entry.signature) } }) {
      throw GeoRiskError(
        .badData, "the file is \(match.name), not a table in text", at: file.place,
        suggestion: "save it as CSV in UTF-8")
    }
    if let zero = firstZero(in: file) {
      throw GeoRiskError(
        .badData, "the file is binary: it holds a zero byte",
        at: InputPlace(file: file.name, byte: zero), suggestion: "a CSV file in UTF-8 is needed")
    }
  }

  /// The C library's search looks at many bytes at once; of what is in memory, threads look at pieces.
  private static func firstZero(in file: InputFile) -> Int? {
    let (piece, count) = (1 << 22, file.byteCount)
    @Sendable func firstZero(_ number: Int) -> Int? {
      file.withBytes { bytes in
        guard let start = bytes.baseAddress else { return nil }
        let first = number * piece
        return memchr(start + first, 0, min(piece, count - first))
          .map { UnsafeRawPointer($0) - UnsafeRawPointer(start) }
      }
    }
    let pieces = (count + piece - 1) / piece
    guard var tail = file.tail else {
      return Workers.allProcessors.map(pieces, firstZero).lazy.compactMap(\.self).first
    }
    for number in 0..<pieces {
      if let found = firstZero(number) { return found }
      tail.pass(number * piece)
    }
    return nil
  }
}
