import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension DecayField {
  /// The threat at every node of a grid.
  ///
  /// The same as `value(at:)` node by node to 1e-5 of the value where that is above 1e-3 of the surface's maximum,
  /// and to 1e-4 of it elsewhere, plus 1e-6 of the largest weight (1e-10 of it where kernels are split), and much
  /// faster. Where many places share a kernel it is split into parts that cost little each (`SplitPlan`); the others are summed node by node in tiles. Both
  /// are cut and added up in a fixed order, so the result is the same bit for bit for any number of threads.
  ///
  /// A place whose weight is below 1e-30 may add nothing here: single precision ends there.
  ///
  /// - Parameters:
  ///   - grid: where to evaluate; may cross the antimeridian, hold a pole and be 360° wide.
  ///   - workers: how many threads to use.
  ///   - progress: told the part done, 0…1, now and then from any thread.
  /// - Returns: totals, row by row from the south, each row from the west.
  public func surface(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [Double] {
    surface(on: grid, workers: workers, tolerance: 0, progress: progress)
  }

  /// As `tracedSurface(on:workers:tolerance:progress:)`, with the values of another field taken over where they are the
  /// same to the bit: out of reach of every source in which the two fields differ, tile by tile where all is summed node
  /// by node, and by rows where it is split into parts.
  ///
  /// A split surface is computed in full where the two are split otherwise, or where the largest value has changed and
  /// with it what must be summed anew elsewhere.
  ///
  /// - Parameters:
  ///   - grid: where to evaluate.
  ///   - workers: how many threads to use.
  ///   - tolerance: as of the other surface.
  ///   - other: the field whose surface is known.
  ///   - known: its values on the same grid, and their trace.
  ///   - differences: the places of all sources that one of the fields has and the other has not, or has otherwise.
  ///   - progress: told the part done, 0…1, now and then from any thread.
  /// - Returns: the values and their trace, and at how many nodes they were computed.
  public func surface(
    on grid: LonLatGrid, workers: Workers, tolerance: Double, differingFrom other: DecayField,
    known: (values: [Double], trace: SurfaceTrace?), at differences: [EarthPosition],
    progress: (@Sendable (Double) -> Void)? = nil
  ) -> (values: [Double], trace: SurfaceTrace?, computed: Int) {
    let allowed = SplitTolerance(tolerance)
    let isAlike = kernels == other.kernels && profile == other.profile && known.values.count == grid.count
    if isAlike, let trace = known.trace {
      let known = KnownSplit(values: known.values, trace: trace, differences: differences)
      if let split = split(on: grid, workers: workers, tolerance: allowed, known: known, progress: progress) {
        return split
      }
    }
    guard isAlike, known.trace == nil, !isSplit(on: grid, tolerance: allowed),
      !other.isSplit(on: grid, tolerance: allowed)
    else {
      let full = tracedSurface(on: grid, workers: workers, tolerance: tolerance, progress: progress)
      return (full.values, full.trace, grid.count)
    }
    let reach = reach(ofDifferencesFrom: other)
    let frame = SurfaceFrame(grid, places: places)
    let changed = SurfaceFrame(
      grid, places: differences.map { Place(x: $0.x, y: $0.y, z: $0.z, squares: 0, weights: .zero) })
    let tiles = (0..<frame.tileCount).filter { index in
      let tile = frame.tile(index)
      return zip(differences, changed.places).contains {
        frame.isFelt($1, squaredChord: $0.squaredChord(to: tile.centre), in: tile, reach: reach)
      }
    }
    var values = known.values
    for tile in tiles.map(frame.tile) {
      for row in tile.rows {
        let first = row * grid.columns
        for node in first + tile.columns.lowerBound..<first + tile.columns.upperBound { values[node] = 0 }
      }
    }
    addDirectly(
      layers: Array(layers.indices), tiles: tiles, of: frame, to: &values, workers: workers, level: .current,
      progress: progress)
    return (values, nil, tiles.map(frame.tile).reduce(0) { $0 + $1.rows.count * $1.columns.count })
  }

  /// The totals node by node, by the vectorised loops of one level: to 5e-6 of the value plus 1e-6 of the largest
  /// weight.
  func directSurface(
    on grid: LonLatGrid, workers: Workers, level: VectorLevel, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [Double] {
    let kernels = layers.map { TileKernel(self.kernels[$0.kernel]) }
    let chosen = Array(layers.indices)
    return evaluate(on: grid, workers: workers, progress: progress) { view, frame, tile, results in
      Self.add(view, frame, tile, layers: chosen, kernels: kernels, level: level, to: results)
    }
  }

  /// The totals without the vectorised loops: what those are held against.
  func plainSurface(on grid: LonLatGrid, workers: Workers) -> [Double] {
    evaluate(on: grid, workers: workers, progress: nil) { view, frame, tile, results in
      Self.add(view, frame, tile, to: results)
    }
  }

  /// As `surface(on:workers:progress:)`, with each dimension apart.
  public func componentSurface(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [SIMD4<Double>] {
    evaluate(on: grid, workers: workers, progress: progress) { view, frame, tile, results in
      Self.add(view, frame, tile, to: results)
    }
  }

  /// Adds the threat at every node of a grid to values that are there already.
  ///
  /// As `surface(on:workers:progress:)`, without a new array: what a series of surfaces grows by.
  ///
  /// - Parameters:
  ///   - values: one per node, row by row from the south; of any other length they stay as they are.
  ///   - grid: where to evaluate.
  ///   - workers: how many threads to use.
  public func add(to values: inout [Double], on grid: LonLatGrid, workers: Workers) {
    guard values.count == grid.count, !places.isEmpty else { return }
    if let own = splitSurface(on: grid, workers: workers, tolerance: .exact) {
      for index in values.indices { values[index] += own[index] }
    } else {
      addDirectly(layers: Array(layers.indices), to: &values, on: grid, workers: workers, level: .current)
    }
  }

  /// Adds some layers node by node.
  func addDirectly(
    layers chosen: [Int], to values: inout [Double], on grid: LonLatGrid, workers: Workers, level: VectorLevel
  ) {
    let frame = SurfaceFrame(grid, places: places)
    addDirectly(
      layers: chosen, tiles: Array(0..<frame.tileCount), of: frame, to: &values, workers: workers,
      level: level,
      progress: nil)
  }

  /// Adds some layers node by node in some rows.
  func addDirectly(
    layers chosen: [Int], piles: RowPiles, to values: inout [Double], workers: Workers, level: VectorLevel
  ) {
    let frame = SurfaceFrame(piles.grid, places: places)
    let tiles = (0..<frame.tileCount).filter { piles.contains(row: frame.tile($0).rows.lowerBound) }
    addDirectly(
      layers: chosen, tiles: tiles, of: frame, to: &values, workers: workers, level: level, progress: nil)
  }

  /// Adds some layers node by node in some tiles.
  private func addDirectly(
    layers chosen: [Int], tiles: [Int], of frame: SurfaceFrame, to values: inout [Double], workers: Workers,
    level: VectorLevel, progress: (@Sendable (Double) -> Void)?
  ) {
    let kernels = layers.map { TileKernel(self.kernels[$0.kernel]) }
    values.withUnsafeMutableBufferPointer { buffer in
      evaluate(tiles, of: frame, workers: workers, progress: progress, into: buffer) {
        view, frame, tile, results in
        Self.add(view, frame, tile, layers: chosen, kernels: kernels, level: level, to: results)
      }
    }
  }

  private func evaluate<Value: SurfaceValue>(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)?,
    _ addTile: @Sendable (FieldView, SurfaceFrame, SurfaceFrame.Tile, UnsafeMutablePointer<Value>) -> Void
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
      LargePages.advise(for: buffer)
      buffer.initialize(repeating: .nothing)
      evaluate(on: grid, workers: workers, progress: progress, into: buffer, addTile)
      initialized = grid.count
    }
  }

  private func evaluate<Value: SurfaceValue>(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)?,
    into buffer: UnsafeMutableBufferPointer<Value>,
    _ addTile: @Sendable (FieldView, SurfaceFrame, SurfaceFrame.Tile, UnsafeMutablePointer<Value>) -> Void
  ) {
    let frame = SurfaceFrame(grid, places: places)
    evaluate(
      Array(0..<frame.tileCount), of: frame, workers: workers, progress: progress, into: buffer, addTile)
  }

  private func evaluate<Value: SurfaceValue>(
    _ tiles: [Int], of frame: SurfaceFrame, workers: Workers, progress: (@Sendable (Double) -> Void)?,
    into buffer: UnsafeMutableBufferPointer<Value>,
    _ addTile: @Sendable (FieldView, SurfaceFrame, SurfaceFrame.Tile, UnsafeMutablePointer<Value>) -> Void
  ) {
    let report = progress.map { progress in
      { @Sendable (done: Int) in progress(Double(done) / Double(tiles.count)) }
    }
    // Tiles do not overlap, so no two threads write one node, and nothing reads before all are done.
    nonisolated(unsafe) let results = buffer
    _ = workers.map(tiles.count, progress: report) { index in
      guard let base = results.baseAddress else { return }
      withView(empty: ()) { addTile($0, frame, frame.tile(tiles[index]), base) }
    }
  }

  /// One tile by the vectorised loops, but for the kernels and places that they cannot take.
  private static func add(
    _ view: FieldView, _ frame: SurfaceFrame, _ tile: SurfaceFrame.Tile, layers chosen: [Int],
    kernels: [TileKernel?], level: VectorLevel, to results: UnsafeMutablePointer<Double>
  ) {
    let leastRho = tile.rows.reduce(.infinity) { min($0, frame.rowRho[$1]) }
    let isNarrow = Double(tile.columns.count) * frame.grid.longitudeStep <= 90
    var sums = SurfaceTile(frame, tile, level: level)
    for index in chosen {
      let (layer, kernel) = (view.layers[index], kernels[index])
      let reach = layer.reachSquared.squareRoot()
      view.forEachPlace(of: layer, near: tile.centre, margin: tile.radius) { index in
        let place = frame.places[index]
        // What no node can feel must not even end a batch: sums then depend on what is in reach alone.
        guard
          frame.isFelt(
            place, squaredChord: view.squaredChord(index, tile.centre), in: tile, reach: reach)
        else { return }
        let weight = view.places[index].weights.sum()
        if let kernel, isNarrow,
          SurfaceTile.takes(place, reachSquared: layer.reachSquared, leastRho: leastRho)
        {
          sums.add(place, weight: weight, kernel: kernel, to: results)
        } else {
          add(view, frame, tile, layer, place, weight: weight, to: results)
        }
      }
      if let kernel { sums.finish(kernel, to: results) }
    }
  }

  /// One tile by the plain loops.
  private static func add<Value: SurfaceValue>(
    _ view: FieldView, _ frame: SurfaceFrame, _ tile: SurfaceFrame.Tile,
    to results: UnsafeMutablePointer<Value>
  ) {
    for layer in view.layers {
      view.forEachPlace(of: layer, near: tile.centre, margin: tile.radius) { index in
        let weight = Value(weights: view.places[index].weights)
        add(view, frame, tile, layer, frame.places[index], weight: weight, to: results)
      }
    }
  }

  /// One place on one tile by the plain loop.
  private static func add<Value: SurfaceValue>(
    _ view: FieldView, _ frame: SurfaceFrame, _ tile: SurfaceFrame.Tile, _ layer: FieldLayer,
    _ place: SurfaceFrame.FramePlace, weight: Value, to results: UnsafeMutablePointer<Value>
  ) {
    for row in tile.rows {
      let chords = RowChords(rho: frame.rowRho[row], z: frame.rowZ[row], place)
      guard chords.a <= layer.reachSquared else { continue }
      let line = results + row * frame.grid.columns
      let room = layer.reachSquared - chords.a
      guard chords.b > room else {
        add(view, layer, chords, frame, tile.columns, weight, to: line)
        continue
      }
      let halfWidth = 360 / .pi * asin((room / chords.b).squareRoot())
      frame.forEachRun(of: tile, near: place.longitude, halfWidth: halfWidth) { run in
        add(view, layer, chords, frame, run, weight, to: line)
      }
    }
  }

  /// The innermost loop: one place along a run of one row's columns.
  @inline(__always)
  private static func add<Value: SurfaceValue>(
    _ view: FieldView, _ layer: FieldLayer, _ chords: RowChords,
    _ frame: SurfaceFrame, _ run: Range<Int>, _ weight: Value,
    to line: UnsafeMutablePointer<Value>
  ) {
    var first = run.lowerBound
    var last = run.upperBound - 1
    while first <= last && chords.squared(frame, first) > layer.reachSquared { first += 1 }
    while first <= last && chords.squared(frame, last) > layer.reachSquared { last -= 1 }
    guard first <= last else { return }
    let zones = view.zones + layer.firstZone
    let cells = view.cells
    if layer.lastZone == 0 {
      // Most kernels have one zone: its numbers then stay in registers.
      let zone = zones[0]
      for column in first...last {
        let chord = chords.squared(frame, column).squareRoot()
        line[column].add(KernelTable.value(chord: chord, zone: zone, cells: cells), times: weight)
      }
    } else {
      for column in first...last {
        let chord = chords.squared(frame, column).squareRoot()
        let influence = KernelTable.value(
          chord: chord, zones: zones, last: layer.lastZone, cells: cells)
        line[column].add(influence, times: weight)
      }
    }
  }
}

