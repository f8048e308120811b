/// Why coordinates could not be brought to WGS 84.
public enum ProjectionError: Error, Hashable, Sendable {
  /// The text names no coordinate reference system that PROJ knows; `message` is PROJ's own.
  case unknownCRS(String, message: String)
  /// The system is known, but is not one of horizontal coordinates; `kind` says what it is.
  case notHorizontal(String, kind: String)
  /// PROJ knows no way from this system to WGS 84.
  case noTransformation(String, message: String)
  /// These coordinates (indices into the input, rising) lie where the system has no meaning.
  case outsideCRS(String, indices: [Int], message: String)
}

extension ProjectionError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .unknownCRS(let crs, let message):
      "'\(crs)' is not a known coordinate reference system (\(message)); "
        + "write an EPSG code such as EPSG:32629, or a PROJ string"
    case .notHorizontal(let crs, let kind):
      "'\(crs)' is a \(kind) reference system; one of easting and northing or longitude and latitude is needed"
    case .noTransformation(let crs, let message):
      "no transformation from '\(crs)' to WGS 84 (\(message))"
    case .outsideCRS(let crs, let indices, let message):
      "\(indices.count) coordinate\(indices.count == 1 ? "" : "s") (the first at index "
        + "\(indices.first ?? 0)) cannot be read as '\(crs)' (\(message))"
    }
  }
}
