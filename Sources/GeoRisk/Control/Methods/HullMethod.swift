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
    let control = ground.model.control
    let actors = ground.evidence.actors
    var channels: [[Double]] = []
    var notes: [String] = []
    for (number, actor) in actors.enumerated() {
      let places = ground.evidence.items.filter {
        $0.actors.contains(number) && $0.weight >= control.evidenceThreshold
      }.map(\.coordinate)
      let labels = DensityClusters.labels(
        places, radius: control.clusterKm * 1_000, leastPlaces: control.clusterPoints)
      let alone = labels.count { $0 == nil }
      if alone > 0 {
        let stand =
          alone == 1 ? "place of \(actor) stands alone and makes" : "places of \(actor) stand alone and make"
        notes.append("\(alone) \(stand) no hull")
      }
      var channel = [Double](repeating: 0, count: ground.grid.count)
      for cluster in 0..<((labels.compactMap(\.self).max() ?? -1) + 1) {
        let own = places.indices.filter { labels[$0] == cluster }.map { places[$0] }
        let hull = try Hull(round: own, ratio: control.hullRatio, margin: 100 * control.clusterKm)
        hull.add(to: &channel, on: ground.grid)
      }
      channels.append(channel)
    }
    return ControlClaims(
      channels: channels,
      // Half is the edge of a hull; nobody's share can reach 2.
      rule: ControlZoneRule(actors: actors.count, controlledShare: 2, contestedMargin: 0.2, threshold: 0.5),
      notes: notes)
  }
}

/// A hull in a plane of metres, wider by a margin.
private struct Hull {
  private let frame: LocalFrame
  private let rings: [[Coordinate]]
  /// Where there is no area: the places themselves.
  private let places: [Coordinate]
  private let margin: Double
  /// No node farther from the middle feels it.
  private let middle: EarthPosition
  private let reach: Double

  init(round places: [Coordinate], ratio: Double, margin: Double) throws(GeoRiskError) {
    // Any middle will do that is not far off.
    let first = places[0].longitude
    let longitudes = places.map { Longitude.nearest($0.longitude, to: first) }
    let count = Double(places.count)
    let centre = Coordinate(
      longitude: longitudes.reduce(0, +) / count, latitude: places.reduce(0) { $0 + $1.latitude } / count)
    frame = LocalFrame(center: centre)
    middle = EarthPosition(centre)
    self.margin = margin
    let flat = frame.forward(places)
    self.places = flat
    do throws(TopologyError) {
      let hull = try Geometry.multiPoint(flat).concaveHull(ratio: ratio)
      rings = hull.polygons.flatMap { $0.rings.map(Array.init) }
    } catch {
      throw GeoRiskError(.internalFault, "no hull can be drawn: \(error)")
    }
    reach = 3 * margin + flat.reduce(0) { max($0, ($1.x * $1.x + $1.y * $1.y).squareRoot()) }
  }

  /// Raises a channel to 1 inside, half at the edge and 0 a little beyond: straight across the edge, so that the border
  /// drawn between nodes is the edge.
  func add(to channel: inout [Double], on grid: LonLatGrid) {
    let width = 2 * grid.latitudeStep * 111_000
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let place = grid.coordinate(row: row, column: column)
        guard EarthPosition(place).distance(to: middle) <= reach + width else { continue }
        let depth = margin - distance(frame.forward(place))
        let value = min(1, max(0, 0.5 + depth / width))
        let node = row * grid.columns + column
        channel[node] = max(channel[node], value)
      }
    }
  }

  /// Metres to the hull, negative inside.
  private func distance(_ point: Coordinate) -> Double {
    var least = Double.infinity
    for place in places { least = min(least, length(point.x - place.x, point.y - place.y)) }
    var isInside = false
    for ring in rings {
      for (a, b) in zip(ring, ring.dropFirst()) {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let size = dx * dx + dy * dy
        let part = size == 0 ? 0 : min(1, max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / size))
        least = min(least, length(point.x - a.x - part * dx, point.y - a.y - part * dy))
        if (a.y > point.y) != (b.y > point.y), point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x) {
          isInside.toggle()
        }
      }
    }
    if rings.isEmpty { least = min(least, distanceToLine(point)) }
    return isInside ? -least : least
  }

  /// Places on a line: the stretch between the two that lie farthest apart.
  private func distanceToLine(_ point: Coordinate) -> Double {
    guard let first = places.min(by: { ($0.x, $0.y) < ($1.x, $1.y) }),
      let last = places.max(by: { ($0.x, $0.y) < ($1.x, $1.y) })
    else { return .infinity }
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let size = dx * dx + dy * dy
    let part = size == 0 ? 0 : min(1, max(0, ((point.x - first.x) * dx + (point.y - first.y) * dy) / size))
    return length(point.x - first.x - part * dx, point.y - first.y - part * dy)
  }

  private func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
}
