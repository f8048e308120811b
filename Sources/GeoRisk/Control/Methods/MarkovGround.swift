import GeoCore
import ThreatField

/// What the chains of all groups share: cells and months, who is a state force, and where evidence is felt, found once.
struct MarkovGround: Sendable {
  /// What an observation of control or an incident that is direct evidence says of a cell.
  struct Statement: Sendable {
    /// For whom it speaks.
    let actors: [Int]
    let status: ControlStatus
    /// The months for which it is meant, none after the as-of date's.
    let months: ClosedRange<Int>
    /// The last day for which it is meant.
    let day: CalendarDay
    /// How sure its source is, below 1.
    let confidence: Double
    /// What it weighs on the as-of date.
    let weight: Double
  }

  /// An incident by one of the tactics that tell the states apart.
  struct Act: Sendable {
    let place: EarthPosition
    let month: Int
    let tactic: MarkovExposures.Tactic
  }

  let cells: HexagonCells
  /// From the first month of any evidence to that of the as-of date, as `month(_:)` counts them.
  let months: ClosedRange<Int>
  let fade: TimeDecay
  /// How strongly neighbours pull each other.
  let coupling: Double
  /// The actors' names.
  let actors: [String]
  /// By actor, whether it is a state force.
  let isState: [Bool]
  /// The state force that is named most, mentions fading as evidence does; nil without any.
  let mainState: Int?
  /// By cell.
  let statements: [Int: [Statement]]
  /// The cells whose middles lie on the map, all where none does.
  let cellsOnMap: [Int]
  private let middles: PointIndex
  private let acts: [String: [Act]]

  init(_ ground: ControlGround) throws(GeoRiskError) {
    let box = ground.grid.extent
    let cells = HexagonCells(covering: box, width: ground.model.control.cellDegrees)
    guard cells.count <= 1_000_000 else {
      throw GeoRiskError(
        .usage, "the extent holds more than a million hexagons", suggestion: "raise control.cell_degrees")
    }
    do throws(KernelError) {
      fade = try TimeDecay(halfLifeDays: ground.model.control.decay.halfLifeDays)
    } catch {
      throw GeoRiskError(.badData, "control evidence cannot be weighed: \(error)")
    }
    let places = (0..<cells.count).map { cells.middle($0) }
    let onMap = places.indices.filter { box.contains(places[$0]) }
    cellsOnMap = onMap.isEmpty ? Array(places.indices) : onMap
    let middles = PointIndex(places)
    let items = ground.evidence.items
    let first = items.map { Self.month($0.days.lowerBound) }.min() ?? 0
    months = first...max(first, Self.month(ground.asOf))
    // A place smaller than a cell still speaks for the cell that it is in.
    let least = cells.width * 111_195 / 3.0.squareRoot()
    var statements: [Int: [Statement]] = [:]
    for item in items where item.isDirect {
      let statement = Statement(
        actors: item.actors, status: item.status,
        months: Self.month(item.days.lowerBound)...Self.month(item.days.upperBound),
        day: item.days.upperBound, confidence: min(item.confidence, 0.999), weight: item.weight)
      let near = middles.indices(within: max(least, item.radius), of: EarthPosition(item.coordinate))
      for cell in near { statements[cell, default: []].append(statement) }
    }
    var acts: [String: [Act]] = [:]
    var mentions: [String: Double] = [:]
    for incident in ground.incidents where incident.from <= ground.asOf {
      let (place, month) = (EarthPosition(incident.coordinate), Self.month(incident.from))
      for actor in Set(incident.actingSides) {
        guard let tactic = MarkovExposures.Tactic(of: incident, by: actor) else { continue }
        acts[actor.lowercased(), default: []].append(Act(place: place, month: month, tactic: tactic))
      }
      let weight = incident.timeFactor(fade, asOf: ground.asOf)
      for actor in incident.stateForces { mentions[actor, default: 0] += weight }
    }
    let actors = ground.evidence.actors
    isState = actors.map { mentions[$0] != nil }
    let states = actors.indices.filter { mentions[actors[$0]] != nil }
    mainState = states.indices.ranked { mentions[actors[states[$0]]] ?? 0 }.first.map { states[$0] }
    self.cells = cells
    self.middles = middles
    self.statements = statements
    self.acts = acts
    self.actors = actors
    coupling = ground.model.control.coupling
  }

  /// Calendar months since the year 0.
  static func month(_ day: CalendarDay) -> Int {
    let (year, month, _) = day.components
    return year * 12 + month - 1
  }

  /// The incidents of an actor by which states are told apart, in the order given.
  func acts(of actor: Int) -> [Act] { acts[actors[actor].lowercased()] ?? [] }

  /// The cells whose middles lie within a distance of a place, ascending.
  func cells(within metres: Double, of place: EarthPosition) -> [Int] {
    middles.indices(within: metres, of: place)
  }

  /// The state force that direct evidence names most strongly in a cell, or the main one where it names none.
  func state(in cell: Int) -> Int? {
    var weights: [Int: Double] = [:]
    for statement in statements[cell] ?? [] {
      for actor in statement.actors where isState[actor] { weights[actor, default: 0] += statement.weight }
    }
    return weights.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? mainState
  }
}

extension Incident {
  /// The state forces that it names: by `inter1` and `inter2`, or as those who regain ground.
  fileprivate var stateForces: [String] {
    func isState(_ kind: String) -> Bool {
      ["1", "state forces"].contains { equalIgnoringCase($0, kind) }
    }
    var names = isState(inter1) ? [actor1] : []
    if isState(inter2) { names.append(actor2) }
    if equalIgnoringCase(subEventType, "Government regains territory"), let actor = controllingActor {
      names.append(actor)
    }
    return names.filter { !$0.isEmpty }
  }
}
