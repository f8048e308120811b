import GeoCore

/// A surface of layers that are split: what they add up to, and where that may not be good enough.
struct SplitSurface {
  private let grid: LonLatGrid
  private let workers: Workers
  private let level: VectorLevel
  private var layers: [SplitLayer] = []
  private var check: SplitCheck
  private var share = 0.0

  init(on grid: LonLatGrid, workers: Workers, level: VectorLevel) {
    self.grid = grid
    self.workers = workers
    self.level = level
    check = SplitCheck(grid)
  }

  var isEmpty: Bool { layers.isEmpty }

  /// Takes a layer in and sums its lattices.
  mutating func add(_ plan: SplitPlan, places: some SplitInput) {
    let places = SplitPlaces(places, grid: grid, reach: plan.fringe, workers: workers)
    check.add(plan, places: places, workers: workers)
    layers.append(SplitLayer(plan, places: places, grid: grid, workers: workers, level: level))
    share = max(share, plan.share)
  }

  /// The sum of the layers at every node.
  func values(progress: (@Sendable (Double) -> Void)?) -> [Double] {
    SplitLayer.sum(layers, grid: grid, workers: workers, level: level, progress: progress)
  }

  /// Sums anew, node by node, where the layers' errors may be more than allowed.
  ///
  /// - Parameters:
  ///   - values: the layers' sum. Left as they are where that would be too much work, or too fine for the
  ///     vectorised loops.
  ///   - tolerance: the error allowed.
  ///   - isWhole: whether no other layer is to be added.
  /// - Returns: whether all values are as good as the tolerance asks.
  func repair(_ values: inout [Double], tolerance: SplitTolerance, isWhole: Bool) -> Bool {
    let blocks = check.doubtfulBlocks(
      of: values, tolerance: tolerance, share: share, isWhole: isWhole, workers: workers)
    let nodes = blocks.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    guard nodes < grid.count / 2 else { return false }
    guard !blocks.isEmpty else { return true }
    let kernels = layers.compactMap { TileKernel($0.plan.split.kernel) }
    guard kernels.count == layers.count else { return false }
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
    return true
  }
}
