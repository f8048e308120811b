/// One row of a CSV file; the fields are turned into text only when asked for.
///
/// It is lent by a reader, which makes the next row of it. So it is a class: a struct of this size would be copied
/// for every value that is read.
final class CSVRow: TextRow {
  /// Where the bytes of the file begin.
  private let base: UnsafePointer<UInt8>
  /// Its name.
  let fileName: String
  /// How many fields there should be, nil where any number will do.
  private let columns: Int?
  /// Whether numbers may have a decimal comma, because the fields are not divided by commas.
  let allowsDecimalComma: Bool
  /// Its number among the rows that are not blank, from 0 where reading began.
  var index = 0
  /// The line on which it starts, from 1.
  var line = 1
  /// Where its bytes lie, without the line end.
  var range = 0..<0
  /// Its fields in order, at least one.
  let fields = CSVFields()
  /// Whether it is known to be all ASCII and to have no fault.
  var isSound = false
  /// What is wrong with its quotes, or nil.
  var fault: String?
  /// Texts met before, so that equal ones share their memory.
  private let texts = TextCache()

  init(in base: UnsafePointer<UInt8>, fileName: String, columns: Int?, allowsDecimalComma: Bool) {
    self.base = base
    self.fileName = fileName
    self.columns = columns
    self.allowsDecimalComma = allowsDecimalComma
  }

  /// The row's place for errors.
  var place: InputPlace { InputPlace(file: fileName, line: line) }
  var plainLine: Int32 { Int32(exactly: line) ?? 0 }
  /// The header, which is passed over, would be row 0.
  var number: Int { index + 1 }

  /// The bytes as text; where they are not UTF-8 they are taken for Latin-1, so that none is lost.
  var rawText: String {
    if UTF8Check.firstFault(in: bytes) == nil { return String(decoding: bytes, as: UTF8.self) }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  /// What makes the row unreadable whatever its columns mean, or nil.
  @inline(__always)
  var unreadable: String? {
    if isSound, fields.count == columns { return nil }
    return fault ?? notText ?? misshapen
  }

  private var notText: String? {
    if isSound { return nil }
    guard let bad = UTF8Check.firstFault(in: bytes) else { return nil }
    let hexadecimal = String(bytes[bad], radix: 16, uppercase: true)
    return
      "byte 0x\(hexadecimal) at offset \(range.lowerBound + bad) is not UTF-8 (a file in Latin-1 or Windows-1252?); "
      + "save the file as UTF-8"
  }

  /// What is wrong with the number of its fields; empty ones behind the last column do not count.
  private var misshapen: String? {
    guard let columns, fields.count != columns else { return nil }
    var found = fields.count
    while found > columns, text(found - 1).isEmpty { found -= 1 }
    if found == columns { return nil }
    let counts = "\(found) fields where the header names \(columns) columns"
    if found == 1, text(0).contains(",") {
      return counts + ": the whole record stands inside one pair of quotes"
    }
    if found > columns { return counts + "; quote a field that holds the delimiter" }
    return counts
  }

  /// The text of a field, blanks at both ends taken off; empty where the field does not exist.
  @inline(__always)
  func text(_ position: Int?) -> String {
    guard let position else { return "" }
    return writtenText(position)
  }

  private func writtenText(_ position: Int) -> String {
    if let bytes = plain(position) { return texts.text(bytes) }
    guard position < fields.count, fields[position].hasDoubledQuotes else { return "" }
    return Self.withoutDoubling(trimmed(fields[position]))
  }

  /// The exact text of a field.
  func exactText(_ position: Int) -> String {
    let field = fields[position]
    let bytes = UnsafeBufferPointer(start: base + field.start, count: field.end - field.start)
    return field.hasDoubledQuotes ? Self.withoutDoubling(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  @inline(__always)
  func plain(_ position: Int?) -> UnsafeBufferPointer<UInt8>? {
    guard let position, position < fields.count else { return nil }
    let field = fields[position]
    if field.hasDoubledQuotes { return nil }
    let bytes = trimmed(field)
    return bytes.isEmpty ? nil : bytes
  }

  @inline(__always)
  private func trimmed(_ field: CSVFields.Field) -> UnsafeBufferPointer<UInt8> {
    var start = base + field.start
    var end = base + field.end
    while start < end, isBlank(start.pointee) { start += 1 }
    while start < end, isBlank(end[-1]) { end -= 1 }
    return UnsafeBufferPointer(start: start, count: end - start)
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || (0x09...0x0D).contains(byte))
  }

  /// The text with one quote for each pair.
  private static func withoutDoubling(_ written: UnsafeBufferPointer<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(written.count)
    var skipped = false
    for byte in written {
      if byte == UInt8(ascii: "\""), !skipped {
        skipped = true
        continue
      }
      skipped = false
      plain.append(byte)
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
