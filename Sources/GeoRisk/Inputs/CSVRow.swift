/// One row of a CSV file; the fields are turned into text only when asked for.
struct CSVRow {
  /// The file that the row stands in.
  let file: InputFile
  /// Whether numbers may have a decimal comma, because the fields are not divided by commas.
  let allowsDecimalComma: Bool
  /// Its number among the rows that are not blank, from 0: the header's, where there is one.
  var index = 0
  /// The line on which it starts, from 1.
  var line = 1
  /// Where its bytes lie, without the line end.
  var range = 0..<0
  /// Its fields in order, at least one.
  var fields: [CSVReader.Field] = []
  /// What is wrong with its quotes, or nil.
  var fault: String?
  /// Texts met before, so that equal ones share their memory.
  private let texts = TextCache()

  init(file: InputFile, allowsDecimalComma: Bool) {
    self.file = file
    self.allowsDecimalComma = allowsDecimalComma
  }

  /// The row's place for errors.
  var place: InputPlace { InputPlace(file: file.name, line: line) }

  /// The bytes as text; where they are not UTF-8 they are taken for Latin-1, so that none is lost.
  var rawText: String {
    let bytes = file.bytes[range]
    if UTF8Check.firstFault(in: bytes) == nil { return String(decoding: bytes, as: UTF8.self) }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private var isASCII: Bool {
    let range = range
    return file.bytes.withUnsafeBytes { bytes in
      var high: UInt64 = 0
      var index = range.lowerBound
      while index + 8 <= range.upperBound {
        high |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index += 8
      }
      while index < range.upperBound {
        high |= UInt64(bytes[index])
        index += 1
      }
      return high & 0x8080_8080_8080_8080 == 0
    }
  }

  /// What makes the row unreadable whatever its columns mean, or nil.
  var unreadable: String? {
    if let fault { return fault }
    if isASCII { return nil }
    guard let bad = UTF8Check.firstFault(in: file.bytes[range]) else { return nil }
    let hexadecimal = String(file.bytes[bad], radix: 16, uppercase: true)
    return "byte 0x\(hexadecimal) at offset \(bad) is not UTF-8 (a file in Latin-1 or Windows-1252?); "
      + "save the file as UTF-8"
  }

  /// The text of a field, blanks at both ends taken off; empty where the field does not exist.
  func text(_ position: Int?) -> String {
    guard let field = trimmed(position), field.start < field.end else { return "" }
    return content(field)
  }

  /// The exact text of a field.
  func exactText(_ position: Int) -> String { content(fields[position]) }

  /// What `body` makes of the bytes of a field without blanks at both ends; nil also where there are none, or quotes
  /// in them.
  @inline(__always)
  func plain<Value>(_ position: Int?, _ body: (UnsafeBufferPointer<UInt8>) -> Value?) -> Value? {
    guard let field = trimmed(position), field.start < field.end, !field.hasDoubledQuotes else { return nil }
    return file.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[field.start..<field.end]))
    }
  }

  @inline(__always)
  private func trimmed(_ position: Int?) -> CSVReader.Field? {
    guard let position, position < fields.count else { return nil }
    var field = fields[position]
    while field.start < field.end, isBlank(file.bytes[field.start]) { field.start += 1 }
    while field.end > field.start, isBlank(file.bytes[field.end - 1]) { field.end -= 1 }
    return field
  }

  private func content(_ field: CSVReader.Field) -> String {
    if !field.hasDoubledQuotes {
      return file.bytes.withUnsafeBufferPointer {
        texts.text(UnsafeBufferPointer(rebasing: $0[field.start..<field.end]))
      }
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(field.end - field.start)
    var skipped = false
    for byte in file.bytes[field.start..<field.end] {
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
