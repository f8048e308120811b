import GeoCore

/// Rings cut at the nodes into chains, which touch nothing between their ends.
///
/// Chain `i` begins at stop `i` and ends at the ring's next stop. Stops are in the order of the rings and along
/// them; every ring has one at least.
struct LatticeChains: Sendable {
  /// Where a ring meets a node.
  struct Stop: Sendable {
    /// The edge that begins at the node or passes through it.
    let edge: Int32
    let node: Int32
    let ring: Int32
    /// How far along the edge, in squared units; 0 at its start.
    let along: Int
  }

  let rings: LatticeRings
  let nodes: LatticeNodes
  private(set) var stops: [Stop] = []
  /// Where each ring's stops begin; one more for where the last one's end.
  private(set) var ringStarts: [Int] = []
  /// The stop of each of the nodes' parts.
  private(set) var stopOfPart: [Int32] = []

  /// - Complexity: O(stops log stops).
  init(_ rings: LatticeRings, _ nodes: LatticeNodes) {
    self.rings = rings
    self.nodes = nodes
    var perRing = [Int](repeating: 0, count: rings.count + 1)
    let ringOfPart = nodes.parts.map { rings.ring(of: $0.index) }
    for ring in ringOfPart { perRing[ring + 1] += 1 }
    for ring in 1..<perRing.count { perRing[ring] += perRing[ring - 1] }
    ringStarts = perRing

    // By ring first; then each ring's few by their place along it.
    stops = Array(repeating: Stop(edge: 0, node: 0, ring: 0, along: 0), count: nodes.parts.count)
    var partOfStop = [Int32](repeating: 0, count: nodes.parts.count)
    for (node, point) in nodes.points.enumerated() {
      for part in nodes.starts[node]..<nodes.starts[node + 1] {
        let edge = nodes.parts[part].index
        let (from, to) = (rings.points[edge], rings.points[edge + 1])
        let (step, gone) = (to - from, point - from)
        let ring = ringOfPart[part]
        stops[perRing[ring]] = Stop(
          edge: Int32(edge), node: Int32(node), ring: Int32(ring), along: step.x * gone.x + step.y * gone.y)
        partOfStop[perRing[ring]] = Int32(part)
        perRing[ring] += 1
      }
    }
    stopOfPart = Array(repeating: 0, count: nodes.parts.count)
    for ring in 0..<rings.count {
      let range = range(ring)
      let sorted = zip(stops[range], partOfStop[range]).sorted {
        ($0.0.edge, $0.0.along) < ($1.0.edge, $1.0.along)
      }
      for (place, (stop, part)) in zip(range, sorted) {
        stops[place] = stop
        stopOfPart[Int(part)] = Int32(place)
      }
    }
  }

  var count: Int { stops.count }

  func point(_ stop: Int) -> LatticePoint { nodes.points[Int(stops[stop].node)] }

  /// The ring's stops.
  func range(_ ring: Int) -> Range<Int> { ringStarts[ring]..<ringStarts[ring + 1] }

  func ring(of stop: Int) -> Int { Int(stops[stop].ring) }

  /// The stop at which a chain ends.
  func end(of chain: Int, in ring: Int) -> Int {
    chain + 1 < ringStarts[ring + 1] ? chain + 1 : ringStarts[ring]
  }

  /// The stop before, where the chain that ends here begins.
  func before(_ stop: Int, in ring: Int) -> Int {
    stop > ringStarts[ring] ? stop - 1 : ringStarts[ring + 1] - 1
  }

  /// The first point behind a stop on its chain.
  func pointBehind(_ stop: Int, in ring: Int) -> LatticePoint {
    let edge = stops[stop].edge
    if stop + 1 < ringStarts[ring + 1], stops[stop + 1].edge == edge { return point(stop + 1) }
    return rings.points[Int(edge) + 1]
  }

  /// The last point before a stop on the chain that ends there.
  func pointBefore(_ stop: Int, in ring: Int) -> LatticePoint {
    let before = before(stop, in: ring)
    let edge = Int(stops[stop].edge)
    if stops[stop].along > 0 {
      return before < stop && Int(stops[before].edge) == edge ? point(before) : rings.points[edge]
    }
    let range = rings.range(ring)
    let previous = edge == range.lowerBound ? range.upperBound - 2 : edge - 1
    return Int(stops[before].edge) == previous ? point(before) : rings.points[previous]
  }

  /// The ring's first stop behind the start of an edge; that behind its last one where there is none.
  private func firstStop(behindStartOf edge: Int, in ring: Int) -> Int {
    range(ring).partitioningIndex { (Int(stops[$0].edge), stops[$0].along) > (edge, 0) }
  }

  /// The chain that an edge begins on.
  func chain(atStartOf edge: Int, in ring: Int) -> Int {
    before(firstStop(behindStartOf: edge, in: ring), in: ring)
  }

  /// Calls `body` with the straight pieces of an edge as it is bent through its nodes, in order, and the chains
  /// they belong to.
  @inline(__always)
  func forEachPiece(of edge: Int, _ body: (LatticeEdge, Int) -> Void) {
    let ring = rings.ring(of: edge)
    var next = firstStop(behindStartOf: edge, in: ring)
    var chain = before(next, in: ring)
    var from = rings.points[edge]
    while next < ringStarts[ring + 1], Int(stops[next].edge) == edge {
      body(LatticeEdge(from: from, to: point(next)), chain)
      from = point(next)
      chain = next
      next += 1
    }
    body(LatticeEdge(from: from, to: rings.points[edge + 1]), chain)
  }

  /// The ring's points between a chain's ends: in one piece, or in two where the ring begins anew between them.
  private func between(endsOf chain: Int) -> (Range<Int>, Range<Int>) {
    let ring = ring(of: chain)
    let end = end(of: chain, in: ring)
    let range = rings.range(ring)
    // Up to the end's edge, and its start too where the end lies inside that edge.
    let first = Int(stops[chain].edge) + 1
    let last = Int(stops[end].edge) + (stops[end].along == 0 ? 0 : 1)
    return end > chain
      ? (first..<max(first, last), last..<last)
      : (first..<max(first, range.upperBound - 1), range.lowerBound..<last)
  }

  /// How many points `append` adds.
  func pointCount(of chain: Int) -> Int {
    let (here, there) = between(endsOf: chain)
    return 1 + here.count + there.count
  }

  /// Appends a chain's points but its last one.
  func append(_ chain: Int, to points: inout [LatticePoint]) {
    let (here, there) = between(endsOf: chain)
    points.append(point(chain))
    points += rings.points[here]
    points += rings.points[there]
  }
}
