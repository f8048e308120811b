/// Why coordinates do not make the geometry that was asked for.
public enum GeometryError: Error, Hashable, Sendable {
  /// The coordinate at this index is NaN or infinite.
  case notFinite(index: Int)
  /// Fewer coordinates than the geometry needs.
  case tooFewCoordinates(found: Int, needed: Int)
  /// The ring at this index (0 is the outer one) does not end where it starts.
  case ringNotClosed(ring: Int)
  /// A ring or part has no coordinates, or its offsets do not rise to the number of coordinates.
  case badOffsets
}

extension GeometryError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .notFinite(let index): "coordinate \(index) is not a finite number"
    case .tooFewCoordinates(let found, let needed): "\(found) coordinates, at least \(needed) are needed"
    case .ringNotClosed(let ring): "ring \(ring) does not end where it starts"
    case .badOffsets: "part offsets do not rise to the number of coordinates"
    }
  }
}
