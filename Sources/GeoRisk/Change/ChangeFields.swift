import GeoCore
import ThreatField

/// The threat of what changed, at any place and with the weights of one profile.
struct ChangeFields: Sendable {
  /// The incidents of before on their day by their model; asked where the ground is another.
  private let before: DecayField
  /// The same by the model of after; nil where the model is the same.
  private let remodelled: DecayField?
  private let after: AssessmentRecord
  private let profile: String
  private let new: DecayField
  private let revisedBefore: DecayField
  private let revisedAfter: DecayField
  private let hasAged: Bool
  private let workers: Workers

  init(
    _ incidents: IncidentChanges, from before: AssessmentRecord, to after: AssessmentRecord, profile: String,
    workers: Workers
  ) throws(GeoRiskError) {
    func field(
      _ incidents: [Incident], _ model: RiskModel, _ day: CalendarDay
    ) throws(GeoRiskError) -> DecayField {
      try ThreatSources(incidents, model: model, asOf: day)
        .field(profile: try model.weights(ofProfile: profile), workers: workers)
    }
    self.before = try field(before.incidents, before.model, before.asOf)
    remodelled =
      before.model.scoresAlike(after.model)
      ? nil : try field(before.incidents, after.model, before.asOf)
    new = try field(incidents.new, after.model, after.asOf)
    revisedBefore = try field(incidents.revisedBefore + incidents.withdrawn, after.model, after.asOf)
    revisedAfter = try field(incidents.revisedAfter, after.model, after.asOf)
    hasAged = before.asOf != after.asOf
    self.after = after
    self.profile = profile
    self.workers = workers
  }

  /// The steps of segments, each a run of nodes whose weights add up to 1.
  ///
  /// - Parameters:
  ///   - nodes: all nodes.
  ///   - offsets: where each run begins, and behind them the number of nodes.
  ///   - isNewGround: whether the ground of a run is another than before.
  func steps(
    nodes: [FieldNode], offsets: [Int], isNewGround: (Int) -> Bool
  ) -> [ThreatChange.Steps] {
    func totals(_ field: DecayField) -> [Double] {
      field.sourceCount == 0
        ? [Double](repeating: 0, count: offsets.count - 1)
        : field.samples(nodes: nodes, offsets: offsets, workers: workers).map(\.total)
    }
    let count = offsets.count - 1
    let (new, old, revised) = (totals(new), totals(revisedBefore), totals(revisedAfter))
    let isAnywhereNew = (0..<count).contains(where: isNewGround)
    let ground = isAnywhereNew ? totals(before) : []
    let remodelled = self.remodelled.map(totals)
    return (0..<count).map { index in
      ThreatChange.Steps(
        onNewGround: isNewGround(index) ? ground[index] : nil, remodelled: remodelled?[index],
        new: new[index], revised: revised[index] - old[index], hasAged: hasAged)
    }
  }

  /// The steps of sites, each a run of nodes of which the one with the most threat counts, at every step anew.
  ///
  /// - Parameters: as for `steps`.
  /// - Throws: `GeoRiskError` when the model's numbers make no kernel.
  func peakSteps(
    nodes: [FieldNode], offsets: [Int], isNewGround: (Int) -> Bool
  ) throws(GeoRiskError) -> [ThreatChange.Steps] {
    // Where every site is a place there is nothing to choose from.
    if offsets.count == nodes.count + 1 {
      return steps(nodes: nodes, offsets: offsets, isNewGround: isNewGround)
    }
    let now = try ThreatSources(after.incidents, model: after.model, asOf: after.asOf)
      .field(profile: try after.model.weights(ofProfile: profile), workers: workers)
    func values(_ field: DecayField) -> [Double] {
      if field.sourceCount == 0 { return Array(repeating: 0, count: nodes.count) }
      return field.samples(nodes: nodes, offsets: Array(0...nodes.count), workers: workers).map(\.total)
    }
    let (all, new, old, revised) = (values(now), values(new), values(revisedBefore), values(revisedAfter))
    let ground = (0..<offsets.count - 1).contains(where: isNewGround) ? values(before) : []
    let remodelled = self.remodelled.map(values)
    return zip(offsets, offsets.dropFirst()).enumerated().map { index, run in
      func peak(_ value: (Int) -> Double) -> Double { (run.0..<run.1).reduce(0) { max($0, value($1)) } }
      let known = peak { all[$0] - new[$0] }
      return ThreatChange.Steps(
        onNewGround: isNewGround(index) ? peak { ground[$0] } : nil,
        remodelled: remodelled.map { values in peak { values[$0] } },
        new: peak { all[$0] } - known, revised: known - peak { all[$0] - new[$0] - revised[$0] + old[$0] },
        hasAged: hasAged)
    }
  }

  /// The steps at every node of a grid, on which the ground is the same.
  func surfaces(on grid: LonLatGrid) -> (
    before: [Double], remodelled: [Double]?, new: [Double], revised: [Double]
  ) {
    func surface(_ field: DecayField) -> [Double] {
      field.surface(on: grid, workers: workers, tolerance: 0)
    }
    let (old, revised) = (surface(revisedBefore), surface(revisedAfter))
    return (
      surface(before), remodelled.map(surface), surface(new), zip(revised, old).map { $0 - $1 }
    )
  }
}

extension RiskModel {
  /// Whether another model gives the same scores: the name does not matter.
  func scoresAlike(_ other: RiskModel) -> Bool {
    var other = other
    other.name = name
    return self == other
  }
}
