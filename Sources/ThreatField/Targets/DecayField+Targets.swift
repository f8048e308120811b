import GeoCore

extension DecayField {
  /// Asks many targets, tile by tile, and those that have too few neighbours one by one.
  ///
  /// Targets are put in the order of a curve, that is cut into stretches and those into tiles, whatever the number of
  /// threads: so are the answers.
  ///
  /// - Parameters:
  ///   - nodeCount: nodes of every target, 1 or 3.
  ///   - node: node k of target i.
  ///   - single: answers a target alone, in double precision.
  ///   - body: gets every target's answer, from any thread.
  func sampleTargets(
    _ count: Int, nodeCount: Int, workers: Workers, level: VectorLevel = .current,
    node: @Sendable (_ target: Int, _ k: Int) -> FieldNode,
    single: @Sendable (FieldView, inout SegmentLoops, Int) -> SegmentSample,
    _ body: @Sendable (Int, SegmentSample) -> Void
  ) {
    let sources = TargetSources(self, level: level)
    // Cells of a kilometre or two on a continent.
    let order = workers.curveOrder(of: count, bits: 33) { node($0, nodeCount / 2).position }
    let longest = TargetLoops.longestRadius(reach: shortestReach)
    let stretch = 1_024
    _ = workers.map((count + stretch - 1) / stretch) { number in
      withView(empty: ()) { view in
        var loops = TargetLoops(sources, nodeCount: nodeCount, level: level)
        var alone = SegmentLoops(level: level)
        var start = number * stretch
        let end = min(start + stretch, count)
        while start < end {
          var ball = TargetBall()
          var next = start
          while next < min(start + TargetLoops.most, end) {
            let target = Int(order[next])
            var wider = ball
            for k in 0..<nodeCount { wider.extend(to: node(target, k).position) }
            guard wider.radius <= longest else { break }
            ball = wider
            next += 1
          }
          if next - start >= TargetLoops.fewest {
            loops.sample(view, count: next - start, in: ball) {
              node(Int(order[start + $0]), $1)
            } _: {
              body(Int(order[start + $0]), $1)
            }
          } else {
            next = max(next, start + 1)
            for place in start..<next {
              body(Int(order[place]), single(view, &alone, Int(order[place])))
            }
          }
          start = next
        }
      }
    }
  }

  /// The shortest reach of a kernel in use in metres.
  private var shortestReach: Double {
    layers.reduce(.infinity) { min($0, kernels[$1.kernel].reach) }
  }
}

/// A ball round nodes, as the ball round their box.
struct TargetBall {
  private var low = SIMD3(repeating: Double.infinity)
  private var high = SIMD3(repeating: -Double.infinity)

  mutating func extend(to position: EarthPosition) {
    let point = SIMD3(position.x, position.y, position.z)
    low = pointwiseMin(low, point)
    high = pointwiseMax(high, point)
  }

  var centre: EarthPosition {
    let middle = (low + high) / 2
    return EarthPosition(x: middle.x, y: middle.y, z: middle.z)
  }

  /// Metres.
  var radius: Double {
    let half = (high - low) / 2
    return (half * half).sum().squareRoot()
  }
}
