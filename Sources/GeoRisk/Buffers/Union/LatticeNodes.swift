import GeoCore

/// The places where edges meet, with all that meets there.
///
/// A node is a point that more than one edge passes through besides the two that join there: where edges cross,
/// where one ends on another, or where rings share a vertex. As each edge is bent through all pixels on its way
/// (`LatticeEdge.passes`), what is left between nodes touches nothing else: this is snap rounding (Hobby 1999).
struct LatticeNodes: Sendable {
  /// What meets in a node: a point of a ring, or an edge that passes through between its ends.
  struct Part: Hashable, Comparable, Sendable {
    private let code: Int

    init(vertex: Int) { code = vertex << 1 }
    init(passing edge: Int) { code = edge << 1 | 1 }

    /// The point of the ring, or that at the start of the edge.
    var index: Int { code >> 1 }
    var passes: Bool { code & 1 == 1 }

    static func < (left: Part, right: Part) -> Bool { left.code < right.code }
  }

  private(set) var points: [LatticePoint] = []
  /// Where each node's parts begin; one more for where the last one's end.
  private(set) var starts: [Int] = [0]
  private(set) var parts: [Part] = []

  /// Finds the nodes, cell by cell in order. Each ring's westernmost point is made one as well.
  init(_ rings: LatticeRings, in cells: LatticeCells, workers: Workers) {
    let forced = rings.westernmost.map { (cell: cells.cell(of: rings.points[$0]), vertex: $0) }
      .sorted { ($0.cell, $0.vertex) < ($1.cell, $1.vertex) }
    let bands = workers.map(cells.rows) { row -> [(point: LatticePoint, part: Part)] in
      var finder = NodeFinder(rings: rings, cells: cells)
      let first = row * cells.columns
      var next = forced.partitioningIndex { $0.cell >= first }
      var found: [(point: LatticePoint, part: Part)] = []
      for cell in first..<first + cells.columns {
        var marks: [NodeFinder.Mark] = []
        while next < forced.count, forced[next].cell == cell {
          let vertex = forced[next].vertex
          marks.append(NodeFinder.Mark(point: rings.points[vertex], part: Part(vertex: vertex)))
          next += 1
        }
        finder.find(in: cell, &marks)
        for mark in marks { found.append((mark.point, mark.part)) }
      }
      return found
    }
    parts.reserveCapacity(bands.reduce(0) { $0 + $1.count })
    for (point, part) in bands.joined() {
      if point != points.last {
        if !points.isEmpty { starts.append(parts.count) }
        points.append(point)
      }
      parts.append(part)
    }
    if !points.isEmpty { starts.append(parts.count) }
  }
}

/// Finds the nodes of one cell after another.
private struct NodeFinder {
  struct Mark: Comparable {
    let point: LatticePoint
    let part: LatticeNodes.Part

    static func < (left: Mark, right: Mark) -> Bool {
      left.point == right.point ? left.part < right.part : left.point < right.point
    }
  }

  /// An edge with its box.
  private struct Boxed {
    let index: Int
    let edge: LatticeEdge
    let west, east, south, north: Int

    init(_ index: Int, _ edge: LatticeEdge) {
      self.index = index
      self.edge = edge
      west = min(edge.from.x, edge.to.x)
      east = max(edge.from.x, edge.to.x)
      south = min(edge.from.y, edge.to.y)
      north = max(edge.from.y, edge.to.y)
    }
  }

  let rings: LatticeRings
  let cells: LatticeCells
  private var order: [(west: Int, index: Int32)] = []
  private var boxed: [Boxed] = []
  /// The widest of them from west to east.
  private var widest = 0
  private var crossings: [LatticePoint] = []
  private var marks: [Mark] = []
  private var cell = 0

  init(rings: LatticeRings, cells: LatticeCells) {
    self.rings = rings
    self.cells = cells
  }

  /// Adds what meets in the cell's points, in their order, nothing twice.
  mutating func find(in cell: Int, _ found: inout [Mark]) {
    self.cell = cell
    marks = found
    crossings.removeAll(keepingCapacity: true)
    gather()
    sweep()
    meetCrossings()
    marks.sort()
    found.removeAll(keepingCapacity: true)
    for mark in marks where mark != found.last { found.append(mark) }
  }

