import GeoCore

/// The latest status of each locality holds the ground nearest to it, within its radius.
///
/// Observations and direct incidents at one coordinate are one locality, and the newest of them count. Where they name
/// different holders on that day, the locality is contested between the first two by name. Distances are measured in
/// radii, so that a town with a wide radius takes more than a village beside it (a multiplicatively weighted Voronoi
/// diagram); beyond one radius the ground is nobody's. What is so old or unsure that its weight is below the evidence
/// threshold does not count. A zone's share is the mean confidence of the localities of its holder, aged.
struct VoronoiMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    let localities = Locality.latest(of: ground)
    var claims: [ControlClaims.Claim] = []
    var members: [[Locality]] = []
    for locality in localities {
      if let index = claims.firstIndex(of: locality.claim) {
        members[index].append(locality)
      } else {
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
      positions.map { position in
        // 1 at the radius and 2 on the spot, so that borders run where distances in radii are equal, or 1.
        own[claim].reduce(0) { max($0, 2 - position.distance(to: $1.position) / $1.radius) }
      }
    }
    return ControlClaims(
      channels: channels, rule: ControlZoneRule(strongestOf: claims.count, threshold: 1), claims: claims)
  }
}

/// A place with its newest holder.
private struct Locality: Sendable {
  let claim: ControlClaims.Claim
  let confidence: Double
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
      let isInfluence = newest.allSatisfy { $0.status == .influence || $0.negotiated }
      return Locality(
        claim: ControlClaims.Claim(
          actors: Array(actors.prefix(2)),
          status: actors.count > 1 ? .contested : isInfluence ? .influence : .controlled,
          negotiated: isNegotiated),
        confidence: newest.reduce(0) { $0 + $1.confidence * $1.ageFactor } / Double(newest.count),
        position: EarthPosition(items[0].coordinate),
        radius: newest.map(\.radius).max() ?? 0)
    }
  }
}
