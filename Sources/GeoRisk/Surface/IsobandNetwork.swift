import GeoCore

/// The borders of all bands as numbered places and the steps between them.
///
/// A *place* is where a grid edge reaches a level, or a node on the extent's edge. A *slot* is a place as seen
/// by one band: slot `2 · place` belongs to the band that starts at the place's level (or holds the node), slot
/// `2 · place + 1` to the band below. `next[slot]` is the following slot along that band's ring.
struct IsobandNetwork {
  /// Where each place lies.
  private(set) var places: [Coordinate]
  /// The level index of each place; for a node the index of its band.
  private(set) var placeLevel: [Int32]
  /// The following slot of each slot, or −1.
  private(set) var next: [Int32]
  /// Pairs of slots of one band whose rings belong to one polygon.
  private(set) var links: [(Int32, Int32)]

  /// Finds all places and steps: counted row by row, then filled in strips of rows. Numbers follow from the
  /// counts alone, so the network does not depend on the threads.
  ///
  /// - Throws: `IsobandError.notFinite`.
  init(values: [Double], grid: LonLatGrid, levels: [Double], workers: Workers) throws(IsobandError) {
    let ranks = IsobandRanks(values: values, columns: grid.columns, levels: levels, workers: workers)
    guard ranks.allFinite else {
      throw .notFinite(index: values.firstIndex { !$0.isFinite } ?? 0)
    }
    let numbers = IsobandNumbers(ranks, workers: workers)
    var places = [Coordinate](repeating: Coordinate(x: 0, y: 0), count: numbers.total)
    var placeLevel = [Int32](repeating: 0, count: numbers.total)
    var next = [Int32](repeating: -1, count: 2 * numbers.total)
    var sides = [SIMD2<Int32>](repeating: .zero, count: grid.rows)
    var links: [(Int32, Int32)] = []
    let strips = min(grid.rows, 64)
    places.withUnsafeMutableBufferPointer { places in
      placeLevel.withUnsafeMutableBufferPointer { placeLevel in
        next.withUnsafeMutableBufferPointer { next in
          sides.withUnsafeMutableBufferPointer { sides in
            // Each place belongs to one row, and each slot to the one cell that its step crosses.
            nonisolated(unsafe) let output = IsobandOutput(
              places: places, placeLevel: placeLevel, next: next, sides: sides)
            links = workers.map(strips) { strip in
              var filler = IsobandFiller(
                values: values, grid: grid, levels: levels, ranks: ranks, numbers: numbers, output: output)
              filler.fill((grid.rows * strip / strips)..<(grid.rows * (strip + 1) / strips))
              return filler.links
            }.flatMap(\.self)
          }
        }
      }
    }
    self.places = places
    self.placeLevel = placeLevel
    self.next = next
    self.links = links
    walkExtent(grid, ranks, numbers, sides)
  }

  /// Adds the steps along the extent's edge, counter-clockwise from the south-west corner.
  private mutating func walkExtent(
    _ grid: LonLatGrid, _ ranks: IsobandRanks, _ numbers: IsobandNumbers, _ sides: [SIMD2<Int32>]
  ) {
    let (lastRow, lastColumn) = (grid.rows - 1, grid.columns - 1)
    var first = [Int32](repeating: 0, count: grid.columns)
    var walk: [(row: Int, column: Int, edge: Int32)] = []
    numbers.edges(ofRow: 0, ranks, to: &first)
    for column in 1...lastColumn { walk.append((0, column, first[column - 1])) }
    for row in 1...lastRow { walk.append((row, lastColumn, sides[row].y)) }
    numbers.edges(ofRow: lastRow, ranks, to: &first)
    for column in (0..<lastColumn).reversed() { walk.append((lastRow, column, first[column])) }
    for row in (0..<lastRow).reversed() { walk.append((row, 0, sides[row + 1].x)) }

    var current = numbers.westSlot(ofRow: 0, ranks)
    var rank = ranks[0, 0]
    for step in walk {
      let reached = ranks[step.row, step.column]
      IsobandBorder.forEach(from: rank, to: reached, firstPlace: step.edge) { border in
        if border.left >= 0 { next[Int(current)] = border.slotLeft }
        current = border.entered >= 0 ? border.slotEntered : -1
      }
      rank = reached
      guard reached > 0 else { continue }
      var node = numbers.westSlot(ofRow: step.row, ranks)
      if step.column > 0 {
        node = 2 * Int32(places.count)
        places.append(grid.coordinate(row: step.row, column: step.column))
        placeLevel.append(Int32(reached) - 1)
        next.append(-1)
        next.append(-1)
      }
      next[Int(current)] = node
      current = node
    }
  }
}

/// A border passed on the way from a node of one band to a neighbour of another: the band that is left and the
/// one that is entered (−1 for none), each with the border's slot in it.
struct IsobandBorder {
  let left: Int
  let slotLeft: Int32
  let entered: Int
  let slotEntered: Int32

  /// The borders on an edge between two ranks, in order.
  @inline(__always)
  static func forEach(from: Int, to: Int, firstPlace: Int32, _ body: (IsobandBorder) -> Void) {
    let base = 2 * (Int(firstPlace) - min(from, to))
    if from < to {
      for level in from..<to {
        let slot = Int32(base + 2 * level)
        body(IsobandBorder(left: level - 1, slotLeft: slot + 1, entered: level, slotEntered: slot))
      }
    } else {
      for level in (to..<from).reversed() {
        let slot = Int32(base + 2 * level)
        body(IsobandBorder(left: level, slotLeft: slot, entered: level - 1, slotEntered: slot + 1))
      }
    }
  }
}

/// Where the strips of a network write: no two of them to one element.
struct IsobandOutput {
  let places: UnsafeMutableBufferPointer<Coordinate>
  let placeLevel: UnsafeMutableBufferPointer<Int32>
  let next: UnsafeMutableBufferPointer<Int32>
  /// Per row the first place between it and the row below, in the first and in the last column.
  let sides: UnsafeMutableBufferPointer<SIMD2<Int32>>
}
