import GeoCore

/// A surface of layers that are split: what they add up to, and where that may not be good enough.
struct SplitSurface {
  private let grid: LonLatGrid
  private let piles: RowPiles
  private let workers: Workers
  private let level: VectorLevel
  private var layers: [SplitLayer] = []
  private var check: SplitCheck
  private var share = 0.0

  /// Nothing yet, of some rows of a grid.
  init(_ piles: RowPiles, workers: Workers, level: VectorLevel) {
    grid = piles.grid
    self.piles = piles
    self.workers = workers
    self.level = level
    check = SplitCheck(grid)
  }

  /// Takes a layer in and sums its lattices.
  mutating func add(_ plan: SplitPlan, places: some SplitInput) {
    let places = SplitPlaces(places, grid: grid, reach: plan.fringe, workers: workers)
    check.add(plan, places: places)
    layers.append(SplitLayer(plan, places: places, piles: piles, workers: workers, level: level))
    share = max(share, plan.share)
  }

  /// The sum of the layers at every node; what is known where its rows are not chosen.
  func values(known: [Double]? = nil, progress: (@Sendable (Double) -> Void)?) -> [Double] {
    func sum(_ base: UnsafeMutablePointer<Double>) {
      SplitLayer.sum(layers, piles: piles, into: base, workers: workers, level: level, progress: progress)
    }
    guard var values = known else { return workers.fill(grid.count, sum) }
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { sum(base) }
    }
    return values
  }

  /// Sums anew, node by node, where the layers' errors may be more than allowed.
  ///
  /// - Parameters:
  ///   - values: the layers' sum. Left as they are where that would be too much work, or too fine for the
  ///     vectorised loops.
  ///   - tolerance: the error allowed.
  ///   - isWhole: whether no other layer is to be added.
  ///   - known: of the surface whose values stand beside the chosen rows.
  /// - Returns: what the values were like, and the blocks that were summed anew; nil where not all values are as good as
  ///   the tolerance asks, or where blocks beside the chosen rows would have to be otherwise.
  func repair(
    _ values: inout [Double], tolerance: SplitTolerance, isWhole: Bool, known: SurfaceTrace? = nil
  ) -> (extremes: [BlockRow], blocks: Set<GridBlock>)? {
    let extremes = check.extremes(of: values, piles: piles, known: known?.extremes, workers: workers)
    let doubtful = check.doubtfulBlocks(
      extremes, tolerance: tolerance, share: share, isWhole: isWhole, workers: workers)
    let nodes = doubtful.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    guard nodes < grid.count / 2 else { return nil }
    let result = (extremes: extremes, blocks: Set(doubtful))
    let blocks = doubtful.filter { piles.contains(row: $0.rows.lowerBound) }
    if let known {
      let others = known.blocks.filter { !piles.contains(row: $0.rows.lowerBound) }
      guard others == result.blocks.subtracting(blocks) else { return nil }
    }
    guard !blocks.isEmpty else { return result }
    let kernels = layers.compactMap { TileKernel($0.plan.split.kernel) }
    guard kernels.count == layers.count else { return nil }
    let pairs = Array(zip(layers, kernels))
    values.withUnsafeMutableBufferPointer { buffer in
      // Blocks do not overlap, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      _ = workers.map(blocks.count) { number in
        guard let base = results.baseAddress else { return }
        let block = blocks[number]
        for row in block.rows {
          (base + row * grid.columns + block.columns.lowerBound).update(
            repeating: 0, count: block.columns.count)
        }
        for (layer, kernel) in pairs { layer.addDirectly(block, kernel: kernel, to: base, level: level) }
      }
    }
    return result
  }
}
