import GeoProjection
import GeoTopology
import TestSupport
import ThreatField
import Testing

@testable import GeoRisk

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Ways to draw control zones")
struct ControlMethodTests {
  private static let day = CalendarDay(daysSince1970: 20_333)
  private static let methods = RiskModel.ControlModel.Method.allCases

  private func observation(
    _ id: String, _ actor: String, _ longitude: Double, _ latitude: Double, daysAgo: Int = 5,
    status: ControlStatus = .controlled, other: String? = nil, radiusKm: Double? = nil
  ) -> ControlObservation {
    ControlObservation(
      id: id, from: Self.day.advanced(byDays: -daysAgo),
      coordinate: Coordinate(longitude: longitude, latitude: latitude), actor: actor, actor2: other,
      status: status,
      confidence: 0.9, radiusKm: radiusKm)
  }

  private func battle(
    _ id: String, _ actor: String, _ other: String, _ longitude: Double, _ latitude: Double, daysAgo: Int = 5
  ) -> Incident {
    Incident(
      id: id, from: Self.day.advanced(byDays: -daysAgo),
      coordinate: Coordinate(longitude: longitude, latitude: latitude), eventType: "Battles",
      subEventType: "Armed clash", actor1: actor, actor2: other)
  }

  private func draw(
    _ method: RiskModel.ControlModel.Method, _ observations: [ControlObservation],
    _ incidents: [Incident] = [],
    _ edit: (inout RiskModel.ControlModel) -> Void = { _ in }
  ) throws -> ControlMap {
    var model = RiskModel()
    model.control.method = method
    edit(&model.control)
    return try ControlMap(
      observations: observations, incidents: incidents, model: model, asOf: Self.day, resolution: 3_000,
      extent: Envelope(minX: -2, minY: 12, maxX: 3, maxY: 16))
  }

  /// Four actors, some next to each other, one that disputes a place and one that made terms.
  private func crowd(_ seed: UInt64) -> ([ControlObservation], [Incident]) {
    var random = SeededRandom(seed: seed)
    let actors = ["Army", "Front", "Militia", "Bandits"]
    let observations = (0..<24).map { number in
      let status: ControlStatus = number % 7 == 3 ? .contested : number % 7 == 5 ? .negotiated : .controlled
      return observation(
        "c\(number)", actors[number % 4], Double.random(in: -1...2, using: &random),
        Double.random(in: 13...15, using: &random), daysAgo: Int.random(in: 0..<200, using: &random),
        status: status,
        other: status == .contested ? actors[(number + 1) % 4] : nil)
    }
    let incidents = (0..<60).map { number in
      battle(
        "i\(number)", actors[number % 4], actors[(number + 1) % 4],
        Double(number % 4) * 0.6 - 0.6 + Double.random(in: -0.3...0.3, using: &random),
        Double.random(in: 13.5...14.5, using: &random),
        daysAgo: number == 0 ? -10 : Int.random(in: -20..<300, using: &random))
    }
    return (observations, incidents)
  }

