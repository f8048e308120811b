/// The hidden Markov model of Anders (2020, Journal of Peace Research 57(6)), figures from its replication code, with the
/// transition matrix read the right way round.
///
/// The states run from held by an armed group (R) over disputed (D) to held by the other side (G). The replication code
/// hands its matrix transposed to a model that expects rows to say where a state goes, so that rows add up to 0.625 to
/// 1.7; here row i says where state i goes, each adds up to 1, and the published maps are not reproduced.
enum MarkovModel {
  /// One number per state: R, DR, D, DG, G; the other lanes are 0.
  typealias States = SIMD8<Double>
  static let stateCount = 5

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

  static let start = states([0.025, 0.025, 0.025, 0.025, 0.9])
  /// From a row's state to a column's.
  static let transition = [
    states([0.25, 0.5, 0.025, 0.2, 0.025]),
    states([0.25, 0.15, 0.075, 0.5, 0.025]),
    states([0.05, 0.025, 0.05, 0.85, 0.025]),
    states([0.025, 0.075, 0.15, 0.125, 0.625]),
    states([0.05, 0.075, 0.475, 0.025, 0.375]),
  ]
  /// To a row's state from a column's.
  private static let arrival = transposed(transition)
  /// Of a row's observation, by state.
  static let emission = transposed([
    states([0.6, 0.175, 0.175, 0.05]),
    states([0.05, 0.6, 0.175, 0.175]),
    states([0.05, 0.175, 0.6, 0.175]),
    states([0.05, 0.175, 0.175, 0.6]),
    states([0.6, 0.05, 0.175, 0.175]),
  ])
  /// How much of a cell each state leaves to the armed group.
  static let held = states([1, 0.75, 0.5, 0.25, 0])

  private static func states(_ values: [Double]) -> States {
    States(values + Array(repeating: 0, count: States.scalarCount - values.count))
  }

  private static func transposed(_ rows: [States]) -> [States] {
    (0..<stateCount).map { column in states(rows.map { $0[column] }) }
  }

  /// The probability of every state in every month given all months (the forward–backward algorithm, scaled month by
  /// month).
  ///
  /// - Parameter likelihoods: per month, of each state to what was seen; each with something above 0.
  static func posteriors(_ likelihoods: [States]) -> [States] {
    var forward: [States] = []
    forward.reserveCapacity(likelihoods.count)
    for likelihood in likelihoods {
      let before = forward.last.map { product($0, transition) } ?? start
      forward.append(normalised(before * likelihood))
    }
    var backward = States(repeating: 1)
    var result = forward
    for month in likelihoods.indices.reversed() {
      result[month] = normalised(forward[month] * backward)
      backward = normalised(product(likelihoods[month] * backward, arrival))
    }
    return result
  }

  /// The rows, each times its state's number, together.
  private static func product(_ values: States, _ rows: [States]) -> States {
    (0..<stateCount).reduce(States()) { $0 + values[$1] * rows[$1] }
  }

  private static func normalised(_ values: States) -> States { values / values.sum() }
}
