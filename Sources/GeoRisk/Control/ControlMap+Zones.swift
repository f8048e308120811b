import GeoCore
import GeoProjection
import ThreatField

extension ControlMap {
  /// Draws the zones that control observations and incidents give on one day.
  ///
  /// The evidence of each actor is summed on a grid and its shares are judged by the model: see
  /// `RiskModel.ControlModel`. Borders run where a margin between two classes is 0, by linear interpolation. Each
  /// zone is connected; an area smaller than one grid cell that borders on another zone is counted to the
  /// neighbour with the longest common border.
  ///
  /// - Parameters:
  ///   - observations: statements about who holds a place; those that begin after the as-of date do not count.
  ///   - incidents: those that are direct evidence count, by their sub-event type, the rest does not.
  ///   - model: its `control` part.
  ///   - asOf: the day to judge.
  ///   - resolution: node spacing of the grid in metres, above 0.
  ///   - extent: degrees, cuts the zones; nil takes all places that evidence reaches.
  ///   - workers: how many threads to use; the result does not depend on it.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` when the resolution or extent is not usable, or the model's numbers make no kernel.
  public init(
    observations: [ControlObservation], incidents: [Incident], model: RiskModel = RiskModel(),
    asOf: CalendarDay, resolution: Double = 2_000, extent: Envelope? = nil,
    workers: Workers = .allProcessors, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) {
    let method = model.control.method
    let evidence = try ControlZoneEvidence(
      observations: observations, incidents: incidents, model: model, asOf: asOf,
      activity: method.readsActivity)
    if evidence.items.isEmpty {
      self.init(zones: [], notes: evidence.notes)
      return
    }
    let grid = try LonLatGrid.map(
      extent: extent, around: evidence.items.map(\.coordinate), margin: evidence.reach,
      resolution: resolution)
    let claims = try method.way.claims(
      ControlGround(
        evidence: evidence, observations: observations, incidents: incidents, model: model, asOf: asOf,
        grid: grid, workers: workers, progress: progress))
    let mosaic = ControlZoneMosaic(grid: grid, rule: claims.rule, channels: claims.channels)
    var notes = evidence.notes + claims.notes
    if mosaic.joined > 0 {
      notes.append(
        "\(mosaic.joined) areas smaller than a grid cell were counted to the neighbouring control zone")
    }
    let floor = model.control.evidenceThreshold * 0.01
    let reached = ReachedEvidence(evidence)
    let zones = workers.map(mosaic.components.count) { index in
      ControlZone(mosaic.components[index], claims: claims, reached: reached, floor: floor)
    }
    self.init(zones: ControlZone.numbered(zones.compactMap(\.self)), notes: notes)
  }
}

extension ControlZone {
  /// A zone from its shape and the evidence, without its id.
  fileprivate init?(
    _ component: ControlZoneMosaic.Component, claims: ControlClaims, reached: ReachedEvidence, floor: Double
  ) {
    let evidence = reached.evidence
    guard let found = component.found.status else { return nil }
    let claim: ControlClaims.Claim?
    var holders: [(actor: Int, share: Double)]
    switch claims.holders {
    case .claims(let all):
      claim = all[component.found.first]
      holders = all[component.found.first].actors.map { ($0, component.shares.first) }
    case .actors(let actors):
      claim = nil
      // A method may leave a part to nobody, behind the actors: ground where it leads is no zone, and none is disputed
      // with it.
      holders = [
        (component.found.first, component.shares.first), (component.found.second, component.shares.second),
      ].filter { actors.indices.contains($0.0) }.map { (actors[$0.0], $0.1) }
      if holders.count > 1, holders[1].share > holders[0].share { holders.reverse() }
    }
    guard let holder = holders.first else { return nil }
    let actors = holders.map(\.actor)
    let isAlone = claim == nil && found == .contested && actors.count < 2
    let share = claim?.share ?? holder.share
    let status = isAlone ? .influence : claim?.status ?? found
    let total = component.means.prefix(claims.rule.actors).reduce(0, +)
    let terms = component.means.count > claims.rule.actors ? component.means[claims.rule.actors] : 0
    let items = reached.behind(component.polygon, actors: actors, floor: floor)
    guard let first = items.map(\.days.lowerBound).min(), let last = items.map(\.days.upperBound).max()
    else { return nil }
    self.init(
      id: "", actor: evidence.actors[actors[0]], actor2: actors.count > 1 ? evidence.actors[actors[1]] : nil,
      status: status,
      negotiated: claim?.negotiated
        ?? (component.found.isNegotiated || (status != .controlled && terms >= total / 2)), share: share,
      evidence: total, areaKm2: Geodesic.wgs84.area(of: component.polygon) / 1e6, firstEvidence: first,
      lastEvidence: last, observations: items.map(\.id), area: MultiPolygon([component.polygon]))
  }

