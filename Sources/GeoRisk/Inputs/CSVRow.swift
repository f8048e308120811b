/// One row of a CSV file; the fields are turned into text only when asked for.
struct CSVRow {
  /// The file that the row stands in.
  let file: InputFile
  /// Its number among the rows that are not blank, from 0: the header's, where there is one.
  let index: Int
  /// The line on which it starts, from 1.
  let line: Int
  /// Where its bytes lie, without the line end.
  let range: Range<Int>
  /// Its fields in order, at least one.
  var fields: [CSVReader.Field]
  /// What is wrong with its quotes, or nil.
  let fault: String?
  /// Whether numbers may have a decimal comma, because the fields are not divided by commas.
  let allowsDecimalComma: Bool

  /// The row's place for errors.
  var place: InputPlace { InputPlace(file: file.name, line: line) }

  /// The bytes as text; where they are not UTF-8 they are taken for Latin-1, so that none is lost.
  var rawText: String {
    let bytes = file.bytes[range]
    if UTF8Check.firstFault(in: bytes) == nil { return String(decoding: bytes, as: UTF8.self) }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  /// What makes the row unreadable whatever its columns mean, or nil.
  var unreadable: String? {
    if let fault { return fault }
    guard let bad = UTF8Check.firstFault(in: file.bytes[range]) else { return nil }
    let hexadecimal = String(file.bytes[bad], radix: 16, uppercase: true)
    return "byte 0x\(hexadecimal) at offset \(bad) is not UTF-8 (a file in Latin-1 or Windows-1252?); "
      + "save the file as UTF-8"
  }

  /// The text of a field, blanks at both ends taken off; empty where the field does not exist.
  func text(_ position: Int?) -> String {
    guard let position, position < fields.count else { return "" }
    var field = fields[position]
    let bytes = file.bytes
    while field.start < field.end, isBlank(bytes[field.start]) { field.start += 1 }
    while field.end > field.start, isBlank(bytes[field.end - 1]) { field.end -= 1 }
    return content(field)
  }

  /// The exact text of a field.
  func exactText(_ position: Int) -> String { content(fields[position]) }

  private func content(_ field: CSVReader.Field) -> String {
    let bytes = file.bytes[field.start..<field.end]
    if !field.hasDoubledQuotes { return String(decoding: bytes, as: UTF8.self) }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var skipped = false
    for byte in bytes {
      // Of each pair of quotes the second is kept.
      if byte == UInt8(ascii: "\""), !skipped {
        skipped = true
        continue
      }
      skipped = false
      plain.append(byte)
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
