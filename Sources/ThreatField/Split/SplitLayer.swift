import CKernels
import GeoCore

/// One layer of a field, split and with its lattices summed.
struct SplitLayer: Sendable {
  /// Places whose near parts are added up in single precision before they are taken over.
  static let batch: Int32 = 256
  /// Numbers that the loops for near parts may write behind a row.
  private static let spare = 16

  let plan: SplitPlan
  let places: SplitPlaces
  private let rims: RimSweep
  private let lattices: [SplitLattice]
  private let near: gr_near
  let grid: LonLatGrid

  init(
    _ plan: SplitPlan, places: SplitPlaces, piles: RowPiles, workers: Workers, level: VectorLevel
  ) {
    self.plan = plan
    self.places = places
    let grid = piles.grid
    self.grid = grid
    rims = RimSweep(plan.split, grid: grid)
    lattices = plan.parts.map {
      SplitLattice(
        $0, reach: plan.split.reach, places: places, piles: piles, workers: workers, level: level)
    }
    var near = gr_near()
    near.radius = plan.nearRadius
    near.column_angle = grid.longitudeStep * .pi / 180
    withUnsafeMutableBytes(of: &near.p) { bytes in
      for (index, factor) in plan.nearFactors.enumerated() {
        bytes.storeBytes(of: Float(factor), toByteOffset: 4 * index, as: Float.self)
      }
    }
    self.near = near
  }

  /// The sum of layers at the nodes of some rows, by strips of columns and piles of rows, into the values of a grid.
  static func sum(
    _ layers: [SplitLayer], piles: RowPiles, into base: UnsafeMutablePointer<Double>, workers: Workers,
    level: VectorLevel, progress: (@Sendable (Double) -> Void)?
  ) {
    // Each node is written by one thread, and nothing reads before all are done.
    nonisolated(unsafe) let results = base
    for (number, layer) in layers.enumerated() {
      let strips = layer.rims.strips
      let count = strips.count * piles.numbers.count
      let report = progress.map { progress in
        { @Sendable (done: Int) in
          progress((Double(number) + Double(done) / Double(count)) / Double(layers.count))
        }
      }
      let bases = strips.map { layer.rims.basis(of: $0) }
      // One thread does a pile's bands in a row, with one sweep's memory.
      _ = workers.map(count, progress: report) { index in
        let strip = strips[index % strips.count]
        let rows = piles.rows(piles.numbers[index / strips.count])
        let bands =
          rows.lowerBound / SplitPlaces.band..<(rows.upperBound + SplitPlaces.band - 1) / SplitPlaces.band
        layer.add(
          bands: bands, strip: strip, basis: bases[index % strips.count], isFirst: number == 0,
          to: results + strip.first, level: level)
      }
    }
  }

