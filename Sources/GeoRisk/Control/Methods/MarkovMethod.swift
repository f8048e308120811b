import GeoCore
import ThreatField

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A hidden Markov model over hexagons and calendar months: see `MarkovModel`.
///
/// For every armed group one chain a cell tells the group's hold from that of all others. Its months are seen by the
/// tactics of the group there: terror (suicide bombs, mines, attacks on and abductions of civilians) and conventional
/// (battles, shelling), each an exposure that fades over 20 km and three months. Observations of control and incidents
/// that are direct evidence speak at the cells within their radius, from the month for which they are meant on, and fade
/// with the control half-life behind it: with confidence c they leave 1 − c of the model's likelihood and give 40 c to the state they name (controlled R, contested
/// D, influence and negotiated DR; G where they name another holder): 40 is what the rarest state needs against the
/// model's start, nine tenths of which are G. Neighbouring cells pull each other (`coupling`): the
/// likelihood of a state is multiplied by exp(coupling · (the neighbours' mean probability of it − 1/5)), sweep by sweep
/// until nothing moves by more than a thousandth.
///
/// With h = P(R) + ¾ P(DR) + ½ P(D) + ¼ P(DG) in the last month, groups share a cell in proportion to h, and state
/// forces have the rest, the product of all 1 − h; so any number of groups will do. A cell whose last month differs from that
/// of a cell of which nothing was ever heard by less than a third (total variation) is empty: what was once known is
/// forgotten. Who is a state force is told by
/// `inter1` and `inter2`, and by direct evidence for the state side; without any the rest is nobody's. A cell without any
/// exposure above 0.1 and without direct evidence in any month is empty, though the model would call it G.
///
/// With one month of data there is no change to learn from, and a note says so.
struct MarkovMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    let box = ground.grid.extent
    let cells = HexagonCells(covering: box, width: ground.model.control.cellDegrees)
    guard cells.count <= 1_000_000 else {
      throw GeoRiskError(
        .usage, "the extent holds more than a million hexagons", suggestion: "raise control.cell_degrees")
    }
    let evidence = ground.evidence
    let states = StateSides(ground)
    let first = evidence.items.map { Self.month($0.days.lowerBound) }.min() ?? 0
    let months = first...max(first, Self.month(ground.asOf))
    var notes: [String] = []
    if months.count == 1 {
      notes.append("the evidence is of one month: the Markov model knows no change from it")
    }
    let groups = evidence.actors.indices.filter { !states.contains(evidence.actors[$0]) }
    let fade: TimeDecay
    do throws(KernelError) {
      fade = try TimeDecay(halfLifeDays: ground.model.control.decay.halfLifeDays)
    } catch {
      throw GeoRiskError(.badData, "control evidence cannot be weighed: \(error)")
    }
    let chains = ground.workers.map(groups.count) { index in
      MarkovChains(of: groups[index], ground, cells, months, fade: fade)
    }
    let others = evidence.actors.firstIndex { states.first == $0 }
    // Behind the actors what is nobody's, and behind that what made terms.
    let nobody = evidence.actors.count
    var channels = [[Double]](
      repeating: Array(repeating: 0, count: ground.grid.count), count: nobody + 2)
    // What each cell gives to whom: computed once, as nodes are many more.
    var parts = [[Double]](repeating: [], count: cells.count)
    for cell in 0..<cells.count where chains.contains(where: { $0.held[cell] != nil }) {
      let held = chains.map { $0.held[cell] ?? 0 }
      let rest = held.reduce(1) { $0 * (1 - $1) }
      let sum = held.reduce(rest, +)
      var own = [Double](repeating: 0, count: channels.count)
      for (group, hold) in zip(groups, held) { own[group] = hold / sum }
      own[others ?? nobody] += rest / sum
      own[nobody + 1] = chains.contains { $0.isNegotiated[cell] } ? 1 : 0
      parts[cell] = own
    }
    for node in 0..<ground.grid.count {
      let place = ground.grid.coordinate(row: node / ground.grid.columns, column: node % ground.grid.columns)
      for (cell, weight) in cells.surrounding(place) {
        for (channel, part) in parts[cell].enumerated() { channels[channel][node] += weight * part }
      }
    }
    var rule = ground.model.control
    // Half is the edge of the cells that anything is known of.
    rule.evidenceThreshold = 0.5
    return ControlClaims(
      channels: channels, rule: ControlZoneRule(rule, actors: nobody + 1), notes: notes)
  }

  /// Calendar months since the year 0.
  static func month(_ day: CalendarDay) -> Int {
    let (year, month, _) = day.components
    return year * 12 + month - 1
  }
}

