import GeoJSON

extension RiskModel {
  /// The whole model in the layout of the model file, for `assessment.json`: reading it back as YAML (of which
  /// JSON is a part) gives the same model.
  public var json: JSONValue {
    [
      "name": .string(name),
      "threat": .object(JSONObject(threat.members + [.init("rules", threatRules.map(\.json))])),
      "severity": [
        "base": .number(severity.base), "fatalities": .string(severity.fatalities.rawValue),
        "rules": .array(
          severity.rules.map { ["match": $0.match.json, "base": .number($0.base)] }),
      ],
      "dimensions": .array(
        dimensionRules.map { ["match": $0.match.json, "dimension": .string($0.dimension.rawValue)] }),
      "profiles": .object(JSONObject(profiles.map { .init(name: $0.name, value: $0.weights.json) })),
      "index": [
        "reference": .number(index.reference), "grades": .array(index.grades.map { .number($0) }),
      ],
      "precision_km": [
        "acled": .array(precision.acled.map { JSONValue($0) }),
        "ucdp": .array(precision.ucdp.map { JSONValue($0) }),
      ],
      "control": .object(JSONObject(control.members)),
    ]
  }
}

extension JSONObject.Member {
  fileprivate init(_ name: String, _ value: Double) { self.init(name: name, value: .number(value)) }
  fileprivate init(_ name: String, _ values: [JSONValue]) { self.init(name: name, value: .array(values)) }
}

extension DecayParameters {
  fileprivate var members: [JSONObject.Member] {
    [
      .init(name: "kernel", value: .string(kernel.rawValue)), .init("half_distance_km", halfDistanceKm),
      .init("cutoff_km", cutoffKm), .init("half_life_days", halfLifeDays), .init("power_q", powerQ),
      .init("logistic_a", logisticA),
    ]
  }
}

extension RiskModel.ControlModel {
  fileprivate var members: [JSONObject.Member] {
    let weights = ControlStatus.allCases.map {
      JSONObject.Member($0.rawValue, statusWeights[$0])
    }
    return decay.members + [
      .init(name: "status_weights", value: .object(JSONObject(weights))),
      .init("incident_confidence", incidentConfidence), .init("controlled_share", controlledShare),
      .init("contested_margin", contestedMargin), .init("evidence_threshold", evidenceThreshold),
      .init(name: "method", value: .string(method.rawValue)), .init("cluster_km", clusterKm),
      .init(name: "cluster_points", value: .integer(clusterPoints)), .init("hull_ratio", hullRatio),
      .init("cell_degrees", cellDegrees), .init("coupling", coupling),
    ]
  }
}

extension RiskModel.ThreatRule {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["match": match.json]
    if let kernel { object["kernel"] = .string(kernel.rawValue) }
    let numbers = [
      ("half_distance_km", halfDistanceKm), ("cutoff_km", cutoffKm), ("half_life_days", halfLifeDays),
      ("power_q", powerQ), ("logistic_a", logisticA),
    ]
    for case (let name, let number?) in numbers { object[name] = .number(number) }
    return .object(object)
  }
}

extension IncidentMatch {
  fileprivate var json: JSONValue {
    .object(
      JSONObject(
        conditions.map { condition in
          .init(condition.key.rawValue, condition.values.map { .string($0) })
        }))
  }
}

extension DimensionWeights {
  fileprivate var json: JSONValue {
    .object(JSONObject(Dimension.allCases.map { .init($0.rawValue, self[$0]) }))
  }
}
