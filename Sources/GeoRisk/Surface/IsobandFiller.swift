import GeoCore

/// Fills the places and steps of a strip of rows into a network.
struct IsobandFiller {
  let values: [Double]
  let grid: LonLatGrid
  let levels: [Double]
  let ranks: IsobandRanks
  let numbers: IsobandNumbers
  let output: IsobandOutput
  /// Pairs of slots of one band whose rings belong to one polygon.
  private(set) var links: [(Int32, Int32)] = []

  // First places of the edges along the southern and the northern row of cells, and between them; only edges
  // that have places are ever looked up.
  private var south: [Int32] = []
  private var north: [Int32] = []
  private var between: [Int32] = []
  /// Columns of cells with corners in more than one band, rising.
  private var active: [Int32] = []

  init(
    values: [Double], grid: LonLatGrid, levels: [Double], ranks: IsobandRanks, numbers: IsobandNumbers,
    output: IsobandOutput
  ) {
    self.values = values
    self.grid = grid
    self.levels = levels
    self.ranks = ranks
    self.numbers = numbers
    self.output = output
  }

  /// Fills the places along each row and below it, and the steps of the cells below it.
  mutating func fill(_ rows: Range<Int>) {
    let empty = [Int32](repeating: 0, count: grid.columns)
    (south, north, between) = (empty, empty, empty)
    if rows.lowerBound > 0 { numbers.edges(ofRow: rows.lowerBound - 1, ranks, to: &south) }
    for row in rows {
      fillAlong(row)
      if row > 0 {
        fillBelow(row)
        for column in activeCells(below: row) { fillCell(row: row - 1, column: Int(column)) }
      }
      swap(&south, &north)
    }
  }

  /// The places along a row of nodes, and the links between borders of a band that follow each other.
  private mutating func fillAlong(_ row: Int) {
    numbers.edges(ofRow: row, ranks, to: &north)
    var latest = [Int32](repeating: -1, count: levels.count)
    let westSlot = numbers.westSlot(ofRow: row, ranks)
    if westSlot >= 0 {
      let band = ranks[row, 0] - 1
      latest[band] = westSlot
      put(grid.coordinate(row: row, column: 0), level: band, at: westSlot / 2)
    }
    let latitude = grid.latitude(row)
    let ranks = ranks
    ranks.forEachStep(inRow: row) { column, from, to in
      let index = row * grid.columns + column
      let first = north[column]
      forEachCrossing(
        from: values[index], to: values[index + 1], ranks: (from, to), step: grid.longitudeStep
      ) { level, position in
        let longitude = grid.west + (Double(column) + position) * grid.longitudeStep
        put(
          Coordinate(longitude: longitude, latitude: latitude), level: level,
          at: first + Int32(level - min(from, to)))
      }
      IsobandBorder.forEach(from: from, to: to, firstPlace: first) { border in
        if border.left >= 0 { links.append((latest[border.left], border.slotLeft)) }
        if border.entered >= 0 { latest[border.entered] = border.slotEntered }
      }
    }
  }

  /// The places between a row of nodes and the one below it.
  private mutating func fillBelow(_ row: Int) {
    var number = numbers.firstBelow(row: row)
    let ranks = ranks
    ranks.forEachStep(below: row) { column, from, to in
      between[column] = number
      let index = row * grid.columns + column
      let longitude = grid.longitude(column)
      forEachCrossing(
        from: values[index - grid.columns], to: values[index], ranks: (from, to), step: grid.latitudeStep
      ) { level, position in
        let latitude = grid.south + (Double(row - 1) + position) * grid.latitudeStep
        put(Coordinate(longitude: longitude, latitude: latitude), level: level, at: number)
        number += 1
      }
    }
    output.sides[row] = SIMD2(between[0], between[grid.columns - 1])
  }

  private func put(_ place: Coordinate, level: Int, at number: Int32) {
    output.places[Int(number)] = place
    output.placeLevel[Int(number)] = Int32(level)
  }

