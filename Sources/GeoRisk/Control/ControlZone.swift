import GeoCore

/// One connected stretch of ground that the evidence gives to an actor, or leaves disputed between two.
public struct ControlZone: Hashable, Sendable {
  /// How the ground is held.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// The actor's share of the evidence reaches the model's `controlled_share`.
    case controlled
    /// The two strongest actors' shares differ by less than the model's `contested_margin`.
    case contested
    /// The actor has the largest share, but neither of the above holds.
    case influence
  }

  /// `Z1`, `Z2`, …, in the order of actor, status and size.
  public var id: String
  /// The leading actor.
  public var actor: String
  /// The runner-up of a contested zone; nil elsewhere.
  public var actor2: String?
  /// How the ground is held.
  public var status: Status
  /// Whether at least half of the evidence in the zone is of negotiated presence.
  public var negotiated: Bool
  /// Mean over the zone of the leading actor's share of the evidence, 0…1.
  public var share: Double
  /// Mean over the zone of the evidence of all actors.
  public var evidence: Double
  /// Area on the ellipsoid in km².
  public var areaKm2: Double
  /// The oldest day of which an observation behind the zone speaks.
  public var firstEvidence: CalendarDay
  /// The newest such day, no later than the as-of date.
  public var lastEvidence: CalendarDay
  /// The ids of the observations and incidents behind the zone, in the order of the input.
  public var observations: [String]
  /// The area in degrees, seven decimals, outer rings counter-clockwise; longitudes may exceed 180.
  public var area: MultiPolygon

  /// Makes a zone from its parts.
  public init(
    id: String, actor: String, actor2: String? = nil, status: Status, negotiated: Bool, share: Double,
    evidence: Double, areaKm2: Double, firstEvidence: CalendarDay, lastEvidence: CalendarDay,
    observations: [String], area: MultiPolygon
  ) {
    self.id = id
    self.actor = actor
    self.actor2 = actor2
    self.status = status
    self.negotiated = negotiated
    self.share = share
    self.evidence = evidence
    self.areaKm2 = areaKm2
    self.firstEvidence = firstEvidence
    self.lastEvidence = lastEvidence
    self.observations = observations
    self.area = area
  }
}
