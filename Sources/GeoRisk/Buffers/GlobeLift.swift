import GeoCore
import GeoProjection
import GeoTopology

/// Draws curves of the globe as chains that are straight in longitude and latitude, within a tolerance.
///
/// The plane of longitude and latitude is the globe unrolled: a ring round a pole does not close there, it ends
/// a whole turn farther on. `GlobeRing` keeps that turn and makes an area of it.
struct GlobeLift {
  /// Greatest distance in metres between a curve and its chain.
  let tolerance: Double

  /// Appends the curve after `chain`'s last vertex, which is `position(0)`, up to `position(1)`.
  ///
  /// Longitudes run on without jumps; `position` may give any turn.
  func append(_ position: (Double) -> Coordinate, to chain: inout [Coordinate]) {
    walk(position, 0, 1, position(1), depth: 0, &chain)
  }

  private func walk(
    _ position: (Double) -> Coordinate, _ from: Double, _ to: Double, _ end: Coordinate, depth: Int,
    _ chain: inout [Coordinate]
  ) {
    guard let start = chain.last else { return }
    let lifted = Coordinate(
      longitude: Longitude.nearest(end.longitude, to: start.longitude), latitude: end.latitude)
    guard depth < 40, !isStraight(position, from, to, start, lifted) else {
      let vertex = lifted.onGlobeGrid
      if vertex != start { chain.append(vertex) }
      return
    }
    let middle = (from + to) / 2
    walk(position, from, middle, position(middle), depth: depth + 1, &chain)
    walk(position, middle, to, end, depth: depth + 1, &chain)
  }

  private func isStraight(
    _ position: (Double) -> Coordinate, _ from: Double, _ to: Double, _ start: Coordinate, _ end: Coordinate
  ) -> Bool {
    let first = EarthPosition(start)
    let squaredLength = first.squaredChord(to: EarthPosition(end))
    // Close to a pole the way round it must not be mistaken for the other one.
    if abs(end.longitude - start.longitude) > 60 { return squaredLength < 1e-6 * tolerance * tolerance }
    // A line straight in longitude and latitude bends by at most 1.1 tan φ / R, one straight in a frame by less
    // than 0.2 / R within 1,100 km of its middle: most edges need no closer look. Halved, to be on the safe side.
    let squaredRadius = first.x * first.x + first.y * first.y
    let tangent = abs(first.z) / squaredRadius.squareRoot()
    let bow = squaredLength * (1.1 * tangent + 0.2) / (8 * Ellipsoid.meanRadius)
    if squaredLength < 0.01 * squaredRadius, bow < tolerance / 2 { return true }
    // The quarters as well: a curve may cross its chord in the middle.
    for t in [0.5, 0.25, 0.75] {
      let chord = Coordinate(
        longitude: start.longitude + (end.longitude - start.longitude) * t,
        latitude: start.latitude + (end.latitude - start.latitude) * t)
      let curve = position(from + (to - from) * t)
      if EarthPosition(curve).squaredChord(to: EarthPosition(chord)) > tolerance * tolerance { return false }
    }
    return true
  }

  /// The area between rings, the first one the outer, as valid polygons inside the window.
  func area(of rings: [GlobeRing], in window: LongitudeWindow) throws(TopologyError) -> [Polygon] {
    guard let outer = rings.first else { return [] }
    let filled = try outer.filled(in: window)
    var holes: [Polygon] = []
    for hole in rings.dropFirst() { holes += try hole.filled(in: window) }
    if holes.isEmpty { return filled }
    let ground = try MultiPolygon.union(of: filled, retryGrid: GlobeGrid.retry)
    let cut = try MultiPolygon.union(of: holes, retryGrid: GlobeGrid.retry)
    return try ground.difference(with: cut, retryGrid: GlobeGrid.retry).polygons
  }

  /// The inside of an input area, its edges taken as geodesics.
  func interior(of area: Polygon, in window: LongitudeWindow) throws(TopologyError) -> [Polygon] {
    try self.area(of: area.rings.map { GlobeRing(geodesic: $0, lift: self) }, in: window)
  }
}
