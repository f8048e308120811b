import GeoCore

/// Which blocks of a surface may miss the tolerance.
///
/// The error at a node is at most θ S + Σ weight · excess. The sum is bounded from above for a whole block of nodes by
/// counting places in cells of the same size, each at the distance that is worst of all it may have.
struct SplitCheck {
  /// Rows and columns of a block.
  static let size = 16

  private let grid: LonLatGrid
  let down, across: Int
  /// Bound of Σ weight · excess by block, over all layers.
  private var errors: [Double]

  init(_ grid: LonLatGrid) {
    self.grid = grid
    down = (grid.rows + Self.size - 1) / Self.size
    across = (grid.columns + Self.size - 1) / Self.size
    errors = [Double](repeating: 0, count: down * across)
  }

  /// Takes the errors of one layer in.
  mutating func add(_ plan: SplitPlan, places: SplitPlaces) {
    guard !plan.excess.isEmpty else { return }
    let size = Double(Self.size)
    let degrees = 1.01 * plan.fringe / Ellipsoid.meanRadius * 180 / .pi
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    let padRows = Int(degrees / grid.latitudeStep / size) + 2
    let padColumns = Int(degrees / cosine(highest) / grid.longitudeStep / size) + 2
    let width = across + 2 * padColumns
    var weights = [Double](repeating: 0, count: (down + 2 * padRows) * width)
    for index in 0..<places.count {
      let spot = places.spot(index)
      let i = Int((spot.row / size).rounded(.down)) + padRows
      let j = Int((spot.column / size).rounded(.down)) + padColumns
      guard i >= 0, i < down + 2 * padRows, j >= 0, j < width else { continue }
      weights[i * width + j] += spot.weight
    }
    for block in 0..<down {
      // Metres of a block on the widest and the narrowest parallel of all that matter to this row of blocks.
      let middle = grid.latitude(block * Self.size + Self.size / 2)
      let degree = Double.pi / 180 * Ellipsoid.meanRadius
      let high = 1.006 * degree * size * grid.longitudeStep * cosine(max(0, abs(middle) - degrees - 0.5))
      let low = 0.994 * degree * size * grid.longitudeStep * cosine(abs(middle) + degrees + 0.5)
      let tall = (
        low: 0.994 * degree * size * grid.latitudeStep, high: 1.006 * degree * size * grid.latitudeStep
      )
      for i in -padRows...padRows {
        let nearRow = Double(max(0, abs(i) - 1)) * tall.low
        let farRow = Double(abs(i) + 1) * tall.high
        for j in -padColumns...padColumns {
          let nearColumn = Double(max(0, abs(j) - 1)) * low
          let farColumn = Double(abs(j) + 1) * high
          let near = (nearRow * nearRow + nearColumn * nearColumn).squareRoot()
          let far = (farRow * farRow + farColumn * farColumn).squareRoot()
          // A chord is shorter than its arc by a thousandth at most.
          let excess = plan.excess(from: 0.999 * near, to: far)
          guard excess > 0 else { continue }
          let from = (block + i + padRows) * width + j + padColumns
          for column in 0..<across {
            errors[block * across + column] += excess * weights[from + column]
          }
        }
      }
    }
  }

  private func cosine(_ degrees: Double) -> Double {
    EarthPosition(Coordinate(longitude: 0, latitude: min(degrees, 89))).x / Ellipsoid.semiMajorAxis
  }

  /// The blocks for which the bound is not within the tolerance.
  func doubtfulBlocks(of values: [Double], tolerance: SplitTolerance, share: Double) -> [GridBlock] {
    let largest = values.max() ?? 0
    // What is left of the tolerance beside θ S: it falls where a smaller share is allowed above.
    func left(_ value: Double) -> Double {
      tolerance.allowed(atLeast: value, largest: largest) - share * max(value, tolerance.floor * largest)
    }
    let threshold = 1.02e-3 * largest
    var blocks: [GridBlock] = []
    for row in 0..<down {
      let rows = row * Self.size..<min((row + 1) * Self.size, grid.rows)
      for column in 0..<across where errors[row * across + column] > 0 {
        let columns = column * Self.size..<min((column + 1) * Self.size, grid.columns)
        let smallest = rows.reduce(Double.infinity) { smallest, row in
          columns.reduce(smallest) { min($0, values[row * grid.columns + $1]) }
        }
        let room = smallest < threshold ? min(left(smallest), left(threshold)) : left(smallest)
        guard errors[row * across + column] > room else { continue }
        blocks.append(GridBlock(rows: rows, columns: columns))
      }
    }
    return blocks
  }
}

/// Some nodes of a grid.
struct GridBlock: Sendable {
  var rows, columns: Range<Int>
}
