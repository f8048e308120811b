import CKernels
import GeoCore

/// Sums at tiles of targets by the loops in single precision, which are several times as fast as the others where
/// many targets lie close together.
///
/// A target is a point or a segment with three nodes. Sums agree with those in double precision to 1e-5 of the
/// total, of which the tile's plane has half at most, and depend on nothing but the sources and the targets of the
/// tile. Kept from tile to tile, so that no tile allocates once the first ones have.
struct TargetLoops: ~Copyable {
  /// Fewer than these are quicker one by one.
  static let fewest = 6

  /// Metres from the middle of a tile to its farthest node at most: within 16 km distances are true to 1.1e-6.
  static func longestRadius(_ sources: TargetSources) -> Double {
    sources.lists.reduce(16_000) { min($0, $1.kernel.longestRadius) }
  }

  private let sources: TargetSources
  private let level: VectorLevel
  private let nodeCount: Int

  // Of the tile's nodes, node k of target i at k · most + i: Earth-centred metres, parts in their segment, places in
  // the plane.
  private let x, y, z: Room<Double>
  private let shares, planeX, planeY: Room<Float>
  // What one list of sources adds: totals at the nodes, and variances of the targets.
  private let sums, variances: Room<Double>
  // Of all sources: totals at the nodes, and the targets' answers.
  private let totals: Room<Double>
  private var answers = [SegmentSample](repeating: SegmentSample(), count: TargetTile.most)
  // The sources of a list, in the plane.
  private var sourceX = Room<Float>(0), sourceY = Room<Float>(0)
  private var weights = Room<Float>(0), squares = Room<Float>(0)
  private var felt = Room<Int32>(0)
  private var runs: [Range<Int>] = []
  private var others: SegmentLoops

  /// - Parameters:
  ///   - sources: the field's.
  ///   - nodeCount: nodes of every target, 1 or 3.
  init(_ sources: TargetSources, nodeCount: Int, level: VectorLevel) {
    self.sources = sources
    self.level = level
    self.nodeCount = nodeCount
    // Loops read and write whole vectors.
    let room = nodeCount * TargetTile.most + Int(GR_TARGET_LANES)
    x = Room(room)
    y = Room(room)
    z = Room(room)
    shares = Room(room)
    planeX = Room(room)
    planeY = Room(room)
    sums = Room(room)
    variances = Room(room)
    totals = Room(room)
    others = SegmentLoops(level: level)
  }

  /// Calls `body` with the number and the answer of each target of a tile, its radius at most `longestRadius`.
  mutating func sample(_ view: FieldView, _ tile: TargetTile, _ body: (Int, SegmentSample) -> Void) {
    // What fills up the last vector is computed for nothing.
    let padded = (tile.count + Int(GR_TARGET_LANES) - 1) & -Int(GR_TARGET_LANES)
    for slot in 0..<padded { take(slot, tile.nodes(of: min(slot, tile.count - 1))) }
    for slot in 0..<nodeCount * TargetTile.most { totals.start[slot] = 0 }
    let frame = TargetFrame(below: tile.centre)
    var unit = 0.0
    for list in sources.lists {
      let plane = frame.plane(unit: list.kernel.unit)
      if unit != list.kernel.unit {
        unit = list.kernel.unit
        putTargets(into: plane, padded)
      }
      let found = takeSources(of: list, into: plane, near: tile)
      if found > 0 { add(list, found, padded, tile.count) }
    }
    for (slot, target) in tile.targets.enumerated() {
      if !sources.otherLayers.isEmpty { addOthers(view, slot, tile.nodes(of: slot)) }
      answers[slot].maximum = (0..<nodeCount).reduce(0) { max($0, totals.start[$1 * TargetTile.most + slot]) }
      body(target, answers[slot])
    }
  }

  private mutating func take(_ target: Int, _ nodes: ArraySlice<FieldNode>) {
    let weight = nodes.reduce(0) { $0 + $1.weight }
    var slot = target
    for node in nodes {
      x.start[slot] = node.position.x
      y.start[slot] = node.position.y
      z.start[slot] = node.position.z
      shares.start[slot] = Float(node.weight / weight)
      slot += TargetTile.most
    }
    answers[target] = SegmentSample()
  }

  private func putTargets(into plane: gr_frame, _ count: Int) {
    // Their shares ride along in the place of weights, and land where they were.
    var nodes = gr_sources(
      x: x.start, y: y.start, z: z.start, weights: shares.start, squares: shares.start)
    var placed = gr_framed(
      x: planeX.start, y: planeY.start, weights: shares.start, squares: shares.start, felt: nil)
    var plane = plane
    for k in 0..<nodeCount {
      let first = Int32(k * TargetTile.most)
      gr_frame_sources(&plane, &nodes, first, first + Int32(count), &placed, first, level.rawValue)
    }
  }

