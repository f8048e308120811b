import ThreatField

// How each section of a model file is read; the file as a whole is read in `RiskModel+Reading.swift`.
extension RiskModel {
  private static let decayKeys = [
    "kernel", "half_distance_km", "cutoff_km", "half_life_days", "power_q", "logistic_a",
  ]

  mutating func readThreat(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: Self.decayKeys + ["rules"])
    try Self.readDecay(keys, into: &threat)
    try Self.check(threat, at: value)
    if let rules = keys["rules"] {
      threatRules = []
      for rule in try rules.list() { threatRules.append(try Self.threatRule(rule)) }
    }
    // A rule is checked together with what it leaves as it is.
    for (index, rule) in threatRules.enumerated() {
      let place = try keys["rules"]?.list()[index] ?? value
      try Self.check(rule.applied(to: threat), at: place)
    }
  }

  mutating func readSeverity(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: ["base", "fatalities", "rules"])
    if let base = keys["base"] { severity.base = try base.number(from: 0, to: ModelValue.heaviest) }
    if let fatalities = keys["fatalities"] {
      severity.fatalities = try fatalities.choice(of: SeverityModel.FatalityFactor.self)
    }
    guard let rules = keys["rules"] else { return }
    severity.rules = []
    for rule in try rules.list() {
      let members = try rule.mapping(keys: ["match", "base"])
      let match = try Self.match(members["match"], of: rule)
      guard let base = members["base"] else { throw rule.fault("the rule has no base") }
      severity.rules.append(
        SeverityRule(match: match, base: try base.number(from: 0, to: ModelValue.heaviest)))
    }
  }

  mutating func readDimensions(_ value: ModelValue) throws(GeoRiskError) {
    dimensionRules = []
    for rule in try value.list() {
      let members = try rule.mapping(keys: ["match", "dimension"])
      let match = try Self.match(members["match"], of: rule)
      if match.conditions.contains(where: { $0.key == .dimension }) {
        throw rule.fault("a rule that gives the dimension cannot ask for it")
      }
      guard let dimension = members["dimension"] else { throw rule.fault("the rule has no dimension") }
      dimensionRules.append(DimensionRule(match: match, dimension: try dimension.choice(of: Dimension.self)))
    }
  }

  mutating func readProfiles(_ value: ModelValue) throws(GeoRiskError) {
    for (name, member) in try value.members() {
      let own = ["corridor", "site", "surface"]
      if !own.contains(name),
        let near = own.first(where: { NearestName.editDistance(Array($0.utf8), Array(name.utf8)) == 1 })
      {
        throw member.fault("the name is too like a built-in profile's", suggestion: "did you mean \(near)?")
      }
      let position = profiles.firstIndex { $0.name == name }
      var weights = position.map { profiles[$0].weights } ?? DimensionWeights()
      let keys = try member.mapping(keys: Dimension.allCases.map(\.rawValue))
      for dimension in Dimension.allCases {
        if let weight = keys[dimension.rawValue] {
          weights[dimension] = try weight.number(from: 0, to: ModelValue.heaviest)
        }
      }
      if let position {
        profiles[position].weights = weights
      } else {
        profiles.append(Profile(name: name, weights: weights))
      }
    }
  }

  mutating func readControl(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(
      keys: Self.decayKeys + [
        "status_weights", "incident_confidence", "controlled_share", "contested_margin",
        "evidence_threshold", "method", "cluster_km", "cluster_points", "hull_ratio", "cell_degrees",
        "coupling",
      ])
    try Self.readDecay(keys, into: &control.decay)
    try Self.check(control.decay, at: value)
    if let weights = keys["status_weights"] {
      let members = try weights.mapping(keys: ControlStatus.allCases.map(\.rawValue))
      for status in ControlStatus.allCases {
        if let weight = members[status.rawValue] {
          control.statusWeights[status] = try weight.number(from: 0, to: ModelValue.heaviest)
        }
      }
    }
    if let confidence = keys["incident_confidence"] {
      control.incidentConfidence = try confidence.number(from: 0, to: 1)
    }
    if let share = keys["controlled_share"] { control.controlledShare = try share.number(above: 0, to: 1) }
    if let margin = keys["contested_margin"] { control.contestedMargin = try margin.number(from: 0, to: 1) }
    if let threshold = keys["evidence_threshold"] {
      control.evidenceThreshold = try threshold.number(above: 0)
    }
    if let method = keys["method"] { control.method = try method.choice(of: ControlModel.Method.self) }
    if let km = keys["cluster_km"] { control.clusterKm = try km.number(above: 0, to: 1_000) }
    if let points = keys["cluster_points"] {
      control.clusterPoints = Int(try points.number(from: 1, to: 1_000_000).rounded())
    }
    if let ratio = keys["hull_ratio"] { control.hullRatio = try ratio.number(from: 0, to: 1) }
    if let degrees = keys["cell_degrees"] { control.cellDegrees = try degrees.number(from: 0.01, to: 10) }
    if let coupling = keys["coupling"] { control.coupling = try coupling.number(from: 0, to: 10) }
  }

  private static func threatRule(_ value: ModelValue) throws(GeoRiskError) -> ThreatRule {
    let keys = try value.mapping(keys: ["match"] + decayKeys)
    let match = try match(keys["match"], of: value)
    guard keys.count > 1 else {
      throw value.fault(
        "the rule changes nothing", suggestion: "it may change \(decayKeys.joined(separator: ", "))")
    }
    return ThreatRule(
      match: match, kernel: try keys["kernel"]?.choice(of: KernelFamily.self),
      halfDistanceKm: try keys["half_distance_km"]?.number(above: 0),
      cutoffKm: try keys["cutoff_km"]?.number(above: 0),
      halfLifeDays: try keys["half_life_days"]?.number(above: 0),
      powerQ: try keys["power_q"]?.number(above: 1, to: 1000),
      logisticA: try keys["logistic_a"]?.number(from: 0.1, to: 1000))
  }

  private static func readDecay(
    _ keys: [String: ModelValue], into decay: inout DecayParameters
  ) throws(GeoRiskError) {
    if let kernel = keys["kernel"] { decay.kernel = try kernel.choice(of: KernelFamily.self) }
    if let distance = keys["half_distance_km"] { decay.halfDistanceKm = try distance.number(above: 0) }
    if let cutoff = keys["cutoff_km"] { decay.cutoffKm = try cutoff.number(above: 0) }
    if let halfLife = keys["half_life_days"] { decay.halfLifeDays = try halfLife.number(above: 0) }
    if let powerQ = keys["power_q"] { decay.powerQ = try powerQ.number(above: 1, to: 1000) }
    if let logisticA = keys["logistic_a"] { decay.logisticA = try logisticA.number(from: 0.1, to: 1000) }
  }

  /// Checks what only shows when all numbers are together: that the kernel does not reach too far.
  private static func check(_ decay: DecayParameters, at value: ModelValue) throws(GeoRiskError) {
    do {
      _ = try DecayKernel(decay)
    } catch {
      throw value.fault("\(error)")
    }
  }

  private static func match(_ value: ModelValue?, of rule: ModelValue) throws(GeoRiskError) -> IncidentMatch {
    guard let value else { throw rule.fault("the rule has no match") }
    var conditions: [IncidentMatch.Condition] = []
    let keys = IncidentMatch.Key.allCases.map(\.rawValue)
    _ = try value.mapping(keys: keys)
    for (name, member) in try value.members() {
      guard let key = IncidentMatch.Key(rawValue: name) else { continue }
      let entries = member.node.sequence == nil ? [member] : try member.list()
      if entries.isEmpty { throw member.fault("the list of values is empty") }
      var texts: [String] = []
      for entry in entries {
        texts.append(key == .dimension ? try entry.choice(of: Dimension.self).rawValue : try entry.text())
      }
      conditions.append(IncidentMatch.Condition(key, texts))
    }
    return IncidentMatch(conditions)
  }
}
