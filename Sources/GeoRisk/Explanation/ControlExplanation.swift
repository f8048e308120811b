import GeoCore
import GeoProjection
import ThreatField

/// Who holds a place taken apart: which observations and incidents speak for whom, and how strongly.
///
///     value = confidence × status weight × age factor × distance factor
///
/// An actor's share is the sum of its values over that of all actors' values; an observation of a contested place counts for
/// both of its actors.
public struct ControlExplanation: Hashable, Sendable {
  /// What one observation or incident says of the place.
  public struct Term: Hashable, Sendable {
    /// The id of the observation or incident.
    public var id: String
    /// For whom it speaks, one or two.
    public var actors: [String]
    /// Whether it speaks of a negotiated presence.
    public var negotiated: Bool
    /// The newest day of which it speaks, no later than the as-of date.
    public var lastDay: CalendarDay
    /// Geodesic distance in km from the place.
    public var km: Double
    /// How sure its source is, 0…1.
    public var confidence: Double
    /// The model's weight of its status.
    public var statusWeight: Double
    /// What age has left of it, 0…1.
    public var ageFactor: Double
    /// What distance has left of it, 0…1.
    public var distanceFactor: Double
    /// The product of the four, above 0: its evidence for each of its actors.
    public var value: Double
  }

  /// One actor's part in the evidence.
  public struct ActorShare: Hashable, Sendable {
    /// The actor's name.
    public var actor: String
    /// The sum of its values, above 0.
    public var evidence: Double
    /// Its part of all actors' evidence, 0…1.
    public var share: Double
  }

  /// The place.
  public var place: Coordinate
  /// The day on which control was judged.
  public var asOf: CalendarDay
  /// The method whose verdict it is.
  public var method: RiskModel.ControlModel.Method
  /// How the place is held; nil where the evidence is below the threshold.
  public var status: ControlZone.Status?
  /// Who holds it, two where it is contested; none without a status.
  public var holders: [String]
  /// The evidence of all actors that the model asks for.
  public var threshold: Double
  /// The actors with any evidence as shares weigh it, the strongest first, equal ones by name.
  public var actors: [ActorShare]
  /// The terms that are above 0, the largest first, equal ones in the order of the input.
  public var terms: [Term]

  /// Takes the evidence at one place apart.
  ///
  /// The verdict is that of the model's rule at the place itself. A zone drawn on a grid agrees with it but within a
  /// node's spacing of its border, where the grid interpolates.
  ///
  /// - Parameters:
  ///   - place: degrees.
  ///   - observations: statements about who holds a place; those that begin after the as-of date do not count.
  ///   - incidents: those that are direct evidence count.
  ///   - model: its `control` part.
  ///   - asOf: the day to judge.
  /// - Throws: `GeoRiskError` when the model's numbers make no kernel.
  public init(
    at place: Coordinate, observations: [ControlObservation], incidents: [Incident], model: RiskModel,
    asOf: CalendarDay
  ) throws(GeoRiskError) {
    self.init(
      at: place,
      evidence: try ControlZoneEvidence(
        observations: observations, incidents: incidents, model: model, asOf: asOf), model: model, asOf: asOf)
  }

  /// As above from evidence that is weighed already.
  init(at place: Coordinate, evidence: ControlZoneEvidence, model: RiskModel, asOf: CalendarDay) {
    let position = EarthPosition(place)
    var sums = [Double](repeating: 0, count: evidence.actors.count)
    var (negotiated, soft) = (0.0, 0.0)
    var terms: [Term] = []
    for item in evidence.items {
      let arc = position.distance(to: EarthPosition(item.coordinate))
      let factor = evidence.kernels[item.kernel].value(atDistance: arc)
      let value = item.weight * factor
      guard value > 0 else { continue }
      for actor in item.actors { sums[actor] += value }
      if item.negotiated { negotiated += value }
      if item.isSoft { soft += value }
      terms.append(
        Term(
          id: item.id, actors: item.actors.map { evidence.actors[$0] }, negotiated: item.negotiated,
          lastDay: item.days.upperBound,
          km: Geodesic.wgs84.distance(from: place, to: item.coordinate) / 1_000,
          confidence: item.confidence, statusWeight: item.statusWeight, ageFactor: item.ageFactor,
          distanceFactor: factor, value: value))
    }
    let total = sums.reduce(0, +)
    self.place = place
    self.asOf = asOf
    let found = ControlZoneRule(model.control, actors: sums.count).verdict(sums + [negotiated, soft]).found
    method = .share
    status = found.status
    holders = [found.first, found.second].filter { $0 >= 0 }.map { evidence.actors[$0] }
    threshold = model.control.evidenceThreshold
    actors = sums.indices.ranked { sums[$0] }.filter { sums[$0] > 0 }.map {
      ActorShare(actor: evidence.actors[$0], evidence: sums[$0], share: sums[$0] / total)
    }
    self.terms = terms.indices.ranked { terms[$0].value }.map { terms[$0] }
  }

  /// Takes over what a zone says of the place.
  mutating func take(_ zone: ControlZone?, by method: RiskModel.ControlModel.Method) {
    self.method = method
    status = zone?.status
    holders = zone.map { [$0.actor] + ($0.actor2.map { [$0] } ?? []) } ?? []
  }
}
