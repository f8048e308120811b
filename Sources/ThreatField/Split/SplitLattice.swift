import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One part of a plan summed on its lattice, ready to be interpolated.
///
/// Sum (i, j) stands at fine row (i − 3) · stride and fine column (j − 3) · stride.
struct SplitLattice: Sendable {
  private static let before = Int(GR_ORDER) / 2 - 1

  private let stride: Int
  private let length: Int
  private let sums: [Float]
  /// Weights by phase.
  private let weights: [Double]

  init(
    _ part: SplitPlan.Part, reach: Double, places: SplitPlaces, piles: RowPiles, workers: Workers,
    level: VectorLevel
  ) {
    let mesh = LatticeMesh(part, grid: piles.grid)
    let source = mesh.spread(places, workers: workers, level: level)
    let table = PartTable(part, reach: reach)
    stride = part.stride
    length = mesh.length
    weights = (0..<part.stride).flatMap { Self.lagrange(Double($0) / Double(part.stride)) }
    let rows = mesh.sumRows
    let group = Int(GR_CONVOLVED)
    // What rows of the piles are interpolated from.
    var isNeeded = [Bool](repeating: false, count: rows)
    for fine in piles.numbers.map(piles.rows) {
      let last = (fine.upperBound - 1) / part.stride + Int(GR_ORDER) - 1
      for row in fine.lowerBound / part.stride...min(last, rows - 1) { isNeeded[row] = true }
    }
    let needed = isNeeded
    sums = workers.mapEach(rows * mesh.length, stretch: group * mesh.length, empty: 0) { range, sums in
      let own = range.lowerBound / mesh.length..<range.upperBound / mesh.length
      guard needed[own].contains(true) else { return }
      for (index, sum) in mesh.convolve(source, rows: own, table: table, level: level).enumerated() {
        sums[range.lowerBound + index] = Float(sum)
      }
    }
  }

  /// The weights of the nodes −3 … 4 at t in 0…1.
  private static func lagrange(_ t: Double) -> [Double] {
    (0..<Int(GR_ORDER)).map { own in
      (0..<Int(GR_ORDER)).reduce(1.0) { product, other in
        other == own ? product : product * (t - Double(other - before)) / Double(own - other)
      }
    }
  }

  /// Room for `add`.
  var scratchCount: Int { (stride + 1) * (length + Int(GR_ORDER)) }

  /// Adds the values along columns of a fine row to `values`, which begin with the first of them.
  func add(
    row: Int, strip: RimSweep.Strip, to values: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutablePointer<Double>, level: VectorLevel
  ) {
    // From the lattice column at or before the first; the columns between come into a border of the scratch.
    let firstNode = strip.first / stride
    let skip = strip.first - firstNode * stride
    let phase = row % stride * Int(GR_ORDER)
    let needed = min(length - firstNode, (skip + strip.count) / stride + 2 * Int(GR_ORDER))
    sums.withUnsafeBufferPointer { sums in
      weights.withUnsafeBufferPointer { weights in
        guard let sums = sums.baseAddress, let weights = weights.baseAddress else { return }
        gr_lattice_row(
          sums + row / stride * length + firstNode, Int64(length), Int32(needed), weights + phase, weights,
          Int32(stride), Int32(skip), Int32(strip.count), values, scratch, level.rawValue)
      }
    }
  }
}

/// A part of a plan by chord: straight lines between samples so near that they follow it to 3e-7.
private struct PartTable: Sendable {
  let radius: Double
  private let perMetre: Double
  private let samples: [Double]

  init(_ part: SplitPlan.Part, reach: Double) {
    let cells = 8_192
    let radius = part.radius
    self.radius = radius
    perMetre = Double(cells) / radius
    samples = (0...cells + 1).map { index in
      let chord = min(radius * Double(index) / Double(cells), radius)
      return part.value(chord * chord / (reach * reach))
    }
  }

  func value(_ chord: Double) -> Double {
    let position = chord * perMetre
    let cell = Int(position)
    return samples[cell] + (position - Double(cell)) * (samples[cell + 1] - samples[cell])
  }
}

/// The geometry of a lattice. Node (i, j) lies at fine row (i − padRows) · stride and fine column
/// (j − padColumns) · stride.
private struct LatticeMesh: Sendable {
  private static let order = Int(GR_ORDER)

  let grid: LonLatGrid
  let stride: Int
  let padRows, padColumns: Int
  let rows: Int
  /// Numbers from one source row to the next.
  let rowStride: Int
  let sumRows: Int
  /// Sums in a row, whole blocks.
  let length: Int
  let rho, z: [Double]

