import GeoCore

/// An axis-parallel square by its south-west corner and side.
func square(_ x: Double, _ y: Double, _ side: Double) throws -> Polygon {
  try Polygon(rings: [ring(x, y, side)])
}

/// The closed ring of an axis-parallel square, counter-clockwise.
func ring(_ x: Double, _ y: Double, _ side: Double) -> [Coordinate] {
  [(0.0, 0.0), (side, 0), (side, side), (0, side), (0, 0)].map { Coordinate(x: x + $0.0, y: y + $0.1) }
}

/// The planar area of valid polygons, holes taken off.
func planarArea(_ area: MultiPolygon) -> Double {
  area.polygons.reduce(0) { total, polygon in
    let rings = polygon.rings.map { abs($0.signedDoubleArea) / 2 }
    return total + rings.dropFirst().reduce(rings[0], -)
  }
}
