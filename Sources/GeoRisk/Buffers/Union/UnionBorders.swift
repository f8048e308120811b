import GeoCore

/// The border of a union, linked up into the rings of polygons.
///
/// At a node a border goes on along the next one clockwise, across its own covered ground. Such a walk goes once
/// round one connected piece of ground, or round one of its holes. Where it comes back to a node it is cut, so
/// that rings touch themselves nowhere.
struct UnionBorders: Sendable {
  private let windings: ChainWindings
  /// The border that each border goes on with, −1 for chains that are none.
  private var next: [Int32]
  /// The walks in the order of their lowest chains, each as chains per ring.
  private(set) var walks: [[[Int32]]] = []
  /// The walk of each border.
  private var walkOf: [Int32]

  /// Nil where the borders do not link up, which windings without contradictions rule out.
  init?(_ windings: ChainWindings, _ fans: NodeFans) {
    self.windings = windings
    next = Array(repeating: -1, count: windings.chains.count)
    walkOf = next
    guard link(fans), trace() else { return nil }
  }

  private mutating func link(_ fans: NodeFans) -> Bool {
    for node in windings.chains.nodes.points.indices {
      let borders = fans[node].filter { windings.isBorder(Int($0.chain)) }
      for (place, spoke) in borders.enumerated() where !departs(spoke) {
        let following = borders[(place + borders.count - 1) % borders.count]
        guard departs(following) else { return false }
        next[Int(spoke.chain)] = following.chain
      }
    }
    return true
  }

  /// Whether a border begins at the spoke's node, walked with the covered ground to the left.
  private func departs(_ spoke: NodeFans.Spoke) -> Bool {
    spoke.leaves == windings.isForward(Int(spoke.chain))
  }

  private mutating func trace() -> Bool {
    let chains = windings.chains
    // Where in the present walk the border is that left from each node, −1 for none.
    var placeOfNode = [Int32](repeating: -1, count: chains.nodes.points.count)
    for first in 0..<chains.count where walkOf[first] < 0 && windings.isBorder(first) {
      let walk = Int32(walks.count)
      var rings: [[Int32]] = []
      var open: [(chain: Int32, node: Int)] = []
      var chain = first
      repeat {
        let node = start(of: chain)
        if placeOfNode[node] >= 0 {
          let loop = open[Int(placeOfNode[node])...]
          rings.append(loop.map(\.chain))
          for (_, node) in loop { placeOfNode[node] = -1 }
          open.removeLast(loop.count)
        }
        placeOfNode[node] = Int32(open.count)
        open.append((Int32(chain), node))
        walkOf[chain] = walk
        chain = Int(next[chain])
        guard chain >= 0, chain == first || walkOf[chain] < 0 else { return false }
      } while chain != first
      for (_, node) in open { placeOfNode[node] = -1 }
      rings.append(open.map(\.chain))
      walks.append(rings)
    }
    return true
  }

  /// The node at which a border begins, walked with the covered ground to the left.
  private func start(of chain: Int) -> Int {
    let chains = windings.chains
    let stop = windings.isForward(chain) ? chain : chains.end(of: chain, in: chains.ring(of: chain))
    return Int(chains.stops[stop].node)
  }

  /// How many points a closed ring has.
  fileprivate func pointCount(of borders: [Int32]) -> Int {
    borders.reduce(1) { $0 + windings.chains.pointCount(of: Int($1)) }
  }

  /// The points of a simple ring, closed, with covered ground to its left.
  fileprivate func ring(of borders: [Int32]) -> [LatticePoint] {
    let chains = windings.chains
    var points: [LatticePoint] = []
    // One more for the end of a border that is turned round.
    points.reserveCapacity(pointCount(of: borders) + 1)
    for border in borders {
      let chain = Int(border)
      let start = points.count
      chains.append(chain, to: &points)
      if !windings.isForward(chain) {
        // From its last point, which append leaves out, back to its second one.
        points.append(chains.point(chains.end(of: chain, in: chains.ring(of: chain))))
        points[start...].reverse()
        points.removeLast()
      }
    }
    points.append(points[0])
    return points
  }

  /// What tells a ring's place among others.
  private struct RingKind {
    let isShell: Bool
    let westernmost: LatticePoint

    init(_ closed: [LatticePoint]) {
      let count = closed.count - 1
      let west = (0..<count).min { closed[$0] < closed[$1] } ?? 0
      let (before, behind) = (closed[(west + count - 1) % count], closed[west + 1])
      isShell = (closed[west] - before).cross(behind - closed[west]) > 0
      westernmost = closed[west]
    }
  }

  /// The union's polygons, holes with the shells that they lie in; nil where a hole lies in none.
  func polygons(in cells: LatticeCells, workers: Workers) -> [UnionPolygon]? {
    // Points are made of rings when they are asked for, so that not all are there at once.
    let kinds = workers.map(walks.count) { walk in walks[walk].map { RingKind(ring(of: $0)) } }
    var polygonOf = [Int](repeating: -1, count: walks.count)
    var polygons: [[[Int32]]] = []
    for (walk, kinds) in kinds.enumerated() {
      guard let shell = kinds.firstIndex(where: \.isShell) else { continue }
      polygonOf[walk] = polygons.count
      var sorted = walks[walk]
      sorted.swapAt(0, shell)
      polygons.append(sorted)
    }
    let holes = kinds.indices.filter { polygonOf[$0] < 0 }
    let wests = holes.map { walk in
      kinds[walk].map(\.westernmost).min() ?? LatticePoint(x: 0, y: 0)
    }
    let neighbours = workers.map(holes.count) { hole in
      windings.chains.nearest(westOf: wests[hole], in: cells, counting: windings.isBorder)
    }
    for hole in holes.indices.sorted(by: { (wests[$0], $0) < (wests[$1], $1) }) {
      guard let neighbour = neighbours[hole] else { return nil }
      let polygon = polygonOf[Int(walkOf[neighbour.chain])]
      guard polygon >= 0 else { return nil }
      polygonOf[holes[hole]] = polygon
      polygons[polygon] += walks[holes[hole]]
    }
    return polygons.map { UnionPolygon(borders: self, chains: $0) }
  }
}

/// A valid polygon of a union, whose rings are laid out when they are asked for.
struct UnionPolygon: Sendable {
  fileprivate let borders: UnionBorders
  /// The chains of each ring.
  fileprivate let chains: [[Int32]]

  /// Its closed rings, one at a time, with the ground to their left and the outer one first.
  var rings: some Sequence<[LatticePoint]> { chains.lazy.map { borders.ring(of: $0) } }

  /// How many points its rings have.
  var pointCount: Int { chains.reduce(0) { $0 + borders.pointCount(of: $1) } }
}
