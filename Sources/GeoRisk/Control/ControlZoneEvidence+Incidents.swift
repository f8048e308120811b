/// Which incidents are direct evidence of who holds a place, and for whom they speak.
extension Incident {
  private enum Side { case state, nonState, first }

  private static let evidenceSides: [(subEvent: String, side: Side)] = [
    ("Non-state actor overtakes territory", .nonState),
    ("Headquarters or base established", .nonState),
    ("Government regains territory", .state),
    ("Non-violent transfer of territory", .first),
  ]

  private var evidenceSide: Side? {
    Self.evidenceSides.first { equalIgnoringCase($0.subEvent, subEventType) }?.side
  }

  /// Whether the incident says by itself that somebody holds the place.
  var isControlEvidence: Bool { evidenceSide != nil }

  /// Who holds the place after the incident; nil where the incident does not say, or names nobody.
  ///
  /// The side is found by `inter1` and `inter2` (ACLED's numbers or labels); where neither tells, it is actor1.
  var controllingActor: String? {
    guard let side = evidenceSide else { return nil }
    let kinds: [String] =
      switch side {
      case .state: ["1", "state forces"]
      case .nonState:
        [
          "2", "3", "4", "rebel group", "rebel groups", "political militia", "political militias",
          "identity militia", "identity militias",
        ]
      case .first: []
      }
    func isMeant(_ kind: String) -> Bool { kinds.contains { equalIgnoringCase($0, kind) } }
    let actor = !isMeant(inter1) && isMeant(inter2) ? actor2 : actor1
    return actor.isEmpty ? nil : actor
  }

  /// Who acts in the incident: the first actor, and in battles the other one as well. Victims do not act.
  var actingSides: [String] {
    let sides = equalIgnoringCase(eventType, "Battles") ? [actor1, actor2] : [actor1]
    return sides.filter { !$0.isEmpty }
  }
}
