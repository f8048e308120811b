import GeoCore

/// The borders of all bands as numbered places and the steps between them.
///
/// A *place* is where a grid edge reaches a level, or a node on the extent's edge. A *slot* is a place as seen
/// by one band: slot `2 · place` belongs to the band that starts at the place's level (or holds the node), slot
/// `2 · place + 1` to the band below. `next[slot]` is the following slot along that band's ring.
struct IsobandNetwork {
  let values: [Double]
  let grid: LonLatGrid
  let levels: [Double]

  /// Where each place lies.
  private(set) var places: [Coordinate] = []
  /// The level index of each place; for a node the index of its band.
  private(set) var placeLevel: [Int] = []
  /// The following slot of each slot, or −1.
  private(set) var next: [Int] = []
  /// Pairs of slots of one band whose rings belong to one polygon.
  private(set) var links: [(Int, Int)] = []

  /// First places along the extent's four sides, for the walk round it.
  private var bottom: [Int] = []
  private var top: [Int] = []
  private var left: [Int] = []
  private var right: [Int] = []
  /// The slots of the nodes of column 0.
  private var westSlots: [Int] = []

  init(values: [Double], grid: LonLatGrid, levels: [Double]) {
    self.values = values
    self.grid = grid
    self.levels = levels
  }

  /// Finds all places and steps.
  mutating func build() {
    var southBands = rowBands(0)
    var southEdges = addRow(0, bands: southBands)
    bottom = southEdges
    for row in 1..<grid.rows {
      let northBands = rowBands(row)
      let northEdges = addRow(row, bands: northBands)
      let sides = addColumns(below: row, south: southBands, north: northBands)
      left.append(sides[0])
      right.append(sides[grid.columns - 1])
      for column in 0..<(grid.columns - 1) {
        let west = (southBands[column], northBands[column])
        let east = (southBands[column + 1], northBands[column + 1])
        // Nearly every cell lies within one band.
        if west.0 == west.1 && east.0 == east.1 && west.0 == east.0 { continue }
        addChords(
          row: row - 1, column: column, bands: (west.0, east.0, east.1, west.1),
          edges: (southEdges[column], sides[column + 1], northEdges[column], sides[column]))
      }
      southBands = northBands
      southEdges = northEdges
    }
    top = southEdges
    walkExtent()
  }

  // MARK: Places

