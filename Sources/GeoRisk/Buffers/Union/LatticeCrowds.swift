import GeoCore

/// Crowds of polygons, united on their own before all others.
///
/// Where n polygons lie on top of each other, as the wide buffers of a town's streets do, every one crosses every
/// other one and finding all of that takes n² time, for a result of a few rings. So polygons are put in order
/// along a curve that keeps neighbours together, and whenever 32 in a row have boxes that would cover the box
/// round them all several times, they are united and stand in the row as what they have become. That is done again
/// as long as there are crowds and points grow fewer: n log n in all.
enum LatticeCrowds {
  private static let size = 32
  /// How many times a crowd's boxes would cover the box round all of them, at least. Roads strewn over a country,
  /// with whose outlines a result is mostly made, stay well below that.
  private static let depth = 6.0

  /// The same ground in rings that lie on top of each other a few times at most; nil where a union fails.
  static func dispersed(_ rings: consuming LatticeRings, workers: Workers) -> LatticeRings? {
    var rings = rings
    while true {
      let groups = groups(of: rings, workers)
      let crowds = groups.map { isCrowd($0) }
      guard crowds.contains(true) else { return rings }
      let united = workers.map(groups.count) { [rings] index -> LatticeRings? in
        var own = LatticeRings()
        for member in groups[index] { append(rings, member.polygon, to: &own) }
        guard crowds[index] else { return own }
        return LatticeUnion.united(own, workers: Workers(threads: 1)).map { LatticeRings($0) }
      }
      var next = LatticeRings()
      next.reserve(rings: rings.count, points: rings.points.count)
      for group in united {
        guard let group else { return nil }
        next.append(group)
      }
      let before = rings.points.count
      rings = next
      // Boxes that overlap need not hold rings that do.
      if rings.points.count > before / 10 * 9 { return rings }
    }
  }

  private static func append(_ rings: LatticeRings, _ polygon: Int, to others: inout LatticeRings) {
    let own = rings.rings(ofPolygon: polygon)
    for ring in own { others.append(rings.points[rings.range(ring)], isHole: ring > own.lowerBound) }
  }

  /// A polygon with the box round its outer ring.
  private struct Member {
    let polygon: Int
    var low, high: LatticePoint
    var area: Double { Double(high.x - low.x) * Double(high.y - low.y) }
  }

  private static func isCrowd(_ group: ArraySlice<Member>) -> Bool {
    guard var all = group.first, group.count > 1 else { return false }
    for member in group {
      all.low = LatticePoint(x: min(all.low.x, member.low.x), y: min(all.low.y, member.low.y))
      all.high = LatticePoint(x: max(all.high.x, member.high.x), y: max(all.high.y, member.high.y))
    }
    return group.reduce(0) { $0 + $1.area } > depth * all.area
  }

  /// The polygons in runs of neighbours.
  private static func groups(of rings: LatticeRings, _ workers: Workers) -> [ArraySlice<Member>] {
    let members = workers.map(rings.polygonStarts.count) { polygon in
      let points = rings.points[rings.range(rings.polygonStarts[polygon])]
      var (low, high) = (points[points.startIndex], points[points.startIndex])
      for point in points {
        low = LatticePoint(x: min(low.x, point.x), y: min(low.y, point.y))
        high = LatticePoint(x: max(high.x, point.x), y: max(high.y, point.y))
      }
      return Member(polygon: polygon, low: low, high: high)
    }
    let west = members.reduce(Int.max) { min($0, $1.low.x) }
    let south = members.reduce(Int.max) { min($0, $1.low.y) }
    let keys = members.map { curveKey(($0.low.x + $0.high.x) / 2 - west, ($0.low.y + $0.high.y) / 2 - south) }
    let order = members.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    let sorted = order.map { members[$0] }
    return stride(from: 0, to: sorted.count, by: size).map { sorted[$0..<min($0 + size, sorted.count)] }
  }

  /// The place on Morton's curve: the bits of both coordinates in turn, the highest 32 of 40 each.
  private static func curveKey(_ x: Int, _ y: Int) -> UInt64 {
    func spread(_ value: Int) -> UInt64 {
      var bits = UInt64(min(max(0, value), 1 << 40 - 1)) >> 8
      bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
      bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
      bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
      bits = (bits | bits << 2) & 0x3333_3333_3333_3333
      return (bits | bits << 1) & 0x5555_5555_5555_5555
    }
    return spread(x) | spread(y) << 1
  }
}
