import GeoCore

/// A hidden Markov model over hexagons and calendar months: see `MarkovModel`.
///
/// For every armed group one chain a cell tells the group's hold from that of all others, in the cells in which the group
/// is named or in reach. Its months are seen by the
/// tactics of the group there: terror (suicide bombs, mines, attacks on and abductions of civilians) and conventional
/// (battles, shelling), each an exposure that fades over 20 km and three months. Observations of control and incidents
/// that are direct evidence speak at the cells within their radius, from the month for which they are meant on, and fade
/// with the control half-life behind it: from the oldest to the newest, with confidence c they leave 1 − c of the
/// likelihood and give 40 c to the state they name (controlled R, contested
/// D, influence and negotiated DR; G where they name another holder): 40 is what the rarest state needs against the
/// model's start, nine tenths of which are G. Neighbouring cells pull each other (`coupling`): the
/// likelihood of a state is multiplied by exp(coupling · (the neighbours' mean probability of it − 1/5)), sweep by sweep
/// until nothing moves by more than a thousandth.
///
/// With h = P(R) + ¾ P(DR) + ½ P(D) + ¼ P(DG) in the last month, groups share a cell in proportion to h, and state
/// forces have the rest, the product of all 1 − h; so any number of groups will do. The rest is that state force's which
/// direct evidence names most strongly in the cell, and where it names none, that which is named most anywhere, mentions
/// fading with the control half-life. A cell whose last month differs from that
/// of a cell of which nothing was ever heard by less than a third (total variation) is empty: what was once known is
/// forgotten. A cell is of negotiated presence where that is the newest word on the group that holds most of it. Who is a
/// state force is told by
/// `inter1` and `inter2`, and by direct evidence for the state side; without any the rest is nobody's. A cell without any
/// exposure above 0.1 and without direct evidence in any month is empty, though the model would call it G.
///
/// Exposures are judged by their mean over all cells of the map: a map with more quiet ground makes the same incidents
/// stand out more.
///
/// With one month of data there is no change to learn from, and a note says so.
struct MarkovMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    let shared = try MarkovGround(ground)
    let groups = shared.actors.indices.filter { !shared.isState[$0] }
    let chains = ground.workers.map(groups.count) { MarkovChains(of: groups[$0], on: shared) }
    let parts = Self.parts(of: groups, chains, shared)
    let holders = Set(parts.values.flatMap { $0.parts.map(\.actor) }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: holders.enumerated().map { ($1, $0) })
    // Behind the holders what is nobody's, and behind that what made terms.
    let nobody = holders.count
    var channels = [[Double]](
      repeating: Array(repeating: 0, count: ground.grid.count), count: nobody + 2)
    for node in 0..<ground.grid.count {
      let place = ground.grid.coordinate(row: node / ground.grid.columns, column: node % ground.grid.columns)
      for (cell, weight) in shared.cells.surrounding(place) {
        guard let own = parts[cell] else { continue }
        for (actor, part) in own.parts {
          if let number = numbers[actor] { channels[number][node] += weight * part }
        }
        channels[nobody][node] += weight * own.nobodys
        if own.isNegotiated { channels[nobody + 1][node] += weight }
      }
    }
    var rule = ground.model.control
    // Half is the edge of the cells that anything is known of.
    rule.evidenceThreshold = 0.5
    return ControlClaims(
      channels: channels, rule: ControlZoneRule(rule, actors: nobody + 1), holders: .actors(holders),
      notes: shared.months.count == 1
        ? ["the evidence is of one month: the Markov model knows no change from it"] : [])
  }

  /// Who has which part of a cell; all together 1.
  private struct CellParts {
    var parts: [(actor: Int, part: Double)]
    var nobodys: Double
    var isNegotiated: Bool
  }

  /// What each cell gives to whom, of the cells of which anything is known: computed once, as nodes are many more.
  private static func parts(
    of groups: [Int], _ chains: [MarkovChains], _ ground: MarkovGround
  ) -> [Int: CellParts] {
    var members: [Int: [Int]] = [:]
    for (number, chain) in chains.enumerated() {
      for cell in chain.held.keys { members[cell, default: []].append(number) }
    }
    for cell in MarkovChains(of: nil, on: ground).held.keys where members[cell] == nil { members[cell] = [] }
    var parts: [Int: CellParts] = [:]
    for (cell, numbers) in members {
      let holds = numbers.map { chains[$0].held[cell] ?? 0 }
      let rest = holds.reduce(1) { $0 * (1 - $1) }
      let sum = holds.reduce(rest, +)
      let strongest = holds.indices.ranked { holds[$0] }.first.map { numbers[$0] }
      var own = CellParts(
        parts: zip(numbers, holds).map { (groups[$0], $1 / sum) }, nobodys: 0,
        isNegotiated: strongest.map { chains[$0].negotiated.contains(cell) } ?? false)
      if let state = ground.state(in: cell) {
        own.parts.append((state, rest / sum))
      } else {
        own.nobodys = rest / sum
      }
      parts[cell] = own
    }
    return parts
  }
}
