import CKernels
import GeoCore

/// What the vectorised loops for points work with, kept from question to question: no question allocates once the
/// first ones have.
struct SegmentLoops {
  private let level: VectorLevel
  private var runs: [gr_run] = []
  private var nodes: [gr_node] = []
  private var totals: [Double] = []
  private var means: [Double] = []
  private var point = [FieldNode(position: EarthPosition(x: 0, y: 0, z: 0))]

  init(level: VectorLevel = .current) { self.level = level }

  /// The answer for the nodes of a segment.
  ///
  /// - Parameter layers: the numbers of those that count; nil for all.
  mutating func sample(
    _ view: FieldView, _ segment: SegmentBall, _ nodes: ArraySlice<FieldNode>, layers: [Int]? = nil
  ) -> SegmentSample {
    take(nodes, of: segment)
    totals.removeAll(keepingCapacity: true)
    totals.append(contentsOf: repeatElement(0, count: nodes.count * Int(GR_BLOCK)))
    var sums = gr_sums()
    for (number, layer) in view.layers.enumerated() where layers?.contains(number) ?? true {
      findRuns(view, layer, segment)
      Self.run(view, layer, runs, self.nodes) { blocks, runs, count, segment, kernel in
        totals.withUnsafeMutableBufferPointer {
          gr_segment_add(blocks, runs, count, segment, kernel, nil, &sums, $0.baseAddress, level.rawValue)
        }
      }
    }
    let components = SIMD4(sums.weights.0, sums.weights.1, sums.weights.2, sums.weights.3)
    if nodes.count == 1 { totals[0] = components.sum() }
    return SegmentSample(
      components: components, maximum: self.nodes.indices.reduce(0) { max($0, total(ofNode: $1)) },
      variance: sums.variance)
  }

  /// The total at a node of the last sample.
  func total(ofNode number: Int) -> Double {
    let first = number * Int(GR_BLOCK)
    return totals[first..<first + Int(GR_BLOCK)].reduce(0, +)
  }

  /// The answer at a point.
  mutating func sample(_ view: FieldView, _ position: EarthPosition) -> SegmentSample {
    point[0].position = position
    return SegmentBall(point[...]).map { sample(view, $0, point[...]) } ?? SegmentSample()
  }

  /// The answer at a point, its places added up one by one.
  mutating func localSample(_ view: FieldView, _ position: EarthPosition) -> SegmentSample {
    point[0].position = position
    let nodes = point
    guard let segment = SegmentBall(nodes[...]) else { return SegmentSample() }
    var (components, variance) = (SIMD4<Double>.zero, 0.0)
    forEachMean(view, segment, nodes[...]) { place, mean in
      components += mean * view.places[place].weights
      variance += mean * mean * view.places[place].squares
      return 0
    }
    return SegmentSample(components: components, maximum: components.sum(), variance: variance)
  }

  /// Calls `body` with the places that a segment feels and the mean of K̄ over its nodes. Places that add less to
  /// the total than `body` answered last, or 0, may be left out.
  ///
  /// - Parameter candidates: the blocks of each layer that count; nil for all.
  mutating func forEachMean(
    _ view: FieldView, _ segment: SegmentBall, _ nodes: ArraySlice<FieldNode>, candidates: [[gr_run]]? = nil,
    _ body: (Int, Double) -> Double
  ) {
    var least = 0.0
    take(nodes, of: segment)
    for (number, layer) in view.layers.enumerated() {
      if let candidates { runs = candidates[number] } else { findRuns(view, layer, segment) }
      let count = runs.reduce(0) { $0 + Int($1.end - $1.first) * Int(GR_BLOCK) }
      if means.count < count { means = [Double](repeating: 0, count: count) }
      Self.run(view, layer, runs, self.nodes) { blocks, runs, count, segment, kernel in
        means.withUnsafeMutableBufferPointer {
          gr_segment_add(blocks, runs, count, segment, kernel, $0.baseAddress, nil, nil, level.rawValue)
        }
      }
      var slot = 0
      for run in runs {
        let first = layer.places.lowerBound + (Int(run.first) - layer.firstBlock) * Int(GR_BLOCK)
        let length = Int(run.end - run.first) * Int(GR_BLOCK)
        for index in 0..<length where means[slot + index] > 0 {
          // The margin is more than the rounding of a place's total.
          guard means[slot + index] * view.places[first + index].total >= least * (1 - 1e-12) else {
            continue
          }
          least = body(first + index, means[slot + index])
        }
        slot += length
      }
    }
  }

  private mutating func take(_ nodes: ArraySlice<FieldNode>, of segment: SegmentBall) {
    self.nodes.removeAll(keepingCapacity: true)
    for node in nodes {
      let p = node.position
      self.nodes.append(gr_node(x: p.x, y: p.y, z: p.z, share: node.weight / segment.weight))
    }
  }

  /// The blocks of a layer that may be felt in a ball, those that follow one another as one run.
  private mutating func findRuns(_ view: FieldView, _ layer: FieldLayer, _ segment: SegmentBall) {
    runs.removeAll(keepingCapacity: true)
    view.forEachLeaf(of: layer, near: segment.centre, margin: segment.radius) { places in
      let first = Int32(layer.firstBlock + (places.lowerBound - layer.places.lowerBound) / Int(GR_BLOCK))
      let end = first + (Int32(places.count) + GR_BLOCK - 1) / GR_BLOCK
      if let last = runs.indices.last, runs[last].end == first {
        runs[last].end = end
      } else {
        runs.append(gr_run(first: first, end: end))
      }
    }
  }

  private static func run(
    _ view: FieldView, _ layer: FieldLayer, _ runs: [gr_run], _ nodes: [gr_node],
    _ body: (
      UnsafePointer<gr_block>, UnsafePointer<gr_run>?, Int32, UnsafePointer<gr_segment>,
      UnsafePointer<gr_radial>
    ) -> Void
  ) {
    var kernel = view.radial(of: layer)
    runs.withUnsafeBufferPointer { runs in
      nodes.withUnsafeBufferPointer { nodes in
        var segment = gr_segment(nodes: nodes.baseAddress, count: Int32(nodes.count))
        body(view.blocks, runs.baseAddress, Int32(runs.count), &segment, &kernel)
      }
    }
  }
}

extension gr_block {
  /// Up to `GR_BLOCK` places; the lanes left over are out of any reach.
  init(_ places: ArraySlice<Place>) {
    self.init()
    withUnsafeMutableBytes(of: &self) { bytes in
      let numbers = bytes.assumingMemoryBound(to: Double.self)
      let size = Int(GR_BLOCK)
      for lane in 0..<size {
        let place = lane < places.count ? places[places.startIndex + lane] : nil
        let far = 1e150
        numbers[lane] = place?.x ?? far
        numbers[size + lane] = place?.y ?? far
        numbers[2 * size + lane] = place?.z ?? far
        let weights = place?.weights ?? .zero
        numbers[3 * size + lane] = weights.sum()
        for dimension in 0..<4 { numbers[(4 + dimension) * size + lane] = weights[dimension] }
        numbers[8 * size + lane] = place?.squares ?? 0
      }
    }
  }
}
