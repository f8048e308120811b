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
    let index = nodes.count
    let isLeaf = range.count <= leafSize
    nodes.append(Self.ball(round: range, reach: reach, position))
    if isLeaf {
      nodes[index].first = Int32(range.lowerBound)
      nodes[index].count = Int32(range.count)
    } else {
      // Leaves but the last are full, so that each starts a block.
      let leaves = (range.count + leafSize - 1) / leafSize
      let middle = range.lowerBound + leaves / 2 * leafSize
      append(range.lowerBound..<middle, reach: reach, position)
      append(middle..<range.upperBound, reach: reach, position)
    }
    nodes[index].skip = Int32(nodes.count)
  }

  private static func ball(
    round range: Range<Int>, reach: Double, _ position: (Int) -> SIMD3<Double>
  ) -> TreeNode {
    var low = SIMD3(repeating: Double.infinity)
    var high = -low
    for index in range {
      let point = position(index)
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let centre = (low + high) / 2
    var radiusSquared = 0.0
    for index in range {
      let gap = position(index) - centre
      radiusSquared = max(radiusSquared, (gap * gap).sum())
    }
    // A tenth of a millimetre more than needed, so that rounding cannot lose a place on the rim.
    let extent = radiusSquared.squareRoot() + reach + 1e-4
    return TreeNode(
      x: centre.x, y: centre.y, z: centre.z, extent: extent, skip: 0, first: 0, count: 0)
  }
}
