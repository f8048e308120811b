/// The hidden Markov model of Anders (2020, Journal of Peace Research 57(6)), figures from its replication code, with the
/// transition matrix read the right way round.
///
/// The states run from held by an armed group (R) over disputed (D) to held by the other side (G). The replication code
/// hands its matrix transposed to a model that expects rows to say where a state goes, so that rows add up to 0.625 to
/// 1.7; here row i says where state i goes, each adds up to 1, and the published maps are not reproduced.
enum MarkovModel {
  /// One number per state: R, DR, D, DG, G.
  typealias States = [Double]

  /// What one month of a cell looks like.
  enum Observation: Int, CaseIterable {
    /// Neither tactic.
    case quiet
    /// More of the conventional one.
    case conventional
    /// As much of both.
    case even
    /// More of terror.
    case terror
  }

  static let start: States = [0.025, 0.025, 0.025, 0.025, 0.9]
  /// From a row's state to a column's.
  static let transition: [States] = [
    [0.25, 0.5, 0.025, 0.2, 0.025],
    [0.25, 0.15, 0.075, 0.5, 0.025],
    [0.05, 0.025, 0.05, 0.85, 0.025],
    [0.025, 0.075, 0.15, 0.125, 0.625],
    [0.05, 0.075, 0.475, 0.025, 0.375],
  ]
  /// Of a row's state, by observation.
  static let emission: [[Double]] = [
    [0.6, 0.175, 0.175, 0.05],
    [0.05, 0.6, 0.175, 0.175],
    [0.05, 0.175, 0.6, 0.175],
    [0.05, 0.175, 0.175, 0.6],
    [0.6, 0.05, 0.175, 0.175],
  ]
  /// How much of a cell each state leaves to the armed group.
  static let held: States = [1, 0.75, 0.5, 0.25, 0]

  /// The probability of every state in every month given all months (the forward–backward algorithm, scaled month by
  /// month).
  ///
  /// - Parameter likelihoods: per month, of each state to what was seen; each with something above 0.
  static func posteriors(_ likelihoods: [States]) -> [States] {
    let states = start.indices
    var forward: [States] = []
    for (month, likelihood) in likelihoods.enumerated() {
      let before =
        month == 0
        ? start
        : states.map { to in
          states.reduce(0) { $0 + forward[month - 1][$1] * transition[$1][to] }
        }
      forward.append(normalised(states.map { before[$0] * likelihood[$0] }))
    }
    var backward = States(repeating: 1, count: start.count)
    var result = forward
    for month in likelihoods.indices.reversed() {
      result[month] = normalised(states.map { forward[month][$0] * backward[$0] })
      let own = backward
      backward = normalised(
        states.map { from in
          states.reduce(0) { $0 + transition[from][$1] * likelihoods[month][$1] * own[$1] }
        })
    }
    return result
  }

  private static func normalised(_ values: States) -> States {
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }
}
