import GeoCore

/// Ground cut into connected areas of one class each, from evidence on a grid.
///
/// Cells whose corners agree are one piece; the others are cut by `ControlZoneCell`. Pieces of one class that
/// share a stretch of edge belong to one component. What is left of the edges are the components' borders, each
/// known with the component on either side, so that zones neither overlap nor leave gaps.
///
/// A component smaller than one cell that borders on another is joined to the one with which it shares the
/// longest border: the grid cannot tell its shape, and thin strips between two zones would else fall to crumbs.
struct ControlZoneMosaic {
  /// A connected area of one class.
  struct Component {
    let found: ControlZoneClass
    var polygon: Polygon
    /// Area-weighted means over the component, one per channel of the evidence.
    var means: [Double]
    /// Area-weighted mean shares of the class's first and second actor.
    var shares: (first: Double, second: Double)
  }

  /// A stretch of border with the pieces on its left and right, −1 where there is too little evidence.
  private struct Border {
    let from: LatticePoint
    let to: LatticePoint
    let left: Int
    let right: Int
  }

  /// The components, in order of their south-westernmost piece.
  private(set) var components: [Component] = []
  /// How many components were joined to a neighbour for being smaller than a cell.
  private(set) var joined = 0

  private let grid: LonLatGrid
  private let rule: ControlZoneRule
  private let channels: [[Double]]
  private let xs: [Int]
  private let ys: [Int]

  private var classes: [ControlZoneClass] = [.none]
  private var classNumbers: [ControlZoneClass: Int] = [.none: 0]
  /// The class number of each piece; class 0 has no pieces.
  private var pieceClasses: [Int] = []
  /// The piece of each cell of one class, −1 without evidence, −2 where the cell is cut.
  private var wholePieces: [Int] = []
  private var cutCells: [Int: ControlZoneCell] = [:]
  private var cutPieces: [Int: [Int]] = [:]
  private var borders: [Border] = []

  /// Cuts and joins.
  ///
  /// - Parameters:
  ///   - channels: per actor, and behind them those that the rule asks for besides, one value per node.
  init(grid: LonLatGrid, rule: ControlZoneRule, channels: [[Double]]) {
    self.grid = grid
    self.rule = rule
    self.channels = channels
    xs = (0..<grid.columns).map { Int((grid.longitude($0) * LatticePoint.perDegree).rounded()) }
    ys = (0..<grid.rows).map { Int((grid.latitude($0) * LatticePoint.perDegree).rounded()) }
    makePieces()
    var sets = DisjointSets(count: pieceClasses.count)
    joinCells(&sets)
    assemble(&sets)
  }

  // MARK: Pieces

  private func evidence(_ node: Int) -> [Double] { channels.map { $0[node] } }

  private mutating func classNumber(_ found: ControlZoneClass) -> Int {
    if let number = classNumbers[found] { return number }
    classes.append(found)
    classNumbers[found] = classes.count - 1
    return classes.count - 1
  }

  /// The nodes of a cell, counter-clockwise from the south-west.
  private func corners(_ row: Int, _ column: Int) -> [Int] {
    let base = row * grid.columns + column
    return [base, base + 1, base + grid.columns + 1, base + grid.columns]
  }

  private mutating func judgeNodes() -> [Int] {
    // One buffer for all nodes: there may be millions.
    var scratch = [Double](repeating: 0, count: channels.count)
    return (0..<grid.count).map { node in
      for channel in scratch.indices { scratch[channel] = channels[channel][node] }
      return classNumber(rule.verdict(scratch).found)
    }
  }

  private mutating func makePieces() {
    let nodeClasses = judgeNodes()
    wholePieces = Array(repeating: -1, count: (grid.rows - 1) * (grid.columns - 1))
    for row in 0..<(grid.rows - 1) {
      for column in 0..<(grid.columns - 1) {
        let cell = row * (grid.columns - 1) + column
        let nodes = corners(row, column)
        let found = nodeClasses[nodes[0]]
        if nodes.allSatisfy({ nodeClasses[$0] == found }) {
          guard found > 0 else { continue }
          wholePieces[cell] = pieceClasses.count
          pieceClasses.append(found)
          continue
        }
        let at = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
        let cut = ControlZoneCell(
          corners: zip(nodes, at).map { node, place in
            .init(point: LatticePoint(x: xs[place.0], y: ys[place.1]), evidence: evidence(node))
          }, rule: rule)
        wholePieces[cell] = -2
        cutCells[cell] = cut
        cutPieces[cell] = cut.pieces.map { piece in
          let number = classNumber(piece.found)
          guard number > 0 else { return -1 }
          pieceClasses.append(number)
          return pieceClasses.count - 1
        }
      }
    }
  }

  // MARK: Joins

  /// A stretch of one side of a cell, in lattice units along the side.
  private struct Stretch {
    let from: Int
    let to: Int
    let piece: Int
  }

  private enum Side { case south, east, north, west }