  /// Zones in their final order, numbered.
  fileprivate static func numbered(_ zones: [ControlZone]) -> [ControlZone] {
    let statuses = Status.allCases
    let order = zones.indices.sorted { left, right in
      let (a, b) = (zones[left], zones[right])
      if a.actor != b.actor { return a.actor < b.actor }
      if a.status != b.status {
        return (statuses.firstIndex(of: a.status) ?? 0) < (statuses.firstIndex(of: b.status) ?? 0)
      }
      if a.areaKm2 != b.areaKm2 { return a.areaKm2 > b.areaKm2 }
      return left < right
    }
    return order.enumerated().map { number, index in
      var zone = zones[index]
      zone.id = "Z\(number + 1)"
      return zone
    }
  }
}

/// Evidence that can be asked what reaches a zone.
private struct ReachedEvidence: Sendable {
  let evidence: ControlZoneEvidence
  private let places: PointIndex
  private let reach: Double

  init(_ evidence: ControlZoneEvidence) {
    self.evidence = evidence
    places = PointIndex(evidence.items.map(\.coordinate))
    reach = evidence.reach
  }

  /// The items behind a zone of these actors: those whose evidence at the zone's nearest place reaches `floor`,
  /// or where none does, those within reach of the zone (failing that all for these actors).
  func behind(_ zone: Polygon, actors: [Int], floor: Double) -> [ControlZoneEvidence.Item] {
    let index = PolygonIndex(zone)
    let middle = zone.envelope.center.longitude
    // Steps along a zone's border are no longer than a cell, so that its vertices stand for it.
    let border = zone.coordinates.map { EarthPosition($0) }
    // A ball round the border holds the zone as well.
    let center = EarthPosition(zone.envelope.center)
    let radius = border.reduce(0) { max($0, $1.squaredChord(to: center)) }.squareRoot()
    let limit = EarthPosition.arc(squaredChord: (radius + reach) * (radius + reach))
    let reaching = places.indices(within: limit, of: center).compactMap {
      number -> (item: ControlZoneEvidence.Item, value: Double)? in
      let item = evidence.items[number]
      guard item.actors.contains(where: actors.contains) else { return nil }
      let longitude = Longitude.nearest(item.coordinate.longitude, to: middle)
      var squaredChord = 0.0
      if !index.contains(Coordinate(longitude: longitude, latitude: item.coordinate.latitude)) {
        let position = EarthPosition(item.coordinate)
        squaredChord = border.reduce(.infinity) { min($0, $1.squaredChord(to: position)) }
      }
      let value =
        item.weight
        * evidence.kernels[item.kernel].value(atDistance: EarthPosition.arc(squaredChord: squaredChord))
      return value > 0 ? (item, value) : nil
    }
    let strong = reaching.filter { $0.value >= floor }
    if strong.isEmpty && reaching.isEmpty {
      return evidence.items.filter { $0.actors.contains(where: actors.contains) }
    }
    return (strong.isEmpty ? reaching : strong).map(\.item)
  }
}
