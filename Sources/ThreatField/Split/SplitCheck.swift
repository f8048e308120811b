import GeoCore

/// Which blocks of a surface may miss the tolerance.
///
/// The error at a node is at most θ S + Σ weight · excess. The sum is bounded from above for a whole block of nodes by
/// counting places in cells of the same size, each at the distance that is worst of all it may have.
struct SplitCheck {
  /// Rows and columns of a block.
  static let size = 8
  /// Columns of neighbouring blocks that are summed anew together, at most.
  private static let widest = 64

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
  mutating func add(_ plan: SplitPlan, places: SplitPlaces, workers: Workers) {
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
    let (cells, check) = (weights, self)
    let rows = workers.map(down) { block in
      let factors = check.factors(plan, block: block, degrees: degrees, pad: (padRows, padColumns))
      var row = [Double](repeating: 0, count: check.across)
      for i in -padRows...padRows {
        for j in -padColumns...padColumns {
          let factor = factors[abs(i) * (padColumns + 1) + abs(j)]
          guard factor > 0 else { continue }
          let from = (block + i + padRows) * width + j + padColumns
          row.withUnsafeMutableBufferPointer { row in
            cells[from..<from + check.across].withUnsafeBufferPointer { cells in
              // Without a check of every index: this is the loop that the time goes to.
              for column in 0..<check.across { row[column] += factor * cells[column] }
            }
          }
        }
      }
      return row
    }
    for (block, row) in rows.enumerated() {
      for (column, error) in row.enumerated() { errors[block * across + column] += error }
    }
  }

  /// The largest excess of a cell so many rows and columns from a block, to either side.
  private func factors(
    _ plan: SplitPlan, block: Int, degrees: Double, pad: (rows: Int, columns: Int)
  ) -> [Double] {
    // Metres of a block on the widest and the narrowest parallel of all that matter to this row of blocks.
    let size = Double(Self.size)
    let middle = grid.latitude(block * Self.size + Self.size / 2)
    let degree = Double.pi / 180 * Ellipsoid.meanRadius
    let around = degrees + 0.5 + size * grid.latitudeStep
    let high = 1.006 * degree * size * grid.longitudeStep * cosine(max(0, abs(middle) - around))
    let low = 0.994 * degree * size * grid.longitudeStep * cosine(abs(middle) + around)
    let tall = (
      low: 0.994 * degree * size * grid.latitudeStep, high: 1.006 * degree * size * grid.latitudeStep
    )
    return (0...pad.rows).flatMap { i -> [Double] in
      let nearRow = Double(max(0, i - 1)) * tall.low
      let farRow = Double(i + 1) * tall.high
      return (0...pad.columns).map { j -> Double in
        let nearColumn = Double(max(0, j - 1)) * low
        let farColumn = Double(j + 1) * high
        let near = (nearRow * nearRow + nearColumn * nearColumn).squareRoot()
        let far = (farRow * farRow + farColumn * farColumn).squareRoot()
        // A chord is shorter than its arc by six thousandths at most.
        return plan.excess(from: 0.99 * near, to: far)
      }
    }
  }

  private func cosine(_ degrees: Double) -> Double {
    EarthPosition(Coordinate(longitude: 0, latitude: min(degrees, 89))).x / Ellipsoid.semiMajorAxis
  }

  /// The extremes of a surface's rows of blocks; those beside some piles are known.
  func extremes(of values: [Double], piles: RowPiles, known: [BlockRow]?, workers: Workers) -> [BlockRow] {
    workers.map(down) { row in
      if let known, !piles.contains(row: row * Self.size) { return known[row] }
      return rowExtremes(of: values, row: row)
    }
  }

  /// The blocks for which the bound is not within the tolerance.
  func doubtfulBlocks(
    _ extremes: [BlockRow], tolerance: SplitTolerance, share: Double, isWhole: Bool
  ) -> [GridBlock] {
    let largest = extremes.reduce(0) { max($0, $1.largest) }
    // What is left of the tolerance beside θ S: it falls where a smaller share is allowed above.
    func left(_ value: Double) -> Double {
      tolerance.allowed(atLeast: value, largest: largest, isWhole: isWhole) - share
        * max(value, tolerance.floor * largest)
    }
    let threshold = 1.02e-3 * largest
    var blocks: [GridBlock] = []
    for row in 0..<down {
      for (column, least) in extremes[row].least.enumerated() where errors[row * across + column] > 0 {
        let room = least < threshold ? min(left(least), left(threshold)) : left(least)
        guard errors[row * across + column] > room else { continue }
        let block = GridBlock(
          rows: row * Self.size..<min((row + 1) * Self.size, grid.rows),
          columns: column * Self.size..<min((column + 1) * Self.size, grid.columns))
        // Neighbours side by side share what finding their places costs.
        if let last = blocks.indices.last, blocks[last].rows == block.rows,
          blocks[last].columns.upperBound == block.columns.lowerBound,
          blocks[last].columns.count + Self.size <= Self.widest
        {
          blocks[last].columns = blocks[last].columns.lowerBound..<block.columns.upperBound
        } else {
          blocks.append(block)
        }
      }
    }
    return blocks
  }

  private func rowExtremes(of values: [Double], row: Int) -> BlockRow {
    var least = [Double](repeating: .infinity, count: across)
    var largest = 0.0
    values.withUnsafeBufferPointer { values in
      for line in row * Self.size..<min((row + 1) * Self.size, grid.rows) {
        for column in 0..<across {
          let first = line * grid.columns + column * Self.size
          var (low, high) = (Double.infinity, 0.0)
          for index in first..<first + min(Self.size, grid.columns - column * Self.size) {
            low = min(low, values[index])
            high = max(high, values[index])
          }
          least[column] = min(least[column], low)
          largest = max(largest, high)
        }
      }
    }
    return BlockRow(least: least, largest: largest)
  }
}

/// Some nodes of a grid.
struct GridBlock: Hashable, Sendable {
  var rows, columns: Range<Int>
}