  private func stretches(row: Int, column: Int, _ side: Side) -> [Stretch] {
    let horizontal = side == .south || side == .north
    let whole =
      horizontal
      ? (xs[max(column, 0)], xs[max(column, 0) + 1]) : (ys[max(row, 0)], ys[max(row, 0) + 1])
    guard row >= 0, column >= 0, row < grid.rows - 1, column < grid.columns - 1 else {
      return [Stretch(from: whole.0, to: whole.1, piece: -1)]
    }
    let cell = row * (grid.columns - 1) + column
    guard let cut = cutCells[cell], let pieces = cutPieces[cell] else {
      return [Stretch(from: whole.0, to: whole.1, piece: wholePieces[cell])]
    }
    let fixed =
      switch side {
      case .south: ys[row]
      case .north: ys[row + 1]
      case .west: xs[column]
      case .east: xs[column + 1]
      }
    var found: [Stretch] = []
    for (piece, number) in zip(cut.pieces, pieces) {
      for (index, vertex) in piece.ring.enumerated() {
        let a = cut.vertices[vertex].point
        let b = cut.vertices[piece.ring[(index + 1) % piece.ring.count]].point
        let (from, to) = horizontal ? (a.x, b.x) : (a.y, b.y)
        guard (horizontal ? a.y : a.x) == fixed, (horizontal ? b.y : b.x) == fixed else { continue }
        found.append(Stretch(from: min(from, to), to: max(from, to), piece: number))
      }
    }
    return found.sorted { $0.from < $1.from }
  }

  private mutating func joinCells(_ sets: inout DisjointSets) {
    for row in 0..<grid.rows {
      for column in 0..<(grid.columns - 1) {
        if joinWhole(row - 1, column, row, column, &sets) { continue }
        join(
          stretches(row: row, column: column, .south), stretches(row: row - 1, column: column, .north),
          &sets
        ) { [y = ys[row]] in LatticePoint(x: $0, y: y) }
      }
    }
    for row in 0..<(grid.rows - 1) {
      for column in 0..<grid.columns {
        if joinWhole(row, column - 1, row, column, &sets) { continue }
        join(
          stretches(row: row, column: column - 1, .east), stretches(row: row, column: column, .west),
          &sets
        ) { [x = xs[column]] in LatticePoint(x: x, y: $0) }
      }
    }
    for cell in cutCells.keys.sorted() { joinPieces(of: cell, &sets) }
  }

  /// Joins two neighbours that are not cut: they share two nodes, so they have one class.
  private func joinWhole(
    _ row: Int, _ column: Int, _ otherRow: Int, _ otherColumn: Int, _ sets: inout DisjointSets
  ) -> Bool {
    guard row >= 0, column >= 0, otherRow < grid.rows - 1, otherColumn < grid.columns - 1 else {
      return false
    }
    let one = wholePieces[row * (grid.columns - 1) + column]
    let other = wholePieces[otherRow * (grid.columns - 1) + otherColumn]
    guard one != -2, other != -2 else { return false }
    if one >= 0 { sets.unite(one, other) }
    return true
  }

  /// Joins or divides the pieces on the two sides of a grid edge; walking along it, `left` lies on the left.
  private mutating func join(
    _ left: [Stretch], _ right: [Stretch], _ sets: inout DisjointSets, _ point: (Int) -> LatticePoint
  ) {
    var (i, j) = (0, 0)
    while i < left.count, j < right.count {
      let (from, to) = (max(left[i].from, right[j].from), min(left[i].to, right[j].to))
      if from < to { divide(left[i].piece, right[j].piece, point(from), point(to), &sets) }
      if left[i].to < right[j].to { i += 1 } else { j += 1 }
    }
  }

  private mutating func divide(
    _ left: Int, _ right: Int, _ from: LatticePoint, _ to: LatticePoint, _ sets: inout DisjointSets
  ) {
    if left < 0 && right < 0 { return }
    if left >= 0, right >= 0, pieceClasses[left] == pieceClasses[right] {
      sets.unite(left, right)
    } else {
      borders.append(Border(from: from, to: to, left: left, right: right))
    }
  }

  private mutating func joinPieces(of cell: Int, _ sets: inout DisjointSets) {
    guard let cut = cutCells[cell], let numbers = cutPieces[cell] else { return }
    var sides: [LatticePoint: [(to: LatticePoint, piece: Int)]] = [:]
    for (piece, number) in zip(cut.pieces, numbers) {
      for (index, vertex) in piece.ring.enumerated() {
        let to = cut.vertices[piece.ring[(index + 1) % piece.ring.count]].point
        let from = cut.vertices[vertex].point
        if let twin = sides[to]?.first(where: { $0.to == from }) {
          divide(number, twin.piece, from, to, &sets)
        }
        sides[from, default: []].append((to, number))
      }
    }
  }

  // MARK: Components

