/// A place in an input: as much of file, line, feature, byte and key as is known.
public struct InputPlace: Hashable, Sendable {
  /// The path as the user gave it, `-` for standard input, or the name of bundled bytes.
  public var file: String?
  /// The line, from 1.
  public var line: Int?
  /// The index of the feature in its collection, from 0.
  public var feature: Int?
  /// The offset of the byte, from 0.
  public var byte: Int?
  /// The column, member or model key, such as `threat.rules[2].kernel`.
  public var key: String?

  /// Makes a place; what is not known is nil.
  public init(
    file: String? = nil, line: Int? = nil, feature: Int? = nil, byte: Int? = nil, key: String? = nil
  ) {
    self.file = file
    self.line = line
    self.feature = feature
    self.byte = byte
    self.key = key
  }
}

extension InputPlace: CustomStringConvertible {
  /// `FILE:LINE`, or `FILE: feature 3 at byte 1204`, with the key behind it where there is one.
  public var description: String {
    var text = file == "-" ? "standard input" : file ?? ""
    if let line { text += text.isEmpty ? "line \(line)" : ":\(line)" }
    var details: [String] = []
    if let feature { details.append("feature \(feature)") }
    if let byte { details.append("byte \(byte)") }
    if !details.isEmpty { text += (text.isEmpty ? "" : ": ") + details.joined(separator: " at ") }
    if let key { text += (text.isEmpty ? "" : ": ") + key }
    return text
  }
}