  /// Adds the layer to some bands of a strip; `values` begins with the strip's first column of row 0. The first layer
  /// finds nothing there yet.
  private func add(
    bands: Range<Int>, strip: RimSweep.Strip, basis: [Double], isFirst: Bool,
    to values: UnsafeMutablePointer<Double>, level: VectorLevel
  ) {
    let band = SplitPlaces.band
    let lineLength = rims.width * (strip.count + 1)
    let nearLength = strip.count + Self.spare
    let scratchLength = lattices.map(\.scratchCount).max() ?? 0
    let count = band * lineLength + scratchLength + (band * nearLength + 1) / 2
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 8 * count, alignment: 64)
    defer { memory.deallocate() }
    let line = memory.bindMemory(to: Double.self, capacity: count)
    line.initialize(repeating: 0, count: count)
    let scratch = line + band * lineLength
    let sums = UnsafeMutableRawPointer(scratch + scratchLength).assumingMemoryBound(to: Float.self)
    let rim = rims.rim(of: strip)
    for number in bands {
      let rows = rims.rows(ofBand: number, strip: strip)
      let first = number * band
      let own = values + first * grid.columns
      let height = min(band, grid.rows - first)
      if isFirst {
        for row in 0..<height { (own + row * grid.columns).initialize(repeating: 0, count: strip.count) }
      }
      if !plan.split.rim.isEmpty {
        sweep(number, strip, rows, rim, line, level)
        for row in 0..<height {
          gr_rim_finish(
            line + row * lineLength, basis, Int32(strip.count), Int32(rims.width), own + row * grid.columns,
            level.rawValue)
        }
        // Rows behind the grid's last have been swept too.
        if height < band {
          (line + height * lineLength).update(repeating: 0, count: (band - height) * lineLength)
        }
      }
      if plan.nearRadius > 0 { addNear(number, strip, rows, sums, nearLength, height, own, level) }
      for row in 0..<height {
        for lattice in lattices {
          lattice.add(
            row: first + row, strip: strip, to: own + row * grid.columns, scratch: scratch, level: level)
        }
      }
      // A value may be below 0 by less than its error.
      for row in 0..<height {
        for column in 0..<strip.count where own[row * grid.columns + column] < 0 {
          own[row * grid.columns + column] = 0
        }
      }
    }
  }

  /// Bands whose places a band may feel, and columns that a reach spans at most there.
  func reach(_ metres: Double, of band: Int) -> (bands: ClosedRange<Int>, columns: Double) {
    let degrees = SplitPlan.degrees(metres)
    let rows = degrees / grid.latitudeStep
    let first = Double(band * SplitPlaces.band)
    let height = Double(SplitPlaces.band)
    let south = ((first - rows) / height).rounded(.down)
    let north = ((first + height - 1 + rows) / height).rounded(.down)
    let latitude = grid.latitude(band * SplitPlaces.band + SplitPlaces.band / 2)
    let highest = min(abs(latitude) + degrees + height * grid.latitudeStep, 89)
    let across = EarthPosition(Coordinate(longitude: 0, latitude: highest)).x / Ellipsoid.semiMajorAxis
    return (Int(south)...Int(north), degrees / across / grid.longitudeStep + 1)
  }

  private func sweep(
    _ band: Int, _ strip: RimSweep.Strip, _ rows: gr_band, _ rim: gr_rim,
    _ line: UnsafeMutablePointer<Double>,
    _ level: VectorLevel
  ) {
    let reach = reach(plan.split.reach, of: band)
    var (rows, rim) = (rows, rim)
    places.withNumbers { numbers in
      for other in reach.bands {
        let range = places.range(
          band: other, from: Double(strip.first) - reach.columns,
          to: Double(strip.first + strip.count) + reach.columns)
        guard !range.isEmpty else { continue }
        gr_rim_add(&rows, &rim, numbers, range.lowerBound, range.upperBound, line, level.rawValue)
      }
    }
  }

  private func addNear(
    _ band: Int, _ strip: RimSweep.Strip, _ rows: gr_band, _ sums: UnsafeMutablePointer<Float>, _ stride: Int,
    _ height: Int, _ values: UnsafeMutablePointer<Double>, _ level: VectorLevel
  ) {
    let reach = reach(plan.nearRadius, of: band)
    var (rows, near) = (rows, near)
    // Columns that hold sums which have not been taken over, and of how many places.
    var (west, east, pending) = (Double.infinity, -Double.infinity, Int32(0))
    func take() {
      guard pending > 0 else { return }
      gr_near_take(
        sums, Int64(stride), Int32(height), Int32(max(0, west - reach.columns - 8)),
        Int32(min(Double(strip.count - 1), east + reach.columns + 8)), values, Int64(grid.columns))
      (west, east, pending) = (.infinity, -.infinity, 0)
    }
    places.withNumbers { numbers in
      for other in reach.bands {
        let range = places.range(
          band: other, from: Double(strip.first) - reach.columns,
          to: Double(strip.first + strip.count) + reach.columns)
        for first in Swift.stride(from: range.lowerBound, to: range.upperBound, by: Int(Self.batch)) {
          let last = min(first + Self.batch, range.upperBound)
          if pending + last - first > Self.batch { take() }
          gr_near_add(&rows, &near, numbers, first, last, sums, Int64(stride), level.rawValue)
          // By buckets of columns from the west.
          west = min(west, places.spot(Int(first)).column - Double(strip.first))
          east = max(east, places.spot(Int(last) - 1).column - Double(strip.first))
          pending += last - first
        }
      }
    }
    take()
  }
}
