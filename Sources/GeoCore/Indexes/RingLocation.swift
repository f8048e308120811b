/// Where a position lies with respect to a ring or an area.
public enum RingLocation: Hashable, Sendable {
  /// Strictly inside.
  case inside
  /// On an edge or a vertex.
  case boundary
  /// Strictly outside.
  case outside

  /// Where a position lies with respect to one closed ring, exactly; a ring that crosses itself is taken by the
  /// even-odd rule.
  ///
  /// It looks at every edge: for many positions make a `PolygonIndex`.
  public init(of position: Coordinate, in ring: some Sequence<Coordinate>) {
    var crossings = EdgeCrossings(of: position)
    var previous: Coordinate?
    for vertex in ring {
      if let previous { crossings.count(previous, vertex) }
      previous = vertex
    }
    self = crossings.location
  }
}

/// Counts the edges that a ray from a position towards greater x crosses.
struct EdgeCrossings {
  let position: Coordinate
  private var isOdd = false
  private var isOnEdge = false

  init(of position: Coordinate) { self.position = position }

  var location: RingLocation { isOnEdge ? .boundary : isOdd ? .inside : .outside }

  /// Takes one edge into account. Its lower end belongs to it and its upper one does not, so that a ray through a
  /// vertex counts it once or twice as it should.
  @inline(__always)
  mutating func count(_ a: Coordinate, _ b: Coordinate) {
    let isLowerA = a.y <= b.y
    let low = isLowerA ? a : b
    let high = isLowerA ? b : a
    if position.y < low.y || position.y > high.y { return }
    let least = min(a.x, b.x)
    let greatest = max(a.x, b.x)
    if position.x > greatest { return }
    if position.x < least {
      if position.y < high.y { isOdd.toggle() }
      return
    }
    let side = orientation(low, high, position)
    if low.y == high.y || side == 0 {
      // Level edges are met only within their x range, which was checked.
      isOnEdge = true
    } else if side > 0, position.y < high.y {
      isOdd.toggle()
    }
  }
}