  /// The index of the highest level at or below the value; −1 below the first.
  private func band(of value: Double) -> Int {
    var low = 0
    var high = levels.count
    while low < high {
      let middle = (low + high) / 2
      if levels[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  private func rowBands(_ row: Int) -> [Int] {
    values[(row * grid.columns)..<((row + 1) * grid.columns)].map(band)
  }

  private mutating func addPlace(_ coordinate: Coordinate, level: Int) -> Int {
    places.append(coordinate)
    placeLevel.append(level)
    next.append(-1)
    next.append(-1)
    return places.count - 1
  }

  /// Adds the places along a row of nodes, and the links between borders of a band that follow each other.
  ///
  /// - Returns: the first place of each edge; its places follow in rising order of level.
  private mutating func addRow(_ row: Int, bands: [Int]) -> [Int] {
    var latest = [Int](repeating: -1, count: levels.count)
    let west = bands[0]
    let westSlot = west >= 0 ? 2 * addPlace(grid.coordinate(row: row, column: 0), level: west) : -1
    westSlots.append(westSlot)
    if west >= 0 { latest[west] = westSlot }

    var edges: [Int] = []
    edges.reserveCapacity(grid.columns - 1)
    let latitude = grid.latitude(row)
    for column in 0..<(grid.columns - 1) {
      let (from, to) = (bands[column], bands[column + 1])
      let first = places.count
      edges.append(first)
      if from == to { continue }
      let index = row * grid.columns + column
      for (level, position) in crossings(
        from: values[index], to: values[index + 1], bands: (from, to), step: grid.longitudeStep)
      {
        let longitude = grid.west + (Double(column) + position) * grid.longitudeStep
        _ = addPlace(Coordinate(longitude: longitude, latitude: latitude), level: level)
      }
      for border in borders(from: from, to: to, firstPlace: first) {
        if border.left >= 0 { links.append((latest[border.left], border.slotLeft)) }
        if border.entered >= 0 { latest[border.entered] = border.slotEntered }
      }
    }
    return edges
  }

  /// Adds the places between a row of nodes and the one below it.
  ///
  /// - Returns: the first place of each edge.
  private mutating func addColumns(below row: Int, south: [Int], north: [Int]) -> [Int] {
    var edges: [Int] = []
    edges.reserveCapacity(grid.columns)
    for column in 0..<grid.columns {
      edges.append(places.count)
      if south[column] == north[column] { continue }
      let index = row * grid.columns + column
      let longitude = grid.longitude(column)
      for (level, position) in crossings(
        from: values[index - grid.columns], to: values[index], bands: (south[column], north[column]),
        step: grid.latitudeStep)
      {
        let latitude = grid.south + (Double(row - 1) + position) * grid.latitudeStep
        _ = addPlace(Coordinate(longitude: longitude, latitude: latitude), level: level)
      }
    }
    return edges
  }

  /// Where an edge reaches the levels between its ends, as parts of its length from its west or south end.
  private func crossings(
    from: Double, to: Double, bands: (Int, Int), step: Double
  ) -> [(level: Int, position: Double)] {
    let (low, high) = from < to ? (from, to) : (to, from)
    let first = min(bands.0, bands.1) + 1
    let count = max(bands.0, bands.1) - first + 1
    let gap = min(max(1e-3, 3e-7 / step), 1 / Double(count + 1))
    // Halves, because the difference of two finite numbers may overflow.
    var parts = (0..<count).map { (levels[first + $0] / 2 - low / 2) / (high / 2 - low / 2) }
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
    return (0..<count).map { (first + $0, from < to ? parts[$0] : 1 - parts[$0]) }
  }

  /// The borders passed on the way from a node of one band to a neighbour of another, in order: the band that
  /// is left and the one that is entered, each with the border's slot in it.
  private func borders(
    from: Int, to: Int, firstPlace: Int
  ) -> [(left: Int, slotLeft: Int, entered: Int, slotEntered: Int)] {
    let base = firstPlace - min(from, to) - 1
    if from < to {
      return ((from + 1)..<(to + 1)).map { level in
        (level - 1, 2 * (base + level) + 1, level, 2 * (base + level))
      }
    }
    return ((to + 1)..<(from + 1)).reversed().map { level in
      (level, 2 * (base + level), level - 1, 2 * (base + level) + 1)
    }
  }

  // MARK: Steps

  /// Adds the chords of one cell. Corners and edges run counter-clockwise from the south-west and the south.
  private mutating func addChords(
    row: Int, column: Int, bands: (Int, Int, Int, Int), edges: (Int, Int, Int, Int)
  ) {
    let corner = [bands.0, bands.1, bands.2, bands.3]
    let first = [edges.0, edges.1, edges.2, edges.3]
    let lowest = min(corner[0], corner[1], corner[2], corner[3])
    let highest = max(corner[0], corner[1], corner[2], corner[3])
    for level in (lowest + 1)...highest {
      func place(_ edge: Int) -> Int {
        first[edge] + level - min(corner[edge], corner[(edge + 1) % 4]) - 1
      }
      // Going round the cell, the area above the level is left through `exits` and entered through `entries`.
      let inside = corner.map { $0 >= level }
      let exits = (0..<4).filter { inside[$0] && !inside[($0 + 1) % 4] }
      let entries = (0..<4).filter { !inside[$0] && inside[($0 + 1) % 4] }
      if exits.count == 1 {
        connect(place(exits[0]), to: place(entries[0]), level: level)
        continue
      }
      let index = row * grid.columns + column
      let mean =
        values[index] / 4 + values[index + 1] / 4 + values[index + grid.columns] / 4
        + values[index + grid.columns + 1] / 4
      for exit in exits {
        // Joined: the chord cuts off the low corner ahead. Apart: it closes round the high corner behind.
        let entry = mean >= levels[level] ? (exit + 1) % 4 : (exit + 3) % 4
        connect(place(exit), to: place(entry), level: level)
      }
    }
  }

  private mutating func connect(_ from: Int, to: Int, level: Int) {
    next[2 * from] = 2 * to
    if level > 0 { next[2 * to + 1] = 2 * from + 1 }
  }

  /// Adds the steps along the extent's edge, counter-clockwise from the south-west corner.
  private mutating func walkExtent() {
    let (lastRow, lastColumn) = (grid.rows - 1, grid.columns - 1)
    var walk: [(row: Int, column: Int, edge: Int)] = []
    for column in 1...lastColumn { walk.append((0, column, bottom[column - 1])) }
    for row in 1...lastRow { walk.append((row, lastColumn, right[row - 1])) }
    for column in (0..<lastColumn).reversed() { walk.append((lastRow, column, top[column])) }
    for row in (0..<lastRow).reversed() { walk.append((row, 0, left[row])) }

    var current = westSlots[0]
    var band = band(of: values[0])
    for step in walk {
      let reached = self.band(of: values[step.row * grid.columns + step.column])
      for border in borders(from: band, to: reached, firstPlace: step.edge) {
        if border.left >= 0 { next[current] = border.slotLeft }
        current = border.entered >= 0 ? border.slotEntered : -1
      }
      band = reached
      guard reached >= 0 else { continue }
      let node =
        step.column == 0
        ? westSlots[step.row]
        : 2 * addPlace(grid.coordinate(row: step.row, column: step.column), level: reached)
      next[current] = node
      current = node
    }
  }
}
