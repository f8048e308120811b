import GeoCore

extension DecayField {
  /// Whether so many targets are worth the list of sources that tiles need, about 0.1 µs a place.
  func takesTargets(_ count: Int) -> Bool { count >= 64 && count >= placeCount / 64 }

  /// Asks many targets, tile by tile, and those that have too few neighbours one by one.
  ///
  /// Targets are put in the order of a curve, that is cut into stretches and those into tiles, whatever the number of
  /// threads: so are the answers.
  ///
  /// - Parameters:
  ///   - nodeCount: nodes of every target, 1 or 3.
  ///   - node: node k of target i.
  ///   - single: answers a target alone, in double precision.
  ///   - isNeeded: whether targets within so many metres of a place are to be answered; nil: all are.
  ///   - body: gets every answer, from any thread.
  func sampleTargets(
    _ count: Int, nodeCount: Int, workers: Workers, level: VectorLevel = .current,
    node: @Sendable (_ target: Int, _ k: Int) -> FieldNode,
    single: @Sendable (FieldView, inout SegmentLoops, Int) -> SegmentSample,
    isNeeded: (@Sendable (_ place: EarthPosition, _ metres: Double) -> Bool)? = nil,
    _ body: @Sendable (Int, SegmentSample) -> Void
  ) {
    let sources = TargetSources(self, level: level)
    // Cells of a kilometre or two on a continent.
    let order = workers.curveOrder(of: count, bits: 33) { node($0, nodeCount / 2).position }
    let longest = TargetLoops.longestRadius(reach: shortestReach)
    let stretch = 1_024
    _ = workers.map((count + stretch - 1) / stretch) { number in
      let targets = order[number * stretch..<min((number + 1) * stretch, count)]
      withView(empty: ()) { view in
        var loops = TargetLoops(sources, nodeCount: nodeCount, level: level)
        var alone = SegmentLoops(level: level)
        var tile = TargetTile(nodeCount: nodeCount, longestRadius: longest)
        func finish() {
          if tile.count >= TargetLoops.fewest {
            if isNeeded?(tile.centre, tile.radius) ?? true { loops.sample(view, tile, body) }
          } else {
            for target in tile.targets { body(target, single(view, &alone, target)) }
          }
          tile.removeAll()
        }
        for target in targets {
          let taken = tile.take(Int(target)) { node(Int(target), $0) }
          guard !taken else { continue }
          finish()
          guard !tile.take(Int(target), { node(Int(target), $0) }) else { continue }
          // A segment may be wider than any tile.
          body(Int(target), single(view, &alone, Int(target)))
        }
        finish()
      }
    }
  }

  /// The shortest reach of a kernel in use in metres.
  private var shortestReach: Double {
    layers.reduce(.infinity) { min($0, kernels[$1.kernel].reach) }
  }
}
