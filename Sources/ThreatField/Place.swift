import GeoCore

/// All sources with one coordinate and kernel: 64 bytes, one cache line.
struct Place: Sendable {
  /// Earth-centred metres.
  var x, y, z: Double
  /// Σ (profile · weight)² over the sources.
  var squares: Double
  /// Σ profile · weight over the sources, in each dimension.
  var weights: SIMD4<Double>

  /// Σ profile · weight over the sources and dimensions.
  var total: Double { weights.sum() }
  var position: EarthPosition { EarthPosition(x: x, y: y, z: z) }
}

/// One source of a place: its number and its profile · weight over all dimensions.
struct PlaceMember: Sendable {
  var member: Int
  var weight: Double
}

/// A ball round consecutive places, in depth-first order.
struct TreeNode: Sendable {
  /// Centre in Earth-centred metres.
  var x, y, z: Double
  /// Radius plus the kernel's reach as a chord: no farther place can feel anything in the ball.
  var extent: Double
  /// Index of the next node when this one is out of reach.
  var skip: Int32
  /// First place of a leaf.
  var first: Int32
  /// Number of places of a leaf, 0 for an inner node.
  var count: Int32

  /// The places of a leaf.
  var places: Range<Int> { Int(first)..<Int(first) &+ Int(count) }
  var centre: EarthPosition { EarthPosition(x: x, y: y, z: z) }
}

/// The places of one kernel with their tree and table.
struct FieldLayer: Sendable {
  /// Index of the kernel.
  var kernel: Int
  var places: Range<Int>
  var nodes: Range<Int>
  /// First zone of the kernel's table, and number of zones less one.
  var firstZone: Int
  var lastZone: Int
  var reachSquared: Double
  /// The block of the first place.
  var firstBlock: Int
  var radial: RadialForm
}

/// Builds depth-first trees over positions that lie in Hilbert order.
struct PlaceTree {
  /// Positions per leaf at most; a leaf is scanned whole, and all but the last of a tree are full.
  let leafSize: Int
  private(set) var nodes: [TreeNode] = []

  /// A block a leaf, if nothing else is said.
  init(leafSize: Int = 8) { self.leafSize = leafSize }

  /// Adds the tree of a range of places; `reach` is a chord in metres.
  mutating func append(_ range: Range<Int>, of places: [Place], reach: Double) {
    append(range, reach: reach) { SIMD3(places[$0].x, places[$0].y, places[$0].z) }
  }

  /// Adds the tree of a range of positions; `reach` is a chord in metres.
  mutating func append(_ range: Range<Int>, reach: Double, _ position: (Int) -> SIMD3<Double>) {
    guard !range.isEmpty else { return }
    _ = add(range, reach: reach, position)
  }

  /// A ball and the box that it is round.
  private struct Ball {
    var low, high: SIMD3<Double>
    var radius: Double
    var centre: SIMD3<Double> { (low + high) / 2 }
  }

  private mutating func add(_ range: Range<Int>, reach: Double, _ position: (Int) -> SIMD3<Double>) -> Ball {
    let index = nodes.count
    nodes.append(TreeNode(x: 0, y: 0, z: 0, extent: 0, skip: 0, first: 0, count: 0))
    let ball: Ball
    if range.count <= leafSize {
      ball = Self.ball(round: range, position)
      nodes[index].first = Int32(range.lowerBound)
      nodes[index].count = Int32(range.count)
    } else {
      // Leaves but the last are full, so that each starts a block.
      let leaves = (range.count + leafSize - 1) / leafSize
      let middle = range.lowerBound + leaves / 2 * leafSize
      let first = add(range.lowerBound..<middle, reach: reach, position)
      let second = add(middle..<range.upperBound, reach: reach, position)
      ball = Self.ball(round: first, second)
    }
    let centre = ball.centre
    (nodes[index].x, nodes[index].y, nodes[index].z) = (centre.x, centre.y, centre.z)
    // A tenth of a millimetre more than needed, so that rounding cannot lose a place on the rim.
    nodes[index].extent = ball.radius + reach + 1e-4
    nodes[index].skip = Int32(nodes.count)
    return ball
  }

  private static func ball(round range: Range<Int>, _ position: (Int) -> SIMD3<Double>) -> Ball {
    var ball = Ball(low: .init(repeating: .infinity), high: .init(repeating: -.infinity), radius: 0)
    for index in range {
      ball.low = pointwiseMin(ball.low, position(index))
      ball.high = pointwiseMax(ball.high, position(index))
    }
    var radiusSquared = 0.0
    for index in range {
      let gap = position(index) - ball.centre
      radiusSquared = max(radiusSquared, (gap * gap).sum())
    }
    ball.radius = radiusSquared.squareRoot()
    return ball
  }

  /// Round both boxes, no wider than these and the balls in them need.
  private static func ball(round first: Ball, _ second: Ball) -> Ball {
    var ball = Ball(
      low: pointwiseMin(first.low, second.low), high: pointwiseMax(first.high, second.high), radius: 0)
    func reach(_ part: Ball) -> Double {
      let gap = part.centre - ball.centre
      return (gap * gap).sum().squareRoot() + part.radius
    }
    let half = (ball.high - ball.low) / 2
    ball.radius = min((half * half).sum().squareRoot(), max(reach(first), reach(second)))
    return ball
  }
}
