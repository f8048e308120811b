#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One group's chains in all cells in which it is known: where it is named, or those near it are exposed to its tactics.
struct MarkovChains: Sendable {
  /// By cell, the part that the group holds in the last month, 0…1; none where what was known is forgotten.
  private(set) var held: [Int: Double] = [:]
  /// The cells of which the newest statement is of the group's negotiated presence.
  private(set) var negotiated: Set<Int> = []

  /// Below which an exposure is none.
  private static let quiet = 0.1
  private static let sweeps = 30
  /// Total variation from a cell of which nothing was ever heard, 0…1, below which evidence is forgotten.
  private static let forgotten = 1.0 / 3

  /// - Parameter group: the actor's number; nil makes the chains of no group at all, whose cells are those in which state
  ///   forces are named: they are known, and nobody armed is in them.
  init(of group: Int?, on ground: MarkovGround) {
    let seen = group.map { MarkovExposures(of: $0, on: ground) }
    var statements: [Int: MarkovStatements] = [:]
    for (cell, all) in ground.statements {
      let named = all.filter { statement in
        group.map { statement.actors.contains($0) } ?? statement.actors.contains { ground.isState[$0] }
      }
      if !named.isEmpty { statements[cell] = MarkovStatements(group == nil ? named : all, of: group) }
    }
    for cell in seen?.cells(above: Self.quiet) ?? [] where statements[cell] == nil {
      statements[cell] = MarkovStatements(ground.statements[cell] ?? [], of: group)
    }
    negotiated = Set(statements.filter { $0.value.isNegotiated }.keys)
    let known = statements.keys.sorted()
    let base = known.map { cell in
      ground.months.map { month in
        let observation = seen?.observation(cell, month) ?? .quiet
        let likelihoods = MarkovModel.emission[observation.rawValue]
        return statements[cell]?.applied(to: likelihoods, in: month, fade: ground.fade) ?? likelihoods
      }
    }
    let posteriors = Self.coupled(base, of: known, on: ground)
    // What the model makes of a cell of which nothing was ever heard.
    let quiet = MarkovModel.posteriors(
      ground.months.map { _ in MarkovModel.emission[MarkovModel.Observation.quiet.rawValue] })
    let unknown = quiet[quiet.count - 1]
    for (cell, months) in zip(known, posteriors) {
      let last = months[months.count - 1]
      let distance = Self.magnitude(last - unknown).sum() / 2
      guard distance >= Self.forgotten else { continue }
      held[cell] = (last * MarkovModel.held).sum()
    }
  }

  /// The posteriors of cells that pull their neighbours, cell by cell and month by month.
  private static func coupled(
    _ base: [[MarkovModel.States]], of known: [Int], on ground: MarkovGround
  ) -> [[MarkovModel.States]] {
    var posteriors = base.map { MarkovModel.posteriors($0) }
    guard ground.coupling > 0 else { return posteriors }
    let numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let neighbours = known.map { ground.cells.neighbours($0).compactMap { numbers[$0] } }
    for _ in 0..<sweeps {
      let before = posteriors
      posteriors = known.indices.map { own in
        let near = neighbours[own]
        guard !near.isEmpty else { return before[own] }
        let likelihoods = base[own].enumerated().map { month, likelihood in
          let mean = near.reduce(MarkovModel.States()) { $0 + before[$1][month] } / Double(near.count)
          var pulled = likelihood
          for state in 0..<MarkovModel.stateCount {
            pulled[state] *= exp(ground.coupling * (mean[state] - 0.2))
          }
          return pulled
        }
        // Half-way, so that cells do not swing to and fro.
        return zip(MarkovModel.posteriors(likelihoods), before[own]).map { ($0 + $1) / 2 }
      }
      let moved = zip(posteriors, before).contains { new, old in
        zip(new, old).contains { magnitude($0 - $1).max() > 1e-3 }
      }
      if !moved { break }
    }
    return posteriors
  }

  private static func magnitude(_ values: MarkovModel.States) -> MarkovModel.States {
    values.replacing(with: -values, where: values .< 0)
  }
}
