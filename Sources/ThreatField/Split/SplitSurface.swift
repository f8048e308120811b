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
    check.add(plan, places: places)
    layers.append(SplitLayer(plan, places: places, grid: grid, workers: workers, level: level))
    share = max(share, plan.share)
  }

  /// The sum of the layers at every node.
  func values(progress: (@Sendable (Double) -> Void)?) -> [Double] {
    SplitLayer.sum(layers, grid: grid, workers: workers, level: level, progress: progress)
  }

  /// The nodes at which the layers' errors may be more than allowed, of values that may hold more than the layers.
  func doubtfulNodes(of values: [Double], tolerance: SplitTolerance) -> [Int] {
    check.doubtfulNodes(of: values, tolerance: tolerance, share: share)
  }
}