  @Test(arguments: methods, 0..<3 as Range<UInt64>)
  func zonesAreSound(method: RiskModel.ControlModel.Method, seed: UInt64) throws {
    let (observations, incidents) = crowd(seed)
    let map = try draw(method, observations, incidents)
    #expect(map.zones.count > 3, "seed \(seed)")
    #expect(Set(map.zones.map(\.actor)).count >= 3, "seed \(seed)")
    let known = Set(observations.map(\.id) + incidents.map(\.id))
    for zone in map.zones {
      #expect(zone.share > 0 && zone.share <= 1 && zone.areaKm2 > 0)
      #expect((zone.status == .contested) == (zone.actor2 != nil))
      #expect(zone.lastEvidence <= Self.day && zone.firstEvidence <= zone.lastEvidence)
      #expect(!zone.observations.isEmpty && known.isSuperset(of: zone.observations))
      if zone.negotiated { #expect(zone.status != .controlled) }
      #expect(try Geometry.multiPolygon(zone.area).validity().isValid)
    }
    for (index, one) in map.zones.enumerated() {
      for other in map.zones[(index + 1)...] where one.area.envelope.intersects(other.area.envelope) {
        #expect(planarArea(try one.area.intersection(with: other.area)) < 1e-12, "seed \(seed)")
      }
    }
    // What happens after the day does not count, and threads change nothing.
    let past = incidents.filter { $0.from <= Self.day }
    #expect(past.count < incidents.count)
    #expect(try draw(method, observations, past).zones == map.zones)
  }

  @Test(arguments: methods) func noEvidenceIsNobodys(method: RiskModel.ControlModel.Method) throws {
    #expect(try draw(method, []).zones.isEmpty)
    let map = try draw(method, [observation("a", "Front", 0, 14)])
    #expect(map.zones.allSatisfy { $0.actor == "Front" && $0.areaKm2 < 5_000 })
    #expect(map.zone(at: Coordinate(longitude: 2.5, latitude: 15.5)) == nil)
  }

  @Test(arguments: [RiskModel.ControlModel.Method.share, .voronoi, .hmm])
  func termsAreInfluence(method: RiskModel.ControlModel.Method) throws {
    let map = try draw(method, [observation("a", "Front", 0, 14, status: .negotiated)])
    #expect(map.zones.map(\.status) == [.influence])
    #expect(map.zones.map(\.negotiated) == [true])
  }

  // MARK: Voronoi

  /// Every place's holder by brute force: the locality nearest in radii, within one.
  @Test(arguments: 0..<3 as Range<UInt64>) func voronoiIsTheNearestLocality(seed: UInt64) throws {
    var random = SeededRandom(seed: 50 + seed)
    let observations = (0..<15).map { number in
      observation(
        "c\(number)", ["Army", "Front", "Militia"][number % 3], Double.random(in: -1...2, using: &random),
        Double.random(in: 13...15, using: &random), radiusKm: Double.random(in: 15...45, using: &random))
    }
    let map = try draw(.voronoi, observations)
    var compared = 0
    for _ in 0..<2_000 {
      let place = Coordinate(
        longitude: Double.random(in: -1.5...2.5, using: &random),
        latitude: Double.random(in: 12.5...15.5, using: &random))
      // Between nodes the border is interpolated.
      guard abs(map.edgeDistance(from: place) ?? 0) > 1_500 else { continue }
      compared += 1
      let nearest = observations.map { observation in
        (
          radii: Geodesic.wgs84.distance(from: place, to: observation.coordinate) / 1_000
            / (observation.radiusKm ?? 20),
          actor: observation.actor
        )
      }.min { $0.radii < $1.radii }
      let expected = nearest.flatMap { $0.radii <= 1 ? $0.actor : nil }
      #expect(map.zone(at: place)?.actor == expected, "seed \(seed), \(place)")
    }
    #expect(compared > 1_000)
  }

  @Test func newestStatementOfALocalityCounts() throws {
    let moved = try draw(
      .voronoi, [observation("a", "Army", 0, 14, daysAgo: 30), observation("b", "Front", 0, 14)])
    #expect(moved.zones.map(\.actor) == ["Front"])
    // Two on one day that contradict each other: disputed between both.
    let both = try draw(.voronoi, [observation("a", "Front", 0, 14), observation("b", "Army", 0, 14)])
    #expect(both.zones.map(\.status) == [.contested])
    #expect(both.zones.map { [$0.actor, $0.actor2] } == [["Army", "Front"]])
    // Contested, and with whom is not said: that is no control.
    let open = try draw(.voronoi, [observation("a", "Front", 0, 14, status: .contested)])
    #expect(open.zones.map(\.status) == [.influence])
    // So old that nothing is left of it.
    #expect(try draw(.voronoi, [observation("a", "Army", 0, 14, daysAgo: 900)]).zones.isEmpty)
  }

  // MARK: Hulls

  @Test(arguments: 0..<4 as Range<UInt64>) func clustersAreThoseOfTheDefinition(seed: UInt64) {
    var random = SeededRandom(seed: 90 + seed)
    var places = (0..<110).map { _ in
      Coordinate(
        longitude: 179.5 + Double.random(in: 0...1.2, using: &random),
        latitude: Double.random(in: -1...1, using: &random))
    }
    // Incidents share coordinates.
    places += [places[3], places[3], places[60], places[60], places[60]]
    let (radius, least) = (12_000.0, 4)
    let labels = DensityClusters.labels(places, radius: radius, leastPlaces: least)
    func near(_ a: Int, _ b: Int) -> Bool {
      Geodesic.wgs84.distance(from: places[a], to: places[b]) <= radius
    }
    let isCore = places.indices.map { place in places.indices.count { near(place, $0) } >= least }
    // Cores are connected by steps from core to core: closure by brute force.
    var group = Array(places.indices)
    for _ in places {
      for a in places.indices where isCore[a] {
        for b in places.indices where isCore[b] && near(a, b) {
          (group[a], group[b]) = (min(group[a], group[b]), min(group[a], group[b]))
        }
      }
    }
    for a in places.indices {
      if isCore[a] {
        #expect(labels[a] != nil)
        for b in places.indices where isCore[b] {
          #expect((labels[a] == labels[b]) == (group[a] == group[b]))
        }
      } else {
        let cores = places.indices.filter { isCore[$0] && near(a, $0) }
        #expect(cores.isEmpty ? labels[a] == nil : cores.contains { labels[$0] == labels[a] }, "seed \(seed)")
      }
    }
    #expect(labels.contains { $0 == nil } && labels.contains { $0 != nil }, "seed \(seed)")
  }

  @Test func hullsOfTwoActorsAreContestedWhereTheyOverlap() throws {
    func ring(_ prefix: String, _ actor: String, _ middle: Double) -> [Incident] {
      (0..<12).map { step in
        let angle = Double(step) / 12 * 2 * .pi
        return Incident(
          id: "\(prefix)\(step)", from: Self.day.advanced(byDays: -3),
          coordinate: Coordinate(longitude: middle + 0.3 * cos(angle), latitude: 14 + 0.3 * sin(angle)),
          eventType: "Violence against civilians", subEventType: "Attack", actor1: actor)
      }
    }
    let map = try draw(.hull, [], ring("a", "Front", 0) + ring("b", "Militia", 0.35))
    func status(_ longitude: Double) -> ControlZone.Status? {
      map.status(at: Coordinate(longitude: longitude, latitude: 14))?.status
    }
    #expect(status(-0.2) == .influence && status(0.175) == .contested && status(0.55) == .influence)
    #expect(map.zone(at: Coordinate(longitude: -0.2, latitude: 14))?.actor == "Front")
    // A tenth of the clusters' radius beyond the places, and no farther.
    let (edge, beyond) = (-0.3 - 2_000 / 107_900.0, -0.3 - 5_500 / 107_900.0)
    #expect(status(edge) == .influence && status(beyond) == nil)
  }

  /// Places inside a hull are no edges of it: ground in two hulls is contested however near to a place it lies.
  @Test func groundInTwoHullsIsContestedAtThePlacesToo() throws {
    var random = SeededRandom(seed: 8)
    func scattered(_ prefix: String, _ actor: String) -> [Incident] {
      (0..<400).map { number in
        Incident(
          id: "\(prefix)\(number)", from: Self.day.advanced(byDays: -3),
          coordinate: Coordinate(
            longitude: Double.random(in: 0...0.15, using: &random),
            latitude: 14 + Double.random(in: 0...0.15, using: &random)),
          eventType: "Violence against civilians", subEventType: "Attack", actor1: actor)
      }
    }
    let (front, militia) = (scattered("a", "Front"), scattered("b", "Militia"))
    var model = RiskModel()
    model.control.method = .hull
    model.control.clusterKm = 3
    model.control.clusterPoints = 3
    model.control.hullRatio = 1
    let map = try ControlMap(
      observations: [], incidents: front + militia, model: model, asOf: Self.day, resolution: 1_000,
      extent: Envelope(minX: -0.5, minY: 13.5, maxX: 0.7, maxY: 14.7))
    for incident in front + militia {
      let place = incident.coordinate
      guard (0.03...0.12).contains(place.x), (14.03...14.12).contains(place.y) else { continue }
      #expect(map.status(at: place)?.status == .contested, "\(place)")
    }
  }

  @Test func actorWithOnePlaceMakesNoHull() throws {
    let map = try draw(.hull, [observation("a", "Front", 0, 14)])
    #expect(map.zones.isEmpty)
    #expect(map.notes == ["1 place of Front stands alone and makes no hull"])
    // Three on one spot are a cluster without an area: a disc of a tenth of the clusters' radius.
    let spot = try draw(.hull, (0..<3).map { observation("a\($0)", "Front", 0, 14) }) { $0.clusterKm = 100 }
    #expect(spot.zones.count == 1 && abs(spot.zones[0].areaKm2 / (100 * .pi) - 1) < 0.05)
  }

  // MARK: Hidden Markov model

  @Test func tablesAreThoseOfAModel() {
    for row in MarkovModel.transition + [MarkovModel.start] { #expect(abs(row.sum() - 1) < 1e-12) }
    // By observation and then by state: what is sure is that a state makes one of them.
    let ones = MarkovModel.emission.reduce(MarkovModel.States(), +)
    for state in 0..<MarkovModel.stateCount { #expect(abs(ones[state] - 1) < 1e-12) }
  }

  /// All 5⁴ ways through four months, weighed one by one.
  @Test(arguments: 0..<5 as Range<UInt64>) func posteriorsAreThoseOfAllPaths(seed: UInt64) {
    var random = SeededRandom(seed: 30 + seed)
    let likelihoods = (0..<4).map { _ in
      var states = MarkovModel.States()
      for state in 0..<5 { states[state] = Double.random(in: 0.01...1, using: &random) }
      return states
    }
    var sums = [[Double]](repeating: Array(repeating: 0, count: 5), count: 4)
    for path in 0..<625 {
      let states = [path % 5, path / 5 % 5, path / 25 % 5, path / 125]
      var weight = MarkovModel.start[states[0]]
      for month in 0..<4 {
        if month > 0 { weight *= MarkovModel.transition[states[month - 1]][states[month]] }
        weight *= likelihoods[month][states[month]]
      }
      for month in 0..<4 { sums[month][states[month]] += weight }
    }
    for (month, states) in MarkovModel.posteriors(likelihoods).enumerated() {
      let total = sums[month].reduce(0, +)
      for state in 0..<5 { #expect(abs(states[state] - sums[month][state] / total) < 1e-12, "seed \(seed)") }
    }
  }

  @Test func hexagonsInterpolateStraightFunctions() {
    let cells = HexagonCells(covering: Envelope(minX: -1, minY: 13, maxX: 2, maxY: 15), width: 0.25)
    var random = SeededRandom(seed: 4)
    for _ in 0..<500 {
      let place = Coordinate(
        longitude: Double.random(in: -1...2, using: &random),
        latitude: Double.random(in: 13...15, using: &random))
      let parts = cells.surrounding(place)
      #expect(parts.count == 3 && abs(parts.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
      #expect(parts.allSatisfy { $0.weight >= -1e-9 })
      let x = parts.reduce(0) { $0 + $1.weight * cells.middle($1.cell).longitude }
      let y = parts.reduce(0) { $0 + $1.weight * cells.middle($1.cell).latitude }
      #expect(abs(x - place.longitude) < 1e-9 && abs(y - place.latitude) < 1e-9)
    }
    for cell in 0..<cells.count {
      for other in cells.neighbours(cell) {
        #expect(cells.neighbours(other).contains(cell))
        let (a, b) = (cells.middle(cell), cells.middle(other))
        #expect(abs(((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot() - 0.25) < 1e-9)
      }
    }
  }

  @Test func oneMonthIsSaidToBeOne() throws {
    let map = try draw(.hmm, [observation("a", "Front", 0, 14, daysAgo: 0)])
    #expect(map.notes.contains { $0.contains("of one month") })
    #expect(map.zones.map(\.status) == [.controlled])
    let more = try draw(.hmm, [observation("a", "Front", 0, 14, daysAgo: 100)])
    #expect(!more.notes.contains { $0.contains("of one month") })
  }

  /// The newest statement is believed most, whichever row it stands in. Sums in another order differ in their last digits,
  /// and with them the seventh decimal of a border.
  @Test(arguments: methods, 0..<3 as Range<UInt64>)
  func orderOfRowsDoesNotMatter(method: RiskModel.ControlModel.Method, seed: UInt64) throws {
    let (observations, incidents) = crowd(seed)
    var random = SeededRandom(seed: seed)
    let one = try draw(method, observations, incidents).zones
    let other = try draw(
      method, observations.shuffled(using: &random), incidents.shuffled(using: &random)
    ).zones
    #expect(one.count == other.count, "seed \(seed)")
    for (a, b) in zip(one, other) {
      #expect(a.actor == b.actor && a.actor2 == b.actor2 && a.status == b.status, "seed \(seed)")
      #expect(abs(a.share - b.share) < 1e-6 && abs(a.areaKm2 / b.areaKm2 - 1) < 1e-5, "seed \(seed)")
      #expect(Set(a.observations) == Set(b.observations), "seed \(seed)")
    }
  }

  @Test func newestStatementIsTakenByTheMarkovModel() throws {
    let (old, new) = (
      observation("a", "Army", 0, 14, daysAgo: 20), observation("b", "Front", 0, 14, daysAgo: 2)
    )
    let place = Coordinate(longitude: 0, latitude: 14)
    for observations in [[old, new], [new, old]] {
      let zone = try #require(try draw(.hmm, observations).zone(at: place))
      #expect(zone.actor == "Front" && zone.status == .controlled)
    }
    // Terms were made, and the place was taken after: that is no influence by terms.
    let terms = observation("a", "Front", 0, 14, daysAgo: 20, status: .negotiated)
    for observations in [[terms, new], [new, terms]] {
      let zone = try #require(try draw(.hmm, observations).zone(at: place))
      #expect(!zone.negotiated && zone.status == .controlled)
    }
  }

  /// Terms made long ago by one say nothing of another who fights there now.
  @Test func termsOfAnotherAreNotThoseOfTheStrongest() throws {
    let terms = observation("a", "Old band", 0, 14, daysAgo: 1_100, status: .negotiated)
    let held = observation("b", "Front", 0, 14, daysAgo: 40)
    let map = try draw(.hmm, [terms, held])
    let zone = try #require(map.zone(at: Coordinate(longitude: 0, latitude: 14)))
    #expect(zone.actor == "Front" && !zone.negotiated)
  }

  /// What a state force is said to hold is its own, whoever is named most elsewhere; what groups leave elsewhere is that
  /// one's which is named most of late.
  @Test func groundOfStateForcesIsThatOfTheOneNamedThere() throws {
    func clash(_ id: String, _ army: String, _ longitude: Double, daysAgo: Int) -> Incident {
      Incident(
        id: id, from: Self.day.advanced(byDays: -daysAgo),
        coordinate: Coordinate(longitude: longitude, latitude: 14), eventType: "Battles",
        subEventType: "Armed clash", actor1: army, actor2: "Front", inter1: "State forces",
        inter2: "Rebel group")
    }
    let incidents =
      (0..<9).map { clash("o\($0)", "Former army", -1, daysAgo: 3_000 + $0) }
      + (0..<4).map { clash("n\($0)", "Army", -1, daysAgo: 10 + $0) }
      + [clash("e", "Neighbour's army", 2.5, daysAgo: 200)]
    let map = try draw(.hmm, [observation("a", "Neighbour's army", 2, 14)], incidents)
    #expect(map.zone(at: Coordinate(longitude: 2, latitude: 14))?.actor == "Neighbour's army")
    #expect(map.zones.contains { $0.actor == "Army" || $0.actor2 == "Army" })
    #expect(!map.zones.contains { $0.actor == "Former army" || $0.actor2 == "Former army" })
  }

  /// Two statements of one day that contradict each other: disputed, neither nobody's nor the last one's.
  @Test func contradictionsAreContestedByTheMarkovModel() throws {
    let both = [observation("a", "Front", 0, 14), observation("b", "Militia", 0, 14)]
    for observations in [both, both.reversed()] {
      let map = try draw(.hmm, observations)
      let zone = try #require(map.zone(at: Coordinate(longitude: 0, latitude: 14)))
      #expect(zone.status == .contested)
      #expect(Set([zone.actor, zone.actor2]) == ["Front", "Militia"])
    }
    // Terms with one where another holds the place: the holder is the stronger, and nobody is lost.
    let terms = try draw(
      .hmm, [observation("a", "Front", 0, 14, status: .negotiated), observation("b", "Militia", 0, 14)])
    #expect(terms.zone(at: Coordinate(longitude: 0, latitude: 14))?.actor == "Militia")
    // Where one is the newer, it is taken.
    let taken = try draw(
      .hmm, [observation("a", "Front", 0, 14, daysAgo: 95), observation("b", "Militia", 0, 14)])
    #expect(taken.zone(at: Coordinate(longitude: 0, latitude: 14))?.actor == "Militia")
  }

  /// A quiet cell in a ring of held ones: its neighbours pull it towards them, and the more the stronger they are.
  @Test func neighboursPullEachOther() throws {
    let observations = (0..<6).map { step -> ControlObservation in
      let angle = Double(step) / 6 * 2 * .pi
      return observation(
        "c\(step)", "Front", 0.5 + 0.25 * cos(angle), 14 + 0.25 * sin(angle), daysAgo: 1, radiusKm: 5)
    }
    let mine = Incident(
      id: "i", from: Self.day.advanced(byDays: -40), coordinate: Coordinate(longitude: 0.5, latitude: 14),
      eventType: "Explosions/Remote violence", subEventType: "Remote explosive/landmine/IED", actor1: "Front",
      actor2: "Army", inter1: "Rebel group", inter2: "State forces")
    func held(_ coupling: Double) throws -> Double {
      var model = RiskModel()
      model.control.method = .hmm
      model.control.coupling = coupling
      let grid = try LonLatGrid(covering: Envelope(minX: -1, minY: 13, maxX: 2, maxY: 15), spacing: 10_000)
      let evidence = try ControlZoneEvidence(
        observations: observations, incidents: [mine], model: model, asOf: Self.day, activity: true)
      let ground = ControlGround(
        evidence: evidence, observations: observations, incidents: [mine], model: model, asOf: Self.day,
        grid: grid,
        workers: Workers(threads: 1), progress: nil)
      let shared = try MarkovGround(ground)
      let group = try #require(evidence.actors.firstIndex(of: "Front"))
      let chains = MarkovChains(of: group, on: shared)
      let place = Coordinate(longitude: 0.5, latitude: 14)
      let middle = try #require(shared.cells.surrounding(place).max { $0.weight < $1.weight }?.cell)
      return try #require(chains.held[middle])
    }
    let (alone, pulled, torn) = (try held(0), try held(1), try held(4))
    #expect(alone < pulled && pulled < torn, "\(alone), \(pulled), \(torn)")
  }
}
