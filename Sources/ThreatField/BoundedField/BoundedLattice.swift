import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Cubic Lagrange weights of the nodes −1, 0, 1 and 2 at t in 0…1.
func cubicWeights(_ t: Double) -> SIMD4<Double> {
  SIMD4(
    -t * (t - 1) * (t - 2) / 6, (t + 1) * (t - 1) * (t - 2) / 2, -(t + 1) * t * (t - 2) / 2,
    (t + 1) * t * (t - 1) / 6)
}

/// One part of a plan summed on its lattice, ready to be interpolated.
///
/// Lattice node (i, j) lies at fine row (i − padRows) · stride and fine column (j − padColumns) · stride. Sums are
/// kept from one node before the grid's first row and column to two beyond its last.
struct BoundedLattice: Sendable {
  private let stride: Int
  private let length: Int
  private let sums: [Double]
  /// Column weights by phase.
  private let weights: [SIMD4<Double>]

  init(
    _ part: BoundedPlan.Part, reach: Double, places: BoundedPlaces, grid: LonLatGrid, workers: Workers,
    level: VectorLevel
  ) {
    let mesh = Mesh(part, grid: grid)
    let source = mesh.spread(places)
    let table = PartTable(part, reach: reach)
    stride = part.stride
    length = mesh.length
    weights = (0..<stride).map { cubicWeights(Double($0) / Double(part.stride)) }
    let rows = mesh.sumRows
    sums = [Double](unsafeUninitializedCapacity: rows * mesh.length) { buffer, initialized in
      buffer.initialize(repeating: 0)
      // Each row is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      _ = workers.map(rows) { row in
        guard let base = results.baseAddress else { return }
        mesh.convolve(source, row: row, table: table, level: level, to: base + row * mesh.length)
      }
      initialized = rows * mesh.length
    }
  }

  /// Adds the values along a fine row to `values`; `line` is room for a lattice row.
  func add(row: Int, columns: Int, to values: UnsafeMutablePointer<Double>, line: inout [Double]) {
    let base = row / stride
    let down = weights[row % stride]
    if line.count < length { line = [Double](repeating: 0, count: length) }
    sums.withUnsafeBufferPointer { sums in
      line.withUnsafeMutableBufferPointer { line in
        let (r0, r1, r2, r3) = (base * length, (base + 1) * length, (base + 2) * length, (base + 3) * length)
        for j in 0..<length {
          line[j] =
            down[0] * sums[r0 + j] + down[1] * sums[r1 + j] + down[2] * sums[r2 + j] + down[3] * sums[r3 + j]
        }
        weights.withUnsafeBufferPointer { weights in
          for phase in 0..<stride {
            let across = weights[phase]
            var (column, j) = (phase, 0)
            while column < columns {
              values[column] +=
                across[0] * line[j] + across[1] * line[j + 1] + across[2] * line[j + 2] + across[3]
                * line[j + 3]
              column += stride
              j += 1
            }
          }
        }
      }
    }
  }
}

/// A part of a plan by chord: straight lines between samples so near that they follow it to 1e-6.
private struct PartTable {
  let radius: Double
  private let perMetre: Double
  private let samples: [Double]

  init(_ part: BoundedPlan.Part, reach: Double) {
    let cells = 4096
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

/// The geometry of a lattice.
private struct Mesh {
  let grid: LonLatGrid
  let stride: Int
  let radius: Double
  let padRows, padColumns: Int
  let rows: Int
  /// Numbers from one source row to the next.
  let rowStride: Int
  let sumRows: Int
  /// Sums in a row, whole blocks of 64.
  let length: Int
  let rho, z: [Double]

  init(_ part: BoundedPlan.Part, grid: LonLatGrid) {
    self.grid = grid
    stride = part.stride
    radius = part.radius
    let step = Double(part.stride)
    let degrees = 1.01 * part.radius / Ellipsoid.meanRadius * 180 / .pi
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    padRows = Int(degrees / grid.latitudeStep / step) + 5
    padColumns = Int(degrees / cos(highest * .pi / 180) / grid.longitudeStep / step) + 5
    sumRows = (grid.rows - 1) / stride + 4
    rows = sumRows + 2 * padRows
    length = ((grid.columns - 1) / stride + 4 + 63) / 64 * 64
    rowStride = length + 2 * padColumns
    let (south, latitudeStep, pad) = (grid.south, grid.latitudeStep, padRows)
    let positions = (0..<rows).map { row in
      EarthPosition(
        Coordinate(longitude: 0, latitude: south + Double(row - pad) * step * latitudeStep))
    }
    rho = positions.map(\.x)
    z = positions.map(\.z)
  }

  /// The weights of all places at the lattice's nodes.
  func spread(_ places: BoundedPlaces) -> [Float] {
    var sums = [Double](repeating: 0, count: rows * rowStride)
    let step = 1 / Double(stride)
    sums.withUnsafeMutableBufferPointer { sums in
      for index in 0..<places.count {
        let x = places.column[index] * step
        let y = places.row[index] * step
        let (i, j) = (Int(y.rounded(.down)) + padRows, Int(x.rounded(.down)) + padColumns)
        guard i >= 1, i + 2 < rows, j >= 1, j + 2 < rowStride else { continue }
        let across = cubicWeights(x - x.rounded(.down))
        let down = cubicWeights(y - y.rounded(.down)) * places.weight[index]
        for k in 0..<4 {
          let node = (i + k - 1) * rowStride + j - 1
          for m in 0..<4 { sums[node + m] += down[k] * across[m] }
        }
      }
    }
    return sums.map { Float($0) }
  }

  /// The sums along one row.
  func convolve(
    _ source: [Float], row: Int, table: PartTable, level: VectorLevel, to sums: UnsafeMutablePointer<Double>
  ) {
    // Sum row 0 is one lattice row before the grid's first.
    let own = row + padRows - 1
    let (first, last) = (own - padRows + 2, min(own + padRows - 2, rows - 1))
    let step = Double(stride) * grid.longitudeStep * .pi / 360
    let sines = (0..<padColumns).map { k -> Double in
      let sine = sin(step * Double(k))
      return sine * sine
    }
    let limit = table.radius * table.radius
    var tables = [Float](repeating: 0, count: (last - first + 1) * padColumns)
    var widths: [Int32] = []
    for other in first...last {
      let across = rho[own] - rho[other]
      let up = z[own] - z[other]
      let a = across * across + up * up
      let b = 4 * rho[own] * rho[other]
      var width: Int32 = -1
      for k in 0..<(padColumns - 1) {
        let squared = a + b * sines[k]
        if squared >= limit { break }
        tables[(other - first) * padColumns + k] = Float(table.value(squared.squareRoot()))
        width = Int32(k)
      }
      widths.append(width)
    }
    source.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      gr_convolve(
        tables, Int32(padColumns), widths, base + first * rowStride + padColumns - 1, Int64(rowStride),
        Int32(widths.count), Int32(length / 64), sums, level.rawValue)
    }
  }
}