  /// Calls `body` with every piece: its number, its part of a cell's area and its mean evidence.
  private func forEachPiece(_ body: (Int, Double, [Double]) -> Void) {
    for row in 0..<(grid.rows - 1) {
      let size = (xs[1] - xs[0]) * (ys[row + 1] - ys[row])
      for column in 0..<(grid.columns - 1) {
        let cell = row * (grid.columns - 1) + column
        if wholePieces[cell] >= 0 {
          let nodes = corners(row, column)
          body(wholePieces[cell], 1, channels.map { channel in nodes.reduce(0) { $0 + channel[$1] } / 4 })
        } else if let cut = cutCells[cell], let numbers = cutPieces[cell] {
          for (piece, number) in zip(cut.pieces, numbers) where number >= 0 {
            let area = LatticeRing.doubleArea(piece.ring.map { cut.vertices[$0].point })
            body(number, Double(area) / Double(2 * size), cut.mean(piece.ring))
          }
        }
      }
    }
  }

  private mutating func assemble(_ sets: inout DisjointSets) {
    var numbers = [Int](repeating: -1, count: pieceClasses.count)
    var found: [ControlZoneClass] = []
    var componentOf = [Int](repeating: -1, count: pieceClasses.count)
    for piece in pieceClasses.indices {
      let root = sets.root(piece)
      if numbers[root] < 0 {
        numbers[root] = found.count
        found.append(classes[pieceClasses[piece]])
      }
      componentOf[piece] = numbers[root]
    }
    let keepers = keepers(count: found.count, componentOf: componentOf)

    var edges: [ControlZoneRings.Edge] = []
    for border in borders {
      let left = border.left < 0 ? -1 : keepers[componentOf[border.left]]
      let right = border.right < 0 ? -1 : keepers[componentOf[border.right]]
      if left == right { continue }
      if left >= 0 { edges.append(.init(zone: left, from: border.from, to: border.to)) }
      if right >= 0 { edges.append(.init(zone: right, from: border.to, to: border.from)) }
    }
    let polygons = ControlZoneRings(edges).polygons(zones: found.count)
    let statistics = statistics(of: found, componentOf: componentOf)
    for index in found.indices {
      guard keepers[index] == index, let polygon = polygons[index] else { continue }
      components.append(
        Component(
          found: found[index], polygon: polygon, means: statistics[index].means,
          shares: statistics[index].shares))
    }
  }

  /// The component that each component ends up in: itself, or the neighbour that takes it in.
  private mutating func keepers(count: Int, componentOf: [Int]) -> [Int] {
    var cells = [Double](repeating: 0, count: count)
    forEachPiece { piece, cellPart, _ in cells[componentOf[piece]] += cellPart }
    let small = cells.indices.filter { cells[$0] < 1 }.sorted { (cells[$0], $0) < (cells[$1], $1) }
    var keepers = Array(0..<count)
    guard !small.isEmpty else { return keepers }
    var neighbours: [[Int: Double]] = Array(repeating: [:], count: count)
    for border in borders where border.left >= 0 && border.right >= 0 {
      let (one, other) = (componentOf[border.left], componentOf[border.right])
      let step = border.to - border.from
      let length = (Double(step.x) * Double(step.x) + Double(step.y) * Double(step.y)).squareRoot()
      neighbours[one][other, default: 0] += length
      neighbours[other][one, default: 0] += length
    }
    for component in small where cells[component] < 1 {
      let longest = neighbours[component].min { ($1.value, $0.key) < ($0.value, $1.key) }
      guard let taker = longest?.key else { continue }
      joined += 1
      keepers[component] = taker
      cells[taker] += cells[component]
      for (other, length) in neighbours[component] {
        neighbours[other][component] = nil
        guard other != taker else { continue }
        neighbours[other][taker, default: 0] += length
        neighbours[taker][other, default: 0] += length
      }
    }
    for index in keepers.indices {
      var keeper = index
      while keepers[keeper] != keeper { keeper = keepers[keeper] }
      keepers[index] = keeper
    }
    return keepers
  }

  private func statistics(
    of found: [ControlZoneClass], componentOf: [Int]
  ) -> [(means: [Double], shares: (first: Double, second: Double))] {
    var sums = [[Double]](repeating: Array(repeating: 0, count: channels.count), count: found.count)
    var areas = [Double](repeating: 0, count: found.count)
    var first = areas
    var second = areas
    forEachPiece { piece, cellPart, means in
      let component = componentOf[piece]
      areas[component] += cellPart
      for channel in means.indices { sums[component][channel] += cellPart * means[channel] }
      let total = means.prefix(rule.actors).reduce(0, +)
      first[component] += cellPart * means[found[component].first] / total
      if found[component].second >= 0 {
        second[component] += cellPart * means[found[component].second] / total
      }
    }
    return found.indices.map { index in
      (sums[index].map { $0 / areas[index] }, (first[index] / areas[index], second[index] / areas[index]))
    }
  }
}
