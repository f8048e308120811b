import GeoCore

/// Covers a path in a plane by convex hulls of consecutive runs of it, as few as a tolerance allows.
///
/// The buffer of a hull holds the buffer of its run. It reaches too far only beyond a hull edge that is no edge
/// of the run, and there by no more than
///
/// - the depth of the run behind that edge, since the run goes from one end of the edge to the other; nor
/// - √(d² + e²/4) − d, since the ends of an edge of length e belong to the run.
///
/// So a straight road becomes one hull however long it is, and a crooked one becomes hulls of about √(8 d τ).
struct ConvexCover {
  /// The buffer's distance d.
  let distance: Double
  /// The greatest overshoot τ, in the unit of the distance.
  let tolerance: Double

  /// Hulls in the path's order, each counter-clockwise and open; one vertex or two for a point or an edge.
  func hulls(of path: [Coordinate]) -> [[Coordinate]] {
    var distinct: [Coordinate] = []
    for vertex in path where vertex != distinct.last { distinct.append(vertex) }
    guard distinct.count > 1 else { return distinct.isEmpty ? [] : [distinct] }
    var hulls: [[Coordinate]] = []
    var start = 0
    while start < distinct.count - 1 {
      let (end, hull) = longestRun(in: distinct, from: start)
      hulls.append(hull)
      start = end
    }
    return hulls
  }

  /// Doubles the run while it will do, then halves the last step. A single edge always will.
  private func longestRun(in path: [Coordinate], from start: Int) -> (end: Int, hull: [Coordinate]) {
    var best = (end: start + 1, hull: [path[start], path[start + 1]])
    var step = 1
    while best.end < path.count - 1 {
      let end = min(best.end + step, path.count - 1)
      guard let hull = acceptableHull(path[start...end]) else { break }
      best = (end, hull)
      step *= 2
    }
    while step > 1 {
      step /= 2
      let end = min(best.end + step, path.count - 1)
      if end > best.end, let hull = acceptableHull(path[start...end]) { best = (end, hull) }
    }
    return best
  }

  /// The hull of the run if none of its edges reaches too far.
  private func acceptableHull(_ run: ArraySlice<Coordinate>) -> [Coordinate]? {
    let hull = hullIndices(run)
    for (position, first) in hull.enumerated() {
      let second = hull[(position + 1) % hull.count]
      let a = run[first]
      let b = run[second]
      let dx = b.x - a.x
      let dy = b.y - a.y
      let squaredLength = dx * dx + dy * dy
      if (distance * distance + squaredLength / 4).squareRoot() - distance <= tolerance { continue }
      let limit = tolerance * squaredLength.squareRoot()
      for vertex in run[min(first, second)...max(first, second)]
      where abs(dx * (vertex.y - a.y) - dy * (vertex.x - a.x)) > limit {
        return nil
      }
    }
    return hull.map { run[$0] }
  }

  /// Andrew's monotone chain, as indices into the run: counter-clockwise, no three in line.
  private func hullIndices(_ run: ArraySlice<Coordinate>) -> [Int] {
    let order = run.indices.sorted { (run[$0].x, run[$0].y, $0) < (run[$1].x, run[$1].y, $1) }
    func half(_ indices: some Sequence<Int>) -> [Int] {
      var chain: [Int] = []
      for index in indices {
        while chain.count >= 2,
          !turnsLeft(run[chain[chain.count - 2]], run[chain[chain.count - 1]], run[index])
        {
          chain.removeLast()
        }
        if let last = chain.last, run[last] == run[index] { continue }
        chain.append(index)
      }
      return chain
    }
    let lower = half(order)
    let upper = half(order.reversed())
    guard lower.count > 1 else { return lower }
    return lower.dropLast() + upper.dropLast()
  }

  private func turnsLeft(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate) -> Bool {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
  }
}
