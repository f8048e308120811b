import GeoCore
import GeoTopology

/// The outline of everything within a distance of a smooth path in a plane, without any overlay: along its right
/// side, round its end, back along its left side and round its start.
///
/// Outer corners are rounded as `ConvexOffset` rounds them; at inner corners the offset edges are cut where they
/// meet. As long as the cuts leave something of every edge and the outline does not cross itself, it is the
/// boundary of the union of the edges' own offsets: what has been cut off lies inside them.
struct PathOutline {
  let offset: ConvexOffset

  /// The outlines of runs of the path that together cover it, joined at shared edges; nil where the path is so
  /// crooked for the distance that they would be many.
  func outlines(of path: [Coordinate]) throws(TopologyError) -> [Polygon]? {
    var distinct: [Coordinate] = []
    for vertex in path where vertex != distinct.last { distinct.append(vertex) }
    guard distinct.count > 2 else { return nil }
    let runs = runs(of: distinct)
    guard runs.count * 8 <= distinct.count + 8 else { return nil }
    var polygons: [Polygon] = []
    for run in runs {
      guard let polygon = outline(of: Array(distinct[run])) else { return nil }
      guard try MultiPolygon([polygon]).validity().isValid else { return nil }
      polygons.append(polygon)
    }
    return polygons
  }

  /// Runs of vertices, each as long as its inner corners leave something of every edge. Runs share one vertex.
  private func runs(of path: [Coordinate]) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    var start = 0
    var before = (left: 0.0, right: 0.0)
    for vertex in 1..<path.count - 1 {
      let cut = cut(path[vertex - 1], path[vertex], path[vertex + 1])
      let length = distance(path[vertex - 1], path[vertex])
      if max(before.left + cut.left, before.right + cut.right) < 0.98 * length,
        max(cut.left, cut.right) < 0.98 * distance(path[vertex], path[vertex + 1])
      {
        before = cut
      } else {
        runs.append(start...vertex)
        start = vertex
        before = (0, 0)
      }
    }
    runs.append(start...path.count - 1)
    return runs
  }

  /// How much an inner corner takes off the offset edges that meet there, on the path's left or right.
  private func cut(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> (left: Double, right: Double) {
    let (first, second) = (offset.normal(a, b), offset.normal(b, c))
    let cross = first.x * second.y - first.y * second.x
    let along = first.x * second.x + first.y * second.y
    let length = along > -0.9 ? offset.radius * abs(cross) / (1 + along) : .infinity
    return cross > 0 ? (length, 0) : (0, length)
  }

  private func outline(of path: [Coordinate]) -> Polygon? {
    var outline: [Coordinate] = []
    let last = path.count - 1
    // There and back again: each vertex but the ends comes twice, once from either side.
    let round = Array(0...last) + Array((1..<last).reversed())
    for place in round.indices {
      let vertex = path[round[place]]
      let before = path[round[(place + round.count - 1) % round.count]]
      let after = path[round[(place + 1) % round.count]]
      let (first, second) = (offset.normal(before, vertex), offset.normal(vertex, after))
      let cross = first.x * second.y - first.y * second.x
      let along = first.x * second.x + first.y * second.y
      if along > 0 && abs(cross) < 1e-9 || cross < 0 && before != after {
        let scale = 1 / (1 + along)
        outline.append(
          offset.offset(
            vertex, Coordinate(x: (first.x + second.x) * scale, y: (first.y + second.y) * scale)))
      } else {
        offset.appendCorner(vertex, from: first, to: second, &outline)
      }
    }
    guard let first = outline.first else { return nil }
    return try? Polygon(rings: [outline + [first]])
  }

  private func distance(_ a: Coordinate, _ b: Coordinate) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    return (dx * dx + dy * dy).squareRoot()
  }
}
