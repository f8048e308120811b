import GeoCore

/// The latest status of each locality holds the ground nearest to it, within its radius.
///
/// Observations and direct incidents at one coordinate are one locality, and the newest of them count. Where they name
/// different holders on that day, the locality is contested between the first two by name; one that is contested without
/// a name for the other side is the named one's influence. Distances are measured in
/// radii, so that a town with a wide radius takes more than a village beside it (a multiplicatively weighted Voronoi
/// diagram); beyond one radius the ground is nobody's. What is so old or unsure that its weight is below the evidence
/// threshold does not count. A zone's share is the mean confidence of the localities of its holder, aged.
struct VoronoiMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    let localities = Locality.latest(of: ground)
    var claims: [ControlClaims.Claim] = []
    var numbers: [ControlClaims.Claim: Int] = [:]
    var members: [[Locality]] = []
    for locality in localities {
      if let index = numbers[locality.claim] {
        members[index].append(locality)
      } else {
        numbers[locality.claim] = claims.count
        claims.append(locality.claim)
        members.append([locality])
      }
    }
    for index in claims.indices {
      claims[index].share = members[index].reduce(0) { $0 + $1.confidence } / Double(members[index].count)
    }
    let (grid, own) = (ground.grid, members)
    let positions = ground.workers.inBlocks(of: grid.count) { node in
      EarthPosition(grid.coordinate(row: node / grid.columns, column: node % grid.columns))
    }
    let channels = ground.workers.map(claims.count) { claim in
      var channel = [Double](repeating: 0, count: grid.count)
      for locality in own[claim] {
        // 1 at the radius and 2 on the spot, so that borders run where distances in radii are equal, or 1.
        let window = grid.window(within: 2 * locality.radius, of: locality.place)
        for row in window.rows {
          for node in row * grid.columns + window.columns.lowerBound..<row * grid.columns
            + window.columns.upperBound
          {
            let value = 2 - positions[node].distance(to: locality.position) / locality.radius
            if value > channel[node] { channel[node] = value }
          }
        }
      }
      return channel
    }
    return ControlClaims(
      channels: channels, rule: ControlZoneRule(strongestOf: claims.count, threshold: 1),
      holders: .claims(claims))
  }
}

/// A place with its newest holder.
private struct Locality: Sendable {
  let claim: ControlClaims.Claim
  let confidence: Double
  let place: Coordinate
  let position: EarthPosition
  /// Metres.
  let radius: Double

  static func latest(of ground: ControlGround) -> [Locality] {
    var groups: [[ControlZoneEvidence.Item]] = []
    var numbers: [Coordinate: Int] = [:]
    for item in ground.evidence.items where item.weight >= ground.model.control.evidenceThreshold {
      if let number = numbers[item.coordinate] {
        groups[number].append(item)
      } else {
        numbers[item.coordinate] = groups.count
        groups.append([item])
      }
    }
    return groups.map { items in
      let day = items.map(\.days.upperBound).max()
      let newest = items.filter { $0.days.upperBound == day }
      // Actors are numbered by name.
      let actors = Set(newest.flatMap(\.actors)).sorted()
      let isNegotiated = newest.allSatisfy(\.negotiated)
      // Contested, and by whom is not said: that is no control.
      let isInfluence = newest.allSatisfy { $0.status != .controlled }
      return Locality(
        claim: ControlClaims.Claim(
          actors: Array(actors.prefix(2)),
          status: actors.count > 1 ? .contested : isInfluence ? .influence : .controlled,
          negotiated: isNegotiated),
        confidence: newest.reduce(0) { $0 + $1.confidence * $1.ageFactor } / Double(newest.count),
        place: items[0].coordinate, position: EarthPosition(items[0].coordinate),
        radius: newest.map(\.radius).max() ?? 0)
    }
  }
}
