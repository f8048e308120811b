/// One grid cell in which several classes meet, cut into pieces of one class each.
///
/// The evidence is taken as linear along every edge. A piece whose corners disagree is cut by a chord between the
/// two places of its outline where the margin between two of its classes is 0; the halves are cut again until
/// all corners agree. Neighbouring pieces share their vertices, and a cut that would leave a piece without area
/// or with a crossing outline is not made: so the pieces tile the cell exactly, whatever the numbers.
struct ControlZoneCell {
  /// A corner of pieces, with the evidence of each actor there (and what else the caller interpolates).
  struct Vertex {
    let point: LatticePoint
    let evidence: [Double]
  }

  /// An area of one class; `ring` are vertex numbers, counter-clockwise, not closed.
  struct Piece {
    var ring: [Int]
    var found: ControlZoneClass
  }

  private(set) var vertices: [Vertex]
  private(set) var pieces: [Piece] = []

  private let rule: ControlZoneRule
  private let snap: Int
  private let leastDoubleArea: Int

  /// Cuts a cell.
  ///
  /// - Parameter corners: counter-clockwise from the south-west.
  init(corners: [Vertex], rule: ControlZoneRule) {
    vertices = corners
    self.rule = rule
    let size = corners[2].point - corners[0].point
    // Cuts a thousandth of the cell from a vertex go through it; pieces below a hundred-thousandth are not cut
    // off. Both lie far below what the spacing of the grid resolves.
    snap = max(min(size.x, size.y) / 1_000, 8)
    leastDoubleArea = max(2 * size.x * size.y / 100_000, 2)
    pieces = [Piece(ring: Array(corners.indices), found: .none)]
    var next = 0
    while next < pieces.count {
      if pieces.count < 64, cut(next) { continue }
      pieces[next].found = rule.verdict(mean(pieces[next].ring)).found
      next += 1
    }
  }

  /// The mean evidence over a ring's vertices.
  func mean(_ ring: [Int]) -> [Double] {
    var sum = vertices[ring[0]].evidence
    for vertex in ring.dropFirst() {
      for index in sum.indices { sum[index] += vertices[vertex].evidence[index] }
    }
    return sum.map { $0 / Double(ring.count) }
  }

  /// Cuts a piece in two if its corners disagree; the second half is added at the end.
  private mutating func cut(_ piece: Int) -> Bool {
    let ring = pieces[piece].ring
    let middle = mean(ring)
    // Judged slightly inside: a vertex of an earlier cut lies on the border itself.
    let verdicts = ring.map { vertex in
      rule.verdict(zip(vertices[vertex].evidence, middle).map { $0 * 0.999 + $1 * 0.001 })
    }
    for (one, other) in zip(verdicts, verdicts.dropFirst() + verdicts.prefix(1))
    where one.found != other.found {
      if cut(piece, along: rule.margin(between: one, and: other)) { return true }
    }
    return false
  }

  /// A place on a piece's outline: a vertex of its ring, or a new one behind it.
  private struct Cut {
    let position: Int
    let new: Vertex?
  }

  private mutating func cut(_ piece: Int, along margin: ControlZoneMargin) -> Bool {
    let ring = pieces[piece].ring
    let raw = ring.map { margin.value(vertices[$0].evidence, actors: rule.actors) }
    let zero = 1e-9 * (raw.map { abs($0) }.max() ?? 0)
    let values = raw.map { abs($0) <= zero ? 0 : $0 }
    guard let (from, to) = chord(of: ring, values) else { return false }

    let saved = (vertices, pieces)
    // The later cut first, so that the earlier one's position stays right.
    let toPosition = insert(to, into: piece)
    let fromPosition = insert(from, into: piece)
    let end = toPosition + (from.new == nil ? 0 : 1)
    let whole = pieces[piece].ring
    let inner = Array(whole[fromPosition...end])
    let outer = Array(whole[end...]) + Array(whole[...fromPosition])
    let changed = pieces.indices.filter { $0 != piece && pieces[$0].ring.count != saved.1[$0].ring.count }
    guard isSound(inner), isSound(outer), changed.allSatisfy({ isSound(pieces[$0].ring) }) else {
      (vertices, pieces) = saved
      return false
    }
    pieces[piece].ring = inner
    pieces.append(Piece(ring: outer, found: .none))
    return true
  }

