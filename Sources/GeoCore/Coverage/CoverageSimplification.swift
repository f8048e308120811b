#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Fewer vertices for areas that share borders, every border simplified once for all that it bounds: no gaps appear, and
/// no overlaps.
///
/// Vertices at which other borders meet stay. Between them a vertex may go where the border stays within the tolerance
/// of all vertices that went before, and where the triangle between it and its neighbours holds no other vertex of any
/// area: then no border can come to lie across another, so what was valid stays valid. Nor may two vertices be joined
/// that are joined already: no ring collapses, and no island.
///
/// Vertices go in rounds, those that change a border least first; the result depends on the areas alone.
public enum CoverageSimplification {
  /// The areas with fewer vertices, in their order.
  ///
  /// Cost: about n log n for n vertices, if triangles hold few others.
  ///
  /// - Parameters:
  ///   - areas: valid areas in degrees that do not overlap; where two share a border, they share its vertices.
  ///   - metres: the greatest distance of a border from where it was, over the ground; 0 or less changes nothing.
  public static func simplified(_ areas: [MultiPolygon], within metres: Double) -> [MultiPolygon] {
    guard metres > 0 else { return areas }
    var borders = Borders(areas)
    borders.simplify(within: metres)
    return areas.map { area in
      MultiPolygon(area.polygons.map { borders.kept($0) })
    }
  }
}

/// The borders of a coverage: vertices by number, and the chains between those that stay.
private struct Borders {
  private struct Edge: Hashable {
    let low, high: Int

    init(_ one: Int, _ other: Int) { (low, high) = (min(one, other), max(one, other)) }
  }

  /// Vertices from one that stays to the next; of a ring without such, back to its first.
  private struct Chain {
    let vertices: [Int]
    /// Places in `vertices` that are left, rising.
    var left: [Int]

    init(_ vertices: [Int]) {
      self.vertices = vertices
      left = Array(vertices.indices)
    }
  }

  private var places: [Coordinate] = []
  private var numbers: [Coordinate: Int] = [:]
  private var edges: Set<Edge> = []
  private var chains: [Chain] = []
  private var isLeft: [Bool] = []
  private var index = VertexGrid()

  init(_ areas: [MultiPolygon]) {
    var neighbours: [[Int]] = []
    // Which areas an edge bounds, as a number that both of its directions share.
    var sides: [Edge: Set<Int>] = [:]
    for (area, polygons) in areas.enumerated() {
      for ring in polygons.polygons.flatMap(\.rings) {
        let ring = ring.map { place -> Int in
          if let number = numbers[place] { return number }
          numbers[place] = places.count
          places.append(place)
          neighbours.append([])
          return places.count - 1
        }
        for (from, to) in zip(ring, ring.dropFirst()) where from != to {
          if edges.insert(Edge(from, to)).inserted {
            neighbours[from].append(to)
            neighbours[to].append(from)
          }
          sides[Edge(from, to), default: []].insert(area)
        }
      }
    }
    isLeft = [Bool](repeating: true, count: places.count)
    index = VertexGrid(places)
    func stays(_ vertex: Int) -> Bool {
      guard neighbours[vertex].count == 2 else { return true }
      return sides[Edge(vertex, neighbours[vertex][0])] != sides[Edge(vertex, neighbours[vertex][1])]
    }
    let fixed = places.indices.map(stays)
    var isChained = [Bool](repeating: false, count: places.count)
    func walk(from start: Int, by second: Int) -> [Int] {
      var chain = [start, second]
      while !fixed[chain[chain.count - 1]], chain[chain.count - 1] != start {
        let last = chain[chain.count - 1]
        isChained[last] = true
        let next = neighbours[last][0] == chain[chain.count - 2] ? neighbours[last][1] : neighbours[last][0]
        chain.append(next)
      }
      return chain
    }
    for start in places.indices where fixed[start] {
      for second in neighbours[start] where !fixed[second] && !isChained[second] {
        chains.append(Chain(walk(from: start, by: second)))
      }
    }
    // What is left are rings that meet no other: their southwesternmost vertex stays.
    let order = places.indices.sorted {
      (places[$0].x, places[$0].y, $0) < (places[$1].x, places[$1].y, $1)
    }
    for start in order where !fixed[start] && !isChained[start] {
      isChained[start] = true
      chains.append(Chain(walk(from: start, by: neighbours[start][0])))
    }
  }

  /// A polygon without the vertices that went.
  func kept(_ polygon: Polygon) -> Polygon {
    let rings = polygon.rings.map { ring -> [Coordinate] in
      var places = ring.dropLast().filter { place in numbers[place].map { isLeft[$0] } ?? true }
      if let first = places.first { places.append(first) }
      return places
    }
    // Every ring has kept three vertices at least; what could not be would stay as it was.
    return (try? Polygon(rings: rings)) ?? polygon
  }

