/// Writes CSV as RFC 4180 has it, with LF at the end of a line.
enum CSVText {
  /// One row with its line's end.
  static func row(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\n" }

  /// A field, quoted only where it holds a delimiter, a quote or a line's end.
  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes else { return field }
    // By bytes: a quote with a combining mark behind it is another character.
    var bytes: [UInt8] = [0x22]
    for byte in field.utf8 {
      bytes.append(byte)
      if byte == 0x22 { bytes.append(byte) }
    }
    bytes.append(0x22)
    return String(decoding: bytes, as: UTF8.self)
  }
}
