import GeoCore

/// Which blocks of a surface may miss the tolerance.
///
/// The error at a node is at most θ S + Σ weight · excess. The sum is bounded from above for a whole block of nodes by
/// counting places in cells of the same size, each at the distance that is worst of all it may have, and where that
/// leaves a doubt for each quarter of the block, in cells of its size.
struct SplitCheck {
  /// Rows and columns of a block.
  static let size = 8
  /// Columns of neighbouring blocks that are summed anew together, at most.
  private static let widest = 256

  private let grid: LonLatGrid
  let down, across: Int
  private var layers: [Layer] = []
  /// By block a bound of Σ weight · excess over all layers that takes all places near it for as bad as any may be.
  private var roughErrors: [Double]

  /// The places of one layer.
  private struct Layer {
    let plan: SplitPlan
    let degrees: Double
    /// As large as a block, and a quarter of that.
    let coarse, fine: Cells
  }

  /// Weights by cells, some rows and columns more than the grid has.
  private struct Cells {
    /// Rows and columns of a cell.
    let size: Int
    let padRows, padColumns, width: Int
    var weights: [Double]

    init(size: Int, rows: Int, columns: Int, padRows: Int, padColumns: Int) {
      self.size = size
      self.padRows = padRows
      self.padColumns = padColumns
      width = columns + 2 * padColumns
      weights = [Double](repeating: 0, count: (rows + 2 * padRows) * width)
    }

    /// The sum of weights times factors over the cells round one.
    func sum(_ factors: CellFactors, row: Int, column: Int) -> Double {
      let corner = row * width + column
      return weights.withUnsafeBufferPointer { factors.sum($0, from: corner) }
    }
  }

  /// The largest excess of each cell round one, in runs of four cells where that is not 0.
  private struct CellFactors {
    private static let width = 4
    private var values: [SIMD4<Double>] = []
    /// From the corner.
    private var cells: [Int] = []

    /// Takes a row of at least four factors, the first of which is for a cell so far behind the corner.
    mutating func append(_ row: [Double], cell: Int) {
      var start = 0
      while let first = row[start...].firstIndex(where: { $0 > 0 }) {
        // At the row's end some that are taken already come along, as 0.
        let from = min(first, row.count - Self.width)
        var some = SIMD4<Double>.zero
        for lane in first - from..<Self.width { some[lane] = row[from + lane] }
        values.append(some)
        cells.append(cell + from)
        start = from + Self.width
      }
    }

    func sum(_ weights: UnsafeBufferPointer<Double>, from corner: Int) -> Double {
      var total = SIMD4<Double>.zero
      for (value, cell) in zip(values, cells) {
        let first = corner + cell
        total += value * SIMD4(weights[first], weights[first + 1], weights[first + 2], weights[first + 3])
      }
      return total.sum()
    }
  }

  init(_ grid: LonLatGrid) {
    self.grid = grid
    down = (grid.rows + Self.size - 1) / Self.size
    across = (grid.columns + Self.size - 1) / Self.size
    roughErrors = [Double](repeating: 0, count: down * across)
  }

