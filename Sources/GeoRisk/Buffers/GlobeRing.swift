import GeoCore
import GeoProjection
import GeoTopology

/// A closed curve on the globe, unrolled into the plane of longitude and latitude.
struct GlobeRing {
  /// Vertices whose last one is the first one but for whole turns.
  private let vertices: [Coordinate]
  /// ±90: the pole inside, should the ring go round one.
  private let pole: Double

  /// A ring of straight edges in a frame; `pole` is the latitude of the nearer pole, ±90.
  init(frame: LocalFrame, ring: ArraySlice<Coordinate>, pole: Double, lift: GlobeLift) {
    var chain: [Coordinate] = []
    if let first = ring.first { chain.append(frame.inverse(first).onGlobeGrid) }
    for (a, b) in zip(ring, ring.dropFirst()) {
      lift.append(
        { t in frame.inverse(Coordinate(x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t)) }, to: &chain)
    }
    vertices = chain
    self.pole = pole
  }

  /// A ring of geodesic edges. If it goes round a pole, it means the pole of the hemisphere it lies in.
  init(geodesic ring: ArraySlice<Coordinate>, lift: GlobeLift) {
    var chain: [Coordinate] = []
    if let first = ring.first { chain.append(first.onGlobeGrid) }
    for (a, b) in zip(ring, ring.dropFirst()) {
      let edge = GeodesicEdge(from: a, to: b)
      lift.append({ t in t == 1 ? edge.end : edge.coordinate(at: edge.length * t) }, to: &chain)
    }
    vertices = chain
    pole = ring.reduce(0) { $0 + $1.latitude } < 0 ? -90 : 90
  }

  /// The inside as valid polygons within the window.
  func filled(in window: LongitudeWindow) throws(TopologyError) -> [Polygon] {
    guard let polygon else { return [] }
    var valid = [polygon]
    let candidate = MultiPolygon(valid)
    if try !candidate.validity().isValid { valid = try candidate.repaired().polygons }
    var folded: [Polygon] = []
    for part in valid { folded += try window.fold(part) }
    return folded
  }

  /// The inside in the unrolled plane, nil when the ring has collapsed.
  private var polygon: Polygon? {
    guard vertices.count >= 3, let first = vertices.first, let last = vertices.last else { return nil }
    let turns = ((last.longitude - first.longitude) / 360).rounded()
    if turns == 0 {
      return try? Polygon(rings: [Array(vertices.dropLast()) + [first]])
    }
    // Round a pole: the curve from its vertex nearest to the pole to the same one a turn farther on, closed
    // along the pole's latitude. No part of the curve comes between that vertex and the pole.
    let open = vertices.dropLast()
    let nearest = open.indices.max { abs(open[$0].latitude) < abs(open[$1].latitude) } ?? 0
    let turned = open[..<nearest].map { Coordinate(x: $0.longitude + 360 * turns, y: $0.latitude) }
    let start = open[nearest]
    let end = Coordinate(x: start.longitude + 360 * turns, y: start.latitude)
    // In quarters, so that no step along the pole is long enough to mean the other way round.
    let closing = [1, 0.75, 0.5, 0.25, 0].map { Coordinate(x: start.longitude + 360 * turns * $0, y: pole) }
    return try? Polygon(rings: [Array(open[nearest...]) + turned + [end] + closing + [start]])
  }
}