  mutating func simplify(within metres: Double) {
    var isDone = false
    while !isDone {
      isDone = true
      var candidates: [(offset: Double, chain: Int, position: Int)] = []
      for (number, chain) in chains.enumerated() {
        for position in chain.left.indices.dropFirst().dropLast() {
          let offset = offset(chain, without: position, limit: metres)
          if offset <= metres { candidates.append((offset, number, position)) }
        }
      }
      candidates.sort { ($0.offset, $0.chain, $0.position) < ($1.offset, $1.chain, $1.position) }
      // A vertex whose neighbour went in this round waits for the next.
      var hasLost: Set<Int> = []
      for candidate in candidates {
        let left = chains[candidate.chain].left
        let vertices = chains[candidate.chain].vertices
        let (before, own, after) = (
          vertices[left[candidate.position - 1]], vertices[left[candidate.position]],
          vertices[left[candidate.position + 1]]
        )
        guard !hasLost.contains(before), !hasLost.contains(after), isLeft[before], isLeft[after],
          !edges.contains(Edge(before, after)), !isAnyVertexWithin(before, own, after)
        else { continue }
        isLeft[own] = false
        index.remove(own, at: places[own])
        edges.remove(Edge(before, own))
        edges.remove(Edge(own, after))
        edges.insert(Edge(before, after))
        hasLost.insert(before)
        hasLost.insert(own)
        hasLost.insert(after)
        isDone = false
      }
      for number in chains.indices {
        let chain = chains[number]
        let last = chain.left.count - 1
        chains[number].left = chain.left.enumerated().filter { position, place in
          position == 0 || position == last || isLeft[chain.vertices[place]]
        }.map(\.element)
      }
    }
  }

  /// The greatest distance in metres of what was between two vertices from the straight line between them; `limit` and
  /// more where it is more.
  private func offset(_ chain: Chain, without position: Int, limit: Double) -> Double {
    let (from, to) = (chain.left[position - 1], chain.left[position + 1])
    var worst = 0.0
    for between in from + 1..<to {
      let distance = groundDistance(
        places[chain.vertices[between]], places[chain.vertices[from]], places[chain.vertices[to]])
      worst = max(worst, distance)
      if worst > limit { break }
    }
    return worst
  }

  /// Metres from a place to a straight line in degrees, on the sphere's scale at the place, a little too large.
  private func groundDistance(_ place: Coordinate, _ from: Coordinate, _ to: Coordinate) -> Double {
    let degree = 1.006 * Ellipsoid.meanRadius * .pi / 180
    let across = degree * cos(place.y * .pi / 180)
    let (ax, ay) = ((from.x - place.x) * across, (from.y - place.y) * degree)
    let (dx, dy) = ((to.x - from.x) * across, (to.y - from.y) * degree)
    let length = dx * dx + dy * dy
    let along = length == 0 ? 0 : max(0, min(1, -(ax * dx + ay * dy) / length))
    let (x, y) = (ax + along * dx, ay + along * dy)
    return (x * x + y * y).squareRoot()
  }

  /// Whether another vertex that is left lies in a closed triangle.
  private func isAnyVertexWithin(_ a: Int, _ b: Int, _ c: Int) -> Bool {
    let corners = [places[a], places[b], places[c]]
    let box = Envelope(corners)
    return index.contains(in: box) { vertex in
      guard vertex != a, vertex != b, vertex != c, box.contains(places[vertex]) else { return false }
      let place = places[vertex]
      let sides = [
        orientation(corners[0], corners[1], place), orientation(corners[1], corners[2], place),
        orientation(corners[2], corners[0], place),
      ]
      return sides.allSatisfy { $0 >= 0 } || sides.allSatisfy { $0 <= 0 }
    }
  }
}

/// Vertices by the square that they lie in.
private struct VertexGrid {
  private var cells: [[Int]] = []
  private var box = Envelope.empty
  private var columns = 1
  private var size = 1.0

  init() {}

  init(_ places: [Coordinate]) {
    guard !places.isEmpty else { return }
    box = Envelope(places)
    // About two vertices a square.
    let area = max((box.maxX - box.minX) * (box.maxY - box.minY), 1e-12)
    size = max((2 * area / Double(places.count)).squareRoot(), (box.maxX - box.minX) / 4_096)
    columns = Int((box.maxX - box.minX) / size) + 1
    let rows = Int((box.maxY - box.minY) / size) + 1
    cells = [[Int]](repeating: [], count: columns * rows)
    for (vertex, place) in places.enumerated() { cells[cell(of: place)].append(vertex) }
  }

  private func column(_ x: Double) -> Int { min(max(Int((x - box.minX) / size), 0), columns - 1) }
  private func row(_ y: Double) -> Int {
    min(max(Int((y - box.minY) / size), 0), cells.count / columns - 1)
  }
  private func cell(of place: Coordinate) -> Int { row(place.y) * columns + column(place.x) }

  mutating func remove(_ vertex: Int, at place: Coordinate) {
    cells[cell(of: place)].removeAll { $0 == vertex }
  }

  /// Whether a vertex in the squares that meet a box has a property.
  func contains(in box: Envelope, where holds: (Int) -> Bool) -> Bool {
    for row in row(box.minY)...row(box.maxY) {
      for column in column(box.minX)...column(box.maxX)
      where cells[row * columns + column].contains(where: holds) { return true }
    }
    return false
  }
}