/// Which actors are state forces, the one that is named most first.
private struct StateSides {
  private let names: [String]

  init(_ ground: ControlGround) {
    var counts: [String: Int] = [:]
    func count(_ actor: String, _ kind: String) {
      if ["1", "state forces"].contains(where: { equalIgnoringCase($0, kind) }), !actor.isEmpty {
        counts[actor, default: 0] += 1
      }
    }
    for incident in ground.incidents where incident.from <= ground.asOf {
      count(incident.actor1, incident.inter1)
      count(incident.actor2, incident.inter2)
      if equalIgnoringCase(incident.subEventType, "Government regains territory"),
        let actor = incident.controllingActor
      {
        counts[actor, default: 0] += 1
      }
    }
    names = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  var first: String? { names.first }
  func contains(_ actor: String) -> Bool { names.contains(actor) }
}

/// One group's chains in all cells that it is known in.
struct MarkovChains: Sendable {
  /// By cell, the part that the group holds in the last month, 0…1; nil where nothing is known of it.
  private(set) var held: [Double?]
  /// By cell, whether the newest statement about the group there is of a negotiated presence.
  private(set) var isNegotiated: [Bool]

  /// Below which an exposure is none.
  private static let quiet = 0.1
  private static let sweeps = 30
  /// Total variation from a cell of which nothing was ever heard, 0…1, below which evidence is forgotten.
  private static let forgotten = 1.0 / 3

  init(
    of group: Int, _ ground: ControlGround, _ cells: HexagonCells, _ months: ClosedRange<Int>, fade: TimeDecay
  ) {
    let seen = MarkovExposures(of: ground.evidence.actors[group], ground, cells, months)
    let direct = MarkovDirectEvidence(of: group, ground, cells, months, fade: fade)
    isNegotiated = (0..<cells.count).map { direct.isNegotiated($0) }
    held = Array(repeating: nil, count: cells.count)
    let known = (0..<cells.count).filter { seen.isKnown($0, above: Self.quiet) || direct.isKnown($0) }
    let base = known.map { cell in
      months.map { month in
        direct.applied(
          to: MarkovModel.emission.map { $0[seen.observation(cell, month).rawValue] }, cell, month)
      }
    }
    let numbers = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    let neighbours = known.map { cells.neighbours($0).compactMap { numbers[$0] } }
    var posteriors = base.map { MarkovModel.posteriors($0) }
    let coupling = ground.model.control.coupling
    if coupling > 0 {
      for _ in 0..<Self.sweeps {
        let before = posteriors
        posteriors = known.indices.map { own in
          let near = neighbours[own]
          guard !near.isEmpty else { return before[own] }
          let likelihoods = base[own].enumerated().map { month, likelihood in
            likelihood.enumerated().map { state, value in
              let mean = near.reduce(0) { $0 + before[$1][month][state] } / Double(near.count)
              return value * exp(coupling * (mean - 0.2))
            }
          }
          // Half-way, so that cells do not swing to and fro.
          return zip(MarkovModel.posteriors(likelihoods), before[own]).map { new, old in
            zip(new, old).map { ($0 + $1) / 2 }
          }
        }
        let moved = zip(posteriors, before).contains { new, old in
          zip(new.joined(), old.joined()).contains { abs($0 - $1) > 1e-3 }
        }
        if !moved { break }
      }
    }
    // What the model makes of a cell of which nothing was ever heard.
    let quiet = MarkovModel.posteriors(
      months.map { _ in MarkovModel.emission.map { $0[MarkovModel.Observation.quiet.rawValue] } })
    let unknown = quiet[quiet.count - 1]
    for (cell, months) in zip(known, posteriors) {
      let last = months[months.count - 1]
      let distance = zip(last, unknown).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
      guard distance >= Self.forgotten else { continue }
      held[cell] = zip(last, MarkovModel.held).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}
