import GeoCore

/// The ends of chains round each node, in counter-clockwise order from due west.
///
/// Going round, each chain that leaves the node raises the winding number by one, and each that arrives lowers
/// it: their left lies behind them, or before. Chains that leave in the same direction are the same piece of
/// border several times over; the one with the lowest number stands for all of them.
struct NodeFans: Sendable {
  /// An end of a chain at a node.
  struct Spoke: Sendable {
    let chain: Int32
    /// Whether the chain leaves the node here, not arrives.
    let leaves: Bool
    /// Whether the chain stands for all that leave or arrive in this direction.
    fileprivate(set) var leads = false
    /// Winding numbers on the clockwise and on the counter-clockwise side, less that due west of the node.
    fileprivate(set) var before: Int32 = 0
    fileprivate(set) var behind: Int32 = 0

    fileprivate init(chain: Int, leaves: Bool) {
      self.chain = Int32(chain)
      self.leaves = leaves
    }
  }

  /// Nodes whose spokes stand in one array.
  private static let batch = 256

  /// The spokes of all nodes, node by node.
  let batches: [[Spoke]]
  /// Where each node's parts begin among all; each part has two spokes.
  private let starts: [Int]

  init(of chains: LatticeChains, workers: Workers) {
    let count = chains.nodes.points.count
    batches = workers.map((count + Self.batch - 1) / Self.batch) { index in
      (index * Self.batch..<min((index + 1) * Self.batch, count)).flatMap {
        NodeFan(of: $0, in: chains).spokes
      }
    }
    starts = chains.nodes.starts
  }

  /// A node's spokes in order.
  subscript(node: Int) -> ArraySlice<Spoke> {
    let first = starts[node / Self.batch * Self.batch]
    return batches[node / Self.batch][2 * (starts[node] - first)..<2 * (starts[node + 1] - first)]
  }
}

/// The spokes of one node.
private struct NodeFan {
  private(set) var spokes: [NodeFans.Spoke] = []

  init(of node: Int, in chains: LatticeChains) {
    let center = chains.nodes.points[node]
    var ends: [ChainEnd] = []
    for part in chains.nodes.starts[node]..<chains.nodes.starts[node + 1] {
      let stop = Int(chains.stopOfPart[part])
      let ring = chains.ring(of: stop)
      ends.append(ChainEnd(chain: stop, leaves: true, direction: chains.pointBehind(stop, in: ring) - center))
      ends.append(
        ChainEnd(
          chain: chains.before(stop, in: ring), leaves: false,
          direction: chains.pointBefore(stop, in: ring) - center))
    }
    ends.sort(by: ChainEnd.isBefore)
    spokes = ends.map { NodeFans.Spoke(chain: $0.chain, leaves: $0.leaves) }
    var winding: Int32 = 0
    var first = 0
    while first < spokes.count {
      var last = first + 1
      while last < spokes.count, ends[last].isSameDirection(as: ends[first]) { last += 1 }
      let behind = spokes[first..<last].reduce(winding) { $0 + ($1.leaves ? 1 : -1) }
      for place in first..<last {
        spokes[place].before = winding
        spokes[place].behind = behind
      }
      spokes[first].leads = true
      winding = behind
      first = last
    }
  }
}

/// Where a chain that leaves a node goes, or one that arrives there comes from.
private struct ChainEnd {
  let chain: Int
  let leaves: Bool
  let direction: LatticePoint

  /// Whether the direction lies in −180° ..< 0° from due east.
  private var isSouthern: Bool { direction.y < 0 || direction.y == 0 && direction.x < 0 }

  func isSameDirection(as other: ChainEnd) -> Bool {
    isSouthern == other.isSouthern && direction.cross(other.direction) == 0
  }

  static func isBefore(_ one: ChainEnd, _ other: ChainEnd) -> Bool {
    if one.isSouthern != other.isSouthern { return one.isSouthern }
    let cross = one.direction.cross(other.direction)
    if cross != 0 { return cross > 0 }
    return (one.chain, one.leaves ? 1 : 0) < (other.chain, other.leaves ? 1 : 0)
  }
}
