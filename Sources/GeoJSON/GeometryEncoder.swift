import GeoCore

/// Turns geometries into JSON: rounded, wound, without the parts that rounding leaves nothing of.
struct GeometryEncoder {
  /// Round all that was appended since it was last reset.
  var box = GeographicBox()
  private var droppedParts = 0

  mutating func takeDroppedParts() -> Int {
    defer { droppedParts = 0 }
    return droppedParts
  }

  mutating func append(_ geometry: Geometry, to output: inout JSONOutput) {
    guard geometry.crossesAntimeridian else { return appendUncut(geometry, to: &output) }
    // Rounded first, so that no part is thinner than the rounding.
    let rounded = try? geometry.mapCoordinates { GridPosition($0).coordinate }
    appendUncut((rounded ?? geometry).cutAtAntimeridian(), to: &output)
  }

  private mutating func appendUncut(_ geometry: Geometry, to output: inout JSONOutput) {
    switch geometry {
    case .point(let coordinate):
      output.open("Point")
      output.append(GridPosition(coordinate))
      cover([GridPosition(coordinate)])
    case .multiPoint(let coordinates):
      let positions = coordinates.map { GridPosition($0) }
      for position in positions { cover([position]) }
      output.open("MultiPoint")
      output.append(positions)
    case .lineString(let line):
      output.open("LineString")
      output.append(rounded(line))
    case .multiLineString(let lines):
      output.open("MultiLineString")
      let lines = lines.map { rounded($0) }
      // A line shorter than the rounding is dropped as long as another one is left to show the place.
      let kept = lines.filter { $0.count > 2 || $0[0] != $0[1] }
      droppedParts += kept.isEmpty ? 0 : lines.count - kept.count
      output.append(kept.isEmpty ? lines : kept)
    case .polygon(let polygon):
      guard let rings = rounded(polygon) else { return output.append(raw: "null") }
      output.open("Polygon")
      output.append(rings)
    case .multiPolygon(let multi):
      let parts = multi.polygons.compactMap { rounded($0) }
      guard !parts.isEmpty || multi.isEmpty else { return output.append(raw: "null") }
      output.open("MultiPolygon")
      output.appendArray(parts) { $0.append($1) }
    case .collection(let members):
      output.append(raw: "{\"type\":\"GeometryCollection\",\"geometries\":[")
      var isFirst = true
      for member in members {
        var text = JSONOutput()
        appendUncut(member, to: &text)
        if text.bytes == Array("null".utf8) { continue }
        if !isFirst { output.append(raw: ",") }
        isFirst = false
        output.bytes.append(contentsOf: text.bytes)
      }
      output.append(raw: "]")
    }
    output.append(raw: "}")
  }

  /// The line's positions without repetitions, two at least.
  private mutating func rounded(_ line: LineString) -> [GridPosition] {
    var positions: [GridPosition] = []
    positions.reserveCapacity(line.coordinates.count)
    for coordinate in line.coordinates {
      let position = GridPosition(coordinate)
      if position != positions.last { positions.append(position) }
    }
    if positions.count == 1 { positions.append(positions[0]) }
    cover(positions)
    return positions
  }

  /// The polygon's rings, the outer one counter-clockwise, holes clockwise; nil where no area is left.
  private mutating func rounded(_ polygon: Polygon) -> [[GridPosition]]? {
    var rings: [[GridPosition]] = []
    rings.reserveCapacity(polygon.ringCount)
    for index in 0..<polygon.ringCount {
      guard var ring = polygon.ring(index).map({ GridPosition($0) }).cleanedRing() else {
        droppedParts += index == 0 ? polygon.ringCount : 1
        if index == 0 { return nil }
        continue
      }
      if (ring.doubleArea > 0) != (index == 0) { ring.reverse() }
      rings.append(ring)
    }
    cover(rings[0])
    return rings
  }

  private mutating func cover(_ positions: [GridPosition]) {
    guard let first = positions.first else { return }
    var (west, east, south, north) = (first.x, first.x, first.y, first.y)
    for position in positions {
      west = min(west, position.x)
      east = max(east, position.x)
      south = min(south, position.y)
      north = max(north, position.y)
    }
    let low = GridPosition(x: west, y: south).coordinate
    let high = GridPosition(x: east, y: north).coordinate
    box.extend(by: Envelope(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y))
  }
}

extension JSONOutput {
  mutating func open(_ type: StaticString) {
    append(raw: "{\"type\":\"")
    append(raw: type)
    append(raw: "\",\"coordinates\":")
  }

  mutating func append(_ position: GridPosition) {
    append(atMost: GridPosition.longestText) { $0.append(position) }
  }

  mutating func append(_ positions: [GridPosition]) {
    append(atMost: positions.count * (GridPosition.longestText + 1) + 2) { text in
      text.append(UInt8(ascii: "["))
      for index in positions.indices {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        text.append(positions[index])
      }
      text.append(UInt8(ascii: "]"))
    }
  }

  mutating func append(_ rings: [[GridPosition]]) { appendArray(rings) { $0.append($1) } }

  mutating func appendArray<Element>(_ elements: [Element], _ body: (inout JSONOutput, Element) -> Void) {
    append(byte: UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { append(byte: UInt8(ascii: ",")) }
      body(&self, element)
    }
    append(byte: UInt8(ascii: "]"))
  }

  mutating func append(box: GeographicBox.Bounds) {
    let edges = [
      GridPosition(Coordinate(x: box.west, y: box.south)),
      GridPosition(Coordinate(x: box.east, y: box.north)),
    ]
    append(byte: UInt8(ascii: "["))
    for (index, corner) in edges.enumerated() {
      if index > 0 { append(byte: UInt8(ascii: ",")) }
      append(atMost: GridPosition.longestText) { text in
        text.append(tenMillionths: corner.x)
        text.append(UInt8(ascii: ","))
        text.append(tenMillionths: corner.y)
      }
    }
    append(byte: UInt8(ascii: "]"))
  }
}

extension GridPosition {
  /// More bytes than any position takes: twice a sign, twelve digits, a point and seven more, and what is between.
  static let longestText = 48
}

extension FixedText {
  mutating func append(_ position: GridPosition) {
    append(UInt8(ascii: "["))
    append(tenMillionths: position.x)
    append(UInt8(ascii: ","))
    append(tenMillionths: position.y)
    append(UInt8(ascii: "]"))
  }
}
