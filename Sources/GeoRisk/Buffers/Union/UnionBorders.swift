import GeoCore

/// The border of a union, linked up into the rings of polygons.
///
/// At a node a border goes on along the next one clockwise, across its own covered ground. Such a walk goes once
/// round one connected piece of ground, or round one of its holes. Where it comes back to a node it is cut, so
/// that rings touch themselves nowhere.
struct UnionBorders {
  /// A simple ring, closed, with covered ground to its left.
  struct Ring {
    let points: [LatticePoint]
    let isShell: Bool
    let westernmost: LatticePoint
  }

  private let windings: ChainWindings
  /// The border that each border goes on with, −1 for chains that are none.
  private var next: [Int32]
  /// The walks in the order of their lowest chains, each as chains per ring.
  private(set) var walks: [[[Int32]]] = []
  /// The walk of each border.
  private var walkOf: [Int32]

  /// Nil where the borders do not link up, which windings without contradictions rule out.
  init?(_ windings: ChainWindings) {
    self.windings = windings
    next = Array(repeating: -1, count: windings.chains.count)
    walkOf = next
    guard link(), trace() else { return nil }
  }

  private mutating func link() -> Bool {
    for node in windings.chains.nodes.points.indices {
      let borders = windings.fans[node].filter { windings.isBorder(Int($0.chain)) }
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

  private func ring(of borders: [Int32]) -> Ring {
    let chains = windings.chains
    var points: [LatticePoint] = []
    // As they are, and one more at either end.
    points.reserveCapacity(borders.reduce(2) { $0 + chains.pointCount(of: Int($1)) })
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
    let west = points.indices.min { points[$0] < points[$1] } ?? 0
    let (before, behind) = (
      points[(west + points.count - 1) % points.count], points[(west + 1) % points.count]
    )
    let isShell = (points[west] - before).cross(behind - points[west]) > 0
    let westernmost = points[west]
    points.append(points[0])
    return Ring(points: points, isShell: isShell, westernmost: westernmost)
  }

  /// The union, holes with the shells that they lie in; nil where a hole lies in none.
  func polygons(in cells: LatticeCells, workers: Workers) -> [[Ring]]? {
    let rings = workers.map(walks.count) { walk in walks[walk].map(ring) }
    var polygonOf = [Int](repeating: -1, count: walks.count)
    var polygons: [[Ring]] = []
    for (walk, rings) in rings.enumerated() {
      guard let shell = rings.firstIndex(where: \.isShell) else { continue }
      polygonOf[walk] = polygons.count
      var sorted = rings
      sorted.swapAt(0, shell)
      polygons.append(sorted)
    }
    let holes = rings.indices.filter { polygonOf[$0] < 0 }
    let wests = holes.map { walk in
      rings[walk].map(\.westernmost).min() ?? LatticePoint(x: 0, y: 0)
    }
    let neighbours = workers.map(holes.count) { hole in
      windings.chains.nearest(westOf: wests[hole], in: cells, counting: windings.isBorder)
    }
    for hole in holes.indices.sorted(by: { (wests[$0], $0) < (wests[$1], $1) }) {
      guard let neighbour = neighbours[hole] else { return nil }
      let polygon = polygonOf[Int(walkOf[neighbour.chain])]
      guard polygon >= 0 else { return nil }
      polygonOf[holes[hole]] = polygon
      polygons[polygon] += rings[holes[hole]]
    }
    return polygons
  }
}