/// The squared chords between one place and the nodes of one row.
private struct RowChords {
  let a, b: Double
  let half: SurfaceFrame.HalfAngle

  @inline(__always)
  init(rho: Double, z: Double, _ place: SurfaceFrame.FramePlace) {
    let across = rho - place.rho
    let up = z - place.z
    a = across * across + up * up
    b = 4 * rho * place.rho
    half = place.half
  }

  @inline(__always)
  func squared(_ frame: SurfaceFrame, _ column: Int) -> Double {
    let w = frame.columnSine[column] * half.cosine - frame.columnCosine[column] * half.sine
    return a + b * w * w
  }
}

/// What a surface holds at a node: the total, or the total in each dimension.
private protocol SurfaceValue: Sendable {
  static var nothing: Self { get }
  init(weights: SIMD4<Double>)
  mutating func add(_ influence: Double, times weight: Self)
}

extension Double: SurfaceValue {
  fileprivate static var nothing: Double { 0 }

  fileprivate init(weights: SIMD4<Double>) { self = weights.sum() }

  @inline(__always)
  fileprivate mutating func add(_ influence: Double, times weight: Double) {
    self += influence * weight
  }
}

extension SIMD4<Double>: SurfaceValue {
  fileprivate static var nothing: SIMD4<Double> { .zero }

  fileprivate init(weights: SIMD4<Double>) { self = weights }

  @inline(__always)
  fileprivate mutating func add(_ influence: Double, times weight: SIMD4<Double>) {
    self += influence * weight
  }
}
