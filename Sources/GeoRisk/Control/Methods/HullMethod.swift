import GeoCore
import GeoProjection
import GeoTopology

/// The concave hulls of an actor's clustered incidents and observations: where it is active.
///
/// Places of all incidents that name an actor on either side, and of all its observations, whose weight has not aged
/// below the evidence threshold, are clustered (`DensityClusters`, `cluster_km` and `cluster_points`); each cluster's
/// concave hull (`hull_ratio`), a tenth of `cluster_km` wider all round, is the actor's. To be active is less than to
/// hold: a hull is the actor's influence, and where hulls overlap the ground is contested. A cluster whose places lie on
/// a line or on one spot has the ground within that tenth of it. Places near too few others make no hull, and a note says
/// how many there are.
struct HullMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    let actors = ground.evidence.actors
    let found = try ground.workers.tryMap(actors.count) { number throws(GeoRiskError) -> ActorHulls in
      try ActorHulls(of: number, ground)
    }
    let holders = actors.indices.filter { found[$0].channel != nil }
    let notes = actors.indices.filter { found[$0].alone > 0 }.map { number in
      let (alone, actor) = (found[number].alone, actors[number])
      let stand =
        alone == 1 ? "place of \(actor) stands alone and makes" : "places of \(actor) stand alone and make"
      return "\(alone) \(stand) no hull"
    }
    return ControlClaims(
      channels: found.compactMap(\.channel),
      // Half is the edge of a hull; nobody's share can reach 2.
      rule: ControlZoneRule(actors: holders.count, controlledShare: 2, contestedMargin: 0.2, threshold: 0.5),
      holders: .actors(holders), notes: notes)
  }
}

/// What one actor claims by its hulls.
private struct ActorHulls: Sendable {
  /// How strong its claim is at every node; nil where it has no hull.
  private(set) var channel: [Double]?
  /// How many of its places lie in no cluster.
  let alone: Int

  init(of number: Int, _ ground: ControlGround) throws(GeoRiskError) {
    let control = ground.model.control
    let places = ground.evidence.items.filter {
      $0.actors.contains(number) && $0.weight >= control.evidenceThreshold
    }.map(\.coordinate)
    let labels = DensityClusters.labels(
      places, radius: control.clusterKm * 1_000, leastPlaces: control.clusterPoints)
    alone = labels.count { $0 == nil }
    var clusters: [[Coordinate]] = []
    for (place, label) in zip(places, labels) {
      guard let label else { continue }
      // Clusters are numbered by their first cores, but another place of one may come before.
      while clusters.count <= label { clusters.append([]) }
      clusters[label].append(place)
    }
    if clusters.isEmpty { return }
    var channel = [Double](repeating: 0, count: ground.grid.count)
    for cluster in clusters {
      let hull = try Hull(round: cluster, ratio: control.hullRatio, margin: 100 * control.clusterKm)
      hull.add(to: &channel, on: ground.grid)
    }
    self.channel = channel
  }
}

/// A hull of some places, wider by a margin.
private struct Hull {
  /// Its edges, those of its holes among them; where it has no area, the line or spot on which all places lie.
  private let edges: NearestSegmentIndex
  private let inside: [PolygonIndex]
  private let margin: Double
  /// No node farther from the middle feels it.
  private let middle: Coordinate
  private let reach: Double

  init(round places: [Coordinate], ratio: Double, margin: Double) throws(GeoRiskError) {
    // Any middle will do that is not far off.
    let first = places[0].longitude
    let longitudes = places.map { Longitude.nearest($0.longitude, to: first) }
    let count = Double(places.count)
    middle = Coordinate(
      longitude: longitudes.reduce(0, +) / count, latitude: places.reduce(0) { $0 + $1.latitude } / count)
    let frame = LocalFrame(center: middle)
    self.margin = margin
    let flat = frame.forward(places)
    reach = 3 * margin + flat.reduce(0) { max($0, ($1.x * $1.x + $1.y * $1.y).squareRoot()) }
    do {
      let polygons = try Geometry.multiPoint(flat).concaveHull(ratio: ratio).polygons.map { polygon in
        // Short steps, so that straight edges in degrees and in space are those of the plane.
        try Polygon(rings: polygon.rings.map { frame.inverse(Self.densified(Array($0))) })
      }
      inside = polygons.map { PolygonIndex($0) }
      let rings = polygons.flatMap { $0.rings.map(Array.init) }
      edges = NearestSegmentIndex(
        lines: rings.isEmpty ? [frame.inverse(Self.densified(Self.ends(of: flat)))] : rings)
    } catch {
      throw GeoRiskError(.internalFault, "no hull can be drawn: \(error)")
    }
  }

  /// Raises a channel to 1 inside, half at the edge and 0 a little beyond: straight across the edge, so that the border
  /// drawn between nodes is the edge.
  func add(to channel: inout [Double], on grid: LonLatGrid) {
    let width = 2 * grid.latitudeStep * 111_000
    let window = grid.window(within: reach + width, of: middle)
    for row in window.rows {
      for column in window.columns {
        let depth = margin - distance(to: grid.coordinate(row: row, column: column), upTo: margin + width)
        let value = min(1, max(0, 0.5 + depth / width))
        let node = row * grid.columns + column
        channel[node] = max(channel[node], value)
      }
    }
  }

  /// Metres to the hull, negative inside; infinite on either side beyond a limit.
  private func distance(to place: Coordinate, upTo limit: Double) -> Double {
    let near = edges.nearest(to: EarthPosition(place), within: limit)
    let distance = near.map { EarthPosition.arc(squaredChord: $0.chord * $0.chord) } ?? .infinity
    let local = Coordinate(
      longitude: Longitude.nearest(place.longitude, to: middle.longitude), latitude: place.latitude)
    return inside.contains { $0.contains(local) } ? -distance : distance
  }

  /// The two of places on a line that lie farthest apart; of one spot that spot.
  private static func ends(of places: [Coordinate]) -> [Coordinate] {
    guard let first = places.min(by: { ($0.x, $0.y) < ($1.x, $1.y) }),
      let last = places.max(by: { ($0.x, $0.y) < ($1.x, $1.y) })
    else { return [] }
    return first == last ? [first] : [first, last]
  }

  /// A line in the plane with steps of 10 km at most.
  private static func densified(_ line: [Coordinate]) -> [Coordinate] {
    var steps = Array(line.prefix(1))
    for (a, b) in zip(line, line.dropFirst()) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let parts = max(1, ((dx * dx + dy * dy).squareRoot() / 10_000).rounded(.up))
      for part in stride(from: 1, to: parts, by: 1) {
        steps.append(Coordinate(x: a.x + part / parts * dx, y: a.y + part / parts * dy))
      }
      steps.append(b)
    }
    return steps
  }
}
