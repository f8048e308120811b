import GeoCore

/// Targets that lie close together, and a ball round all their nodes.
struct TargetTile {
  /// Targets in a tile at most.
  static let most = 128

  let nodeCount: Int
  /// Metres.
  let longestRadius: Double
  /// The targets' numbers, and their nodes one target after the other.
  private(set) var targets: [Int] = []
  private(set) var nodes: [FieldNode] = []
  private var low = SIMD3(repeating: Double.infinity)
  private var high = SIMD3(repeating: -Double.infinity)

  init(nodeCount: Int, longestRadius: Double) {
    self.nodeCount = nodeCount
    self.longestRadius = longestRadius
  }

  var count: Int { targets.count }

  /// Takes a target, or answers false where the tile is full or would become too wide.
  mutating func take(_ target: Int, of set: some TargetSet) -> Bool {
    guard count < Self.most else { return false }
    var (low, high) = (low, high)
    for k in 0..<nodeCount {
      let node = set.node(target, k)
      let point = SIMD3(node.position.x, node.position.y, node.position.z)
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
      nodes.append(node)
    }
    guard Self.radius(low, high) <= longestRadius else {
      nodes.removeLast(nodeCount)
      return false
    }
    (self.low, self.high) = (low, high)
    targets.append(target)
    return true
  }

  /// The nodes of the nth target taken.
  func nodes(of slot: Int) -> ArraySlice<FieldNode> { nodes[slot * nodeCount..<(slot + 1) * nodeCount] }

  mutating func removeAll() {
    targets.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
    (low, high) = (SIMD3(repeating: .infinity), SIMD3(repeating: -.infinity))
  }

  var centre: EarthPosition {
    let middle = (low + high) / 2
    return EarthPosition(x: middle.x, y: middle.y, z: middle.z)
  }

  /// Metres.
  var radius: Double { Self.radius(low, high) }

  private static func radius(_ low: SIMD3<Double>, _ high: SIMD3<Double>) -> Double {
    let half = (high - low) / 2
    return (half * half).sum().squareRoot()
  }
}
