extension Polygon {
  /// The same area as one shape in the plane: no step longer than 180° of longitude, so that longitudes may leave
  /// −180…180, and holes on the turn of their outer ring.
  ///
  /// A ring right round a pole is closed along that pole, the nearer one where the ring does not run there.
  ///
  /// - Throws: `GeometryError`, which does not happen for a ring that was valid.
  public func unwrapped() throws(GeometryError) -> Polygon {
    guard crossesAntimeridian else { return self }
    var unwrapped: [[Coordinate]] = []
    var middle = 0.0
    for (index, ring) in rings.enumerated() {
      var positions = MeridianPath.unwrapped(ring)
      let envelope = Envelope(positions)
      if index == 0 {
        middle = envelope.center.x
      } else {
        let window = ((envelope.center.x - middle) / 360).rounded()
        positions = positions.map { $0.turned(by: Int(window)) }
      }
      if let first = positions.first, let last = positions.last, first != last {
        let pole = ring.reduce(0) { $0 + $1.y } < 0 ? -90.0 : 90
        positions += [Coordinate(x: last.x, y: pole), Coordinate(x: first.x, y: pole), first]
      }
      unwrapped.append(positions)
    }
    return try Polygon(rings: unwrapped)
  }
}
