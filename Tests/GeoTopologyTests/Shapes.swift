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

/// A small generator whose whole sequence follows from its seed (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
