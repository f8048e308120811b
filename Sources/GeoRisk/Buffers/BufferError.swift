import GeoCore
import GeoTopology

/// Why no buffer can be made.
public enum BufferError: Error, Hashable, Sendable {
  /// The distance in metres is not finite, or not above 0.
  case badDistance(Double)
  /// The distance in metres is beyond `GeodesicBuffer.greatestDistance`.
  case tooFar(Double)
  /// Segments per quadrant outside 1…1024.
  case badSegments(Int)
  /// A coordinate that is not finite, or lies beyond a pole.
  case badCoordinate(Coordinate)
  /// GEOS could not unite the pieces.
  case topology(TopologyError)
}

extension BufferError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .badDistance(let metres): "a buffer distance must be above 0, not \(metres) m"
    case .tooFar(let metres):
      "a buffer of \(metres / 1000) km is too wide; \(Int(GeodesicBuffer.greatestDistance / 1000)) km is the most"
    case .badSegments(let count): "segments per quadrant must lie in 1…1024, not \(count)"
    case .badCoordinate(let coordinate): "\(coordinate) is not a longitude and latitude"
    case .topology(let error): error.description
    }
  }
}
