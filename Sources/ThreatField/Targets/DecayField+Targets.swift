import GeoCore

extension DecayField {
  /// Whether so many targets are worth the list of sources that tiles need, about 0.1 µs a place.
  func takesTargets(_ count: Int) -> Bool { count >= 64 && count >= placeCount / 64 }

  /// Asks many targets, tile by tile, and those that have too few neighbours one by one.
  ///
  /// Targets are put in the order of a curve, by runs of those listed one after the other, that is cut into stretches and
  /// those into tiles, whatever the number of threads: so are the answers.
  ///
  /// - Parameters:
  ///   - targets: what is asked.
  ///   - isNeeded: whether targets within so many metres of a place are to be answered; nil: all are.
  ///   - body: gets every answer, from any thread.
  func sample<Targets: TargetSet>(
    _ targets: Targets, workers: Workers, level: VectorLevel = .current,
    isNeeded: (@Sendable (_ place: EarthPosition, _ metres: Double) -> Bool)? = nil,
    _ body: @Sendable (Int, SegmentSample) -> Void
  ) {
    let sources = TargetSources(self, level: level)
    let longest = TargetLoops.longestRadius(sources)
    // Cells of a kilometre or two on a continent.
    let runs = workers.curveRuns(of: targets.count, longest: 8, within: longest / 4, bits: 33) {
      targets.node($0, Targets.nodeCount / 2).position
    }
    let (stretch, ahead) = (512, 16)
    _ = workers.map((runs.count + stretch - 1) / stretch) { number in
      withView(empty: ()) { view in
        var loops = TargetLoops(sources, nodeCount: Targets.nodeCount, level: level)
        var alone = SegmentLoops(level: level)
        var tile = TargetTile(nodeCount: Targets.nodeCount, longestRadius: longest)
        func finish() {
          if tile.count >= TargetLoops.fewest {
            if isNeeded?(tile.centre, tile.radius) ?? true { loops.sample(view, tile, body) }
          } else {
            for target in tile.targets { body(target, targets.sample(target, view, &alone)) }
          }
          tile.removeAll()
        }
        let own = number * stretch..<min((number + 1) * stretch, runs.count)
        for index in own {
          // Runs lie anywhere in memory: some are fetched while others are summed.
          if index + ahead < own.upperBound { targets.prefetch(runs[index + ahead]) }
          let run = runs[index]
          for target in Int(run.lowerBound)..<Int(run.upperBound) {
            if tile.take(target, of: targets) { continue }
            finish()
            if tile.take(target, of: targets) { continue }
            // A segment may be wider than any tile.
            body(target, targets.sample(target, view, &alone))
          }
        }
        finish()
      }
    }
  }
}
