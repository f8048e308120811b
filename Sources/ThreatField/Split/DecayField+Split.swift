import CKernels
import GeoCore

extension DecayField {
  /// The threat at every node of a grid within a tolerance.
  ///
  /// The error of a value is at most `tolerance` times the exact value where that is above 1e-3 of the surface's
  /// maximum, and 1e-6 of the maximum elsewhere: a bound from densely sampled errors, which `SplitPlan` derives. A tolerance
  /// saves what finer lattices and longer sums near the places cost. Kernels and grids for which no split is known
  /// or worth while are summed node by node: fields of few places, and maps near the poles or wider than 180°. The
  /// result is the same for any number of threads.
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
    splitSurface(on: grid, workers: workers, tolerance: SplitTolerance(tolerance), progress: progress)
      ?? directSurface(on: grid, workers: workers, level: .current, progress: progress)
  }

  /// The threat at every node of a grid, from sources that are asked nothing else.
  ///
  /// The same as making a field and asking for its surface, without what only other questions need: a field's tree
  /// takes longer to make than a split surface to sum.
  ///
  /// - Parameters: as of `init` and of `surface(on:workers:tolerance:progress:)`.
  /// - Throws: `FieldError` naming the first source that cannot be used.
  public static func surface(
    of sources: [FieldSource], kernels: [SpreadKernel], profile: SIMD4<Double> = .one, on grid: LonLatGrid,
    workers: Workers, tolerance: Double = 0, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(FieldError) -> [Double] {
    try check(sources, kernelCount: kernels.count, profile: profile)
    func field() throws(FieldError) -> DecayField {
      try DecayField(sources: sources, kernels: kernels, profile: profile, workers: workers)
    }
    // One kernel and hardly two sources at a place: else merging them first saves more.
    guard kernels.count == 1, !sharePlaces(sources) else {
      return try field().surface(on: grid, workers: workers, tolerance: tolerance, progress: progress)
    }
    let allowed = SplitTolerance(tolerance)
    guard let plan = SplitPlan(kernels[0], grid: grid, places: sources.count, tolerance: allowed) else {
      return try field().directSurface(on: grid, workers: workers, level: .current, progress: progress)
    }
    var surface = SplitSurface(on: grid, workers: workers, level: .current)
    surface.add(plan, places: LooseSources(sources, profile: profile))
    var values = surface.values(progress: progress)
    guard surface.repair(&values, tolerance: allowed, isWhole: true) else {
      return try field().directSurface(on: grid, workers: workers, level: .current, progress: progress)
    }
    return values
  }

  /// Whether a tenth of a sample of sources lie where another one of it does.
  private static func sharePlaces(_ sources: [FieldSource]) -> Bool {
    let step = max(1, sources.count / 4_096)
    let sample = stride(from: 0, to: sources.count, by: step).map { sources[$0].coordinate }
    return Set(sample).count < sample.count * 9 / 10
  }

  /// Whether a layer's surface is summed by parts.
  func isSplit(on grid: LonLatGrid, tolerance: SplitTolerance) -> Bool {
    layers.contains { plan($0, on: grid, tolerance: tolerance) != nil }
  }

  private func plan(
    _ layer: FieldLayer, on grid: LonLatGrid, tolerance: SplitTolerance, leastPlaces: Int = 0
  ) -> SplitPlan? {
    SplitPlan(
      kernels[layer.kernel], grid: grid, places: max(layer.places.count, leastPlaces), tolerance: tolerance)
  }

  /// A surface by parts; nil where no layer gains by a split, or where it leaves too much to be summed anew.
  ///
  /// - Parameter leastPlaces: so many places a layer is taken to have at least when plans are weighed.
  func splitSurface(
    on grid: LonLatGrid, workers: Workers, tolerance: SplitTolerance, leastPlaces: Int = 0,
    level: VectorLevel = .current, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [Double]? {
    var surface = SplitSurface(on: grid, workers: workers, level: level)
    var whole: [Int] = []
    for (index, layer) in layers.enumerated() {
      if let plan = plan(layer, on: grid, tolerance: tolerance, leastPlaces: leastPlaces) {
        surface.add(plan, places: MergedPlaces(places[layer.places]))
      } else {
        whole.append(index)
      }
    }
    guard !surface.isEmpty else { return nil }
    var values = surface.values(progress: progress)
    guard surface.repair(&values, tolerance: tolerance, isWhole: whole.isEmpty) else { return nil }
    if !whole.isEmpty { addDirectly(layers: whole, to: &values, on: grid, workers: workers, level: level) }
    return values
  }
}
