import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing

@Suite("Scenarios")
struct ScenarioTests {
  private static let asOf = CalendarDay(daysSince1970: 20_333)
  private static let seed: UInt64 = 91

  private func scenario(_ text: String) throws -> Scenario {
    try Scenario(from: InputFile(name: "s.yaml", bytes: Array(text.utf8)))
  }

  private func inputs() throws -> AssessmentInputs {
    var random = SeededRandom(seed: Self.seed)
    let region = TestRegion.all[0]
    var incidents = region.incidents(60, asOf: Self.asOf, using: &random)
    for index in incidents.indices { incidents[index].actor1 = index % 2 == 0 ? "JNIM" : "Militia" }
    let road = (0..<3).map { _ in region.place(within: 70, using: &random) }
    return AssessmentInputs(
      incidents: incidents,
      corridors: [
        Corridor(id: "road", name: "Road", parts: [try LineString(road)]),
        Corridor(id: "other", name: "Other", parts: [try LineString([road[2], road[0]])]),
      ],
      sites: [Site(id: "camp", name: "Camp", geometry: .point(region.place(within: 40, using: &random)))],
      control: [
        ControlObservation(
          id: "c1", from: Self.asOf.advanced(byDays: -20), coordinate: road[0], actor: "JNIM",
          status: .controlled,
          confidence: 0.9)
      ])
  }

  private var options: AssessmentOptions {
    AssessmentOptions(asOf: Self.asOf, segmentLength: 5_000, resolution: 15_000, bufferDistances: [5_000])
  }

  private func bytes(_ layers: [Layer]) -> [[UInt8]] {
    layers.map { layer in
      var bytes: [UInt8] = []
      layer.write { bytes += $0 }
      return bytes
    }
  }

  private static let everything = """
    name: all-of-it
    incidents:
      add:
        - {id: X1, date: 2025-08-20, longitude: -9.19, latitude: 14.14, event_type: Battles, actor1: JNIM,
           fatalities: 3, location_precision_km: 2, end_date: 2025-08-22}
      remove: [I7]
      move: [{id: I4, longitude: -9.4, latitude: 13.8}]
    control:
      add: [{date: 2025-08-20, longitude: -9.19, latitude: 14.14, actor: Army, status: controlled, confidence: 0.8, radius_km: 15}]
      remove: [c1]
    corridors:
      close: [{corridor_id: road, from_km: 10, to_km: 30}]
    model: {threat: {half_life_days: 30}}
    """

  /// The same edits by hand give the same layers to the byte, but for what is closed.
  @Test func equalsTheInputsEditedByHand() throws {
    let inputs = try inputs()
    let base = try Assessment(of: inputs, options: options)
    let outcome = try ScenarioAssessment(scenario(Self.everything), of: inputs, base: base)

    var edited = inputs
    edited.incidents.removeAll { $0.id == "I7" }
    let moved = try #require(edited.incidents.firstIndex { $0.id == "I4" })
    edited.incidents[moved].coordinate = Coordinate(longitude: -9.4, latitude: 13.8)
    let day = try #require(CalendarDay(iso: "2025-08-20"))
    edited.incidents.append(
      Incident(
        id: "X1", from: day, to: day.advanced(byDays: 2),
        coordinate: Coordinate(longitude: -9.19, latitude: 14.14),
        precisionKm: 2, eventType: "Battles", actor1: "JNIM", fatalities: 3))
    edited.control = [
      ControlObservation(
        id: "all-of-it-1", from: day, coordinate: Coordinate(longitude: -9.19, latitude: 14.14),
        actor: "Army",
        status: .controlled, confidence: 0.8, radiusKm: 15)
    ]
    edited.model.threat.halfLifeDays = 30
    edited.closures = [RoadClosure(corridorID: "road", fromKm: 10, toKm: 30)]
    var options = options
    options.extent = base.extent
    let byHand = try Assessment(of: edited, options: options)
    #expect(bytes(outcome.assessment.layers) == bytes(byHand.layers))
    #expect(outcome.assessment.scenario?.edits.count == 7)

    // The inputs are as they were, and so is the base.
    #expect(bytes(try Assessment(of: inputs, options: self.options).layers) == bytes(base.layers))
  }

