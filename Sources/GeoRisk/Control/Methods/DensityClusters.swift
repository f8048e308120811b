import GeoCore

/// Clusters of places by density (DBSCAN; Ester, Kriegel, Sander and Xu 1996).
///
/// A place with at least so many places (itself among them) within a radius is a core; cores within the radius of each
/// other are of one cluster, and other places within the radius of a core of that of the first such core in order.
/// Places near no core are noise.
enum DensityClusters {
  /// The cluster of each place, numbered from 0 in the order of their first cores; nil for noise.
  ///
  /// Cost: two range queries a place; places at one coordinate are asked for once. Memory grows with the places alone.
  ///
  /// - Parameters:
  ///   - places: degrees.
  ///   - radius: metres.
  ///   - leastPlaces: how many make a core, 1 or more.
  static func labels(_ places: [Coordinate], radius: Double, leastPlaces: Int) -> [Int?] {
    var numbers: [Coordinate: Int] = [:]
    var spots: [Coordinate] = []
    var counts: [Int] = []
    let spotOf = places.map { place in
      if let number = numbers[place] {
        counts[number] += 1
        return number
      }
      numbers[place] = spots.count
      spots.append(place)
      counts.append(1)
      return spots.count - 1
    }
    let index = PointIndex(spots)
    func neighbours(_ spot: Int) -> [Int] { index.indices(within: radius, of: EarthPosition(spots[spot])) }
    let isCore = spots.indices.map { spot in
      neighbours(spot).reduce(0) { $0 + counts[$1] } >= leastPlaces
    }
    var labels = [Int?](repeating: nil, count: spots.count)
    var count = 0
    for start in spots.indices where isCore[start] && labels[start] == nil {
      labels[start] = count
      var front = [start]
      while let core = front.popLast() {
        for other in neighbours(core) where isCore[other] && labels[other] == nil {
          labels[other] = count
          front.append(other)
        }
      }
      count += 1
    }
    for spot in spots.indices where !isCore[spot] {
      if let core = neighbours(spot).first(where: { isCore[$0] }) { labels[spot] = labels[core] }
    }
    return spotOf.map { labels[$0] }
  }
}
