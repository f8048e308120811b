import GeoCore

/// How often the rings wind round the ground on either side of each chain.
///
/// Along a ring the numbers follow from node to node. Where it begins, at its westernmost point, they follow from
/// whatever chain lies nearest to the west, which belongs to a ring that begins farther west; where there is
/// none they are 0.
struct ChainWindings: Sendable {
  let chains: LatticeChains
  /// Winding numbers to the left and to the right.
  private(set) var left: [Int32]
  private(set) var right: [Int32]
  /// Whether each chain stands for all that coincide with it.
  private(set) var leads: [Bool]

  /// Nil where the numbers contradict each other, which rings without gaps rule out.
  init?(_ chains: LatticeChains, _ fans: NodeFans, in cells: LatticeCells, workers: Workers) {
    self.chains = chains
    left = Array(repeating: 0, count: chains.count)
    right = left
    leads = Array(repeating: false, count: chains.count)
    // What the winding number at a chain's end exceeds that on its left by, due west of the node.
    var ends = left
    for spoke in fans.batches.joined() {
      let chain = Int(spoke.chain)
      if spoke.leaves {
        right[chain] = spoke.before
        left[chain] = spoke.behind
        leads[chain] = spoke.leads
      } else {
        ends[chain] = -spoke.before
      }
    }
    guard followRings(ends) else { return nil }
    settle(fans, in: cells, workers)
  }

  /// Makes numbers relative to a ring's first node of those relative to each node; false where a ring does not
  /// come back to the number it began with.
  private mutating func followRings(_ ends: [Int32]) -> Bool {
    for ring in 0..<chains.rings.count {
      let range = chains.range(ring)
      var west = Int32(0)
      for chain in range {
        left[chain] += west
        right[chain] += west
        west = left[chain] + ends[chain]
      }
      guard west == 0 else { return false }
    }
    return true
  }

  /// Adds what each ring's first node owes to the rings farther west.
  private mutating func settle(_ fans: NodeFans, in cells: LatticeCells, _ workers: Workers) {
    let rings = chains.rings
    let chains = chains
    let neighbours = workers.map(rings.count) { ring in
      chains.nearest(westOf: rings.points[rings.westernmost[ring]], in: cells) { _ in true }
    }
    let order = (0..<rings.count).sorted {
      (rings.points[rings.westernmost[$0]], $0) < (rings.points[rings.westernmost[$1]], $1)
    }
    for ring in order {
      let start = chains.chain(atStartOf: rings.westernmost[ring], in: ring)
      // The number due west of the ring's westernmost point as it stands, and as it should be.
      let fan = fans[Int(chains.stops[start].node)]
      guard let spoke = fan.first(where: { $0.leaves && Int($0.chain) == start }) else { continue }
      let found = left[start] - spoke.behind
      var wanted: Int32 = 0
      if let neighbour = neighbours[ring] {
        wanted = neighbour.ascends ? right[neighbour.chain] : left[neighbour.chain]
      }
      guard wanted != found else { continue }
      for chain in chains.range(ring) {
        left[chain] += wanted - found
        right[chain] += wanted - found
      }
    }
  }

  /// Whether a chain is border of the union: covered ground on one side of it only.
  func isBorder(_ chain: Int) -> Bool { leads[chain] && (left[chain] > 0) != (right[chain] > 0) }

  /// Whether a border's covered ground lies to the left.
  func isForward(_ chain: Int) -> Bool { left[chain] > 0 }
}

extension LatticeChains {
  /// The chain nearest to the west of a point, as seen from a little north of where it looks due west.
  ///
  /// - Parameter counts: which chains to see.
  func nearest(
    westOf point: LatticePoint, in cells: LatticeCells, counting counts: (Int) -> Bool
  ) -> (chain: Int, ascends: Bool)? {
    var best: (crossing: WestwardCrossing, chain: Int)?
    let home = cells.cell(of: point)
    let first = home - home % cells.columns
    for cell in stride(from: home, through: first, by: -1) {
      for index in cells.edges(in: cell) {
        let index = Int(index)
        let (a, b) = (rings.points[index], rings.points[index + 1])
        guard min(a.y, b.y) <= point.y, max(a.y, b.y) >= point.y, min(a.x, b.x) < point.x else { continue }
        forEachPiece(of: index) { piece, chain in
          guard let crossing = WestwardCrossing(of: piece, from: point), counts(chain) else { return }
          if let best, !best.crossing.isWest(of: crossing) { return }
          best = (crossing, chain)
        }
      }
      // What crosses in this cell lies east of all that crosses in cells farther west.
      if let best, best.crossing.cell(in: cells) >= cell { break }
    }
    return best.map { ($0.chain, $0.crossing.ascends) }
  }
}

/// Where an edge crosses the line due west of a point, exactly.
private struct WestwardCrossing {
  /// The edge, turned to run northwards.
  private let edge: LatticeEdge
  let ascends: Bool
  private let y: Int
  /// The crossing's x: a whole part and the rest by the edge's height.
  private let whole: Int
  private let rest: Int

  /// Nil where the edge does not reach from the point's height to above it, or crosses east of the point or in it.
  init?(of edge: LatticeEdge, from point: LatticePoint) {
    let (a, b) = (edge.from, edge.to)
    guard (a.y <= point.y) != (b.y <= point.y) else { return nil }
    ascends = b.y > a.y
    self.edge = ascends ? edge : LatticeEdge(from: b, to: a)
    // Far to the east of the edge products would not fit, and there is nothing to ask.
    guard max(a.x, b.x) < point.x || self.edge.side(of: point) < 0 else { return nil }
    y = point.y
    let step = self.edge.step
    let product = step.x * (y - self.edge.from.y)
    let quotient = product / step.y
    let floor = product - quotient * step.y < 0 ? quotient - 1 : quotient
    whole = self.edge.from.x + floor
    rest = product - floor * step.y
  }

  /// Whether this crossing lies farther west; where both are the same point, just above it.
  func isWest(of other: WestwardCrossing) -> Bool {
    if whole != other.whole { return whole < other.whole }
    let (mine, its) = (rest * other.edge.step.y, other.rest * edge.step.y)
    if mine != its { return mine < its }
    return edge.step.cross(other.edge.step) < 0
  }

  func cell(in cells: LatticeCells) -> Int { cells.cell(of: LatticePoint(x: whole, y: y)) }
}