  init(_ part: SplitPlan.Part, grid: LonLatGrid) {
    self.grid = grid
    stride = part.stride
    let step = Double(part.stride)
    let degrees = SplitPlan.degrees(part.radius)
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    padRows = Int(degrees / grid.latitudeStep / step) + Self.order + 4
    padColumns = Int(degrees / cos(highest * .pi / 180) / grid.longitudeStep / step) + Self.order + 4
    sumRows = (grid.rows - 1) / stride + Self.order
    rows = sumRows + 2 * padRows
    let block = Int(GR_LATTICE_BLOCK)
    length = ((grid.columns - 1) / stride + Self.order + block - 1) / block * block
    rowStride = length + 2 * padColumns
    let (south, latitudeStep, pad) = (grid.south, grid.latitudeStep, padRows)
    let positions = (0..<rows).map { row in
      EarthPosition(Coordinate(longitude: 0, latitude: south + Double(row - pad) * step * latitudeStep))
    }
    rho = positions.map { $0.x }
    z = positions.map { $0.z }
  }

  /// The weights of all places at the lattice's nodes.
  ///
  /// Groups of bands are spread side by side, each to rows of its own, and put together in order.
  func spread(_ places: SplitPlaces, workers: Workers, level: VectorLevel) -> [Float] {
    let bands = places.allBands
    let groupCount = min(16, bands.count)
    let groups = workers.map(groupCount) { number -> (first: Int, sums: [Double]) in
      let own =
        bands.lowerBound + number * bands.count / groupCount..<bands.lowerBound + (number + 1) * bands.count
        / groupCount
      let range = places.range(ofBands: own)
      guard !range.isEmpty else { return (0, []) }
      let scale = 1 / Double(stride)
      let low = Int((Double(own.lowerBound * SplitPlaces.band) * scale).rounded(.down)) + padRows - Self.order
      let high = Int((Double(own.upperBound * SplitPlaces.band) * scale).rounded(.up)) + padRows + Self.order
      let first = max(low, 0)
      let count = min(high, rows) - first
      guard count > Self.order else { return (0, []) }
      var sums = [Double](repeating: 0, count: count * rowStride)
      places.withNumbers { numbers in
        gr_lattice_spread(
          numbers, range.lowerBound, range.upperBound, scale, Double(padRows - first), Double(padColumns),
          Int32(count), Int32(rowStride), &sums, level.rawValue)
      }
      return (first, sums)
    }
    return workers.mapEach(rows * rowStride, stretch: rowStride, empty: Float(0)) { range, result in
      let row = range.lowerBound / rowStride
      var line = [Double](repeating: 0, count: rowStride)
      for group in groups {
        let own = (row - group.first) * rowStride
        guard own >= 0, own < group.sums.count else { continue }
        for index in 0..<rowStride { line[index] += group.sums[own + index] }
      }
      for index in 0..<rowStride { result[range.lowerBound + index] = Float(line[index]) }
    }
  }

  /// The sums along some rows, `GR_CONVOLVED` at most.
  func convolve(
    _ source: [Float], rows chosen: Range<Int>, table: PartTable, level: VectorLevel
  ) -> [Double] {
    let before = Self.order / 2 - 1
    let reachRows = padRows - Self.order
    let first = max(chosen.lowerBound + padRows - before - reachRows, 0)
    let last = min(chosen.upperBound - 1 + padRows - before + reachRows, rows - 1)
    let step = Double(stride) * grid.longitudeStep * .pi / 360
    let most = padColumns - Self.order
    let sines = (0...most).map { k -> Double in
      let sine = sin(step * Double(k))
      return sine * sine
    }
    let limit = table.radius * table.radius
    let pile = Int(GR_CONVOLVED)
    var tables = [Float](repeating: 0, count: (last - first + 1) * pile * (most + 1))
    var widths = [Int32](repeating: -1, count: last - first + 1)
    for other in first...last {
      for (number, row) in chosen.enumerated() {
        let own = row + padRows - before
        let across = rho[own] - rho[other]
        let up = z[own] - z[other]
        let a = across * across + up * up
        let b = 4 * rho[own] * rho[other]
        let base = ((other - first) * pile + number) * (most + 1)
        for k in 0...most {
          let squared = a + b * sines[k]
          if squared >= limit { break }
          tables[base + k] = Float(table.value(squared.squareRoot()))
          widths[other - first] = max(widths[other - first], Int32(k))
        }
      }
    }
    var sums = [Double](repeating: 0, count: chosen.count * length)
    source.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      gr_lattice_convolve(
        tables, Int32(most + 1), widths, base + first * rowStride + padColumns - before, Int64(rowStride),
        Int32(widths.count), Int32(length / Int(GR_LATTICE_BLOCK)), &sums, Int64(length), Int32(chosen.count),
        level.rawValue)
    }
    return sums
  }
}
