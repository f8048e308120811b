import GeoCore

/// For each node the number of levels at or below its value: its band's index plus one.
struct IsobandRanks: Sendable {
  let columns: Int
  var rows: Int { (ranks.count - 4) / columns }
  /// Whether every value is a finite number.
  let allFinite: Bool
  private let ranks: [UInt16]

  init(values: [Double], columns: Int, levels: [Double], workers: Workers) {
    let strips = min(64, values.count / columns)
    let rows = values.count / columns
    var allFinite = true
    self.columns = columns
    // One word more, so that four ranks can be read at once from any node.
    ranks = [UInt16](unsafeUninitializedCapacity: values.count + 4) { buffer, initialized in
      buffer.initialize(repeating: 0)
      nonisolated(unsafe) let ranks = buffer
      allFinite = workers.map(strips) { strip in
        values.withUnsafeBufferPointer { values in
          var isFinite = true
          for row in (rows * strip / strips)..<(rows * (strip + 1) / strips) {
            let range = row * columns..<(row + 1) * columns
            isFinite =
              Self.rank(.init(rebasing: values[range]), levels, .init(rebasing: ranks[range])) && isFinite
          }
          return isFinite
        }
      }.allSatisfy { $0 }
      initialized = values.count + 4
    }
    self.allFinite = allFinite
  }

  /// Ranks one row; answers whether all its values are finite.
  private static func rank(
    _ values: UnsafeBufferPointer<Double>, _ levels: [Double], _ ranks: UnsafeMutableBufferPointer<UInt16>
  ) -> Bool {
    var bad: UInt64 = 0
    let exponent = Double.infinity.bitPattern
    for column in values.indices {
      bad |= values[column].bitPattern & exponent == exponent ? 1 : 0
    }
    if levels.count <= 16 {
      // One pass a level, which the compiler turns into vector compares.
      for level in levels {
        for column in values.indices { ranks[column] &+= level <= values[column] ? 1 : 0 }
      }
    } else {
      for column in values.indices {
        ranks[column] = UInt16(truncatingIfNeeded: levels.partitioningIndex(above: values[column]))
      }
    }
    return bad == 0
  }

  /// The rank of a node.
  @inline(__always)
  subscript(row: Int, column: Int) -> Int { Int(ranks[row * columns + column]) }

  /// Calls `body` with each column whose node in `row` differs in rank from the next one in the row.
  @inline(__always)
  func forEachStep(inRow row: Int, _ body: (_ column: Int, _ from: Int, _ to: Int) -> Void) {
    forEachDifference(row * columns, row * columns + 1, count: columns - 1, body)
  }

  /// Calls `body` with each column whose node in `row` differs in rank from the one in the row below.
  @inline(__always)
  func forEachStep(below row: Int, _ body: (_ column: Int, _ from: Int, _ to: Int) -> Void) {
    forEachDifference((row - 1) * columns, row * columns, count: columns, body)
  }

  /// Four nodes at a time are compared as one word: nearly all are equal.
  @inline(__always)
  private func forEachDifference(
    _ first: Int, _ second: Int, count: Int, _ body: (_ index: Int, _ from: Int, _ to: Int) -> Void
  ) {
    ranks.withUnsafeBytes { bytes in
      var index = 0
      while index < count {
        let one = bytes.loadUnaligned(fromByteOffset: 2 * (first + index), as: UInt64.self)
        let other = bytes.loadUnaligned(fromByteOffset: 2 * (second + index), as: UInt64.self)
        if one != other {
          for lane in index..<min(index + 4, count) {
            let from = bytes.loadUnaligned(fromByteOffset: 2 * (first + lane), as: UInt16.self)
            let to = bytes.loadUnaligned(fromByteOffset: 2 * (second + lane), as: UInt16.self)
            if from != to { body(lane, Int(from), Int(to)) }
          }
        }
        index += 4
      }
    }
  }
}

extension [Double] {
  /// How many of these rising numbers are at or below a value.
  fileprivate func partitioningIndex(above value: Double) -> Int {
    partitioningIndex { $0 > value }
  }
}

/// Where the numbers of each row's places begin: first those along the row, then those between it and the row
/// below.
struct IsobandNumbers: Sendable {
  /// First number along each row, and first number below it.
  private let firsts: [(along: Int32, below: Int32)]
  /// The number of places, those of the walk round the extent not counted.
  let total: Int

  init(_ ranks: IsobandRanks, workers: Workers) {
    let counts = workers.map(ranks.rows) { row in
      var along = ranks[row, 0] > 0 ? 1 : 0
      var below = 0
      ranks.forEachStep(inRow: row) { _, from, to in along += abs(from - to) }
      if row > 0 { ranks.forEachStep(below: row) { _, from, to in below += abs(from - to) } }
      return (along: along, below: below)
    }
    var firsts: [(along: Int32, below: Int32)] = []
    firsts.reserveCapacity(counts.count)
    var total = 0
    for count in counts {
      firsts.append((Int32(total), Int32(total + count.along)))
      total += count.along + count.below
    }
    self.firsts = firsts
    self.total = total
  }

  /// The slot of a row's westernmost node in its band; −1 below the first level.
  func westSlot(ofRow row: Int, _ ranks: IsobandRanks) -> Int32 {
    ranks[row, 0] > 0 ? 2 * firsts[row].along : -1
  }

  /// The first place of each edge along a row that has any; other elements stay as they are.
  func edges(ofRow row: Int, _ ranks: IsobandRanks, to first: inout [Int32]) {
    var number = firsts[row].along + (ranks[row, 0] > 0 ? 1 : 0)
    ranks.forEachStep(inRow: row) { column, from, to in
      first[column] = number
      number += Int32(abs(from - to))
    }
  }

  /// The number of the first place between a row and the one below it.
  func firstBelow(row: Int) -> Int32 { firsts[row].below }
}