  @Test func closedStretchIsLeftOutOfTheTotals() throws {
    let inputs = try inputs()
    let base = try Assessment(of: inputs, options: options)
    let closing = try scenario("name: cut\ncorridors: {close: [{corridor_id: road, from_km: 10, to_km: 30}]}")
    let outcome = try ScenarioAssessment(closing, of: inputs, base: base)
    let (before, after) = (base.corridors[0], outcome.assessment.corridors[0])
    let closed = after.segments.filter(\.isClosed)
    #expect(closed.map(\.fromKm) == [10, 15, 20, 25])
    // Every segment is scored as before.
    #expect(after.segments.map(\.score) == before.segments.map(\.score))
    let open = after.segments.filter { !$0.isClosed }
    let threatKm = open.reduce(0) { $0 + $1.score.threat * $1.lengthKm }
    #expect(abs(after.totals.threatKm - threatKm) <= 1e-12 * threatKm)
    #expect(abs(after.totals.lengthKm - (before.totals.lengthKm - 20)) < 1e-9)
    // No stretch of 10 km leads over the gap.
    let worst = after.totals.worst
    #expect(worst.toKm <= 10 || worst.fromKm >= 30)
    // The change of a closed segment is all of its threat, by its ground.
    for segment in outcome.change.segments where segment.corridorID == "road" {
      let isClosed = segment.fromKm >= 10 && segment.toKm <= 30
      #expect((segment.threat.after == nil) == isClosed)
      #expect(segment.threat.change == (isClosed ? -(segment.threat.before ?? .nan) : 0))
      #expect(segment.threat.change == segment.threat.geometry)
    }
    let features = outcome.assessment.layers[3].features
    #expect(features.count { $0.properties["closed"] == true } == 4)
    #expect(Report(outcome.assessment).html().contains("Road is closed from km 10 to km 30."))
    #expect(!Report(base).html().contains("What if"))
  }

  @Test func actorsReachChangesNothingElse() throws {
    let inputs = try inputs()
    let edited = try inputs.applying(
      try scenario("name: far\nactors: [{actor: jnim, half_distance_km: 35, cutoff_km: 180}]"))
    var changed = 0
    for incident in inputs.incidents {
      let before = inputs.model.threatParameters(of: incident)
      var after = edited.model.threatParameters(of: incident)
      if incident.actor1 == "JNIM" {
        changed += 1
        #expect(after.halfDistanceKm == 35 && after.cutoffKm == 180)
        (after.halfDistanceKm, after.cutoffKm) = (before.halfDistanceKm, before.cutoffKm)
      }
      #expect(after == before)
    }
    #expect(changed == 30)
    // The rule for mines, which last 14 days, is among those that were changed.
    #expect(Set(inputs.incidents.map { inputs.model.threatParameters(of: $0).halfLifeDays }) == [14, 60])
  }

  /// Many actors with reaches of their own: as many rules for each, not the product of all.
  @Test func reachesOfManyActorsStayFew() throws {
    var inputs = try inputs()
    for index in inputs.incidents.indices { inputs.incidents[index].actor1 = "Actor \(index % 30)" }
    let reaches = (0..<30).map { "{actor: actor \($0), half_distance_km: \($0 + 1)}" }
    let edited = try inputs.applying(
      try scenario("name: many\nactors: [\(reaches.joined(separator: ", "))]"))
    #expect(edited.model.threatRules.count == 31 * inputs.model.threatRules.count + 30)
    for (index, incident) in inputs.incidents.enumerated() {
      var expected = inputs.model.threatParameters(of: incident)
      expected.halfDistanceKm = Double(index % 30 + 1)
      #expect(edited.model.threatParameters(of: incident) == expected)
    }
  }

