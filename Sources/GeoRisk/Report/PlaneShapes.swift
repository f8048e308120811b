/// What happens to a shape between the globe and the path: cut to the map, and thinned to what a screen shows.
enum PlaneShapes {
  /// How far in drawing units a thinned line may leave the true one: a tenth of a unit is the path's own step.
  static let tolerance = 0.12

  /// The parts of a line inside the box, in order.
  static func clipped(line: [PlanePoint], to box: PlaneBox) -> [[PlanePoint]] {
    if line.allSatisfy(box.contains) { return line.isEmpty ? [] : [line] }
    var parts: [[PlanePoint]] = []
    var part: [PlanePoint] = []
    for (start, end) in zip(line, line.dropFirst()) {
      guard let (from, to) = clipped(from: start, to: end, box) else {
        if !part.isEmpty { parts.append(part) }
        part = []
        continue
      }
      if part.last != from {
        if !part.isEmpty { parts.append(part) }
        part = [from]
      }
      part.append(to)
    }
    if !part.isEmpty { parts.append(part) }
    return parts
  }

  /// One edge cut to the box by Liang and Barsky's parameters, or nil where it misses the box.
  private static func clipped(
    from start: PlanePoint, to end: PlanePoint, _ box: PlaneBox
  ) -> (PlanePoint, PlanePoint)? {
    let dx = end.x - start.x
    let dy = end.y - start.y
    var enter = 0.0
    var leave = 1.0
    let edges = [
      (-dx, start.x - box.minX), (dx, box.maxX - start.x), (-dy, start.y - box.minY),
      (dy, box.maxY - start.y),
    ]
    for (speed, room) in edges {
      if speed == 0 {
        if room < 0 { return nil }
      } else if speed < 0 {
        enter = max(enter, room / speed)
      } else {
        leave = min(leave, room / speed)
      }
    }
    guard enter <= leave else { return nil }
    let from = enter == 0 ? start : PlanePoint(x: start.x + enter * dx, y: start.y + enter * dy)
    let to = leave == 1 ? end : PlanePoint(x: start.x + leave * dx, y: start.y + leave * dy)
    return (from, to)
  }

  /// A ring cut to the box, side by side (Sutherland and Hodgman); parts stay joined along the box's edge.
  static func clipped(ring: [PlanePoint], to box: PlaneBox) -> [PlanePoint] {
    if ring.allSatisfy(box.contains) { return ring }
    var ring = ring
    ring = cut(ring, inside: { $0.x - box.minX })
    ring = cut(ring, inside: { box.maxX - $0.x })
    ring = cut(ring, inside: { $0.y - box.minY })
    return cut(ring, inside: { box.maxY - $0.y })
  }

  private static func cut(_ ring: [PlanePoint], inside: (PlanePoint) -> Double) -> [PlanePoint] {
    guard var previous = ring.last else { return [] }
    var before = inside(previous)
    var result: [PlanePoint] = []
    result.reserveCapacity(ring.count + 4)
    for point in ring {
      let now = inside(point)
      if (before < 0) != (now < 0) {
        let part = before / (before - now)
        result.append(
          PlanePoint(
            x: previous.x + part * (point.x - previous.x), y: previous.y + part * (point.y - previous.y)))
      }
      if now >= 0 { result.append(point) }
      (previous, before) = (point, now)
    }
    return result
  }

  /// The line without the vertices that stand off it by less than `tolerance` (Douglas and Peucker).
  static func thinned(_ line: [PlanePoint], tolerance: Double = PlaneShapes.tolerance) -> [PlanePoint] {
    guard line.count > 2 else { return line }
    var keep = [Bool](repeating: false, count: line.count)
    keep[0] = true
    keep[line.count - 1] = true
    var open = [(0, line.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = first
      var distance = tolerance * tolerance
      for index in (first + 1)..<max(first + 1, last) {
        let squared = squaredDistance(line[index], line[first], line[last])
        if squared > distance { (farthest, distance) = (index, squared) }
      }
      guard farthest != first else { continue }
      keep[farthest] = true
      open.append((first, farthest))
      open.append((farthest, last))
    }
    return line.indices.filter { keep[$0] }.map { line[$0] }
  }

  private static func squaredDistance(_ point: PlanePoint, _ start: PlanePoint, _ end: PlanePoint) -> Double {
    let dx = end.x - start.x
    let dy = end.y - start.y
    let length = dx * dx + dy * dy
    let along =
      length == 0 ? 0 : min(max(((point.x - start.x) * dx + (point.y - start.y) * dy) / length, 0), 1)
    let offX = point.x - start.x - along * dx
    let offY = point.y - start.y - along * dy
    return offX * offX + offY * offY
  }

  /// A place inside a polygon's outer ring, away from its edge, or nil for an empty one.
  ///
  /// Of the places half-way across the ring on nine level lines the one with the widest stretch is taken: good
  /// enough for a label, and always inside.
  static func labelPoint(_ ring: [PlanePoint]) -> PlanePoint? {
    guard let low = ring.map(\.y).min(), let high = ring.map(\.y).max(), high > low else { return nil }
    var best: (width: Double, point: PlanePoint)?
    for step in 1...9 {
      let y = low + (high - low) * Double(step) / 10
      var crossings: [Double] = []
      var previous = ring[ring.count - 1]
      for point in ring {
        if (previous.y <= y) != (point.y <= y) {
          crossings.append(previous.x + (y - previous.y) / (point.y - previous.y) * (point.x - previous.x))
        }
        previous = point
      }
      crossings.sort()
      for index in stride(from: 0, to: crossings.count - 1, by: 2) {
        // The middle lines are preferred: a label sits best half-way up.
        let width = (crossings[index + 1] - crossings[index]) * (1 - 0.06 * Double(abs(step - 5)))
        if width > best?.width ?? 0 {
          best = (width, PlanePoint(x: (crossings[index] + crossings[index + 1]) / 2, y: y))
        }
      }
    }
    return best?.point
  }
}
