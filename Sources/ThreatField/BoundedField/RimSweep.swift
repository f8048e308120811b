import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The cubics that carry a kernel's rim, summed exactly row by row.
///
/// On a row, with Δ the longitude between node and place, c² = A + B/2 (1 − cos Δ), and 1 − cos Δ is linear in
/// κ = 1 − cos and σ = sin of the node's longitude from the grid's middle. So the cubic of c² is a sum of seven
/// functions of the node, 1, κ, σ, κ², κσ, κ³, κ²σ, whose factors depend on row and place. A place puts its factors
/// where its disc begins and takes them off where it ends; one pass along the row adds all up. The cost of a
/// place is the rows that it reaches, not the nodes.
struct RimSweep: Sendable {
  private let grid: LonLatGrid
  private let places: BoundedPlaces
  private let reach: Double
  private let factors: [Double]
  /// The seven functions and a 0, column by column.
  private let basis: [Double]
  private let reachRows: Double

  init(_ plan: BoundedPlan, places: BoundedPlaces, grid: LonLatGrid) {
    self.grid = grid
    self.places = places
    reach = plan.split.reach
    factors = plan.split.rim
    reachRows = 1.01 * reach / Ellipsoid.meanRadius * 180 / .pi / grid.latitudeStep + 1
    let middle = Double(grid.columns - 1) / 2
    var basis: [Double] = []
    for column in 0..<grid.columns {
      let angle = (Double(column) - middle) * grid.longitudeStep * .pi / 180
      let half = sin(angle / 2)
      let kappa = 2 * half * half
      let sigma = sin(angle)
      basis += [
        1, kappa, sigma, kappa * kappa, kappa * sigma, kappa * kappa * kappa, kappa * kappa * sigma, 0,
      ]
    }
    self.basis = basis
  }

  /// Room for one row: a cache line for each column and one more.
  static func withLine<Result>(columns: Int, _ body: (UnsafeMutablePointer<Double>) -> Result) -> Result {
    let count = 8 * (columns + 1)
    let line = UnsafeMutableRawPointer.allocate(byteCount: 8 * count, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
    defer { line.deallocate() }
    line.initialize(repeating: 0, count: count)
    return body(line)
  }

  /// Adds the rims to one row's values.
  func add(
    row: Int, to values: UnsafeMutablePointer<Double>, line: UnsafeMutablePointer<Double>, level: VectorLevel
  ) {
    let position = EarthPosition(Coordinate(longitude: 0, latitude: grid.latitude(row)))
    var own = gr_rim_row(
      rho: position.x, z: position.z, reach_squared: reach * reach,
      columns_per_radian: 180 / (.pi * grid.longitudeStep),
      a: (factors[0], factors[1], factors[2], factors[3]), columns: Int32(grid.columns))
    let range = places.range(fromRow: Double(row) - reachRows, toRow: Double(row) + reachRows)
    places.withRims {
      gr_rim_add(&own, $0, Int32(range.lowerBound), Int32(range.upperBound), line, level.rawValue)
    }
    gr_rim_finish(line, basis, Int32(grid.columns), values, level.rawValue)
  }
}