  static let faults = [
    ("incidents: {remove: [I999]}", "there is no incident “I999”; is it “I9”?"),
    ("incidents: {move: [{id: J4, longitude: 1, latitude: 2}]}", "is it “I4”?"),
    ("incidents: {remove: [I3, I3]}", "removed or moved twice"),
    ("incidents: {remove: [I3], move: [{id: I3, longitude: 1, latitude: 2}]}", "removed or moved twice"),
    ("incidents: {move: [{id: I3, longitude: 1}]}", "needs id, longitude and latitude"),
    (
      "incidents: {add: [{id: I3, date: 2025-08-01, longitude: 1, latitude: 2, event_type: Riots}]}",
      "another incident"
    ),
    (
      "incidents: {add: [{id: Q, date: 2025-02-30, longitude: 1, latitude: 2, event_type: Riots}]}",
      "a day that no"
    ),
    ("incidents: {add: [{id: Q, date: 2025-08-01, longitude: 1, latitude: 2}]}", "event_type is blank"),
    (
      "incidents: {add: [{id: Q, date: 2025-08-01, longitude: 1, latitude: 2, event_tipe: Riots}]}",
      "did you mean event_type"
    ),
    ("control: {remove: [c2]}", "is it “c1”?"),
    (
      "control: {add: [{date: 2025-08-01, longitude: 1, latitude: 2, actor: A, status: held, confidence: 1}]}",
      "status"
    ),
    ("corridors: {close: [{corridor_id: raod, from_km: 1, to_km: 2}]}", "is it “road”?"),
    ("corridors: {close: [{corridor_id: road, from_km: 9, to_km: 3}]}", "must be above 9"),
    ("corridors: {close: [{corridor_id: road, from_km: 9000, to_km: 9001}]}", "beyond the end"),
    ("corridors: {close: [{corridor_id: road, from_km: 20, to_km: 9001}]}", "km 9001 lies beyond"),
    ("corridors: {close: [{corridor_id: road, from_km: 20.1, to_km: 20.2}]}", "the middle of no segment"),
    ("actors: [{actor: JMIN, half_distance_km: 3}]", "is it “JNIM”?"),
    ("actors: [{actor: JNIM}]", "half_distance_km or cutoff_km"),
    ("model: {threat: {half_life: 3}}", "did you mean half_life_days"),
    ("", "changes nothing"), ("names: x", "did you mean name"),
  ]

  @Test(arguments: faults)
  func faultsAreNamedWithTheirPlace(fault: (text: String, reason: String)) throws {
    let inputs = try inputs()
    let base = try Assessment(of: inputs, options: options)
    do {
      _ = try ScenarioAssessment(scenario("name: bad\n" + fault.text), of: inputs, base: base)
      Issue.record("nothing was wrong with \(fault.text)")
    } catch {
      #expect((error as? GeoRiskError)?.category == .badData)
      #expect("\(error)".hasPrefix("s.yaml:"), "\(error)")
      #expect("\(error)".contains(fault.reason), "\(error)")
    }
  }

  @Test(arguments: ["", "a/b", "..", "a b", ".hidden"])
  func nameMustBeFitForAFolder(name: String) {
    #expect(throws: GeoRiskError.self) { try Scenario(name: name) }
  }

  @Test func tableComparesWithTheBase() throws {
    let inputs = try inputs()
    let base = try Assessment(of: inputs, options: options)
    let outcome = try ScenarioAssessment(scenario(Self.everything), of: inputs, base: base)
    var table = ScenarioTable(base: base)
    table.add(outcome.assessment, name: "all-of-it")
    #expect(table.rows.map(\.scenario) == ["base", "base", "base", "all-of-it", "all-of-it", "all-of-it"])
    #expect(table.rows.prefix(3).allSatisfy { $0.change == 0 })
    #expect(
      table.rows[5].change == outcome.assessment.sites[0].score.threat - base.sites[0].score.threat)
    #expect(table.csv.split(separator: "\n").count == 7)
  }
}
