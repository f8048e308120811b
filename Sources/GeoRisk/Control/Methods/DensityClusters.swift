import GeoCore

/// Clusters of places by density (DBSCAN; Ester, Kriegel, Sander and Xu 1996).
///
/// A place with at least so many places (itself among them) within a radius is a core; cores within the radius of each
/// other are of one cluster, and other places within the radius of a core of that of the first such core in order.
/// Places near no core are noise.
enum DensityClusters {
  /// The cluster of each place, numbered from 0 in the order of their first cores; nil for noise.
  ///
  /// Cost: a range query a place.
  ///
  /// - Parameters:
  ///   - places: degrees.
  ///   - radius: metres.
  ///   - leastPlaces: how many make a core, 1 or more.
  static func labels(_ places: [Coordinate], radius: Double, leastPlaces: Int) -> [Int?] {
    let index = PointIndex(places)
    let neighbours = places.map { index.indices(within: radius, of: EarthPosition($0)) }
    let isCore = neighbours.map { $0.count >= leastPlaces }
    var labels = [Int?](repeating: nil, count: places.count)
    var count = 0
    for start in places.indices where isCore[start] && labels[start] == nil {
      labels[start] = count
      var front = [start]
      while let core = front.popLast() {
        for other in neighbours[core] where isCore[other] && labels[other] == nil {
          labels[other] = count
          front.append(other)
        }
      }
      count += 1
    }
    for place in places.indices where !isCore[place] {
      if let core = neighbours[place].first(where: { isCore[$0] }) { labels[place] = labels[core] }
    }
    return labels
  }
}
