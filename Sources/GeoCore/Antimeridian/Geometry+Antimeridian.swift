/// Shapes across the antimeridian, cut there into parts within −180…180 (RFC 7946 §3.1.9).
///
/// A shape crosses where its longitudes leave ±180 or where a step exceeds 180°, which then means the shorter way
/// round. Between vertices edges are straight in longitude and latitude, and cut vertices lie exactly on ±180.
extension Geometry {
  /// The same places with every longitude in −180…180: lines and areas across the antimeridian are cut into the
  /// parts of a Multi- geometry, points are turned back.
  ///
  /// - An area round a pole may be given as a ring that goes round once, or as one that runs along latitude ±90;
  ///   either way the parts run along ±90. Without such a run the pole on the ring's own hemisphere is meant.
  /// - A shape that need not be cut is returned as it is, digit for digit.
  /// - Self-intersecting areas give some answer, not a meaningful one: repair them first. An area whose hole
  ///   touches its rim may come out touching itself where it is cut through the hole: repair it afterwards.
  /// - A shape with a longitude beyond ±36 000 is no shape on the globe and is returned as it is.
  public func cutAtAntimeridian() -> Geometry {
    switch self {
    case .point(let coordinate): return .point(coordinate.turnedBack)
    case .multiPoint(let coordinates): return .multiPoint(coordinates.map(\.turnedBack))
    case .lineString(let line):
      let parts = line.cutAtAntimeridian()
      return parts.count == 1 ? .lineString(parts[0]) : .multiLineString(parts)
    case .multiLineString(let lines): return .multiLineString(lines.flatMap { $0.cutAtAntimeridian() })
    case .polygon(let polygon):
      let parts = polygon.cutAtAntimeridian()
      return parts.count == 1 ? .polygon(parts[0]) : .multiPolygon(MultiPolygon(parts))
    case .multiPolygon(let multi):
      return .multiPolygon(MultiPolygon(multi.polygons.flatMap { $0.cutAtAntimeridian() }))
    case .collection(let members): return .collection(members.map { $0.cutAtAntimeridian() })
    }
  }

  /// Whether a longitude lies beyond ±180 or a step means the other way round the globe, so that cutting would
  /// change the shape.
  public var crossesAntimeridian: Bool {
    switch self {
    case .point(let coordinate): abs(coordinate.x) > 180
    case .multiPoint(let coordinates): coordinates.contains { abs($0.x) > 180 }
    case .lineString(let line): line.coordinates.leavesWorld
    case .multiLineString(let lines): lines.contains { $0.coordinates.leavesWorld }
    case .polygon(let polygon): polygon.crossesAntimeridian
    case .multiPolygon(let multi): multi.polygons.contains(where: \.crossesAntimeridian)
    case .collection(let members): members.contains(where: \.crossesAntimeridian)
    }
  }
}

extension LineString {
  /// The parts of the line between its crossings of the antimeridian, in order; one where it does not cross.
  public func cutAtAntimeridian() -> [LineString] {
    guard coordinates.leavesWorld else { return [self] }
    let path = MeridianPath(line: coordinates)
    var parts: [LineString] = []
    var run: [Coordinate] = []
    var window: Int?
    func close() {
      if let window, let part = try? LineString(run.map { $0.turned(by: window) }) { parts.append(part) }
    }
    for index in 0..<path.points.count - 1 {
      let next = path.windows[index]
      if let current = window, let next, next != current {
        close()
        run = []
      }
      if run.isEmpty { run.append(path.points[index]) }
      window = next ?? window
      run.append(path.points[index + 1])
    }
    // A line that lies on the meridian throughout belongs to the window on its west.
    if window == nil { window = path.windowOnWest(of: run[0].x) }
    close()
    return parts
  }
}

extension Polygon {
  /// The parts of the area on either side of the antimeridian; one where it does not cross, none where it has no
  /// area.
  public func cutAtAntimeridian() -> [Polygon] {
    guard crossesAntimeridian else { return [self] }
    guard rings.allSatisfy({ $0.allSatisfy { abs($0.x) <= MeridianPath.greatestLongitude } }) else {
      return [self]
    }
    let parts = AntimeridianCut(self).polygons
    // A belt right round the world steps from −180 to 180: the shorter way leaves nothing of it.
    return parts.isEmpty && rings.allSatisfy({ $0.allSatisfy { abs($0.x) <= 180 } }) ? [self] : parts
  }
}

extension Polygon {
  /// Whether a longitude lies beyond ±180 or a step means the other way round the globe.
  public var crossesAntimeridian: Bool { (0..<ringCount).contains { ring($0).leavesWorld } }
}

extension Coordinate {
  /// The same place in −180…180.
  fileprivate var turnedBack: Coordinate {
    abs(x) <= 180 ? self : Coordinate(x: Longitude.wrapped(x), y: y)
  }

  /// The place in window 0 of a place in another window.
  func turned(by window: Int) -> Coordinate { Coordinate(x: x - 360 * Double(window), y: y) }
}

extension RandomAccessCollection<Coordinate> {
  /// Whether a longitude is beyond ±180 or a step longer than half a turn, runs right round a pole apart.
  fileprivate var leavesWorld: Bool {
    guard var previous = first else { return false }
    var leaves = false
    for coordinate in self {
      if abs(coordinate.x) > 180 { leaves = true }
      if abs(coordinate.x) > MeridianPath.greatestLongitude { return false }
      if abs(coordinate.x - previous.x) > 180, !isPolarTurn(previous, coordinate) { leaves = true }
      previous = coordinate
    }
    return leaves
  }
}

/// Whether a step goes once round a pole on the pole itself.
func isPolarTurn(_ a: Coordinate, _ b: Coordinate) -> Bool {
  abs(a.y) == 90 && a.y == b.y && abs(abs(b.x - a.x) - 360) < 1e-9
}
