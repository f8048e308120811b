import GeoCore
import ThreatField

/// An assessment of the same assets by incidents that differ in a few: what can be taken over from it.
struct KnownThreat: Sendable {
  let base: Assessment
  /// The base's incidents, weighed.
  let sources: ThreatSources
  /// Where the incidents lie that one side has and the other has not, or has otherwise.
  let differences: [EarthPosition]

  /// Nil where model, day or number of reasons are others.
  init?(_ base: Assessment, for scorer: RiskScorer) throws(GeoRiskError) {
    guard base.model.scoresAlike(scorer.model), base.asOf == scorer.asOf,
      base.options.topIncidents == scorer.topIncidents
    else { return nil }
    self.base = base
    // In the base's own order, of which sums depend.
    sources = try ThreatSources(
      base.incidents, model: base.model, asOf: base.asOf,
      kernels: KernelSet(tabulatedIn: scorer.sources.kernelSet))
    let changes = IncidentChanges(from: base.incidents, to: scorer.incidents)
    differences = (changes.new + changes.withdrawn + changes.revisedBefore + changes.revisedAfter).map {
      EarthPosition($0.coordinate)
    }
  }

  /// Whether an incident in which the sides differ may be felt in a ball, by a reach in metres.
  func mayChange(within metres: Double, of place: EarthPosition, reach: Double) -> Bool {
    differences.contains { $0.distance(to: place) <= DecayField.leeway(reach) + metres }
  }
}
