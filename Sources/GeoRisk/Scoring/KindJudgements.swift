/// What a model says of incidents: asked once for each kind of them, as its rules compare texts and incidents come by
/// the million.
struct KindJudgements {
  /// All that does not hang on the incident's own numbers.
  struct Judgement {
    var dimension: Dimension
    /// The severity before the factor for the dead.
    var base: Double
    var decay: DecayParameters
  }

  /// Kinds are told apart by where they stand: they stay there as long as the incidents are held.
  private struct Key: Hashable {
    let kind: ObjectIdentifier
    let stated: Dimension?
  }

  private let model: RiskModel
  private var known: [Key: Judgement] = [:]

  init(_ model: RiskModel) { self.model = model }

  /// What the model says of an incident; the incidents must be held from the first question to the last.
  mutating func judgement(of incident: Incident) -> Judgement {
    let key = Key(kind: ObjectIdentifier(incident.kind), stated: incident.statedDimension)
    if let judgement = known[key] { return judgement }
    let judgement = Judgement(
      dimension: model.dimension(of: incident), base: model.baseSeverity(of: incident),
      decay: model.threatParameters(of: incident))
    known[key] = judgement
    return judgement
  }
}
