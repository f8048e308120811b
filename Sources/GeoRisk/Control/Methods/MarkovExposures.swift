import GeoCore
import ThreatField

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How much of each tactic of a group a cell is exposed to, month by month: logistic in distance and in time, by the
/// figures of `MarkovModel`'s source.
struct MarkovExposures: Sendable {
  /// What tells the states apart.
  enum Tactic: Int, Sendable {
    case terror, conventional
  }

  /// Terror and conventional tactics by cell and month since the first.
  private var cells: [Int: [SIMD2<Double>]] = [:]
  private let first: Int
  /// The means of both over all cells of the map, by month.
  private var means: [SIMD2<Double>]

  init(of actor: Int, on ground: MarkovGround) {
    first = ground.months.lowerBound
    let count = ground.months.count
    means = Array(repeating: .zero, count: count)
    for act in ground.acts(of: actor) {
      // Beyond 30 km the exposure is below 0.03, and after five months below 0.02: with both it is none.
      for cell in ground.cells(within: 30_000, of: act.place) {
        let km = EarthPosition(ground.cells.middle(cell)).distance(to: act.place) / 1_000
        let near = 1 / (1 + exp(-(7 - 0.35 * km)))
        let begun = act.month - first
        for later in 0..<min(6, count - begun) where begun + later >= 0 {
          let value = near / (1 + exp(-(8 - 2.5 * Double(later))))
          guard value >= 0.05 else { break }
          cells[cell, default: Array(repeating: .zero, count: count)][begun + later][act.tactic.rawValue] +=
            value
        }
      }
    }
    // In one order, so that sums are the same to the bit.
    for cell in ground.cellsOnMap {
      guard let months = cells[cell] else { continue }
      for month in months.indices { means[month] += months[month] }
    }
    for month in means.indices { means[month] /= Double(ground.cellsOnMap.count) }
  }

  /// The cells that are exposed to more than so much in any month, ascending.
  func cells(above limit: Double) -> [Int] {
    cells.filter { $0.value.contains { $0[0] > limit || $0[1] > limit } }.keys.sorted()
  }

  /// What a month of a cell looks like.
  func observation(_ cell: Int, _ month: Int) -> MarkovModel.Observation {
    guard let exposure = cells[cell]?[month - first], exposure[0] > 0.1 || exposure[1] > 0.1 else {
      return .quiet
    }
    let mean = means[month - first]
    let terror = Self.poisson(exposure[0].rounded(.down), mean: mean[0])
    let conventional = Self.poisson(exposure[1].rounded(.down), mean: mean[1])
    if abs(terror - conventional) <= 0.05 { return .even }
    return terror > conventional ? .terror : .conventional
  }

  /// The probability of at most so many.
  private static func poisson(_ count: Double, mean: Double) -> Double {
    var (term, sum) = (exp(-mean), exp(-mean))
    var number = 1.0
    while number <= count {
      term *= mean / number
      sum += term
      number += 1
    }
    return min(1, sum)
  }
}

extension MarkovExposures.Tactic {
  private static let terrorEvents = [
    "suicide bomb", "remote explosive/landmine/ied", "attack", "abduction/forced disappearance",
  ]
  private static let conventionalEvents = ["shelling/artillery/missile attack"]

  /// Nil where the incident is no tactic of the actor's.
  init?(of incident: Incident, by actor: String) {
    func isOne(of names: [String]) -> Bool {
      names.contains { equalIgnoringCase($0, incident.subEventType) }
    }
    let isFirst = equalIgnoringCase(incident.actor1, actor)
    if isFirst, isOne(of: Self.terrorEvents) {
      self = .terror
    } else if equalIgnoringCase(incident.eventType, "Battles"),
      isFirst || equalIgnoringCase(incident.actor2, actor)
    {
      self = .conventional
    } else if isFirst, isOne(of: Self.conventionalEvents) {
      self = .conventional
    } else {
      return nil
    }
  }
}
