// Stands in until the indexes land: whoever brings the real types deletes the ones here.
import GeoCore

struct PolygonIndex {
  let polygon: Polygon
  init(_ polygon: Polygon) { self.polygon = polygon }
  func contains(_ place: Coordinate) -> Bool {
    var inside = false
    for ring in polygon.rings {
      for (a, b) in zip(ring, ring.dropFirst()) where (a.y > place.y) != (b.y > place.y) {
        if place.x < a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x) { inside.toggle() }
      }
    }
    return inside
  }
}
struct NearestSegmentIndex {
  let lines: [[Coordinate]]
  init(lines: [[Coordinate]]) { self.lines = lines }
  func nearest(to place: EarthPosition) -> (place: Coordinate, chord: Double)? {
    var best: (place: Coordinate, chord: Double)?
    for line in lines {
      for (a, b) in zip(line, line.dropFirst()) {
        let (p, q) = (EarthPosition(a), EarthPosition(b))
        let d = (q.x - p.x, q.y - p.y, q.z - p.z)
        let along = (place.x - p.x) * d.0 + (place.y - p.y) * d.1 + (place.z - p.z) * d.2
        let length = d.0 * d.0 + d.1 * d.1 + d.2 * d.2
        let t = length > 0 ? min(1, max(0, along / length)) : 0
        let foot = EarthPosition(x: p.x + t * d.0, y: p.y + t * d.1, z: p.z + t * d.2)
        let chord = foot.squaredChord(to: place).squareRoot()
        if chord < best?.chord ?? .infinity {
          best = (Coordinate(x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y)), chord)
        }
      }
    }
    return best
  }
}
extension Polygon { func unwrapped() throws(GeometryError) -> Polygon { self } }
