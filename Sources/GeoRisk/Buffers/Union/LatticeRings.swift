import GeoCore

/// Closed rings of lattice points, one behind the other: what a union is made of.
///
/// Edge `i` goes from point `i` to point `i + 1`; the last point of a ring begins no edge. Rings that run
/// counter-clockwise add their inside, clockwise ones take it away.
struct LatticeRings: Sendable {
  /// The longest extent of an edge, so that products of edges fit 64 bits.
  static let greatestSpan = 1 << 30

  /// All points; each ring's last one repeats its first one.
  private(set) var points = LatticePoints()
  /// The index behind each ring's last point.
  private(set) var ends: [Int] = []
  /// A westernmost point of each ring.
  private(set) var westernmost: [Int] = []
  /// The first ring of each polygon.
  private(set) var polygonStarts: [Int] = []
  /// The longest extent of any edge.
  private(set) var span = 0
  /// Whether there was a point that `LatticePoints` cannot hold, so that the rings are wrong.
  private(set) var isTooFar = false

  init() {}

  init(_ polygons: [UnionPolygon]) {
    for polygon in polygons {
      for (place, ring) in polygon.rings.enumerated() { append(ring, isHole: place > 0) }
    }
  }

  /// How many rings there are.
  var count: Int { ends.count }

  /// The indices of a ring's points, the repeated one included.
  func range(_ ring: Int) -> Range<Int> { (ring == 0 ? 0 : ends[ring - 1])..<ends[ring] }

  /// The rings of a polygon.
  func rings(ofPolygon polygon: Int) -> Range<Int> {
    polygonStarts[polygon]..<(polygon + 1 < polygonStarts.count ? polygonStarts[polygon + 1] : ends.count)
  }

  /// The ring that a point belongs to; O(log rings).
  func ring(of point: Int) -> Int { ends.partitioningIndex { $0 > point } }

  mutating func reserve(rings: Int, points count: Int) {
    points.reserveCapacity(count)
    ends.reserveCapacity(rings)
    westernmost.reserveCapacity(rings)
  }

  /// Adds a ring, closed or open, without repeated points; what has collapsed to a line encloses nothing and is
  /// left out.
  ///
  /// - Parameter isHole: whether the ring belongs to the polygon of the one added before.
  mutating func append(_ ring: some Sequence<LatticePoint>, isHole: Bool = false) {
    let start = points.count
    var west = start
    for point in ring where points.count == start || point != points[points.count - 1] {
      if points.count > start {
        if point.x < points[west].x { west = points.count }
        span = max(span, (point - points[points.count - 1]).span)
      }
      if !points.append(point) { isTooFar = true }
    }
    if points.count > start + 1, points[points.count - 1] == points[start] { points.removeLast() }
    guard points.count >= start + 3 else {
      points.removeLast(points.count - start)
      return
    }
    span = max(span, (points[start] - points[points.count - 1]).span)
    points.repeatPoint(start)
    if !isHole || ends.isEmpty { polygonStarts.append(ends.count) }
    ends.append(points.count)
    westernmost.append(west)
  }

  /// Adds all rings of another set.
  mutating func append(_ other: LatticeRings) {
    let offset = points.count
    points.append(other.points)
    for start in other.polygonStarts { polygonStarts.append(start + ends.count) }
    for end in other.ends { ends.append(end + offset) }
    for point in other.westernmost { westernmost.append(point + offset) }
    span = max(span, other.span)
    isTooFar = isTooFar || other.isTooFar
  }
}

/// Lattice points within 2³¹ of the origin, eight bytes each: networks have millions.
struct LatticePoints: RandomAccessCollection, Sendable {
  private var places: [SIMD2<Int32>] = []

  var startIndex: Int { 0 }
  var endIndex: Int { places.count }

  @inline(__always)
  subscript(index: Int) -> LatticePoint {
    let place = places[index]
    return LatticePoint(x: Int(place.x), y: Int(place.y))
  }

  mutating func reserveCapacity(_ count: Int) { places.reserveCapacity(count) }

  /// Adds a point, or the nearest that can be held; false for that.
  mutating func append(_ point: LatticePoint) -> Bool {
    let place = SIMD2(Int32(clamping: point.x), Int32(clamping: point.y))
    places.append(place)
    return Int(place.x) == point.x && Int(place.y) == point.y
  }

  mutating func append(_ others: LatticePoints) { places += others.places }

  mutating func repeatPoint(_ index: Int) { places.append(places[index]) }

  mutating func removeLast(_ count: Int = 1) { places.removeLast(count) }
}
