/// Cuts one polygon along the antimeridian.
///
/// The world is cut open into a sheet from −180 to 180. Rings that meet its sides become chains from side to
/// side; a pole inside the area becomes a chain along the sheet's upper or lower edge. On either side, from
/// south to north, the area begins and ends in turn, so chains are joined there two by two. Example, a strip
/// from 170 to −170: two chains, (180, 0) … (180, 10) on the east and (−180, 10) … (−180, 0) on the west, each
/// joined to itself.
struct AntimeridianCut {
  /// The parts, in the order of the ring they begin on.
  private(set) var polygons: [Polygon] = []

  private var chains: [[Coordinate]] = []
  private var wholeOuter: [Coordinate]?
  private var wholeHoles: [[Coordinate]] = []

  init(_ polygon: Polygon) {
    let paths = polygon.rings.map { MeridianPath(ring: $0) }
    addPoles(paths, outer: polygon.ring(0))
    for (index, path) in paths.enumerated() { add(path, isOuter: index == 0) }
    var outers = joined().filter { $0.count >= 4 && $0.signedDoubleArea != 0 }
    if let wholeOuter { outers.append(wholeOuter) }
    let holesOf = assignHoles(to: outers)
    for (outer, holes) in zip(outers, holesOf) {
      // Closed and finite by construction, so nothing is lost here.
      if let part = try? Polygon(rings: [outer] + holes) { polygons.append(part) }
    }
  }

  // MARK: Taking apart

  private mutating func addPoles(_ paths: [MeridianPath], outer: some Collection<Coordinate>) {
    // Where nothing says which pole is meant it is the nearer one, the same for all rings: two rings round one
    // pole bound a belt whichever it is.
    let mean = outer.reduce(0) { $0 + $1.y }
    let nearer = paths.first?.pole ?? (mean < 0 ? -90 : 90)
    for pole in [-90.0, 90.0] {
      let enclosing = paths.count { $0.turns != 0 && ($0.pole ?? nearer) == pole }
      if enclosing % 2 == 1 { chains.append([Coordinate(x: 180, y: pole), Coordinate(x: -180, y: pole)]) }
    }
  }

  private mutating func add(_ path: MeridianPath, isOuter: Bool) {
    let joints = path.joints()
    let touches = joints.count { $0.isTouch }
    let hasCrossing = joints.count > touches
    // A hole may touch the rim of its area in one vertex; more than that belongs to the rim.
    let isWhole =
      !hasCrossing
      && (isOuter || wholeOuter != nil || touches == 0 || (touches == 1 && joints[0].first == joints[0].last))
    guard !isWhole else {
      guard let window = path.windows.lazy.compactMap({ $0 }).first else { return }
      var ring = path.points.map { $0.turned(by: window) }
      ring.append(ring[0])
      if isOuter { wholeOuter = ring } else { wholeHoles.append(ring) }
      return
    }
    for (joint, next) in zip(joints, joints.dropFirst() + joints.prefix(1)) {
      // From the last vertex on the meridian here to the first one there.
      var chain: [Coordinate] = []
      var index = joint.last
      var window = path.windows[index] ?? 0
      while true {
        chain.append(path.points[index].turned(by: window))
        if index == next.first, chain.count > 1 { break }
        index += 1
        if index == path.points.count {
          index = 0
          window -= path.turns
        }
      }
      chains.append(chain)
    }
  }

  // MARK: Joining

  /// One end of a chain on a side of the sheet.
  private struct End {
    var chain: Int
    var isStart: Bool
    var y: Double
    /// How fast the chain rises away from the side: tells ends at one latitude apart.
    var slope: Double
  }

  private func joined() -> [[Coordinate]] {
    let partner = pairedEnds()
    var isUsed = [Bool](repeating: false, count: chains.count)
    var rings: [[Coordinate]] = []
    for first in chains.indices where !isUsed[first] {
      var ring: [Coordinate] = []
      var chain = first
      var entersAtStart = true
      while !isUsed[chain] {
        isUsed[chain] = true
        for position in entersAtStart ? chains[chain] : chains[chain].reversed() where position != ring.last {
          ring.append(position)
        }
        // Ends are numbered 2 · chain for starts, 2 · chain + 1 for ends.
        let next = partner[2 * chain + (entersAtStart ? 1 : 0)]
        chain = next / 2
        entersAtStart = next % 2 == 0
      }
      if let start = ring.first, start != ring.last { ring.append(start) }
      rings.append(ring)
    }
    return rings
  }

  private func pairedEnds() -> [Int] {
    var partner = Array(0..<2 * chains.count)
    for side in [-180.0, 180.0] {
      var ends: [End] = []
      for (index, chain) in chains.enumerated() where chain.count >= 2 {
        for isStart in [true, false] {
          let place = isStart ? chain[0] : chain[chain.count - 1]
          let next = isStart ? chain[1] : chain[chain.count - 2]
          guard place.x == side else { continue }
          ends.append(
            End(chain: index, isStart: isStart, y: place.y, slope: (next.y - place.y) / abs(next.x - side)))
        }
      }
      ends.sort { ($0.y, $0.slope, $0.chain) < ($1.y, $1.slope, $1.chain) }
      for lower in stride(from: 0, to: ends.count - 1, by: 2) {
        let a = 2 * ends[lower].chain + (ends[lower].isStart ? 0 : 1)
        let b = 2 * ends[lower + 1].chain + (ends[lower + 1].isStart ? 0 : 1)
        partner[a] = b
        partner[b] = a
      }
    }
    return partner
  }

  private func assignHoles(to outers: [[Coordinate]]) -> [[[Coordinate]]] {
    var holesOf = [[[Coordinate]]](repeating: [], count: outers.count)
    for hole in wholeHoles {
      // A vertex on an outer ring does not tell on which side the hole lies; another one will.
      let owner = outers.indices.first { index in
        for position in hole {
          switch RingLocation(of: position, in: outers[index]) {
          case .inside: return true
          case .outside: return false
          case .boundary: continue
          }
        }
        return true
      }
      if let owner { holesOf[owner].append(hole) }
    }
    return holesOf
  }
}

extension MeridianPath {
  /// A run of vertices on the antimeridian, from one vertex to another (often the same), going forward.
  struct Joint {
    var first: Int
    var last: Int
    /// Whether the ring comes from and goes to the same side.
    var isTouch: Bool
  }

  /// A ring's runs on the antimeridian in order.
  func joints() -> [Joint] {
    guard let start = windows.firstIndex(where: { $0 != nil }) else { return [] }
    var joints: [Joint] = []
    let count = points.count
    var index = start
    while index < start + count {
      let before = windows[index % count]
      let first = (index + 1) % count
      var next = index + 1
      while windows[next % count] == nil { next += 1 }
      // The ring's end joins its start one or more turns away.
      let turnsBetween = next >= count && index < count ? turns : 0
      let after = windows[next % count].map { $0 + turnsBetween }
      let isOnMeridian = isEdge(points[first].x)
      if isOnMeridian || next > index + 1 {
        joints.append(Joint(first: first, last: next % count, isTouch: before == after))
      }
      index = next
    }
    return joints
  }

  private func isEdge(_ x: Double) -> Bool { (x - 180).truncatingRemainder(dividingBy: 360) == 0 }
}
