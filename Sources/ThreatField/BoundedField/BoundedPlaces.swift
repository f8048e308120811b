import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A layer's places by row of a grid, in the terms of the sweep and the lattices.
struct BoundedPlaces: Sendable {
  /// Metres from the axis and from the plane of the equator.
  private(set) var rho: [Double] = []
  private(set) var z: [Double] = []
  /// Longitude and latitude in columns and rows from the grid's first.
  private(set) var column: [Double] = []
  private(set) var row: [Double] = []
  /// 1 − cos and sin of the longitude from the grid's middle.
  private(set) var kappa: [Double] = []
  private(set) var sigma: [Double] = []
  private(set) var weight: [Double] = []
  /// Number of places; the arrays have eight more, without weight.
  let count: Int
  /// Places of row r − `firstRow` begin at `starts[r]`; one more at the end.
  private let starts: [Int]
  private let firstRow: Int

  /// - Parameters:
  ///   - places: of one layer.
  ///   - reach: metres beyond which a place does not matter to the grid.
  init(_ places: ArraySlice<Place>, grid: LonLatGrid, reach: Double) {
    let degrees = 1.01 * reach / Ellipsoid.meanRadius * 180 / .pi
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    let margin = (
      rows: Int(degrees / grid.latitudeStep) + 1,
      columns: degrees / cos(highest * .pi / 180) / grid.longitudeStep + 1
    )
    let flat = 1 - Ellipsoid.eccentricitySquared
    let middle = (Double(grid.columns - 1) / 2, grid.west + Double(grid.columns - 1) / 2 * grid.longitudeStep)
    let turn = 360 / grid.longitudeStep
    var found: [(place: Int, rho: Double, row: Double, column: Double)] = []
    found.reserveCapacity(places.count)
    var counts = [Int](repeating: 0, count: grid.rows + 2 * margin.rows + 1)
    for index in places.indices {
      let place = places[index]
      let rho = (place.x * place.x + place.y * place.y).squareRoot()
      let row = (atan2(place.z, rho * flat) * 180 / .pi - grid.south) / grid.latitudeStep
      var column = (atan2(place.y, place.x) * 180 / .pi - grid.west) / grid.longitudeStep
      column -= ((column - middle.0) / turn).rounded() * turn
      guard row > -Double(margin.rows), row < Double(grid.rows + margin.rows - 1), column > -margin.columns,
        column < Double(grid.columns) + margin.columns
      else { continue }
      found.append((index, rho, row, column))
      counts[Int(row.rounded(.down)) + margin.rows + 1] += 1
    }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    var next = counts
    var order = [Int](repeating: 0, count: found.count)
    for (index, entry) in found.enumerated() {
      let bin = Int(entry.row.rounded(.down)) + margin.rows
      order[next[bin]] = index
      next[bin] += 1
    }
    count = found.count
    starts = counts
    firstRow = -margin.rows
    for entry in order.lazy.map({ found[$0] }) {
      rho.append(entry.rho)
      z.append(places[entry.place].z)
      column.append(entry.column)
      row.append(entry.row)
      weight.append(places[entry.place].weights.sum())
      let angle = (entry.column - middle.0) * grid.longitudeStep * .pi / 180
      let half = sin(angle / 2)
      kappa.append(2 * half * half)
      sigma.append(sin(angle))
    }
    // The loops read whole vectors; what they read beyond the last place has no weight.
    let end = [Double](repeating: 0, count: 8)
    rho += end.map { _ in Ellipsoid.semiMajorAxis }
    z += end
    column += end
    row += end
    weight += end
    kappa += end
    sigma += end
  }

  /// The places between two rows, whole rows at either end.
  func range(fromRow low: Double, toRow high: Double) -> Range<Int> {
    let first = min(max(Int(low.rounded(.down)) - firstRow, 0), starts.count - 1)
    let last = min(max(Int(high.rounded(.down)) + 1 - firstRow, first), starts.count - 1)
    return starts[first]..<starts[last]
  }

  /// Runs `body` on the arrays as the sweep takes them.
  func withRims<Result>(_ body: (UnsafePointer<gr_rim_places>) -> Result) -> Result {
    func call(
      _ rho: UnsafePointer<Double>, _ z: UnsafePointer<Double>, _ column: UnsafePointer<Double>,
      _ kappa: UnsafePointer<Double>, _ sigma: UnsafePointer<Double>, _ weight: UnsafePointer<Double>
    ) -> Result {
      var places = gr_rim_places(rho: rho, z: z, column: column, kappa: kappa, sigma: sigma, weight: weight)
      return body(&places)
    }
    return call(rho, z, column, kappa, sigma, weight)
  }
}