  /// The cell's edges from west to east by their western ends.
  private mutating func gather() {
    order.removeAll(keepingCapacity: true)
    boxed.removeAll(keepingCapacity: true)
    for index in cells.edges(in: cell) {
      let west = min(rings.points[Int(index)].x, rings.points[Int(index) + 1].x)
      order.append((west, index))
    }
    order.sort { $0 < $1 }
    widest = 0
    for (_, index) in order {
      let index = Int(index)
      let edge = Boxed(index, LatticeEdge(from: rings.points[index], to: rings.points[index + 1]))
      widest = max(widest, edge.east - edge.west)
      boxed.append(edge)
    }
  }

  /// Compares all edges whose boxes touch.
  private mutating func sweep() {
    for first in boxed.indices {
      let one = boxed[first]
      var second = first + 1
      while second < boxed.count, boxed[second].west <= one.east {
        let other = boxed[second]
        if other.south <= one.north, other.north >= one.south { compare(one, other) }
        second += 1
      }
    }
  }

  private mutating func compare(_ one: Boxed, _ other: Boxed) {
    let (e, f) = (one.edge, other.edge)
    // Neighbours on a ring share a point without meeting in it.
    if one.index + 1 == other.index {
      meet(one, one.index + 2)
      return meet(other, one.index)
    }
    if other.index + 1 == one.index {
      meet(other, other.index + 2)
      return meet(one, other.index)
    }
    let reachE = abs(e.step.x) + abs(e.step.y)
    let (a, b) = (e.side(of: f.from), e.side(of: f.to))
    if a > reachE && b > reachE || a < -reachE && b < -reachE { return }
    let reachF = abs(f.step.x) + abs(f.step.y)
    let (c, d) = (f.side(of: e.from), f.side(of: e.to))
    if c > reachF && d > reachF || c < -reachF && d < -reachF { return }
    if let crossing = e.crossing(f), cells.cell(of: crossing) == cell { crossings.append(crossing) }
    let closing = e.from == f.to || e.to == f.from
    if !(closing && isClosing(other.index, one.index)) { meet(one, other.index) }
    if !(closing && isClosing(one.index, other.index)) { meet(one, other.index + 1) }
    if !(closing && isClosing(one.index, other.index)) { meet(other, one.index) }
    if !(closing && isClosing(other.index, one.index)) { meet(other, one.index + 1) }
  }

  /// Whether one edge is the first and the other the last one of a ring.
  private func isClosing(_ first: Int, _ last: Int) -> Bool {
    guard first < last else { return false }
    let range = rings.range(rings.ring(of: first))
    return range.lowerBound == first && range.upperBound - 2 == last
  }

  /// Marks a point of a ring and an edge of another one, or another part of the ring, where they meet.
  private mutating func meet(_ boxed: Boxed, _ vertex: Int) {
    let point = rings.points[vertex]
    let edge = boxed.edge
    guard edge.boxHolds(point) else { return }
    if point == edge.from {
      mark(point, vertex: boxed.index)
    } else if point == edge.to {
      mark(point, vertex: boxed.index + 1)
    } else if edge.passes(pixelOf: point) {
      mark(point, LatticeNodes.Part(passing: boxed.index))
    } else {
      return
    }
    mark(point, vertex: vertex)
  }

  /// Bends everything through the pixels in which edges cross.
  private mutating func meetCrossings() {
    crossings.sort()
    for (place, point) in crossings.enumerated() where place == 0 || point != crossings[place - 1] {
      // None that begins farther west than the widest is wide can reach the point.
      let first = boxed.partitioningIndex { $0.west >= point.x - widest }
      for candidate in boxed[first...] {
        if candidate.west > point.x { break }
        let edge = candidate.edge
        if point == edge.from {
          mark(point, vertex: candidate.index)
        } else if point == edge.to {
          mark(point, vertex: candidate.index + 1)
        } else if edge.passes(pixelOf: point) {
          mark(point, LatticeNodes.Part(passing: candidate.index))
        }
      }
    }
  }

  private mutating func mark(_ point: LatticePoint, vertex: Int) {
    guard cells.cell(of: point) == cell else { return }
    // A ring's last point is its first one.
    let range = rings.range(rings.ring(of: vertex))
    mark(point, LatticeNodes.Part(vertex: vertex == range.upperBound - 1 ? range.lowerBound : vertex))
  }

  private mutating func mark(_ point: LatticePoint, _ part: LatticeNodes.Part) {
    guard cells.cell(of: point) == cell else { return }
    marks.append(Mark(point: point, part: part))
  }
}
