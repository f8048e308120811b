import GeoCore

/// The value of a member `coordinates`, flat, whatever type it is going to be.
struct Shape {
  /// Brackets round a number, 1 for a point; 0 for an empty array.
  var nesting: Int
  /// The only coordinate of a point.
  var point: Coordinate?
  var coordinates: [Coordinate] = []
  /// The index behind the last coordinate of each line or ring.
  var ringEnds: [Int] = []
  /// The index behind the last ring of each polygon.
  var polygonEnds: [Int] = []

  /// The geometry of a type, nil for a single one without coordinates.
  func geometry(_ kind: GeometryKind) throws(GeometryError) -> Geometry? {
    switch kind {
    case .point: return point.map { .point($0) }
    case .multiPoint: return .multiPoint(coordinates)
    case .lineString: return nesting == 0 ? nil : .lineString(try LineString(coordinates))
    case .polygon:
      return nesting == 0 ? nil : .polygon(try Polygon(coordinates: coordinates, ringEnds: ringEnds))
    case .multiLineString:
      var lines: [LineString] = []
      lines.reserveCapacity(ringEnds.count)
      var start = 0
      for end in ringEnds {
        lines.append(try LineString(Array(coordinates[start..<end])))
        start = end
      }
      return .multiLineString(lines)
    case .multiPolygon: return .multiPolygon(MultiPolygon(try polygons()))
    case .collection: return nil
    }
  }

  private func polygons() throws(GeometryError) -> [Polygon] {
    var polygons: [Polygon] = []
    polygons.reserveCapacity(polygonEnds.count)
    var firstRing = 0
    var start = 0
    for lastRing in polygonEnds {
      let end = ringEnds[lastRing - 1]
      polygons.append(
        try Polygon(
          coordinates: Array(coordinates[start..<end]),
          ringEnds: ringEnds[firstRing..<lastRing].map { $0 - start }))
      firstRing = lastRing
      start = end
    }
    return polygons
  }
}

extension FeatureParser {
  /// Reads the nested arrays of positions at the position.
  mutating func coordinateShape() throws(ReadFailure) -> Shape {
    coordinates.removeAll(keepingCapacity: true)
    ringEnds.removeAll(keepingCapacity: true)
    polygonEnds.removeAll(keepingCapacity: true)
    guard scanner.next == UInt8(ascii: "[") else { throw unusable("an array of coordinates") }
    let start = scanner.position
    try scanner.openArray()
    scanner.depth -= 1
    if scanner.next == UInt8(ascii: "]") {
      scanner.position += 1
      return Shape(nesting: 0)
    }
    scanner.position = start
    let nesting = try nested(level: 1)
    if nesting == 1 { return Shape(nesting: 1, point: coordinates.first) }
    // Copied to their exact size: the geometry may live long.
    return Shape(
      nesting: nesting, coordinates: Array(coordinates), ringEnds: Array(ringEnds),
      polygonEnds: Array(polygonEnds))
  }

  /// Reads one array and answers how deeply its numbers are nested.
  private mutating func nested(level: Int) throws(ReadFailure) -> Int {
    guard scanner.next == UInt8(ascii: "[") else { throw unusable("a position or an array of them") }
    let start = scanner.position
    scanner.position += 1
    scanner.skipWhitespace()
    guard scanner.next == UInt8(ascii: "[") else {
      try position(startingAt: start)
      return 1
    }
    guard level < 4 else { throw .unusable(reason: "its coordinates are nested too deeply", offset: start) }
    var inner = 0
    repeat {
      let offset = scanner.position
      let nesting = try nested(level: level + 1)
      guard inner == 0 || nesting == inner else {
        throw .unusable(reason: "its coordinates are not all nested alike", offset: offset)
      }
      inner = nesting
    } while try hasNext()
    if inner == 1 { ringEnds.append(coordinates.count) }
    if inner == 2 { polygonEnds.append(ringEnds.count) }
    return inner + 1
  }

  private mutating func hasNext() throws(ReadFailure) -> Bool {
    scanner.skipWhitespace()
    let byte = scanner.next
    guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
      throw scanner.unexpected("`,` or `]`")
    }
    scanner.position += 1
    guard byte == UInt8(ascii: ",") else { return false }
    scanner.skipWhitespace()
    return true
  }

  /// Reads a position behind its opening bracket.
  private mutating func position(startingAt start: Int) throws(ReadFailure) {
    if scanner.next == UInt8(ascii: "]") {
      throw .unusable(reason: "it has an empty position", offset: start)
    }
    let x = try ordinate()
    guard try hasNext() else { throw .unusable(reason: "it has a position of one number", offset: start) }
    let y = try ordinate()
    if try hasNext() {
      altitudes += 1
      repeat { _ = try ordinate() } while try hasNext()
    }
    let coordinate = Coordinate(x: x, y: y)
    coordinates.append(coordinatesAreProjected ? coordinate : try onGlobe(coordinate, offset: start))
  }

  private mutating func ordinate() throws(ReadFailure) -> Double {
    let byte = scanner.next
    let isNumber =
      scanner.isDigit(byte)
      || (byte == UInt8(ascii: "-") && scanner.isDigit(scanner.byte(at: scanner.position + 1)))
    guard isNumber else { throw unusable("a number") }
    let start = scanner.position
    let value = scanner.double(try scanner.decimal())
    guard value.isFinite else { throw .unusable(reason: "it has a number beyond 1e308", offset: start) }
    return value
  }

  private func onGlobe(_ coordinate: Coordinate, offset: Int) throws(ReadFailure) -> Coordinate {
    if abs(coordinate.x) <= 180, abs(coordinate.y) <= 90 { return coordinate }
    // The seventh decimal is what this project writes, so less than one of it is rounding.
    let excess = 1e-7
    let isLongitude = abs(coordinate.x) <= 180 + excess
    if isLongitude, abs(coordinate.y) <= 90 + excess {
      return Coordinate(x: min(max(coordinate.x, -180), 180), y: min(max(coordinate.y, -90), 90))
    }
    let fault =
      isLongitude
      ? "latitude \(coordinate.y) is outside −90…90" : "longitude \(coordinate.x) is outside −180…180"
    let isSwapped = isLongitude && abs(coordinate.x) <= 90 && abs(coordinate.y) <= 180
    throw .unusable(
      reason: fault + (isSwapped ? " (is the latitude given before the longitude?)" : ""), offset: offset)
  }
}
