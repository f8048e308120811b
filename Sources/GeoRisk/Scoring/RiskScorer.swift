import Foundation
import GeoCore
import GeoProjection
import ThreatField

/// Scores corridors and sites against incidents, and against who holds the ground, on one day.
///
/// Build one for a data set and ask it as often as needed: a score costs time in proportion to the incidents
/// within reach of the place.
///
///     let scorer = try RiskScorer(incidents: incidents)
///     for segment in try scorer.score(road).segments { print(segment.fromKm, segment.score.grade.name) }
public struct RiskScorer: Sendable {
  /// The model in use.
  public let model: RiskModel
  /// The day on which threat is judged; incidents that begin after it do not count.
  public let asOf: CalendarDay
  /// The incidents that count, in the order given.
  public let incidents: [Incident]
  /// Distance in metres beyond which no incident reaches.
  public let reach: Double

  let sources: ThreatSources
  let control: ControlMap?
  let workers: Workers
  let topIncidents: Int

  /// Weighs the incidents.
  ///
  /// - Parameters:
  ///   - incidents: in any order; those after the as-of date are left out.
  ///   - model: severity, decay, dimensions, profiles and grades.
  ///   - asOf: the day to judge; nil takes the newest date among the incidents.
  ///   - control: who holds which ground; nil leaves zone fields empty.
  ///   - threads: the most threads to use; results do not depend on it.
  ///   - topIncidents: how many incidents each score names.
  /// - Throws: `GeoRiskError` when no date is known or the model's numbers make no kernel.
  public init(
    incidents: [Incident], model: RiskModel = RiskModel(), asOf: CalendarDay? = nil,
    control: ControlMap? = nil, threads: Int = Workers.allProcessors.threads, topIncidents: Int = 5
  ) throws(GeoRiskError) {
    guard let day = asOf ?? incidents.map(\.newestDay).max() else {
      throw GeoRiskError(
        .usage, "no as-of date: there are no incidents to take it from", suggestion: "state the as-of date")
    }
    self.model = model
    self.asOf = day
    sources = try ThreatSources(incidents, model: model, asOf: day)
    self.incidents = sources.incidents
    reach = sources.kernels.reduce(0) { max($0, $1.reach) }
    self.control = control
    workers = Workers(threads: threads)
    self.topIncidents = topIncidents
  }

  /// A score from what the field says at one place or along one segment.
  func score(
    components: SIMD4<Double>, variance: Double, contributions: [Contribution],
    at place: Coordinate
  ) -> ThreatScore {
    let threat = components.sum()
    let index = model.index(ofThreat: threat)
    return ThreatScore(
      threat: threat, components: components, standardError: variance.squareRoot(), index: index,
      grade: model.grade(ofIndex: index),
      topIncidents: contributions.map { contribution in
        let incident = incidents[contribution.member]
        return IncidentShare(
          incidentID: incident.id, share: min(1, contribution.value / threat),
          km: Geodesic.wgs84.distance(from: place, to: incident.coordinate) / 1_000,
          days: incident.ageInDays(asOf: asOf))
      })
  }
}

extension Incident {
  /// The newest day that the record speaks of: its end, but for a state without one.
  var newestDay: CalendarDay { max(from, to) }
}

extension Workers {
  /// As many threads as the machine has processors in use.
  public static var allProcessors: Workers {
    Workers(threads: ProcessInfo.processInfo.activeProcessorCount)
  }
}
