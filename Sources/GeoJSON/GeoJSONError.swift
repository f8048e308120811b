/// Why bytes are not a GeoJSON document, and where.
public struct GeoJSONError: Error, Hashable, Sendable {
  /// What would have been right here, as a noun phrase: "`,` or `]`".
  public var expected: String
  /// What stands there instead, as a noun phrase: "the end of the file".
  public var found: String
  /// Bytes before the place, from 0.
  public var byteOffset: Int
  /// The place's line, from 1.
  public var line: Int
  /// The Feature in which it happened, from 0; nil outside Features.
  public var featureIndex: Int?

  /// Makes an error.
  public init(expected: String, found: String, byteOffset: Int, line: Int, featureIndex: Int? = nil) {
    self.expected = expected
    self.found = found
    self.byteOffset = byteOffset
    self.line = line
    self.featureIndex = featureIndex
  }
}

extension GeoJSONError: CustomStringConvertible {
  /// One sentence: "line 3, byte 57, feature 1: expected `,` or `]`, found the end of the file".
  public var description: String {
    let feature = featureIndex.map { ", feature \($0)" } ?? ""
    return "line \(line), byte \(byteOffset)\(feature): expected \(expected), found \(found)"
  }
}
