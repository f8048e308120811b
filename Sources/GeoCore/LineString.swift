/// Two or more coordinates joined in order.
///
/// On WGS 84 an edge of an input line is the geodesic between its ends, taking the shorter way round.
public struct LineString: Hashable, Sendable {
  /// The vertices in order, two or more, all finite.
  public let coordinates: [Coordinate]

  /// Checks and keeps the vertices.
  ///
  /// - Throws: `GeometryError.tooFewCoordinates` below two, `.notFinite` for a NaN or infinity.
  public init(_ coordinates: [Coordinate]) throws(GeometryError) {
    guard coordinates.count >= 2 else {
      throw .tooFewCoordinates(found: coordinates.count, needed: 2)
    }
    try checkFinite(coordinates)
    self.coordinates = coordinates
  }

  /// The smallest box round the vertices as they stand.
  public var envelope: Envelope { Envelope(coordinates) }
}

func checkFinite(_ coordinates: [Coordinate]) throws(GeometryError) {
  if let index = coordinates.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
}