  /// Puts those sources of a list into the plane that the ball may feel; returns how many.
  private mutating func takeSources(of list: TargetSources.List, into plane: gr_frame, near tile: TargetTile)
    -> Int
  {
    runs.removeAll(keepingCapacity: true)
    let (centre, radius) = (tile.centre, tile.radius)
    sources.nodes.withUnsafeBufferPointer { nodes in
      nodes.baseAddress?.forEachLeaf(of: list.tree, near: centre, margin: radius) { leaf in
        let places = leaf.places
        if let last = runs.indices.last, runs[last].upperBound == places.lowerBound {
          runs[last] = runs[last].lowerBound..<places.upperBound
        } else {
          runs.append(places)
        }
      }
    }
    let count = runs.reduce(0) { $0 + $1.count }
    let room = count + Int(GR_TARGET_LANES)
    sourceX.reserve(room)
    sourceY.reserve(room)
    weights.reserve(room)
    squares.reserve(room)
    felt.reserve(3 * room)
    var plane = plane
    var placed = framed
    var number = 0
    sources.withArrays { arrays in
      for run in runs {
        gr_frame_sources(
          &plane, arrays, Int32(run.lowerBound), Int32(run.upperBound), &placed, Int32(number), level.rawValue
        )
        number += run.count
      }
    }
    return count
  }

  private var framed: gr_framed {
    gr_framed(
      x: sourceX.start, y: sourceY.start, weights: weights.start, squares: squares.start, felt: felt.start)
  }

  /// Adds what a list's sources in the plane are to the targets.
  private mutating func add(_ list: TargetSources.List, _ found: Int, _ padded: Int, _ count: Int) {
    for slot in 0..<nodeCount * TargetTile.most { sums.start[slot] = 0 }
    for slot in 0..<padded { variances.start[slot] = 0 }
    var targets = gr_targets(
      count: Int32(padded), stride: Int32(TargetTile.most), nodes: Int32(nodeCount), x: planeX.start,
      y: planeY.start,
      shares: shares.start, totals: sums.start, variances: variances.start)
    var framed = framed
    list.kernel.withKernel { gr_targets_add(&targets, &framed, Int32(found), $0, level.rawValue) }
    let unscaled = 1 / sources.scale
    for target in 0..<count {
      var component = 0.0
      for k in 0..<nodeCount {
        let slot = k * TargetTile.most + target
        // Where a kernel fades to 0 at its rim, rounding must not make a threat negative.
        let sum = max(0, sums.start[slot] * unscaled)
        component += Double(shares.start[slot]) * sum
        totals.start[slot] += sum
      }
      answers[target].components[list.dimension] += component
      answers[target].variance += variances.start[target] * unscaled * unscaled
    }
  }

  /// Adds the layers that only the loops in double precision can take.
  private mutating func addOthers(_ view: FieldView, _ target: Int, _ nodes: ArraySlice<FieldNode>) {
    guard let segment = SegmentBall(nodes) else { return }
    let rest = others.sample(view, segment, nodes, layers: sources.otherLayers)
    answers[target].components += rest.components
    answers[target].variance += rest.variance
    for k in 0..<nodeCount { totals.start[k * TargetTile.most + target] += others.total(ofNode: k) }
  }
}

/// The plane that touches the Earth over a tile's middle.
struct TargetFrame {
  private let position: EarthPosition
  private let east, north, up: (Double, Double, Double)

  /// - Parameter middle: within the Earth, under the place where the plane touches.
  init(below middle: EarthPosition) {
    let (a, e) = (Ellipsoid.semiMajorAxis, Ellipsoid.eccentricitySquared)
    let b = a * (1 - e).squareRoot()
    let rho = (middle.x * middle.x + middle.y * middle.y).squareRoot()
    let size = (rho * rho / (a * a) + middle.z * middle.z / (b * b)).squareRoot()
    position = EarthPosition(x: middle.x / size, y: middle.y / size, z: middle.z / size)
    // Upwards is the ellipsoid's normal. At a pole any direction will do for the east.
    let (height, across) = (middle.z / (1 - e), rho)
    let length = (height * height + across * across).squareRoot()
    let (sine, cosine) = (height / length, across / length)
    let (u, v) = rho > 0 ? (middle.x / rho, middle.y / rho) : (1, 0)
    east = (-v, u, 0)
    north = (-sine * u, -sine * v, cosine)
    up = (cosine * u, cosine * v, sine)
  }

  /// The plane in units of so many metres.
  func plane(unit: Double) -> gr_frame {
    gr_frame(
      x: position.x, y: position.y, z: position.z, east: east, north: north, up: up,
      arc: Ellipsoid.arcCorrection,
      scale: 1 / unit)
  }
}
