import GeoCore

/// A CSV file whose first row names its columns.
struct CSVTable: TextTable {
  let file: InputFile
  let columns: ColumnNames
  let encoding = "CSV"
  let notes: [String]
  private let reader: CSVReader
  /// Where the rows of values begin.
  private let start: CSVReader.Position

  /// Reads the column names.
  ///
  /// - Throws: `badData` where the file is no text or its first row cannot be read.
  init(_ file: InputFile) throws(GeoRiskError) {
    let reader = try CSVReader(file)
    var header: (names: [String], place: InputPlace, fault: String?)?
    let start = try reader.forEachRow { row in
      header = (row.fields.indices.map { row.text($0) }, row.place, row.unreadable)
      return false
    }
    guard let header else {
      throw GeoRiskError(.badData, "the file holds nothing but blank lines", at: file.place)
    }
    if let fault = header.fault { throw GeoRiskError(.badData, fault, at: header.place) }
    var names = header.names
    while names.count > 1, names.last?.isEmpty == true { names.removeLast() }
    self.file = file
    columns = ColumnNames(names)
    self.reader = reader
    self.start = start

    var notes: [String] = []
    // Ragged rows are looked at once, in the first row of values.
    var isRagged = false
    _ = try? reader.forEachRow(from: start) { [names] first in
      isRagged = first.fields.count == names.count + 1 && first.text(names.count).isEmpty
      return false
    }
    if isRagged, header.names.count == names.count {
      notes.append(
        "rows end with a delimiter that the header row lacks; the empty field behind it is ignored")
    }
    if reader.delimiter != UInt8(ascii: ",") {
      let name = reader.delimiter == UInt8(ascii: ";") ? "semicolons" : "tabs"
      notes.append("fields are divided by \(name); decimal commas are read as decimal points")
    }
    self.notes = notes
  }

  func forEachRow(_ visit: (CSVRow) throws(GeoRiskError) -> Void) throws(GeoRiskError) {
    try reader.forEachRow(from: start, columns: columns.names.count) { row throws(GeoRiskError) in
      try visit(row)
      return true
    }
  }

  /// A row may start at any line end; one within quotes is told by the number of fields behind it, mostly.
  func stretches(_ count: Int, workers: Workers) -> [TableStretch] {
    let bytes = file.byteCount
    var ranges: [Range<Int>] = []
    var start = start.offset
    for piece in 1...max(1, count) {
      let wanted = self.start.offset + (bytes - self.start.offset) * piece / max(1, count)
      let end = piece == count ? bytes : likelyRowStart(from: max(start, wanted))
      if end > start { ranges.append(start..<end) }
      start = end
    }
    let lines = workers.map(ranges.count) { [ranges] piece in
      file.withBytes { CSVMarks.lineEnds(in: $0, ranges[piece]) }
    }
    var line = self.start.line
    return zip(ranges, lines).map { range, lines in
      defer { line += lines }
      // A row starts behind each line end but the last.
      let endsWithin = !file.withBytes {
        CSVReader.endsLine($0, at: range.upperBound - 1)
      }
      return TableStretch(range: range, line: line, capacity: lines + (endsWithin ? 1 : 0))
    }
  }

  func forEachRow(
    in stretch: TableStretch, _ visit: (CSVRow) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int {
    let start = CSVReader.Position(offset: stretch.range.lowerBound, line: stretch.line)
    let end = try reader.forEachRow(
      from: start, until: stretch.range.upperBound, columns: columns.names.count
    ) { row throws(GeoRiskError) in
      try visit(row)
      return true
    }
    return end.offset
  }

  /// The next place behind a line end from which a row of the right shape can be read.
  private func likelyRowStart(from wanted: Int) -> Int {
    var start = wanted
    for _ in 0..<64 {
      start = file.withBytes { bytes in
        var start = start
        while start < bytes.count, !CSVReader.endsLine(bytes, at: start) { start += 1 }
        return min(start + 1, bytes.count)
      }
      var isLikely = false
      _ = try? reader.forEachRow(from: CSVReader.Position(offset: start, line: 1)) { row in
        isLikely = row.fields.count == columns.names.count
        return false
      }
      if isLikely { return start }
    }
    return start
  }
}
