import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing

@Suite("Scenarios compute only what an edit can reach")
struct IncrementalTests {
  private static let asOf = CalendarDay(daysSince1970: 20_333)

  private func inputs(_ random: inout SeededRandom) throws -> AssessmentInputs {
    let region = TestRegion.all[0]
    var incidents = region.incidents(300, asOf: Self.asOf, using: &random)
    // Some reach far from their precision, so that there are several kernels.
    for index in incidents.indices where index % 17 == 0 { incidents[index].precisionKm = 1 }
    let places = (0..<12).map { _ in region.place(within: 450, using: &random) }
    var model = RiskModel()
    model.threat.halfDistanceKm = 15
    model.threat.cutoffKm = 60
    return AssessmentInputs(
      incidents: incidents,
      corridors: try (0..<6).map { number in
        Corridor(id: "r\(number)", parts: [try LineString([places[2 * number], places[2 * number + 1]])])
      },
      sites: try (0..<30).map { number in
        let place = region.place(within: 450, using: &random)
        return Site(
          id: "s\(number)",
          geometry: number % 3 > 0
            ? .point(place) : .multiPolygon(try Geometry.point(place).buffered(byMeters: 5_000)))
      },
      control: [
        ControlObservation(
          id: "c", from: Self.asOf, coordinate: places[0], actor: "A", status: .controlled, confidence: 0.9)
      ], model: model)
  }

  private func edit(_ inputs: AssessmentInputs, _ random: inout SeededRandom) throws -> Scenario {
    var scenario = try Scenario(name: "edit")
    let region = TestRegion.all[0]
    for number in 0..<Int.random(in: 1...3, using: &random) {
      scenario.addedIncidents.append(
        Incident(
          id: "new\(number)", from: Self.asOf.advanced(byDays: -3),
          coordinate: region.place(within: 150, using: &random), eventType: "Battles", fatalities: number))
    }
    let index = Int.random(in: 0..<inputs.incidents.count, using: &random)
    scenario.removedIncidents = [.init(id: inputs.incidents[index].id)]
    let moved = inputs.incidents[(index + 1) % inputs.incidents.count]
    scenario.movedIncidents = [.init(.init(id: moved.id), to: region.place(within: 150, using: &random))]
    if Bool.random(using: &random) {
      scenario.addedControl = [
        ControlObservation(
          id: "d", from: Self.asOf, coordinate: region.place(within: 100, using: &random), actor: "B",
          status: .controlled, confidence: 0.8)
      ]
    }
    return scenario
  }

  @Test(arguments: 0..<4 as Range<UInt64>, [1, 3])
  func equalsAFullAssessmentToTheBit(seed: UInt64, threads: Int) throws {
    var random = SeededRandom(seed: 700 + seed)
    let inputs = try inputs(&random)
    let options = AssessmentOptions(
      asOf: Self.asOf, resolution: 5_000, bufferDistances: [], threads: threads)
    let base = try Assessment(of: inputs, options: options)
    let scenario = try edit(inputs, &random)
    let edited = try inputs.applying(scenario)
    var fixed = options
    fixed.extent = base.extent
    let full = try Assessment(of: edited, options: fixed)
    let quick = try ScenarioAssessment(scenario, of: inputs, base: base).assessment
    #expect(quick.corridors == full.corridors, "seed \(seed)")
    #expect(quick.sites == full.sites && quick.zones == full.zones)
    #expect(quick.surface.values == full.surface.values)

    // And most of it was taken over.
    let scorer = try RiskScorer(
      incidents: edited.incidents, model: edited.model, asOf: Self.asOf,
      control: ControlMap(zones: full.zones), threads: threads)
    let known = try #require(try KnownThreat(base, for: scorer))
    let result = try scorer.score(inputs.corridors, segmentLength: 1_000, known: known)
    #expect(result.scores == full.corridors)
    let all = full.corridors.reduce(0) { $0 + $1.segments.count }
    #expect(result.computed < all / 2 && result.computed > 0, "seed \(seed): \(result.computed) of \(all)")
    let sites = try scorer.score(inputs.sites, known: known)
    #expect(sites.scores == full.sites)
    #expect(sites.computed < inputs.sites.count / 2 && sites.computed > 0, "seed \(seed): \(sites.computed)")
    let grid = full.surface.grid
    let surface = try scorer.surface(
      on: grid, profile: "surface", tolerance: 0, known: known, progress: nil)
    #expect(surface.surface.values == full.surface.values)
    #expect(
      surface.computed < grid.count && surface.computed > 0,
      "seed \(seed): \(surface.computed) of \(grid.count) nodes")
  }

  /// The zones are taken over where no edit touches their evidence, and only there.
  @Test func zonesAreTakenOverWhereTheirEvidenceIsTheSame() throws {
    var random = SeededRandom(seed: 11)
    let inputs = try inputs(&random)
    let options = AssessmentOptions(asOf: Self.asOf, resolution: 20_000, bufferDistances: [])
    let base = ScenarioBase(assessment: try Assessment(of: inputs, options: options), inputs: inputs)
    var fixed = options
    fixed.extent = base.assessment.extent
    let battle = Incident(
      id: "b", from: Self.asOf, coordinate: inputs.incidents[0].coordinate, eventType: "Battles", actor1: "B")
    var taken = battle
    taken.subEventType = "Non-state actor overtakes territory"
    func isKnown(_ edit: (inout AssessmentInputs) -> Void, by own: ScenarioBase) -> Bool {
      var edited = own.inputs
      edit(&edited)
      return own.control(for: edited, options: fixed) != nil
    }
    #expect(isKnown({ $0.incidents.append(battle) }, by: base))
    #expect(!isKnown({ $0.incidents.append(taken) }, by: base))
    #expect(!isKnown({ $0.control[0].confidence = 0.5 }, by: base))
    #expect(!isKnown({ $0.model.control.decay.halfLifeDays *= 2 }, by: base))
    #expect(isKnown({ $0.model.threat.halfLifeDays *= 2 }, by: base))
    var markov = inputs
    markov.model.control.method = .hull
    let hull = ScenarioBase(assessment: try Assessment(of: markov, options: options), inputs: markov)
    #expect(!isKnown({ $0.incidents.append(battle) }, by: hull))
  }

  /// Another model, or another day, leaves nothing that could be taken over.
  @Test func otherModelsAreComputedInFull() throws {
    var random = SeededRandom(seed: 3)
    let inputs = try inputs(&random)
    let options = AssessmentOptions(asOf: Self.asOf, resolution: 20_000, bufferDistances: [])
    let base = try Assessment(of: inputs, options: options)
    var scenario = try Scenario(name: "edit")
    var model = inputs.model
    model.threat.halfLifeDays = 20
    scenario.model = .whole(model)
    var edited = inputs
    edited.model = model
    var fixed = options
    fixed.extent = base.extent
    let full = try Assessment(of: edited, options: fixed)
    #expect(try ScenarioAssessment(scenario, of: inputs, base: base).assessment.corridors == full.corridors)
  }
}
