import GeoCore

extension IsobandNetwork {
  /// The polygons of each band, read off the steps; each polygon's outer ring first, in order of first place.
  func polygons(bands: Int) -> [[Polygon]] {
    var ringOfSlot = [Int32](repeating: -1, count: next.count)
    var rings: [[Coordinate]] = []
    var bandOfRing: [Int] = []
    for start in next.indices where next[start] >= 0 && ringOfSlot[start] < 0 {
      var ring: [Coordinate] = []
      var slot = start
      repeat {
        ringOfSlot[slot] = Int32(rings.count)
        ring.append(places[slot / 2])
        slot = Int(next[slot])
      } while slot != start
      ring.append(places[start / 2])
      rings.append(ring)
      bandOfRing.append(Int(placeLevel[start / 2]) - start % 2)
    }

    var groups = DisjointSets(count: rings.count)
    for (one, other) in links { groups.unite(Int(ringOfSlot[Int(one)]), Int(ringOfSlot[Int(other)])) }
    var members: [[Int]] = Array(repeating: [], count: rings.count)
    for ring in rings.indices { members[groups.root(ring)].append(ring) }

    var areas: [[Polygon]] = Array(repeating: [], count: bands)
    for group in members {
      let shells = group.filter { rings[$0].signedDoubleArea > 0 }
      let holes = group.filter { rings[$0].signedDoubleArea <= 0 }
      // The steps make exactly one outer ring per group, and every ring is closed and finite.
      if let polygon = try? Polygon(rings: (shells + holes).map { rings[$0] }), let shell = shells.first {
        areas[bandOfRing[shell]].append(polygon)
      }
    }
    return areas
  }
}

/// Sets that only grow together, known by the least of their members.
struct DisjointSets {
  private var parents: [Int]

  /// Every number below `count` alone.
  init(count: Int) { parents = Array(0..<count) }

  /// The least member of the set that holds the number.
  mutating func root(_ member: Int) -> Int {
    var member = member
    while parents[member] != member {
      parents[member] = parents[parents[member]]
      member = parents[member]
    }
    return member
  }

  /// Makes one set of two.
  mutating func unite(_ one: Int, _ other: Int) {
    let (a, b) = (root(one), root(other))
    parents[max(a, b)] = min(a, b)
  }
}
