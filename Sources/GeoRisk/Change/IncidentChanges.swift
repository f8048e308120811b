/// The incidents of two sides told apart by their ids.
public struct IncidentChanges: Sendable {
  /// Those of after that were not known before: they began since, or were reported late.
  public var new: [Incident] = []
  /// Those of before that after does not know.
  public var withdrawn: [Incident] = []
  /// Those known on both sides with something told otherwise, as before.
  public var revisedBefore: [Incident] = []
  /// The same ones, in the same order, as after.
  public var revisedAfter: [Incident] = []

  /// Compares incidents; where in a file they stand does not matter, nor do their notes.
  public init(from before: [Incident], to after: [Incident]) {
    let known = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for incident in after {
      guard let earlier = known[incident.id] else {
        new.append(incident)
        continue
      }
      if incident.tells(otherThan: earlier) {
        revisedBefore.append(earlier)
        revisedAfter.append(incident)
      }
    }
    let left = Set(after.map(\.id))
    withdrawn = before.filter { !left.contains($0.id) }
  }
}

extension Incident {
  fileprivate func tells(otherThan other: Incident) -> Bool {
    var (own, others) = (self, other)
    (own.record, others.record) = (InputPlace(), InputPlace())
    (own.notes, others.notes) = ("", "")
    return own != others
  }
}
