import CKernels
import GeoCore

extension DecayField {
  /// The threat at every node of a grid within a tolerance.
  ///
  /// The error of a value is at most `tolerance` times the exact value where that is above 1e-3 of the surface's
  /// maximum, and 1e-6 of the maximum elsewhere: a bound from densely sampled errors, which `SplitPlan` derives. A tolerance
  /// saves what finer lattices and longer sums near the places cost. Kernels and grids for which no split is known
  /// or worth while are summed node by node: fields of few places, and maps near the poles or wider than 180°; then 1e-6
  /// of the largest weight comes on top, which counts where a map holds little but the rim of a kernel. The
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
    tracedSurface(on: grid, workers: workers, tolerance: tolerance, progress: progress).values
  }

  /// As `surface(on:workers:tolerance:progress:)`, with what the surface of a field that differs in few sources can take
  /// over; nil where all is summed node by node, and nothing more than the values is needed.
  public func tracedSurface(
    on grid: LonLatGrid, workers: Workers, tolerance: Double,
    progress: (@Sendable (Double) -> Void)? = nil
  ) -> (values: [Double], trace: SurfaceTrace?) {
    if let split = split(on: grid, workers: workers, tolerance: SplitTolerance(tolerance), progress: progress)
    {
      return (split.values, split.trace)
    }
    return (directSurface(on: grid, workers: workers, level: .current, progress: progress), nil)
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
    var surface = SplitSurface(RowPiles(all: grid), workers: workers, level: .current)
    surface.add(plan, places: LooseSources(sources, profile: profile))
    var values = surface.values(progress: progress)
    guard surface.repair(&values, tolerance: allowed, isWhole: true) != nil else {
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
    split(
      on: grid, workers: workers, tolerance: tolerance, leastPlaces: leastPlaces, level: level,
      progress: progress)?.values
  }

  /// A surface by parts, of which some rows may be known.
  ///
  /// - Parameter known: of a field with equal kernels and profile, on the same grid to the same tolerance.
  /// - Returns: the values, and at how many nodes they were computed; nil as of `splitSurface`, or where the known
  ///   surface was split otherwise.
  func split(
    on grid: LonLatGrid, workers: Workers, tolerance: SplitTolerance, leastPlaces: Int = 0,
    level: VectorLevel = .current, known: KnownSplit? = nil, progress: (@Sendable (Double) -> Void)? = nil
  ) -> (values: [Double], trace: SurfaceTrace, computed: Int)? {
    let plans = layers.map { plan($0, on: grid, tolerance: tolerance, leastPlaces: leastPlaces) }
    guard plans.contains(where: { $0 != nil }) else { return nil }
    let forms = Dictionary(
      zip(layers, plans).map { ($0.kernel, $1?.form ?? .nodeByNode) }, uniquingKeysWith: { first, _ in first }
    )
    var piles = RowPiles(all: grid)
    if let known {
      guard known.trace.forms == forms else { return nil }
      let farthest = zip(layers, plans).reduce(0) {
        max($0, $1.1?.fringe ?? Self.leeway(kernels[$1.0.kernel].reach))
      }
      piles = RowPiles(grid, within: farthest, of: known.differences)
    }
    var surface = SplitSurface(piles, workers: workers, level: level)
    for (layer, plan) in zip(layers, plans) {
      if let plan { surface.add(plan, places: MergedPlaces(places[layer.places])) }
    }
    let whole = plans.indices.filter { plans[$0] == nil }
    var values = surface.values(known: known?.values, progress: progress)
    guard
      let (extremes, blocks) = surface.repair(
        &values, tolerance: tolerance, isWhole: whole.isEmpty, known: known?.trace)
    else { return nil }
    if !whole.isEmpty {
      addDirectly(layers: whole, piles: piles, to: &values, workers: workers, level: level)
    }
    return (values, SurfaceTrace(forms: forms, extremes: extremes, blocks: blocks), piles.nodeCount)
  }
}
