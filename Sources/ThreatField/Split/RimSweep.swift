import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The polynomials that carry a kernel's rim, summed exactly along rows.
///
/// On a row, with Δ the longitude between node and place, c² = A + B/2 (1 − cos Δ), and 1 − cos Δ is linear in
/// κ = 1 − cos and σ = sin of the node's longitude from some origin. So a polynomial in c² is a sum of few functions
/// of the node, 1, κ, σ, κ², κσ …, whose factors depend on row and place. A place puts its factors where its disc
/// begins and takes them off where it ends; one pass along the row adds all up. The cost of a place is the rows
/// that it reaches, not the nodes (the sweep of SLAM, Chan et al., SIGMOD 2022, on the ellipsoid).
///
/// The origin is the middle of a strip of columns, narrow enough that what cancels does not count.
struct RimSweep: Sendable {
  /// Columns first ..< first + count of a grid.
  struct Strip: Sendable {
    let first, count: Int
    fileprivate let sine, cosine: Double
  }

  let strips: [Strip]
  private let split: RadialSplit
  private let grid: LonLatGrid
  private let degree: Int32
  /// Metres from the axis and from the plane of the equator, by row, whole bands.
  private let rho, z: [Double]
  /// 1 / 4ρ.
  private let inverse: [Double]

  init(_ split: RadialSplit, grid: LonLatGrid) {
    self.split = split
    self.grid = grid
    degree = Int32(max(split.rim.count - 1, 0))
    let rows = (grid.rows + SplitPlaces.band - 1) / SplitPlaces.band * SplitPlaces.band
    let positions = (0..<rows).map { row in
      // Rows behind the last stand at the Earth's centre, out of any reach.
      row < grid.rows
        ? EarthPosition(Coordinate(longitude: 0, latitude: grid.latitude(row)))
        : EarthPosition(x: 1, y: 0, z: 0)
    }
    rho = positions.map { $0.x }
    z = positions.map { $0.z }
    inverse = rho.map { 0.25 / $0 }
    strips = Self.strips(split, grid: grid, degree: Int(degree))
  }

  private static func strips(_ split: RadialSplit, grid: LonLatGrid, degree: Int) -> [Strip] {
    // Terms grow with t^j before they cancel, where t is the versine of the widest angle between a node and the
    // origin of a place beyond the strip's other end, in reaches: (strip / reach + 1)². Of sixteen digits nine may go.
    let unit = max(abs(split.rim.first ?? 1), 1e-3 * (split.rim.map { abs($0) }.max() ?? 1))
    let growth = split.rim.enumerated().dropFirst().reduce(1e3) { least, term in
      min(least, pow(3e8 * unit / max(abs(term.element), 1e-300), 1 / Double(term.offset)))
    }
    let reach = split.reach / SplitPlan.spacing(grid).x
    let widest = max(64, min(1024, Int(max(growth.squareRoot() - 1, 0) * reach)))
    let count = (grid.columns + widest - 1) / widest
    let step = grid.longitudeStep * .pi / 180
    return (0..<count).map { number in
      let first = number * grid.columns / count
      let end = (number + 1) * grid.columns / count
      let angle = (Double(first + end - 1) / 2 - Double(grid.columns - 1) / 2) * step
      return Strip(first: first, count: end - first, sine: sin(angle), cosine: cos(angle))
    }
  }

  /// Columns that half a disc takes at most.
  private var widestColumns: Double {
    let least = rho.prefix(grid.rows).min() ?? Ellipsoid.semiMajorAxis
    return 1.02 * split.reach / least * 180 / .pi / grid.longitudeStep
  }

  /// Numbers a column takes.
  var width: Int { Int(gr_rim_width(degree)) }

  /// 1, κ, σ and their powers up to the rim's degree for the columns of a strip, then 0, column by column.
  func basis(of strip: Strip) -> [Double] {
    let middle = Double(strip.count - 1) / 2
    return (0..<strip.count).flatMap { column -> [Double] in
      let angle = (Double(column) - middle) * grid.longitudeStep * .pi / 180
      let half = sin(angle / 2)
      let kappa = 2 * half * half
      let sigma = sin(angle)
      var basis = [1.0]
      var power = 1.0
      for _ in 0..<max(degree, 1) {
        basis += [power * kappa, power * sigma]
        power *= kappa
      }
      return basis + [Double](repeating: 0, count: width - basis.count)
    }
  }

  /// A band of rows as the loops take it.
  func rows(ofBand band: Int, strip: Strip) -> gr_band {
    var result = gr_band()
    result.first = Int32(strip.first)
    result.columns = Int32(strip.count)
    result.columns_per_radian = 180 / (.pi * grid.longitudeStep)
    withUnsafeMutableBytes(of: &result.rho) { $0.copyBytes(from: Self.bytes(rho, band)) }
    withUnsafeMutableBytes(of: &result.z) { $0.copyBytes(from: Self.bytes(z, band)) }
    withUnsafeMutableBytes(of: &result.inverse) { $0.copyBytes(from: Self.bytes(inverse, band)) }
    return result
  }

  private static func bytes(_ values: [Double], _ band: Int) -> [UInt8] {
    values[band * SplitPlaces.band..<(band + 1) * SplitPlaces.band].withUnsafeBytes { Array($0) }
  }

  /// The rim as the loops take it.
  func rim(of strip: Strip) -> gr_rim {
    var result = gr_rim()
    result.reach_squared = split.reach * split.reach
    result.degree = degree
    // A dozen roundings of half the widest disc.
    result.doubt = Float(12 * 6e-8 * (2 + widestColumns))
    result.turn_sine = strip.sine
    result.turn_cosine = strip.cosine
    withUnsafeMutableBytes(of: &result.a) { bytes in
      for (index, factor) in split.rim.enumerated() {
        bytes.storeBytes(of: factor, toByteOffset: 8 * index, as: Double.self)
      }
    }
    return result
  }
}
