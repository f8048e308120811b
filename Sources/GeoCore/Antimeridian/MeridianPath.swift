/// A line or ring unwrapped, with a vertex wherever it meets the antimeridian, and with the window of each edge.
///
/// Window k is −180 + 360 k … 180 + 360 k. An edge on the antimeridian itself has none.
struct MeridianPath {
  /// A longitude beyond this is taken for something other than degrees.
  static let greatestLongitude = 36_000.0

  /// The vertices; of a ring without the one that closes it.
  var points: [Coordinate] = []
  /// The window of the edge from each vertex to the next; for a ring the last one leads back to the first.
  var windows: [Int?] = []
  /// Whole turns of longitude between a ring's start and its end: not 0 for a ring round a pole.
  var turns = 0
  /// The pole, ±90, along which a ring ran right round; that run is left out of the vertices.
  var pole: Double?

  init(line: [Coordinate]) {
    points = Self.unwrapped(line)
    addCrossings(closing: nil)
  }

  /// - Parameter ring: a closed ring.
  init(ring: some BidirectionalCollection<Coordinate>) {
    // A repeated vertex on the meridian would look like an edge along it.
    points = Self.unwrapped(ring).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    guard let last = points.popLast(), let first = points.first else { return }
    turns = Int(((last.x - first.x) / 360).rounded())
    if turns == 0 { removePolarTurn() }
    guard let first = points.first else { return }
    addCrossings(closing: Coordinate(x: first.x + 360 * Double(turns), y: first.y))
  }

  /// The window that ends at the antimeridian's copy nearest to a longitude.
  func windowOnWest(of longitude: Double) -> Int { Int(((longitude - 180) / 360).rounded()) }

  /// The coordinates with whole turns added so that steps take the shorter way; turns along a pole are kept.
  static func unwrapped(_ coordinates: some Collection<Coordinate>) -> [Coordinate] {
    var result: [Coordinate] = []
    result.reserveCapacity(coordinates.count)
    var turn = 0.0
    var given: Coordinate?
    for coordinate in coordinates {
      if let given, !isPolarTurn(given, coordinate) {
        let step = coordinate.x - given.x
        // Whole turns, so that the digits of the longitudes stay the given ones.
        if abs(step) > 180 { turn -= 360 * (step / 360).rounded() }
      }
      given = coordinate
      result.append(Coordinate(x: coordinate.x + turn, y: coordinate.y))
    }
    return result
  }

  /// Leaves out a run along a pole that goes right round, and the way to and from it.
  private mutating func removePolarTurn() {
    guard points.contains(where: { abs($0.y) == 90 }),
      let start = points.indices.first(where: {
        points[$0].y != points[$0 == 0 ? points.count - 1 : $0 - 1].y
      })
    else { return }
    // From a vertex where the latitude changes, so that no run is split by the ring's seam.
    points = Array(points[start...] + points[..<start])
    var index = 0
    while index < points.count {
      guard abs(points[index].y) == 90 else {
        index += 1
        continue
      }
      var end = index + 1
      while end < points.count, points[end].y == points[index].y { end += 1 }
      let turn = (points[end - 1].x - points[index].x) / 360
      if abs(abs(turn) - 1) < 1e-9 {
        pole = points[index].y
        turns = Int(-turn.rounded())
        points = Array(points[end...] + points[..<index])
        removeSeam()
        return
      }
      index = end
    }
  }

  /// Removes the way up to the pole and down again along one meridian.
  private mutating func removeSeam() {
    func meet(_ a: Coordinate, _ b: Coordinate) -> Bool {
      a.y == b.y && abs(a.x - b.x - 360 * Double(turns)) < 1e-9
    }
    while points.count > 2 {
      if meet(points[points.count - 1], points[0]) {
        points.removeLast()
      } else if meet(points[points.count - 1], points[1]) {
        points.removeFirst()
      } else if meet(points[points.count - 2], points[0]) {
        points.removeLast()
      } else {
        break
      }
    }
  }

  private mutating func addCrossings(closing: Coordinate?) {
    let given = points
    points = []
    for index in given.indices {
      let a = given[index]
      points.append(a)
      guard let b = index + 1 < given.count ? given[index + 1] : closing else { break }
      let lowest = window(of: min(a.x, b.x))
      guard max(a.x, b.x) > edge(lowest) else {
        windows.append(a.x == b.x && a.x == edge(lowest - 1) ? nil : lowest)
        continue
      }
      var crossed: [Int] = []
      var window = lowest
      while edge(window) < max(a.x, b.x) {
        crossed.append(window)
        window += 1
      }
      let isEastward = a.x < b.x
      for west in isEastward ? crossed : crossed.reversed() {
        windows.append(isEastward ? west : west + 1)
        points.append(crossing(a, b, at: edge(west)))
      }
      windows.append(isEastward ? window : lowest)
    }
  }

  /// The eastern edge of a window.
  private func edge(_ window: Int) -> Double { 180 + 360 * Double(window) }

  /// The window with −180 + 360 k ≤ x < 180 + 360 k.
  private func window(of x: Double) -> Int {
    var window = Int(((x + 180) / 360).rounded(.down))
    // Division rounds; the comparison does not.
    if x >= edge(window) { window += 1 }
    if x < edge(window - 1) { window -= 1 }
    return window
  }

  private func crossing(_ a: Coordinate, _ b: Coordinate, at x: Double) -> Coordinate {
    // From west to east whatever the direction, so that shared edges are cut at the same place.
    let (west, east) = a.x < b.x ? (a, b) : (b, a)
    let y = west.y + (east.y - west.y) * ((x - west.x) / (east.x - west.x))
    return Coordinate(x: x, y: min(max(y, min(a.y, b.y)), max(a.y, b.y)))
  }
}
