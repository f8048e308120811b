import GeoCore

/// The lattice on which the outlines of a buffer are united: seven decimals of a degree, a centimetre, or nine
/// for distances below 500 m. Either is at most 2e-5 of the distance.
struct BufferLattice {
  private let perDegree: Double
  private let window: LongitudeWindow

  /// Nil for distances below 10 m, and for longitudes so many turns away that they have no digits left.
  init?(distance: Double, window: LongitudeWindow) {
    guard distance >= 10, abs(window.west) < 1e5 else { return nil }
    perDegree = distance >= 500 ? LatticePoint.perDegree : 1e9
    self.window = window
  }

  private func point(_ place: Coordinate, turned degrees: Double = 0) -> LatticePoint {
    LatticePoint(
      x: Int(((place.longitude + degrees) * perDegree).rounded()),
      y: Int((place.latitude * perDegree).rounded()))
  }

  /// The ring moved by whole turns into the window; nil where it does not fit.
  func ring(_ ring: [Coordinate]) -> [LatticePoint]? {
    guard let first = ring.first else { return nil }
    let degrees = -360 * ((first.longitude - window.west) / 360).rounded(.down)
    for place in ring {
      let longitude = place.longitude + degrees
      guard longitude >= window.west, longitude <= window.west + 360 else { return nil }
    }
    return ring.map { point($0, turned: degrees) }
  }

  /// Adds a valid polygon's rings, its outer one counter-clockwise and the others clockwise.
  func append(_ polygon: Polygon, to rings: inout LatticeRings) {
    for (index, ring) in polygon.rings.enumerated() {
      let points = ring.lazy.map { point($0) }
      if (ring.signedDoubleArea > 0) == (index == 0) {
        rings.append(points, isHole: index > 0)
      } else {
        rings.append(points.reversed(), isHole: index > 0)
      }
    }
  }

  /// The polygon of closed rings, the outer one first.
  func polygon(_ rings: [[LatticePoint]]) -> Polygon? {
    var coordinates: [Coordinate] = []
    coordinates.reserveCapacity(rings.reduce(0) { $0 + $1.count })
    var ends: [Int] = []
    for ring in rings {
      for point in ring {
        coordinates.append(Coordinate(x: Double(point.x) / perDegree, y: Double(point.y) / perDegree))
      }
      ends.append(coordinates.count)
    }
    return try? Polygon(coordinates: coordinates, ringEnds: ends)
  }
}
