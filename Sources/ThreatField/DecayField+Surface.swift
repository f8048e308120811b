import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension DecayField {
  /// The threat at every node of a grid.
  ///
  /// The same as `value(at:)` node by node to 1e-6 relative, and much faster. Tiles are summed in parallel,
  /// each in a fixed order, so the result is the same bit for bit for any number of threads.
  ///
  /// - Parameters:
  ///   - grid: where to evaluate; may cross the antimeridian, hold a pole and be 360° wide.
  ///   - workers: how many threads to use.
  ///   - progress: told the part done, 0…1, now and then from any thread.
  /// - Returns: totals, row by row from the south, each row from the west.
  public func surface(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [Double] {
    evaluate(on: grid, workers: workers, progress: progress)
  }

  /// As `surface(on:workers:progress:)`, with each dimension apart.
  public func componentSurface(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)? = nil
  ) -> [SIMD4<Double>] {
    evaluate(on: grid, workers: workers, progress: progress)
  }

  private func evaluate<Value: SurfaceValue>(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)?
  ) -> [Value] {
    let frame = SurfaceFrame(grid, places: places)
    let tiles = frame.tileCount
    let report = progress.map { progress in
      { @Sendable (done: Int) in progress(Double(done) / Double(tiles)) }
    }
    return [Value](unsafeUninitializedCapacity: grid.count) { buffer, initialized in
      buffer.initialize(repeating: .nothing)
      // Tiles do not overlap, so no two threads write one node, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      _ = workers.map(tiles, progress: report) { index in
        guard let base = results.baseAddress else { return }
        withView(empty: ()) { Self.add($0, frame, frame.tile(index), to: base) }
      }
      initialized = grid.count
    }
  }

  private static func add<Value: SurfaceValue>(
    _ view: FieldView, _ frame: SurfaceFrame, _ tile: SurfaceFrame.Tile,
    to results: UnsafeMutablePointer<Value>
  ) {
    frame.rows.withUnsafeBufferPointer { rows in
      frame.columns.withUnsafeBufferPointer { columns in
        frame.places.withUnsafeBufferPointer { places in
          for layer in view.layers {
            view.forEachPlace(of: layer, near: tile.centre, margin: tile.radius) { index in
              let place = places[index]
              let weight = Value(weights: view.places[index].weights)
              for row in tile.rows {
                let chords = RowChords(rows[row], place)
                guard chords.a <= layer.reachSquared else { continue }
                let line = results + row * frame.grid.columns
                let room = layer.reachSquared - chords.a
                guard chords.b > room else {
                  add(view, layer, chords, columns, tile.columns, weight, to: line)
                  continue
                }
                let halfWidth = 360 / .pi * asin((room / chords.b).squareRoot())
                frame.forEachRun(of: tile, near: place.longitude, halfWidth: halfWidth) { run in
                  add(view, layer, chords, columns, run, weight, to: line)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The innermost loop: one place along a run of one row's columns.
  @inline(__always)
  private static func add<Value: SurfaceValue>(
    _ view: FieldView, _ layer: FieldLayer, _ chords: RowChords,
    _ columns: UnsafeBufferPointer<SurfaceFrame.HalfAngle>, _ run: Range<Int>, _ weight: Value,
    to line: UnsafeMutablePointer<Value>
  ) {
    var first = run.lowerBound
    var last = run.upperBound - 1
    while first <= last && chords.squared(columns[first]) > layer.reachSquared { first += 1 }
    while first <= last && chords.squared(columns[last]) > layer.reachSquared { last -= 1 }
    guard first <= last else { return }
    let zones = view.zones + layer.firstZone
    let cells = view.cells
    if layer.lastZone == 0 {
      // Most kernels have one zone: its numbers then stay in registers.
      let zone = zones[0]
      for column in first...last {
        let chord = chords.squared(columns[column]).squareRoot()
        line[column].add(KernelTable.value(chord: chord, zone: zone, cells: cells), times: weight)
      }
    } else {
      for column in first...last {
        let chord = chords.squared(columns[column]).squareRoot()
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
  init(_ row: SurfaceFrame.Row, _ place: SurfaceFrame.FramePlace) {
    let across = row.rho - place.rho
    let up = row.z - place.z
    a = across * across + up * up
    b = 4 * row.rho * place.rho
    half = place.half
  }

  @inline(__always)
  func squared(_ column: SurfaceFrame.HalfAngle) -> Double {
    let w = column.sine * half.cosine - column.cosine * half.sine
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
