import CPROJ
import GeoCore

extension Geodesic {
  /// The area inside a ring in m², its edges taken as geodesics; the winding does not matter.
  ///
  /// A ring round a pole is understood, also one drawn along latitude ±90. Of the two sides of the ring the
  /// smaller one is meant. Fewer than three distinct vertices give 0.
  ///
  /// - Parameter ring: vertices in order, closed or not.
  public func area(of ring: some Collection<Coordinate>) -> Double { abs(signedArea(of: ring)) }

  /// The area of the smaller side in m², positive where the ring goes round it counter-clockwise.
  private func signedArea(of ring: some Collection<Coordinate>) -> Double {
    var polygon = geod_polygon()
    geod_polygon_init(&polygon, 0)
    var area = 0.0
    withUnsafePointer(to: constants) { constants in
      // A repeated last vertex adds an edge of no length and no area.
      for vertex in ring { geod_polygon_addpoint(constants, &polygon, vertex.latitude, vertex.longitude) }
      _ = geod_polygon_compute(constants, &polygon, 0, 1, &area, nil)
    }
    return area
  }

  /// The area of a polygon in m², holes taken off; one wider than 180° of longitude may hold more than half the Earth.
  public func area(of polygon: Polygon) -> Double {
    let outer = polygon.ring(0)
    var whole = area(of: outer)
    if Envelope(outer).width > 180 {
      // Which side is meant shows in the plane.
      let turn = zip(outer, outer.dropFirst()).reduce(0) { $0 + ($1.0.x - $1.1.x) * ($1.0.y + $1.1.y) }
      if turn * signedArea(of: outer) < 0 { whole = ellipsoidArea - whole }
    }
    return polygon.rings.dropFirst().reduce(whole) { $0 - area(of: $1) }
  }

  /// The area of the whole ellipsoid in m²: eight triangles between the equator and a pole.
  private var ellipsoidArea: Double {
    8 * area(of: [(0.0, 0.0), (90, 0), (0, 90)].map { Coordinate(longitude: $0.0, latitude: $0.1) })
  }

  /// The area of all parts in m², holes taken off; parts that overlap count twice.
  public func area(of polygons: MultiPolygon) -> Double {
    polygons.polygons.reduce(0) { $0 + area(of: $1) }
  }
}
