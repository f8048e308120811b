import GeoCore

/// The lattice on which the outlines of a buffer are united: seven decimals of a degree, a centimetre, from 500 m on.
///
/// Nearer outlines get nine or eight decimals where these fit the eight bytes of a point, as over 4° and 42°. A
/// lattice rounds by at most 1e-4 of the distance, a tenth of what a buffer may be wrong by, and mostly by 1e-5.
struct BufferLattice {
  /// Units of the lattice in a degree.
  let perDegree: Double
  private let window: LongitudeWindow
  /// The middle of all places in those units: points are counted from it, so that they take few bytes.
  private let origin: LatticePoint

  /// Nil for nothing, where no lattice is fine enough and fits, and for longitudes so many turns away that they have no
  /// digits left.
  init?(distance: Double, of shape: BufferShape, in window: LongitudeWindow) {
    guard abs(window.west) < 1e5, !shape.paths.isEmpty else { return nil }
    self.window = window
    if distance >= 500 {
      perDegree = LatticePoint.perDegree
      origin = LatticePoint(x: Int((window.west + 180) * perDegree), y: 0)
      return
    }
    var box = Envelope.empty
    for place in shape.paths.joined() {
      box.extend(by: Coordinate(x: place.longitude + window.turn(of: place.longitude), y: place.latitude))
    }
    // Half the box, and something for what lies beyond its vertices; what still does not fit, `LatticeRings` refuses.
    let reach = max(box.maxX - box.minX, box.maxY - box.minY) / 2 + 0.1
    let fitting = [1e9, 1e8, 1e7].first { reach * $0 < Double(Int32.max) }
    guard let fitting, distance / 111_000 * 1e-4 >= 0.5 / fitting else { return nil }
    perDegree = fitting
    origin = LatticePoint(
      x: Int((box.minX + box.maxX) / 2 * fitting), y: Int((box.minY + box.maxY) / 2 * fitting))
  }

  private func point(_ place: Coordinate, turned degrees: Double = 0) -> LatticePoint {
    LatticePoint(
      x: Int(((place.longitude + degrees) * perDegree).rounded()),
      y: Int((place.latitude * perDegree).rounded())) - origin
  }

  /// The ring moved by whole turns into the window; nil where it does not fit.
  func ring(_ ring: [Coordinate]) -> [LatticePoint]? {
    guard let first = ring.first else { return nil }
    let degrees = window.turn(of: first.longitude)
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

  /// The polygon in degrees.
  func polygon(_ united: UnionPolygon) -> Polygon? {
    var coordinates: [Coordinate] = []
    coordinates.reserveCapacity(united.pointCount)
    var ends: [Int] = []
    for ring in united.rings {
      for point in ring {
        let (x, y) = (point.x + origin.x, point.y + origin.y)
        coordinates.append(Coordinate(x: Double(x) / perDegree, y: Double(y) / perDegree))
      }
      ends.append(coordinates.count)
    }
    return try? Polygon(coordinates: coordinates, ringEnds: ends)
  }
}
