/// The ends of chains round each node, in counter-clockwise order from due west.
///
/// Going round, each chain that leaves the node raises the winding number by one, and each that arrives lowers
/// it: their left lies behind them, or before. Chains that leave in the same direction are the same piece of
/// border several times over; the one with the lowest number stands for all of them.
struct NodeFan: Sendable {
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
    fileprivate let direction: LatticePoint

    fileprivate init(chain: Int, leaves: Bool, direction: LatticePoint) {
      self.chain = Int32(chain)
      self.leaves = leaves
      self.direction = direction
    }

    /// Whether the direction lies in −180° ..< 0° from due east.
    private var isSouthern: Bool { direction.y < 0 || direction.y == 0 && direction.x < 0 }

    fileprivate func isSameDirection(as other: Spoke) -> Bool {
      isSouthern == other.isSouthern && direction.cross(other.direction) == 0
    }

    fileprivate static func isBefore(_ one: Spoke, _ other: Spoke) -> Bool {
      if one.isSouthern != other.isSouthern { return one.isSouthern }
      let cross = one.direction.cross(other.direction)
      if cross != 0 { return cross > 0 }
      return (one.chain, one.leaves ? 1 : 0) < (other.chain, other.leaves ? 1 : 0)
    }
  }

  /// The spokes in order.
  let spokes: [Spoke]

  init(of node: Int, in chains: LatticeChains) {
    let center = chains.nodes.points[node]
    var spokes: [Spoke] = []
    for part in chains.nodes.starts[node]..<chains.nodes.starts[node + 1] {
      let stop = Int(chains.stopOfPart[part])
      let ring = chains.ring(of: stop)
      spokes.append(
        Spoke(chain: stop, leaves: true, direction: chains.pointBehind(stop, in: ring) - center))
      spokes.append(
        Spoke(
          chain: chains.before(stop, in: ring), leaves: false,
          direction: chains.pointBefore(stop, in: ring) - center))
    }
    spokes.sort(by: Spoke.isBefore)
    var winding: Int32 = 0
    var first = 0
    while first < spokes.count {
      var last = first + 1
      while last < spokes.count, spokes[last].isSameDirection(as: spokes[first]) { last += 1 }
      let behind = spokes[first..<last].reduce(winding) { $0 + ($1.leaves ? 1 : -1) }
      for place in first..<last {
        spokes[place].before = winding
        spokes[place].behind = behind
      }
      spokes[first].leads = true
      winding = behind
      first = last
    }
    self.spokes = spokes
  }
}
