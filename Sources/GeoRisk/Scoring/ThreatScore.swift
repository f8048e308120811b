/// How much threat a place or segment carries, and what it is made of.
public struct ThreatScore: Hashable, Sendable {
  /// The sum over incidents of severity × time decay × distance decay × profile weight; 0 or more, no unit.
  public var threat: Double
  /// The parts of `threat` by dimension, in the order of `Dimension.allCases`, profile weights included; they
  /// add up to `threat`.
  public var components: SIMD4<Double>
  /// Standard error of `threat` for a Poisson process of incidents (Campbell's theorem).
  public var standardError: Double
  /// `threat` on the scale 0…100, where the model's reference threat scores 50.
  public var index: Double
  /// The band of the model's thresholds that `index` falls into.
  public var grade: Grade
  /// The incidents that contribute most, the largest first.
  public var topIncidents: [IncidentShare]

  /// Makes a score from its parts.
  public init(
    threat: Double, components: SIMD4<Double>, standardError: Double, index: Double, grade: Grade,
    topIncidents: [IncidentShare]
  ) {
    self.threat = threat
    self.components = components
    self.standardError = standardError
    self.index = index
    self.grade = grade
    self.topIncidents = topIncidents
  }

  /// The part of `threat` that one dimension gives.
  public func component(_ dimension: Dimension) -> Double { components[dimension.index] }
}

/// One incident's part in a score.
public struct IncidentShare: Hashable, Sendable {
  /// The incident's id.
  public var incidentID: String
  /// Its part of the threat, 0…1; over all incidents the shares add up to 1.
  public var share: Double
  /// Geodesic distance in km from the scored point, or from a segment's middle.
  public var km: Double
  /// Age in whole days on the as-of date; 0 for a state that lasts.
  public var days: Int

  /// Makes a contribution from its parts.
  public init(incidentID: String, share: Double, km: Double, days: Int) {
    self.incidentID = incidentID
    self.share = share
    self.km = km
    self.days = days
  }
}
