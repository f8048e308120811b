import GeoCore
import GeoProjection
import GeoRisk
import GeoTopology

/// The distance to a geometry by brute force: the least geodesic distance to points strewn densely along it.
///
/// Knows nothing of frames, hulls or GEOS. Points `step` apart make the distance too long by at most
/// step²/(8 d) at a distance d, and never too short.
struct DistanceOracle {
  private struct Chunk {
    var middle: EarthPosition
    var reach = 0.0
    var range: Range<Int>
  }
  private var points: [Coordinate] = []
  private var positions: [EarthPosition] = []
  private var chunks: [Chunk] = []

  init(_ geometry: Geometry, step: Double) {
    for path in Self.paths(of: geometry) {
      let dense = Geodesic.wgs84.densified(path, maximumStep: step)
      for start in stride(from: 0, to: dense.count, by: 64) {
        let slice = dense[start..<min(start + 64, dense.count)].map(EarthPosition.init)
        var chunk = Chunk(
          middle: slice[slice.count / 2], range: positions.count..<positions.count + slice.count)
        chunk.reach = slice.map { $0.squaredChord(to: chunk.middle).squareRoot() }.max() ?? 0
        positions += slice
        chunks.append(chunk)
      }
      points += dense
    }
  }

  /// Metres to the nearest point.
  func distance(to place: Coordinate) -> Double {
    let position = EarthPosition(place)
    let bounds = chunks.map { ($0.middle.squaredChord(to: position).squareRoot() - $0.reach, $0.range) }
      .sorted { $0.0 < $1.0 }
    var best = (squared: Double.infinity, index: 0)
    for (bound, range) in bounds {
      if bound > 0, bound * bound > best.squared { break }
      for index in range {
        let squared = positions[index].squaredChord(to: position)
        if squared < best.squared { best = (squared, index) }
      }
    }
    return Geodesic.wgs84.distance(from: place, to: points[best.index])
  }

  private static func paths(of geometry: Geometry) -> [[Coordinate]] {
    switch geometry {
    case .point(let coordinate): [[coordinate]]
    case .multiPoint(let coordinates): coordinates.map { [$0] }
    case .lineString(let line): [line.coordinates]
    case .multiLineString(let lines): lines.map(\.coordinates)
    case .polygon(let polygon): polygon.rings.map(Array.init)
    case .multiPolygon(let multi): multi.polygons.flatMap { $0.rings.map(Array.init) }
    case .collection(let members): members.flatMap(paths)
    }
  }
}

/// Places on the boundary of areas, between vertices too, without the edges that only the map has: those along
/// a pole's latitude and those on the two sides of a full turn.
func boundarySamples(of area: MultiPolygon) -> [Coordinate] {
  let box = area.envelope
  var samples: [Coordinate] = []
  for ring in area.polygons.flatMap(\.rings) {
    for (a, b) in zip(ring, ring.dropFirst()) {
      if abs(a.latitude) == 90, abs(b.latitude) == 90 { continue }
      if a.x == b.x, box.width == 360, a.x == box.minX || a.x == box.maxX { continue }
      for t in [0, 0.23, 0.5, 0.81] {
        samples.append(Coordinate(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t))
      }
    }
  }
  return samples
}

/// The least and the greatest relative departure of the boundary from the asked distance, at some thousand
/// places spread evenly over the boundary's vertices and the edges between them.
func departure(of area: MultiPolygon, from metres: Double, round geometry: Geometry) -> ClosedRange<Double> {
  let oracle = DistanceOracle(geometry, step: metres / 50)
  var least = Double.infinity
  var greatest = -Double.infinity
  let samples = boundarySamples(of: area)
  // Odd, so that every fraction of an edge keeps its turn.
  for index in stride(from: 0, to: samples.count, by: samples.count / 1500 | 1) {
    let departure = oracle.distance(to: samples[index]) / metres - 1
    least = min(least, departure)
    greatest = max(greatest, departure)
  }
  return least...max(least, greatest)
}