  /// Takes the errors of one layer in.
  mutating func add(_ plan: SplitPlan, places: SplitPlaces) {
    guard let most = plan.excess.max() else { return }
    let size = Double(Self.size)
    let degrees = SplitPlan.degrees(plan.fringe)
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1))) + degrees
    let padRows = Int(degrees / grid.latitudeStep / size) + 2
    let padColumns = Int(degrees / cosine(highest) / grid.longitudeStep / size) + 2
    var coarse = Cells(
      size: Self.size, rows: down, columns: across, padRows: padRows, padColumns: padColumns)
    var fine = Cells(
      size: Self.size / 2, rows: 2 * down, columns: 2 * across, padRows: 2 * padRows,
      padColumns: 2 * padColumns)
    let (height, width) = (down + 2 * padRows, coarse.width)
    for index in 0..<places.count {
      let spot = places.spot(index)
      let i = Int((2 * spot.row / size).rounded(.down)) + fine.padRows
      let j = Int((2 * spot.column / size).rounded(.down)) + fine.padColumns
      guard i >= 0, i < 2 * height, j >= 0, j < 2 * width else { continue }
      fine.weights[i * fine.width + j] += spot.weight
      coarse.weights[i / 2 * width + j / 2] += spot.weight
    }
    var sums = [Double](repeating: 0, count: (height + 1) * (width + 1))
    for i in 0..<height {
      var row = 0.0
      for j in 0..<width {
        row += coarse.weights[i * width + j]
        sums[(i + 1) * (width + 1) + j + 1] = sums[i * (width + 1) + j + 1] + row
      }
    }
    // From sums of all weights to the south-west; a difference of sums is good to a few roundings of the largest.
    let doubt = 1e-12 * (sums.last ?? 0)
    for row in 0..<down {
      let (bottom, top) = (row * (width + 1), (row + 2 * padRows + 1) * (width + 1))
      for column in 0..<across {
        let right = column + 2 * padColumns + 1
        let weight = sums[top + right] - sums[bottom + right] - sums[top + column] + sums[bottom + column]
        roughErrors[row * across + column] += most * (max(0, weight) + doubt)
      }
    }
    layers.append(Layer(plan: plan, degrees: degrees, coarse: coarse, fine: fine))
  }

  /// The largest excess of each cell round one of a row of blocks.
  private func factors(_ layer: Layer, _ cells: Cells, row: Int) -> CellFactors {
    // Metres of a cell on the widest and the narrowest parallel of all that matter to this row of blocks.
    let size = Double(cells.size)
    let middle = grid.latitude(row * Self.size + Self.size / 2)
    let degree = Double.pi / 180 * Ellipsoid.meanRadius
    let around = layer.degrees + 0.5 + Double(Self.size) * grid.latitudeStep
    let high = 1.006 * degree * size * grid.longitudeStep * cosine(max(0, abs(middle) - around))
    let low = 0.994 * degree * size * grid.longitudeStep * cosine(abs(middle) + around)
    let tall = (
      low: 0.994 * degree * size * grid.latitudeStep, high: 1.006 * degree * size * grid.latitudeStep
    )
    let excess = layer.plan.largestExcess
    let quarter = (0...cells.padRows).map { i -> [Double] in
      let (nearRow, farRow) = (Double(max(0, i - 1)) * tall.low, Double(i + 1) * tall.high)
      return (0...cells.padColumns).map { j in
        let (nearColumn, farColumn) = (Double(max(0, j - 1)) * low, Double(j + 1) * high)
        // A chord is shorter than its arc by six thousandths at most.
        return excess.between(
          0.99 * (nearRow * nearRow + nearColumn * nearColumn).squareRoot(),
          (farRow * farRow + farColumn * farColumn).squareRoot())
      }
    }
    var factors = CellFactors()
    for i in -cells.padRows...cells.padRows {
      factors.append(
        (-cells.padColumns...cells.padColumns).map { quarter[abs(i)][abs($0)] },
        cell: (i + cells.padRows) * cells.width)
    }
    return factors
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
    _ extremes: [BlockRow], tolerance: SplitTolerance, share: Double, isWhole: Bool, workers: Workers
  ) -> [GridBlock] {
    guard !layers.isEmpty else { return [] }
    let largest = extremes.reduce(0) { max($0, $1.largest) }
    // What is left of the tolerance beside θ S: it falls where a smaller share is allowed above.
    @Sendable func left(_ value: Double) -> Double {
      tolerance.allowed(atLeast: value, largest: largest, isWhole: isWhole) - share
        * max(value, tolerance.floor * largest)
    }
    let threshold = 1.02e-3 * largest
    let columns = workers.map(down) { row -> [Int] in
      var coarse = RowCheck(self, \.coarse, row: row)
      var fine = RowCheck(self, \.fine, row: row)
      return (0..<across).filter { column in
        let least = extremes[row].least[column]
        let room = max(0, least < threshold ? min(left(least), left(threshold)) : left(least))
        // Most blocks are far from any doubt.
        return roughErrors[row * across + column] > room && coarse.error(row, column) > room
          && (0..<4).contains { fine.error(2 * row + $0 / 2, 2 * column + $0 % 2) > room }
      }
    }
    var blocks: [GridBlock] = []
    for row in 0..<down {
      for column in columns[row] {
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

extension SplitCheck {
  /// The bound of Σ weight · excess over all layers at the cells of one size in a row of blocks; factors are made when
  /// needed.
  private struct RowCheck {
    private let check: SplitCheck
    private let row: Int
    private let cells: [Cells]
    private var factors: [CellFactors] = []

    init(_ check: SplitCheck, _ cells: (Layer) -> Cells, row: Int) {
      self.check = check
      self.row = row
      self.cells = check.layers.map(cells)
    }

    mutating func error(_ cellRow: Int, _ column: Int) -> Double {
      if factors.isEmpty {
        factors = zip(check.layers, cells).map { check.factors($0, $1, row: row) }
      }
      var sum = 0.0
      for index in cells.indices { sum += cells[index].sum(factors[index], row: cellRow, column: column) }
      return sum
    }
  }
}

/// Some nodes of a grid.
struct GridBlock: Hashable, Sendable {
  var rows, columns: Range<Int>
}
