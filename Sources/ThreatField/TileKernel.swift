import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A spread kernel in the terms of the vectorised loops.
///
/// Four families are arithmetic on the squared chord, the rest and all blurred ones are looked up in a table of
/// cubics in single precision. Either follows the kernel to 2e-6 of its value plus 2e-7 of its value at 0.
struct TileKernel: Sendable {
  private let form: gr_form
  private let power: Int32
  /// What makes the squared chord in m² the number that the loops take: see `gr_form`.
  private let scale, arc: Double
  private let reachSquared: Double
  /// Coefficients of cell i from 4 i, and the number of cells.
  private let table: [Float]

  /// Nil where a kernel has detail too fine for the loops: the plain loop then takes its places.
  init?(_ kernel: SpreadKernel) {
    let length = kernel.kernel.scale
    // The arc is c (1 + k c²), and its square c² (1 + 2 k c²) to 1e-7 within 500 km.
    let k = Ellipsoid.arcCorrection
    reachSquared = kernel.table.reachSquared
    switch (kernel.kernel.family, kernel.sigma) {
    case (.exponential, 0):
      (form, power, table) = (GR_EXPONENTIAL, 0, [])
      (scale, arc) = (1 / (length * length * M_LN2 * M_LN2), 2 * k)
    case (.gaussian, 0):
      (form, power, table) = (GR_GAUSSIAN, 0, [])
      (scale, arc) = (0.5 / (length * length * M_LN2), 2 * k)
    case (.epanechnikov, 0), (.quartic, 0), (.triweight, 0):
      let powers: [DecayKernel.Family: Int32] = [.epanechnikov: 1, .quartic: 2]
      (form, power, table) = (GR_POLYNOMIAL, powers[kernel.kernel.family] ?? 3, [])
      (scale, arc) = (1 / (length * length), 2 * k)
    default:
      guard let cells = Self.cells(of: kernel.table) else { return nil }
      (form, power, table) = (GR_TABLE, 0, cells)
      let count = Double(cells.count / 4)
      (scale, arc) = (count * count / reachSquared, 0)
    }
  }

  /// Cubics in equal cells of the chord, as few as follow the table; nil where 1,024 do not.
  private static func cells(of table: KernelTable) -> [Float]? {
    let reach = table.reachSquared.squareRoot()
    let floor = 2e-7 * table.value(squaredChord: 0)
    func value(_ chord: Double) -> Double {
      table.value(squaredChord: min(chord * chord, table.reachSquared))
    }
    var count = 32
    while count <= 1024 {
      let width = reach / Double(count)
      let samples = (0...3 * count).map { value(width * Double($0) / 3) }
      let cubics = (0..<count).map { KernelTable.cubic(samples, cell: $0) }
      let isClose = cubics.indices.allSatisfy { cell in
        [1.0, 5, 7, 11].allSatisfy { twelfth in
          let t = twelfth / 12 - 0.5
          let cubic = cubics[cell]
          let truth = value(width * (Double(cell) + t + 0.5))
          let guess = cubic.a + t * (cubic.b + t * (cubic.c + t * cubic.d))
          return abs(guess - truth) <= 2e-6 * truth + floor
        }
      }
      if isClose { return cubics.flatMap { [Float($0.a), Float($0.b), Float($0.c), Float($0.d)] } }
      count *= 2
    }
    return nil
  }

  /// Runs `body` on the kernel as the loops take it.
  func withKernel<Result>(_ body: (UnsafePointer<gr_kernel>) -> Result) -> Result {
    table.withUnsafeBufferPointer { table in
      var kernel = gr_kernel(
        form: Int32(form.rawValue), power: power, scale: scale, arc: arc, reach_squared: reachSquared,
        table: table.baseAddress, cells: Int32(table.count / 4))
      return body(&kernel)
    }
  }
}
