#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension RiskModel {
  /// The dimension of an incident: the one it states, else the table's first match, else territorial.
  public func dimension(of incident: Incident) -> Dimension {
    if let stated = incident.statedDimension { return stated }
    let rule = dimensionRules.first { $0.match.matches(incident, dimension: nil) }
    return rule?.dimension ?? .territorial
  }

  /// The severity of an incident, 0 or more: the one it states, else base times the factor for the dead.
  public func severity(of incident: Incident) -> Double {
    incident.statedSeverity ?? severity(base: baseSeverity(of: incident), dead: incident.fatalities)
  }

  /// The severity of an incident by its kind alone, before the factor for the dead.
  func baseSeverity(of incident: Incident) -> Double {
    let dimension = dimension(of: incident)
    return severity.rules.first { $0.match.matches(incident, dimension: dimension) }?.base ?? severity.base
  }

  /// A base severity times the factor for the dead.
  func severity(base: Double, dead: Int) -> Double {
    switch severity.fatalities {
    case .log: base * (1 + log1p(Double(dead)))
    case .none: base
    }
  }

  /// How the influence of an incident fades: the threat's parameters with the first matching rule's changes.
  public func threatParameters(of incident: Incident) -> DecayParameters {
    let dimension = dimension(of: incident)
    let rule = threatRules.first { $0.match.matches(incident, dimension: dimension) }
    return rule?.applied(to: threat) ?? threat
  }

  /// The risk index of a threat, 0…100: 100 · (1 − 2^(−threat / reference)).
  public func index(ofThreat threat: Double) -> Double {
    // expm1 keeps the digits of small threats, where 1 − 2^(−x) would cancel.
    -100 * expm1(-threat / index.reference * M_LN2)
  }

  /// The threat that has this index, in 0..<100; infinite at 100.
  public func threat(ofIndex index: Double) -> Double {
    -self.index.reference * log1p(-index / 100) / M_LN2
  }

  /// The grade of an index: the highest whose lower bound it reaches.
  public func grade(ofIndex index: Double) -> Grade {
    let reached = self.index.grades.prefix(5).count { index >= $0 }
    return Grade(rawValue: reached) ?? .veryLow
  }

  /// The weights of a profile by name, or nil where the model has none of that name.
  public func profile(named name: String) -> DimensionWeights? {
    profiles.first { $0.name == name }?.weights
  }

  /// The weights of a profile.
  ///
  /// - Throws: `GeoRiskError` when the model has no profile of that name.
  func weights(ofProfile name: String) throws(GeoRiskError) -> DimensionWeights {
    if let weights = profile(named: name) { return weights }
    throw GeoRiskError(
      .badData, "the model has no profile '\(name)'",
      suggestion: "it has " + profiles.map(\.name).joined(separator: ", "))
  }
}
