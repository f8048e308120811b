import GeoCore

extension Geodesic {
  /// The length of a line in metres, its edges taken as geodesics.
  public func length(of line: LineString) -> Double {
    zip(line.coordinates, line.coordinates.dropFirst()).reduce(0) { $0 + distance(from: $1.0, to: $1.1) }
  }

  /// The vertices with points added along each geodesic edge, so that no step is longer than asked.
  ///
  /// Vertices stay exact but for whole turns of longitude: the result is unwrapped and may leave −180…180.
  ///
  /// - Parameters:
  ///   - coordinates: vertices in order; fewer than two come back as they are.
  ///   - maximumStep: metres, above 0; the steps of one edge are all equally long.
  public func densified(_ coordinates: [Coordinate], maximumStep: Double) -> [Coordinate] {
    guard var previous = coordinates.first else { return [] }
    var result = [previous]
    result.reserveCapacity(coordinates.count)
    for vertex in coordinates.dropFirst() {
      let edge = GeodesicEdge(from: previous, to: vertex, on: self)
      let steps = (edge.length / maximumStep).rounded(.up)
      if steps > 1, steps < 1e7 {
        for step in 1..<Int(steps) { result.append(edge.coordinate(at: edge.length * Double(step) / steps)) }
      }
      result.append(edge.end)
      previous = edge.end
    }
    return result
  }

  /// The line with points added along each geodesic edge, so that no step is longer than asked.
  ///
  /// Longitudes are unwrapped and may leave −180…180.
  ///
  /// - Parameters:
  ///   - line: a line whose latitudes lie in −90…90.
  ///   - maximumStep: metres, above 0.
  /// - Throws: `GeometryError.notFinite` when a latitude lies outside −90…90.
  public func densified(_ line: LineString, maximumStep: Double) throws(GeometryError) -> LineString {
    try LineString(densified(line.coordinates, maximumStep: maximumStep))
  }
}
