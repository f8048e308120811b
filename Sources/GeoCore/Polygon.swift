/// An area bounded by one outer ring, with any number of holes, as one flat run of coordinates.
///
/// Rings are closed (the last coordinate repeats the first) and lie one behind the other; `ringEnds[i]` is the
/// index behind ring i's last coordinate. Neither winding nor self-intersection is checked here: the writer
/// winds, and `makeValid` repairs.
public struct Polygon: Hashable, Sendable {
  /// All rings' coordinates, the outer ring first.
  public let coordinates: [Coordinate]
  /// The index behind the last coordinate of each ring, rising, the last one equal to `coordinates.count`.
  public let ringEnds: [Int]

  /// Checks and keeps flat rings.
  ///
  /// - Throws: `GeometryError` for offsets that do not rise, a ring of fewer than four coordinates, an open ring
  ///   or a coordinate that is not finite.
  public init(coordinates: [Coordinate], ringEnds: [Int]) throws(GeometryError) {
    try checkRings(coordinates, ends: ringEnds)
    self.coordinates = coordinates
    self.ringEnds = ringEnds
  }

  /// Checks and keeps rings given one by one, the outer ring first.
  ///
  /// - Throws: as `init(coordinates:ringEnds:)`.
  public init(rings: [[Coordinate]]) throws(GeometryError) {
    var ends: [Int] = []
    var total = 0
    for ring in rings {
      total += ring.count
      ends.append(total)
    }
    try self.init(coordinates: rings.flatMap { $0 }, ringEnds: ends)
  }

  /// The number of rings, holes included: at least one.
  public var ringCount: Int { ringEnds.count }

  /// The coordinates of one ring, closed; ring 0 is the outer one.
  public func ring(_ index: Int) -> ArraySlice<Coordinate> {
    coordinates[(index == 0 ? 0 : ringEnds[index - 1])..<ringEnds[index]]
  }

  /// All rings in order, the outer one first.
  public var rings: [ArraySlice<Coordinate>] { ringEnds.indices.map(ring) }

  /// The smallest box round the outer ring as it stands.
  public var envelope: Envelope { Envelope(ring(0)) }
}

/// Several polygons.
public struct MultiPolygon: Hashable, Sendable {
  /// The parts, possibly none.
  public let polygons: [Polygon]

  /// Keeps the parts as they are; they are not checked against each other.
  public init(_ polygons: [Polygon]) { self.polygons = polygons }

  /// The smallest box round all parts.
  public var envelope: Envelope {
    polygons.reduce(into: Envelope.empty) { $0.extend(by: $1.envelope) }
  }

  /// Whether there is no part.
  public var isEmpty: Bool { polygons.isEmpty }
}

extension Sequence<Coordinate> {
  /// Twice the signed planar area of a closed ring: positive when it runs counter-clockwise.
  public var signedDoubleArea: Double {
    var iterator = makeIterator()
    guard let first = iterator.next() else { return 0 }
    var previous = Coordinate(x: 0, y: 0)
    var sum = 0.0
    // Relative to the first vertex: small rings far from the origin keep their digits.
    while let next = iterator.next() {
      let current = Coordinate(x: next.x - first.x, y: next.y - first.y)
      sum += previous.x * current.y - current.x * previous.y
      previous = current
    }
    return sum
  }
}

private func checkRings(_ coordinates: [Coordinate], ends: [Int]) throws(GeometryError) {
  guard let last = ends.last, last == coordinates.count else { throw .badOffsets }
  var start = 0
  for (ring, end) in ends.enumerated() {
    guard end > start, end <= coordinates.count else { throw .badOffsets }
    guard end - start >= 4 else { throw .tooFewCoordinates(found: end - start, needed: 4) }
    guard coordinates[start] == coordinates[end - 1] else { throw .ringNotClosed(ring: ring) }
    start = end
  }
  try checkFinite(coordinates)
}

extension Polygon {
  /// The box as a polygon, counter-clockwise from its south-west corner.
  ///
  /// - Throws: `GeometryError.notFinite` for a box that is empty or endless.
  public init(_ box: Envelope) throws(GeometryError) {
    let corners = [
      Coordinate(x: box.minX, y: box.minY), Coordinate(x: box.maxX, y: box.minY),
      Coordinate(x: box.maxX, y: box.maxY), Coordinate(x: box.minX, y: box.maxY),
    ]
    try self.init(rings: [corners + [corners[0]]])
  }
}
