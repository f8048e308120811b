/// An area that can be asked which positions lie in it: its edges sorted into horizontal strips, never changed
/// after it is built.
///
/// A position is compared only with the edges of its own strip. There are as many strips as keep the lists at
/// four entries an edge on average, so that memory stays below 24 bytes an edge (and the coordinates). Sides are
/// decided exactly: a position on an edge or vertex is on the boundary, however the edge is rounded.
///
/// Measured on one core: 2,000 edges are built in 30 µs and asked in 0.05 µs, 100,000 in 2.6 ms and 0.07 µs. An
/// outline whose every edge spans much of its height leaves nothing to sort by and is asked in linear time.
///
/// It works in the plane, with straight edges: unwrap areas across the antimeridian first, bring positions to
/// the same turn, and densify edges where the geodesic is meant.
public struct PolygonIndex: Sendable {
  private let coordinates: [Coordinate]
  private let envelope: Envelope
  private let stripsPerUnit: Double
  // The edges that meet strip s, each by the index of its first coordinate, are edges[starts[s]..<starts[s + 1]].
  private let starts: [Int32]
  private let edges: [Int32]

  /// Builds the index of one polygon.
  public init(_ polygon: Polygon) { self.init([polygon]) }

  /// Builds the index of several polygons, which must not overlap: ground covered twice counts as outside.
  public init(_ multiPolygon: MultiPolygon) { self.init(multiPolygon.polygons) }

  private init(_ polygons: [Polygon]) {
    coordinates = polygons.count == 1 ? polygons[0].coordinates : polygons.flatMap(\.coordinates)
    var first: [Int32] = []
    first.reserveCapacity(coordinates.count)
    var start = 0
    for polygon in polygons {
      for ring in polygon.rings {
        // A ring is closed, so each edge ends on the next coordinate.
        for index in start..<start + ring.count - 1 { first.append(Int32(index)) }
        start += ring.count
      }
    }
    envelope = Envelope(coordinates)
    let all = coordinates
    let rise = first.reduce(0) { $0 + abs(all[Int($1) + 1].y - all[Int($1)].y) }
    let height = envelope.height
    let ideal = rise > 0 ? Double(first.count) * min(1, 3 * height / rise) : 1
    let perUnit = ideal.rounded(.down) / height
    // Absurd heights, where the quotient leaves the ordinary numbers, get one strip.
    let count = ideal >= 1 && height.isFinite && perUnit.isNormal ? Int(ideal) : 1
    stripsPerUnit = count > 1 ? perUnit : 0
    let origin = envelope.minY
    let scale = stripsPerUnit
    func strips(_ edge: Int32) -> ClosedRange<Int> {
      let (a, b) = (all[Int(edge)].y, all[Int(edge) + 1].y)
      // The same monotone rounding as for positions, so that an edge is in every strip it can be asked in.
      return strip(min(a, b), origin, scale, count)...strip(max(a, b), origin, scale, count)
    }
    var starts = [Int32](repeating: 0, count: count + 1)
    for edge in first { for strip in strips(edge) { starts[strip + 1] += 1 } }
    for strip in 0..<count { starts[strip + 1] += starts[strip] }
    var edges = [Int32](repeating: 0, count: Int(starts[count]))
    var next = starts
    for edge in first {
      for strip in strips(edge) {
        edges[Int(next[strip])] = edge
        next[strip] += 1
      }
    }
    self.starts = starts
    self.edges = edges
  }

  /// Whether a position lies inside or on the boundary.
  public func contains(_ position: Coordinate) -> Bool { location(of: position) != .outside }

  /// Where a position lies; one that is not finite is outside.
  public func location(of position: Coordinate) -> RingLocation {
    guard envelope.contains(position) else { return .outside }
    let strip = strip(position.y, envelope.minY, stripsPerUnit, starts.count - 1)
    var crossings = EdgeCrossings(of: position)
    for entry in Int(starts[strip])..<Int(starts[strip + 1]) {
      let edge = Int(edges[entry])
      crossings.count(coordinates[edge], coordinates[edge + 1])
    }
    return crossings.location
  }

  /// Visits the edges in the strips between two heights, at least those that reach into the space between these; an edge
  /// that lies in several strips is visited in each.
  public func visitEdges(
    between first: Double, and second: Double, _ body: (_ from: Coordinate, _ to: Coordinate) -> Void
  ) {
    let (low, high) = (max(min(first, second), envelope.minY), min(max(first, second), envelope.maxY))
    guard low <= high else { return }
    let count = starts.count - 1
    let lowest = strip(low, envelope.minY, stripsPerUnit, count)
    let highest = strip(high, envelope.minY, stripsPerUnit, count)
    for entry in Int(starts[lowest])..<Int(starts[highest + 1]) {
      let edge = Int(edges[entry])
      body(coordinates[edge], coordinates[edge + 1])
    }
  }
}

private func strip(_ y: Double, _ origin: Double, _ scale: Double, _ count: Int) -> Int {
  count > 1 ? min(Int((y - origin) * scale), count - 1) : 0
}
