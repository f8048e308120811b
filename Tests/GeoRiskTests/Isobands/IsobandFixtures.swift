import GeoCore

@testable import GeoRisk

/// A grid of unit degrees (or finer) with its south-west corner given.
func unitGrid(columns: Int, rows: Int, west: Double = 0, south: Double = 0, width: Double? = nil) throws
  -> LonLatGrid
{
  // The spacing in metres is chosen so that the number of nodes comes out as asked.
  let step = (width ?? Double(columns - 1)) / Double(columns - 1)
  let height = step * Double(rows - 1)
  let middle = south + height / 2
  let edge = EarthPosition(Coordinate(longitude: 0, latitude: middle))
    .distance(to: EarthPosition(Coordinate(longitude: 0, latitude: middle + 0.01)))
  let grid = try LonLatGrid(
    covering: Envelope(
      minX: west, minY: south, maxX: west + step * Double(columns - 1), maxY: south + height),
    spacing: edge * 100 * step * 1.02)
  return grid
}

/// Whether a point lies inside a polygon, by counting the edges to its east.
func contains(_ polygon: Polygon, _ point: Coordinate) -> Bool {
  var inside = false
  for ring in polygon.rings {
    for (a, b) in zip(ring, ring.dropFirst()) where (a.y > point.y) != (b.y > point.y) {
      if point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x) { inside.toggle() }
    }
  }
  return inside
}

func contains(_ polygons: MultiPolygon, _ point: Coordinate) -> Bool {
  polygons.polygons.contains { contains($0, point) }
}

/// The planar area in square degrees, whatever the winding.
func planarArea(_ polygons: MultiPolygon) -> Double {
  polygons.polygons.reduce(0) { sum, polygon in
    let areas = polygon.rings.map { abs($0.signedDoubleArea) / 2 }
    return sum + areas[0] - areas.dropFirst().reduce(0, +)
  }
}

/// The polygons as a file keeps them: seven decimals.
func rounded(_ polygons: MultiPolygon) throws -> MultiPolygon {
  try polygons.mapCoordinates { Coordinate(x: ($0.x * 1e7).rounded() / 1e7, y: ($0.y * 1e7).rounded() / 1e7) }
}
