import ThreatField

/// What observations of control and direct incidents say of one group in one cell, oldest first.
///
/// Where statements of one day name the group and have the cell controlled by another holder, each is read as contested
/// (D); another's presence that is no control says nothing against what is said of the group that day. Statements of one
/// day share what they outweigh by their confidence, so that the order of the input does not matter.
struct MarkovStatements: Sendable {
  private struct Entry {
    let months: ClosedRange<Int>
    let day: CalendarDay
    let state: Int
    let confidence: Double
  }

  private let entries: [Entry]
  /// Whether the newest statements that name the group have its presence negotiated, and no newer one names others.
  let isNegotiated: Bool
  /// What a sure statement outweighs: the rarest of the states at the start.
  private static let strength = 1 / MarkovModel.start[0]

  /// - Parameter group: the number of the actor; nil reads all as said of others.
  init(_ statements: [MarkovGround.Statement], of group: Int?) {
    func isOwn(_ statement: MarkovGround.Statement) -> Bool {
      group.map { statement.actors.contains($0) } ?? false
    }
    let ownDays = Set(statements.filter(isOwn).map(\.day))
    let disputed = ownDays.intersection(
      statements.filter { $0.status == .controlled && !isOwn($0) }.map(\.day))
    entries = statements.compactMap { statement -> Entry? in
      let state: Int
      if !isOwn(statement) {
        if statement.status != .controlled, ownDays.contains(statement.day) { return nil }
        state = disputed.contains(statement.day) ? 2 : 4
      } else if disputed.contains(statement.day) {
        state = 2
      } else {
        switch statement.status {
        case .controlled: state = 0
        case .contested: state = 2
        case .influence, .negotiated: state = 1
        }
      }
      return Entry(
        months: statement.months, day: statement.day, state: state, confidence: statement.confidence)
    }.sorted { ($0.day, $0.state, $0.confidence) < ($1.day, $1.state, $1.confidence) }
    let newest = statements.map(\.day).max()
    let own = statements.filter { $0.day == newest && isOwn($0) }
    isNegotiated = !own.isEmpty && own.allSatisfy { $0.status == .negotiated }
  }

  /// The likelihoods of a month with what was said directly by then; what was said of earlier months has faded.
  func applied(to likelihoods: MarkovModel.States, in month: Int, fade: TimeDecay) -> MarkovModel.States {
    var values = likelihoods
    var start = 0
    while start < entries.count {
      let day = entries[start].day
      var doubt = 1.0
      var named = MarkovModel.States()
      while start < entries.count, entries[start].day == day {
        let entry = entries[start]
        start += 1
        guard entry.months.lowerBound <= month else { continue }
        let months = Double(max(0, month - entry.months.upperBound))
        let confidence = entry.confidence * fade.factor(ageDays: 30.4375 * months)
        doubt *= 1 - confidence
        named[entry.state] += confidence
      }
      let sum = named.sum()
      if sum > 0 { values = doubt * values + (1 - doubt) * Self.strength / sum * named }
    }
    return values
  }
}
