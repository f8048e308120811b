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
    for (start, vertex) in zip(coordinates, coordinates.dropFirst()) {
      // At a pole every longitude is the same place: the one given is meant, as outlines that hold it run along it.
      let given = Coordinate(
        longitude: vertex.longitude + previous.longitude - start.longitude, latitude: vertex.latitude)
      if abs(vertex.latitude) == 90, vertex.latitude == start.latitude {
        result.append(given)
        previous = given
        continue
      }
      let edge = GeodesicEdge(from: previous, to: vertex, on: self)
      let steps = (edge.length / maximumStep).rounded(.up)
      if steps > 1, steps < 1e7 {
        for step in 1..<Int(steps) { result.append(edge.coordinate(at: edge.length * Double(step) / steps)) }
      }
      previous = abs(vertex.latitude) == 90 || abs(start.latitude) == 90 ? given : edge.end
      result.append(previous)
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
