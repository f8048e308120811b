import GeoCore

/// Polygons from the borders of connected areas.
struct ControlZoneRings {
  /// A step along the border of a zone, which lies on its left.
  struct Edge {
    let zone: Int
    let from: LatticePoint
    let to: LatticePoint
  }

  private struct Start: Hashable {
    let zone: Int
    let point: LatticePoint
  }

  private let edges: [Edge]
  private var leaving: [Start: [Int]] = [:]

  init(_ edges: [Edge]) {
    self.edges = edges.sorted { ($0.zone, $0.from, $0.to) < ($1.zone, $1.from, $1.to) }
    for (index, edge) in self.edges.enumerated() {
      leaving[Start(zone: edge.zone, point: edge.from), default: []].append(index)
    }
  }

  /// One polygon per zone, nil for a zone without edges.
  func polygons(zones: Int) -> [Polygon?] {
    var rings: [[[Coordinate]]] = Array(repeating: [], count: zones)
    var used = [Bool](repeating: false, count: edges.count)
    for start in edges.indices where !used[start] {
      var ring: [Coordinate] = []
      var edge = start
      repeat {
        used[edge] = true
        ring.append(edges[edge].from.coordinate)
        guard let next = following(edge) else { break }
        edge = next
      } while edge != start
      ring.append(edges[start].from.coordinate)
      rings[edges[start].zone].append(ring)
    }
    return rings.map { rings in
      let shells = rings.filter { $0.signedDoubleArea > 0 }
      let holes = rings.filter { $0.signedDoubleArea <= 0 }
      // A connected area has one outer ring; every ring is closed and finite.
      return try? Polygon(rings: shells + holes)
    }
  }

  /// The next step along the border.
  ///
  /// Where a zone touches itself in a point two steps leave it; the one first met counter-clockwise from where
  /// we came stays with the ground outside, which makes the touching parts rings of their own.
  private func following(_ index: Int) -> Int? {
    let edge = edges[index]
    let back = edge.from - edge.to
    let candidates = leaving[Start(zone: edge.zone, point: edge.to)] ?? []
    return candidates.min { one, other in
      let (a, b) = (edges[one].to - edges[one].from, edges[other].to - edges[other].from)
      let (halfA, halfB) = (isBeyondHalfTurn(a, from: back), isBeyondHalfTurn(b, from: back))
      return halfA == halfB ? a.cross(b) > 0 : !halfA
    }
  }

  /// Whether the counter-clockwise turn from one direction to another is more than 180°.
  private func isBeyondHalfTurn(_ direction: LatticePoint, from start: LatticePoint) -> Bool {
    start.cross(direction) < 0
  }
}
