#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import GeoCore

/// The outline of everything within a distance of a convex shape in a plane.
///
/// Corners are drawn with vertices at fixed directions, a little outside the circle, so that the chords leave it
/// as far inwards as the vertices do outwards: by ±r(1 − cos(π/4q))/2.
struct ConvexOffset {
  let radius: Double
  private let directions: [Coordinate]
  private let step: Double

  /// - Parameters:
  ///   - distance: above 0.
  ///   - segmentsPerQuadrant: at least 1.
  init(distance: Double, segmentsPerQuadrant: Int) {
    let count = 4 * segmentsPerQuadrant
    let step = 2 * Double.pi / Double(count)
    self.step = step
    radius = 2 * distance / (1 + cos(step / 2))
    directions = (0..<count).map { Coordinate(x: cos(Double($0) * step), y: sin(Double($0) * step)) }
  }

  /// The outline, counter-clockwise; nil for no vertex.
  ///
  /// - Parameter hull: vertices of a convex shape, counter-clockwise, none repeated; one is a point, two an edge.
  func polygon(round hull: [Coordinate]) -> Polygon? {
    var outline: [Coordinate] = []
    if hull.count == 1 {
      outline = directions.map { offset(hull[0], $0) }
    } else {
      for index in hull.indices {
        let before = hull[(index + hull.count - 1) % hull.count]
        let after = hull[(index + 1) % hull.count]
        appendCorner(hull[index], from: normal(before, hull[index]), to: normal(hull[index], after), &outline)
      }
    }
    guard let first = outline.first else { return nil }
    return try? Polygon(rings: [outline + [first]])
  }

  /// The arc round one vertex, from the normal of the edge before it to that of the edge behind it.
  func appendCorner(
    _ vertex: Coordinate, from first: Coordinate, to last: Coordinate, _ outline: inout [Coordinate]
  ) {
    outline.append(offset(vertex, first))
    let start = atan2(first.y, first.x)
    let along = first.x * last.x + first.y * last.y
    var sweep = atan2(first.x * last.y - first.y * last.x, along)
    // At the end of an edge it turns by half a circle, perhaps by a rounding error more. Elsewhere a turn to the
    // right is no turn but rounding.
    if sweep < 0 { sweep = along < 0 ? sweep + 2 * .pi : 0 }
    if sweep < 1e-7 { return }
    // A hundred-thousandth of a step keeps vertices from all but coinciding.
    let lowest = Int((start / step + 1e-5).rounded(.up))
    let highest = Int(((start + sweep) / step - 1e-5).rounded(.down))
    if lowest <= highest {
      for index in lowest...highest {
        let wrapped = (index % directions.count + directions.count) % directions.count
        outline.append(offset(vertex, directions[wrapped]))
      }
    }
    outline.append(offset(vertex, last))
  }

  func offset(_ vertex: Coordinate, _ direction: Coordinate) -> Coordinate {
    Coordinate(x: vertex.x + radius * direction.x, y: vertex.y + radius * direction.y)
  }

  /// The unit vector to the right of an edge: outwards for a counter-clockwise outline.
  func normal(_ a: Coordinate, _ b: Coordinate) -> Coordinate {
    let dx = b.x - a.x
    let dy = b.y - a.y
    let length = (dx * dx + dy * dy).squareRoot()
    return Coordinate(x: dy / length, y: -dx / length)
  }
}
