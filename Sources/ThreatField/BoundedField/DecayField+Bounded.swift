import CKernels
import GeoCore

extension DecayField {
  /// The threat at every node of a grid within a tolerance, at a cost that hardly grows with the incidents.
  ///
  /// The error of a value is at most `tolerance` times the exact value where that is above 1e-3 of the surface's
  /// maximum, and 1e-6 of the maximum elsewhere: a bound, not an estimate; `BoundedPlan` derives it. Kernels and
  /// grids for which no such split is known or worth while are summed exactly: those blurred by a location error,
  /// fields of few places, and maps near the poles or wider than 60°. The result is the same for any number of
  /// threads.
  ///
  /// - Parameters:
  ///   - grid: where to evaluate.
  ///   - workers: how many threads to use.
  ///   - tolerance: 0 for an exact surface; below 2e-5, which is near the exact loops' own error, taken as 0.
  ///   - progress: told the part done, 0…1, now and then from any thread.
  /// - Returns: totals, row by row from the south, each row from the west.
  public func surface(
    on grid: LonLatGrid, workers: Workers, tolerance: Double,
    progress: (@Sendable (Double) -> Void)? = nil
  ) -> [Double] {
    boundedSurface(on: grid, workers: workers, tolerance: tolerance, leastPlaces: 200_000)
      ?? surface(on: grid, workers: workers, progress: progress)
  }

  /// As above, for layers of so many places; nil where nothing can be gained.
  func boundedSurface(
    on grid: LonLatGrid, workers: Workers, tolerance: Double, leastPlaces: Int, level: VectorLevel = .current
  ) -> [Double]? {
    guard tolerance >= 2e-5 else { return nil }
    var bounded: [BoundedLayer] = []
    var exact: [DecayField] = []
    var check = BoundedCheck(grid)
    for (index, layer) in layers.enumerated() {
      if layer.places.count >= leastPlaces,
        let plan = BoundedPlan(
          kernels[layer.kernel], grid: grid, places: layer.places.count, tolerance: tolerance)
      {
        let places = BoundedPlaces(self.places[layer.places], grid: grid, reach: plan.fringe)
        check.add(plan, places: places)
        bounded.append(
          BoundedLayer(plan, places: places, grid: grid, workers: workers, level: level))
        exact.append(DecayField(layer: index, of: self, kernel: plan.nearKernel))
      } else {
        exact.append(DecayField(layer: index, of: self, kernel: kernels[layer.kernel]))
      }
    }
    guard let share = bounded.first?.share else { return nil }
    var values = BoundedLayer.sum(bounded, grid: grid, workers: workers, level: level)
    for field in exact { field.add(to: &values, on: grid, workers: workers) }
    let doubtful = check.doubtfulNodes(of: values, tolerance: tolerance, share: share)
    guard doubtful.count < grid.count / 8 else { return nil }
    let nodes = doubtful.map {
      EarthPosition(grid.coordinate(row: $0 / grid.columns, column: $0 % grid.columns))
    }
    for (index, sample) in zip(doubtful, self.values(at: nodes, workers: workers)) {
      values[index] = sample.total
    }
    return values
  }

  /// One layer of a field under another kernel; without members, for sums only.
  private init(layer index: Int, of field: DecayField, kernel: SpreadKernel) {
    let places = Array(field.places[field.layers[index].places])
    var tree = PlaceTree()
    tree.append(places.indices, of: places, reach: kernel.table.reachSquared.squareRoot())
    kernels = [kernel]
    profile = field.profile
    reach = kernel.reach
    sourceCount = places.count
    self.places = places
    members = []
    memberStarts = [0]
    nodes = tree.nodes
    layers = [
      FieldLayer(
        kernel: 0, places: places.indices, nodes: tree.nodes.indices, firstZone: 0,
        lastZone: kernel.table.zones.count - 1, reachSquared: kernel.table.reachSquared,
        firstBlock: 0, radial: RadialForm(kernel))
    ]
    zones = kernel.table.zones
    cells = kernel.table.cells
    blocks = stride(from: 0, to: places.count, by: Int(GR_BLOCK)).map { first in
      gr_block(places[first..<min(first + Int(GR_BLOCK), places.count)])
    }
  }
}

/// Rims and lattices of one layer.
private struct BoundedLayer: Sendable {
  let share: Double
  private let rims: RimSweep
  private let lattices: [BoundedLattice]

  init(
    _ plan: BoundedPlan, places: BoundedPlaces, grid: LonLatGrid, workers: Workers, level: VectorLevel
  ) {
    share = plan.share
    rims = RimSweep(plan, places: places, grid: grid)
    lattices = plan.parts.map {
      BoundedLattice(
        $0, reach: plan.split.reach, places: places, grid: grid, workers: workers, level: level)
    }
  }

  /// The sum of layers at a grid's nodes.
  static func sum(
    _ layers: [BoundedLayer], grid: LonLatGrid, workers: Workers, level: VectorLevel
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
      // Each row is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      let band = 16
      _ = workers.map((grid.rows + band - 1) / band) { number in
        guard let base = results.baseAddress else { return }
        var lattice: [Double] = []
        RimSweep.withLine(columns: grid.columns) { line in
          for row in number * band..<min((number + 1) * band, grid.rows) {
            let values = base + row * grid.columns
            values.initialize(repeating: 0, count: grid.columns)
            for layer in layers {
              layer.rims.add(row: row, to: values, line: line, level: level)
              for part in layer.lattices {
                part.add(row: row, columns: grid.columns, to: values, line: &lattice)
              }
            }
            // A value may be below 0 by less than its error.
            for column in 0..<grid.columns where values[column] < 0 { values[column] = 0 }
          }
        }
      }
      initialized = grid.count
    }
  }
}

extension BoundedPlan {
  /// What is summed exactly near a place, as a kernel.
  fileprivate var nearKernel: SpreadKernel {
    SpreadKernel(near: kernel, reach: nearRadius) { chord in
      let u = chord * chord / (split.reach * split.reach)
      return split.smooth(u) - centre.value(u)
    }
  }
}

extension SpreadKernel {
  /// A function of the chord up to a reach of the same in the place of a kernel.
  fileprivate init(near kernel: SpreadKernel, reach: Double, _ function: (Double) -> Double) {
    self.kernel = kernel.kernel
    // Not 0, so that the table is used and not the kernel's formula.
    sigma = 1
    self.reach = reach
    table = KernelTable(bounds: [0, reach], function)
  }
}
