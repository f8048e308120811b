import GeoCore

extension AssessmentInputs {
  /// The inputs as a scenario has them.
  ///
  /// - Throws: `badData`, with the place in the scenario, for an edit that names a record or road that is not there (the
  ///   nearest known id is suggested), adds one that is, or touches one twice. Whether a
  ///   closed section is on its road shows when the road is scored.
  public func applying(_ scenario: Scenario) throws(GeoRiskError) -> AssessmentInputs {
    var inputs = self
    inputs.incidents = try Self.edited(
      incidents, id: \.id, what: "incident", removed: scenario.removedIncidents,
      moved: scenario.movedIncidents,
      added: scenario.addedIncidents.map { ($0, $0.record) })
    inputs.control = try Self.edited(
      control, id: \.id, what: "control observation", removed: scenario.removedControl, moved: [],
      added: scenario.addedControl.map { ($0, $0.record) })
    switch scenario.model {
    case .whole(let model): inputs.model = model
    case .keys(let file):
      let keys = try ModelValue.compose(file, what: "scenario file")?.members() ?? []
      if let value = keys.first(where: { $0.key == "model" })?.value { try inputs.model.read(value) }
    case nil: break
    }
    for reach in scenario.actorReaches {
      let known = Set(inputs.incidents.map(\.actor1)).sorted()
      guard known.contains(where: { equalIgnoringCase($0, reach.actor) }) else {
        throw Self.unknown(Scenario.Reference(id: reach.actor, record: reach.record), "actor", among: known)
      }
    }
    if !scenario.actorReaches.isEmpty {
      inputs.model.threatRules = inputs.model.threatRules(with: scenario.actorReaches)
    }
    let corridors = Dictionary(self.corridors.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for closure in scenario.closures where corridors[closure.corridorID] == nil {
      throw Self.unknown(
        Scenario.Reference(id: closure.corridorID, record: closure.record), "corridor",
        among: self.corridors.map(\.id))
    }
    inputs.closures = closures + scenario.closures
    return inputs
  }

  private static func edited<Record>(
    _ records: [Record], id: KeyPath<Record, String>, what: String, removed: [Scenario.Reference],
    moved: [Scenario.Move], added: [(record: Record, place: InputPlace)]
  ) throws(GeoRiskError) -> [Record] {
    if removed.isEmpty, moved.isEmpty, added.isEmpty { return records }
    var places = Dictionary(
      records.enumerated().map { ($1[keyPath: id], $0) }, uniquingKeysWith: { first, _ in first })
    let known = records.map { $0[keyPath: id] }
    var records: [Record?] = records
    var touched: Set<String> = []
    for reference in removed + moved.map(\.incident) {
      guard places[reference.id] != nil else { throw unknown(reference, what, among: known) }
      guard touched.insert(reference.id).inserted else {
        throw GeoRiskError(
          .badData, "the \(what) \(quoted(reference.id)) is removed or moved twice", at: reference.record)
      }
    }
    for reference in removed {
      if let index = places.removeValue(forKey: reference.id) { records[index] = nil }
    }
    for move in moved {
      guard let index = places[move.incident.id], var incident = records[index] as? Incident else { continue }
      incident.coordinate = move.coordinate
      records[index] = incident as? Record
    }
    for (record, place) in added {
      guard places.updateValue(-1, forKey: record[keyPath: id]) == nil else {
        throw GeoRiskError(
          .badData, "the id \(quoted(record[keyPath: id])) is that of another \(what)", at: place,
          suggestion: "remove that one as well, or give the new one another id")
      }
      records.append(record)
    }
    return records.compactMap(\.self)
  }

  private static func unknown(
    _ reference: Scenario.Reference, _ what: String, among known: [String]
  ) -> GeoRiskError {
    GeoRiskError(
      .badData, "there is no \(what) \(quoted(reference.id))", at: reference.record,
      suggestion: NearestName.of(reference.id, among: known).map { "is it \(quoted($0))?" })
  }
}

extension RiskModel {
  /// The rules with other reaches of some actors: for an actor's incidents every rule also changes the reach, and a last
  /// one changes that of those that no rule matches.
  fileprivate func threatRules(with reaches: [Scenario.ActorReach]) -> [ThreatRule] {
    func changed(_ rule: ThreatRule, _ reach: Scenario.ActorReach) -> ThreatRule {
      var rule = rule
      rule.match.conditions.append(IncidentMatch.Condition(.actor1, [reach.actor]))
      rule.halfDistanceKm = reach.halfDistanceKm ?? rule.halfDistanceKm
      rule.cutoffKm = reach.cutoffKm ?? rule.cutoffKm
      return rule
    }
    // An actor's own incidents match one variant.
    func variants(_ rule: ThreatRule) -> [ThreatRule] { reaches.map { changed(rule, $0) } }
    // Each rule follows its variants, so that the first match is still the same rule.
    return threatRules.flatMap { variants($0) + [$0] } + variants(ThreatRule(match: IncidentMatch([])))
  }
}
