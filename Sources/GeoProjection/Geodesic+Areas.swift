import CPROJ
import GeoCore

extension Geodesic {
  /// The area inside a ring in m², its edges taken as geodesics; the winding does not matter.
  ///
  /// A ring round a pole is understood, also one drawn along latitude ±90. Of the two sides of the ring the
  /// smaller one is meant. Fewer than three distinct vertices give 0.
  ///
  /// - Parameter ring: vertices in order, closed or not.
  public func area(of ring: some Collection<Coordinate>) -> Double {
    var polygon = geod_polygon()
    geod_polygon_init(&polygon, 0)
    var area = 0.0
    withUnsafePointer(to: constants) { constants in
      // A repeated last vertex adds an edge of no length and no area.
      for vertex in ring { geod_polygon_addpoint(constants, &polygon, vertex.latitude, vertex.longitude) }
      _ = geod_polygon_compute(constants, &polygon, 0, 1, &area, nil)
    }
    return abs(area)
  }

  /// The area of a polygon in m², holes taken off.
  public func area(of polygon: Polygon) -> Double {
    polygon.rings.dropFirst().reduce(area(of: polygon.ring(0))) { $0 - area(of: $1) }
  }

  /// The area of all parts in m², holes taken off; parts that overlap count twice.
  public func area(of polygons: MultiPolygon) -> Double {
    polygons.polygons.reduce(0) { $0 + area(of: $1) }
  }
}
