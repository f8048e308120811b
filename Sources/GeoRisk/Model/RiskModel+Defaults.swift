extension RiskModel {
  static let defaultThreatRules = [
    ThreatRule(
      match: IncidentMatch([.init(.subEventType, ["Remote explosive/landmine/IED"])]), halfLifeDays: 14)
  ]

  static let defaultSeverityRules = [
    SeverityRule(match: IncidentMatch([.init(.eventType, ["Battles"])]), base: 3),
    SeverityRule(match: IncidentMatch([.init(.eventType, ["Explosions/Remote violence"])]), base: 3),
    SeverityRule(match: IncidentMatch([.init(.eventType, ["Violence against civilians"])]), base: 2),
    SeverityRule(match: IncidentMatch([.init(.subEventType, ["Looting/property destruction"])]), base: 2),
  ]

  static let defaultDimensionRules: [DimensionRule] = {
    let militias = ["Political Militia", "Identity Militia", "3", "4"]
    return [
      DimensionRule(
        match: IncidentMatch([
          .init(
            .subEventType,
            ["Looting/property destruction", "Sabotage", "Blockade", "Forced closure"])
        ]), dimension: .economic),
      DimensionRule(
        match: IncidentMatch([.init(.subEventType, ["Remote explosive/landmine/IED"])]),
        dimension: .economic),
      DimensionRule(
        match: IncidentMatch([
          .init(
            .subEventType,
            [
              "Agreement", "Arrests", "Change to group/activity", "Taxation", "Imposed rules",
              "Abduction/forced disappearance",
            ])
        ]), dimension: .governance),
      DimensionRule(
        match: IncidentMatch([.init(.inter1, militias), .init(.inter2, militias)]),
        dimension: .fragmentation),
      DimensionRule(match: IncidentMatch([.init(.typeOfViolence, ["2"])]), dimension: .fragmentation),
      DimensionRule(match: IncidentMatch([.init(.eventType, ["Riots"])]), dimension: .fragmentation),
      DimensionRule(
        match: IncidentMatch([.init(.eventType, ["Violence against civilians"])]),
        dimension: .governance),
    ]
  }()

  static let defaultProfiles: [Profile] = {
    let asset = DimensionWeights(territorial: 1, governance: 0.5, fragmentation: 0.5, economic: 1.5)
    return [
      Profile(name: "corridor", weights: asset),
      Profile(name: "site", weights: asset),
      Profile(name: "surface", weights: DimensionWeights()),
    ]
  }()
}
