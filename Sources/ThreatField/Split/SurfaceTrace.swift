import GeoCore

/// What a split surface leaves for the surface of a field that differs from its own in few sources.
public struct SurfaceTrace: Sendable {
  /// How the layers were split, by their kernels' numbers.
  let forms: [Int: Form]
  /// Of the rows of blocks, before any block was summed anew.
  let extremes: [BlockRow]
  /// What was summed anew.
  let blocks: Set<GridBlock>

  /// How a layer was summed: two of one form, kernel, grid and tolerance have equal plans.
  enum Form: Hashable, Sendable {
    case nodeByNode
    case split(terms: Int, strides: [Int], radii: [Double])
  }
}

/// The least value of each block in a row of blocks, and the largest of all.
struct BlockRow: Sendable {
  var least: [Double]
  var largest: Double
}

/// What is known of a split surface from one whose field differs in few sources.
struct KnownSplit {
  let values: [Double]
  let trace: SurfaceTrace
  /// The places of all sources in which the fields differ.
  let differences: [EarthPosition]
}

/// Rows of a surface that are summed together.
struct RowPiles: Sendable {
  /// Rows in a pile: whole bands, blocks and tiles.
  static let height = SurfaceFrame.tileRows

  let grid: LonLatGrid
  /// Rising.
  let numbers: [Int]

  /// All rows of a grid.
  init(all grid: LonLatGrid) {
    self.grid = grid
    numbers = Array(0..<Self.count(grid))
  }

  /// Those in which something so many metres (chord) away from one of some places may be felt, and some more.
  init(_ grid: LonLatGrid, within metres: Double, of places: [EarthPosition]) {
    self.grid = grid
    // As a layer's reach, and two bands.
    let rows = SplitPlan.degrees(metres) / grid.latitudeStep + 2 * Double(SplitPlaces.band)
    let centres = places.map { (Coordinate($0).latitude - grid.south) / grid.latitudeStep }
    numbers = (0..<Self.count(grid)).filter { pile in
      let (first, end) = (Double(pile * Self.height), Double((pile + 1) * Self.height))
      return centres.contains { $0 >= first - rows && $0 <= end + rows }
    }
  }

  private static func count(_ grid: LonLatGrid) -> Int { (grid.rows + height - 1) / height }

  /// The rows of a pile.
  func rows(_ number: Int) -> Range<Int> {
    number * Self.height..<min((number + 1) * Self.height, grid.rows)
  }

  /// Whether the pile of a row is among them.
  func contains(row: Int) -> Bool { numbers.contains(row / Self.height) }

  var nodeCount: Int { numbers.reduce(0) { $0 + rows($1).count } * grid.columns }
}
