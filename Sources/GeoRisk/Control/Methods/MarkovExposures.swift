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
  /// Terror and conventional tactics by cell and month since the first.
  private var cells: [Int: [SIMD2<Double>]] = [:]
  private let first: Int
  /// The means of both over all cells, by month.
  private var means: [SIMD2<Double>]

  private static let terror = [
    "suicide bomb", "remote explosive/landmine/ied", "attack", "abduction/forced disappearance",
  ]
  private static let conventional = ["shelling/artillery/missile attack"]

  init(of actor: String, _ ground: ControlGround, _ hexagons: HexagonCells, _ months: ClosedRange<Int>) {
    first = months.lowerBound
    means = Array(repeating: .zero, count: months.count)
    let positions = (0..<hexagons.count).map { EarthPosition(hexagons.middle($0)) }
    for incident in ground.incidents where incident.from <= ground.asOf {
      guard let tactic = Self.tactic(of: incident, by: actor) else { continue }
      let place = EarthPosition(incident.coordinate)
      let begun = MarkovMethod.month(incident.from) - first
      // Beyond 30 km the exposure is below 0.03, and after five months below 0.02: with both it is none.
      for cell in positions.indices where positions[cell].distance(to: place) < 30_000 {
        let near = 1 / (1 + exp(-(7 - 0.35 * positions[cell].distance(to: place) / 1_000)))
        for later in 0..<min(6, months.count - begun) where begun + later >= 0 {
          let value = near / (1 + exp(-(8 - 2.5 * Double(later))))
          guard value >= 0.05 else { break }
          cells[cell, default: Array(repeating: .zero, count: months.count)][begun + later][tactic] += value
        }
      }
    }
    for months in cells.values {
      for month in months.indices { means[month] += months[month] }
    }
    for month in means.indices { means[month] /= Double(hexagons.count) }
  }

  /// 0 terror, 1 conventional; nil where the incident is no tactic of the actor's.
  private static func tactic(of incident: Incident, by actor: String) -> Int? {
    func isOne(of names: [String]) -> Bool {
      names.contains { equalIgnoringCase($0, incident.subEventType) }
    }
    let isFirst = equalIgnoringCase(incident.actor1, actor)
    if isFirst, isOne(of: terror) { return 0 }
    if equalIgnoringCase(incident.eventType, "Battles"), isFirst || equalIgnoringCase(incident.actor2, actor)
    {
      return 1
    }
    return isFirst && isOne(of: conventional) ? 1 : nil
  }

  /// Whether the cell is exposed to more than so much in any month.
  func isKnown(_ cell: Int, above limit: Double) -> Bool {
    cells[cell]?.contains { $0[0] > limit || $0[1] > limit } ?? false
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

/// What observations of control and direct incidents say of a group, cell by cell.
///
/// Where statements of one day have a cell controlled by the group and by another holder, each is read as contested (D).
struct MarkovDirectEvidence: Sendable {
  private struct Statement {
    let months: ClosedRange<Int>
    /// The last day for which it is meant.
    let day: CalendarDay
    /// Whether it has the place controlled, by the group or by another.
    let isControlled: Bool
    let isOwn: Bool
    var state: Int
    let confidence: Double
    let isNegotiated: Bool
  }

  private var cells: [Int: [Statement]] = [:]
  /// What a sure statement outweighs: the rarest of the states at the start.
  private static let strength = 1 / (MarkovModel.start.min() ?? 1)
  private let fade: TimeDecay

  init(
    of group: Int, _ ground: ControlGround, _ hexagons: HexagonCells, _ months: ClosedRange<Int>,
    fade: TimeDecay
  ) {
    self.fade = fade
    let positions = (0..<hexagons.count).map { EarthPosition(hexagons.middle($0)) }
    // A place smaller than a cell still speaks for the cell that it is in.
    let least = hexagons.width * 111_195 / 3.0.squareRoot()
    for item in ground.evidence.items where item.isDirect {
      let place = EarthPosition(item.coordinate)
      let span = MarkovMethod.month(item.days.lowerBound)...MarkovMethod.month(item.days.upperBound)
      let isOwn = item.actors.contains(group)
      let state: Int =
        if !isOwn { 4 } else {
          switch item.status {
          case .controlled: 0
          case .contested: 2
          case .influence, .negotiated: 1
          }
        }
      let statement = Statement(
        months: span, day: item.days.upperBound, isControlled: item.status == .controlled, isOwn: isOwn,
        state: state, confidence: min(item.confidence, 0.999), isNegotiated: isOwn && item.negotiated)
      for cell in positions.indices where positions[cell].distance(to: place) <= max(least, item.radius) {
        cells[cell, default: []].append(statement)
      }
    }
    for cell in cells.keys { cells[cell].map { cells[cell] = Self.reconciled($0) } }
  }

  /// The statements, those of one day that contradict each other read as contested.
  private static func reconciled(_ statements: [Statement]) -> [Statement] {
    func days(own: Bool) -> Set<CalendarDay> {
      Set(statements.filter { $0.isControlled && $0.isOwn == own }.map(\.day))
    }
    let disputed = days(own: true).intersection(days(own: false))
    return statements.map { statement in
      var statement = statement
      if statement.isControlled, disputed.contains(statement.day) { statement.state = 2 }
      return statement
    }
  }

  func isKnown(_ cell: Int) -> Bool { cells[cell] != nil }

  /// Whether the newest statement about the cell is that the group's presence there is negotiated.
  func isNegotiated(_ cell: Int) -> Bool {
    cells[cell]?.max { $0.months.upperBound < $1.months.upperBound }?.isNegotiated ?? false
  }

  /// The likelihoods of a month with what was said directly by then; what was said of earlier months has faded.
  func applied(to likelihoods: [Double], _ cell: Int, _ month: Int) -> [Double] {
    (cells[cell] ?? []).filter { $0.months.lowerBound <= month }.reduce(likelihoods) { values, statement in
      let months = Double(max(0, month - statement.months.upperBound))
      let confidence = statement.confidence * fade.factor(ageDays: 30.4375 * months)
      return values.enumerated().map { state, value in
        (1 - confidence) * value + (state == statement.state ? confidence * Self.strength : 0)
      }
    }
  }
}