  private func isSound(_ ring: [Int]) -> Bool {
    let points = ring.map { vertices[$0].point }
    return LatticeRing.doubleArea(points) >= leastDoubleArea && LatticeRing.isSimple(points)
  }

  /// Where the margin changes sign, as the ends of one chord, or nil where it does not.
  ///
  /// With four changes (a saddle) the chord cuts off a stretch of the sign that the mean does not have.
  private func chord(of ring: [Int], _ values: [Double]) -> (Cut, Cut)? {
    let count = ring.count
    guard let start = values.firstIndex(where: { $0 != 0 }) else { return nil }
    var changes: [(cut: Cut, rising: Bool)] = []
    var last = start
    for step in 1...count {
      let position = (start + step) % count
      if values[position] == 0 { continue }
      if (values[position] > 0) != (values[last] > 0) {
        let cut =
          (last + 1) % count == position
          ? crossing(ring, values, last) : Cut(position: (last + 1) % count, new: nil)
        changes.append((cut, values[position] > 0))
      }
      last = position
    }
    guard changes.count >= 2 else { return nil }
    let keepsPositive = values.reduce(0, +) >= 0
    // The stretch that is cut off begins where the sign leaves the mean's.
    guard let first = changes.firstIndex(where: { $0.rising != keepsPositive }) else { return nil }
    let (one, other) = (changes[first].cut, changes[(first + 1) % changes.count].cut)
    if one.position == other.position && one.new == nil && other.new == nil { return nil }
    return one.position <= other.position ? (one, other) : (other, one)
  }

  /// The place between ring positions `position` and the next where the margin is 0.
  private func crossing(_ ring: [Int], _ values: [Double], _ position: Int) -> Cut {
    let next = (position + 1) % ring.count
    // Always from the lesser point: the cell beyond finds the very same place.
    let swapped = vertices[ring[next]].point < vertices[ring[position]].point
    let (a, b) = swapped ? (next, position) : (position, next)
    let (from, to) = (vertices[ring[a]], vertices[ring[b]])
    let part = values[a] / (values[a] - values[b])
    let step = to.point - from.point
    let point = LatticePoint(
      x: from.point.x + Int((Double(step.x) * part).rounded()),
      y: from.point.y + Int((Double(step.y) * part).rounded()))
    if (point - from.point).span < snap { return Cut(position: a, new: nil) }
    if (to.point - point).span < snap { return Cut(position: b, new: nil) }
    let evidence = zip(from.evidence, to.evidence).map { $0 + ($1 - $0) * part }
    return Cut(position: position, new: Vertex(point: point, evidence: evidence))
  }

  /// Puts a cut's new vertex into the piece, and into the one on the other side of the edge.
  ///
  /// - Returns: the position of the cut's vertex in the ring.
  private mutating func insert(_ cut: Cut, into piece: Int) -> Int {
    guard let vertex = cut.new else { return cut.position }
    let ring = pieces[piece].ring
    let (from, to) = (ring[cut.position], ring[(cut.position + 1) % ring.count])
    vertices.append(vertex)
    pieces[piece].ring.insert(vertices.count - 1, at: cut.position + 1)
    for other in pieces.indices where other != piece {
      let ring = pieces[other].ring
      guard let position = ring.firstIndex(of: to), ring[(position + 1) % ring.count] == from else {
        continue
      }
      pieces[other].ring.insert(vertices.count - 1, at: position + 1)
    }
    return cut.position + 1
  }
}