  /// Where an edge reaches the levels between its ends, as parts of its length from its west or south end, in
  /// rising order of level.
  @inline(__always)
  private func forEachCrossing(
    from: Double, to: Double, ranks: (Int, Int), step: Double, _ body: (_ level: Int, _ part: Double) -> Void
  ) {
    let (low, high) = from < to ? (from, to) : (to, from)
    let first = min(ranks.0, ranks.1)
    let count = max(ranks.0, ranks.1) - first
    let gap = min(max(1e-3, 3e-7 / step), 1 / Double(count + 1))
    // Halves, because the difference of two finite numbers may overflow.
    func part(_ level: Int) -> Double { (levels[level] / 2 - low / 2) / (high / 2 - low / 2) }
    if count == 1 {
      let part = min(max(part(first), gap), 1 - gap)
      body(first, from < to ? part : 1 - part)
      return
    }
    var parts = (first..<first + count).map(part)
    var least = 0.0
    for index in 0..<count {
      parts[index] = max(parts[index], least + gap)
      least = parts[index]
    }
    var greatest = 1.0
    for index in (0..<count).reversed() {
      parts[index] = min(parts[index], greatest - gap)
      greatest = parts[index]
    }
    for index in 0..<count { body(first + index, from < to ? parts[index] : 1 - parts[index]) }
  }

  // MARK: Steps

  /// The columns of the cells between a row and the one below whose corners do not all lie in one band.
  private mutating func activeCells(below row: Int) -> [Int32] {
    active.removeAll(keepingCapacity: true)
    let ranks = ranks
    // A cell is active when one of its sides is; three sides tell, for the fourth follows from them.
    ranks.forEachStep(below: row) { column, _, _ in
      if column > 0, active.last != Int32(column - 1) { active.append(Int32(column - 1)) }
      if column < grid.columns - 1 { active.append(Int32(column)) }
    }
    var along: [Int32] = []
    ranks.forEachStep(inRow: row) { column, _, _ in along.append(Int32(column)) }
    return Self.merged(active, along)
  }

  /// Two rising sequences as one, each number once.
  private static func merged(_ one: [Int32], _ other: [Int32]) -> [Int32] {
    var merged: [Int32] = []
    merged.reserveCapacity(one.count + other.count)
    var (i, j) = (0, 0)
    while i < one.count || j < other.count {
      if j == other.count || (i < one.count && one[i] < other[j]) {
        merged.append(one[i])
        i += 1
      } else {
        if i < one.count, one[i] == other[j] { i += 1 }
        merged.append(other[j])
        j += 1
      }
    }
    return merged
  }

  /// The chords of one cell. Corners and edges run counter-clockwise from the south-west and the south.
  private func fillCell(row: Int, column: Int) {
    let corner = SIMD4<Int32>(
      Int32(ranks[row, column]), Int32(ranks[row, column + 1]), Int32(ranks[row + 1, column + 1]),
      Int32(ranks[row + 1, column]))
    let after = SIMD4(corner[1], corner[2], corner[3], corner[0])
    let lower = pointwiseMin(corner, after)
    // The number of an edge's place on level 0, had it one.
    let base = SIMD4(south[column], between[column + 1], north[column], between[column]) &- lower
    for level in corner.min()..<corner.max() {
      // Going round the cell, the area above the level is left through `exits` and entered through `entries`.
      let inside = corner .> level
      let insideAfter = after .> level
      let exits = inside .& .!insideAfter
      let entries = .!inside .& insideAfter
      guard let exit = (0..<4).first(where: { exits[$0] }), let entry = (0..<4).first(where: { entries[$0] })
      else { continue }
      guard let second = (exit + 1..<4).first(where: { exits[$0] }) else {
        connect(base[exit] + level, to: base[entry] + level, level: level)
        continue
      }
      let index = row * grid.columns + column
      let mean =
        values[index] / 4 + values[index + 1] / 4 + values[index + grid.columns] / 4
        + values[index + grid.columns + 1] / 4
      // Joined: the chord cuts off the low corner ahead. Apart: it closes round the high corner behind.
      let turn = mean >= levels[Int(level)] ? 1 : 3
      for exit in [exit, second] {
        connect(base[exit] + level, to: base[(exit + turn) % 4] + level, level: level)
      }
    }
  }

  private func connect(_ from: Int32, to: Int32, level: Int32) {
    output.next[2 * Int(from)] = 2 * to
    if level > 0 { output.next[2 * Int(to) + 1] = 2 * from + 1 }
  }
}
