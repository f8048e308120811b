import GeoProjection
import Testing

@testable import GeoRisk

@Suite("Zones over time")
struct ZoneHistoryTests {
  private static let start = CalendarDay(daysSince1970: 20_089)

  private func observation(
    _ id: String, _ day: Int, _ longitude: Double, _ actor: String, until last: Int? = nil
  ) -> ControlObservation {
    ControlObservation(
      id: id, from: Self.start.advanced(byDays: day), to: last.map { Self.start.advanced(byDays: $0) },
      coordinate: Coordinate(longitude: longitude, latitude: 14), actor: actor, status: .controlled,
      confidence: 0.9)
  }

  @Test func monthsAreThoseOfTheCalendar() throws {
    let day = try #require(CalendarDay(iso: "2024-01-31"))
    let steps = (0...13).map { day.advanced(by: .months(1), times: $0).description }
    #expect(
      steps == [
        "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31",
        "2024-08-31",
        "2024-09-30", "2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28",
      ])
    #expect(day.advanced(by: .days(14), times: 2).description == "2024-02-28")
    #expect(try CalendarStep("2w") == .days(14))
    #expect(try CalendarStep("1y") == .months(12))
    for text in ["1", "mo", "0d", "-1d", "1.5mo", "1 fortnight", ""] {
      #expect(throws: GeoRiskError.self) { try CalendarStep(text) }
    }
  }

  /// An actor comes, spreads to a second place, the two grow together, and all of it fades.
  @Test func zoneKeepsItsNameAsLongAsItIsThere() throws {
    let history = try ZoneHistory(
      observations: [
        observation("a", 10, 0, "North"), observation("b", 70, 0.62, "North"),
        observation("c", 100, 0.31, "North"),
        observation("d", 40, 2, "Army"),
      ], incidents: [], from: Self.start, to: Self.start.advanced(byDays: 1_500), every: .days(30),
      resolution: 4_000)
    func told(_ period: Int) -> [String] {
      history.entries.filter { $0.period == period }.map { entry in
        "\(entry.id) \(entry.zone.actor) \(entry.succession?.kind.rawValue ?? "first")"
      }.sorted()
    }
    #expect(history.days.count == 51)
    #expect(told(0) == [])
    #expect(told(1) == ["H1 North new"])
    #expect(told(2) == ["H1 North unchanged", "H2 Army new"])
    #expect(told(3).contains("H3 North new"))
    // The younger zone is the larger one: what both became goes by its name.
    let merged = history.entries.filter { $0.succession?.kind == .merged }
    #expect(merged.count == 1 && merged[0].id == "H3" && Set(merged[0].predecessors) == ["H1", "H3"])
    // Gone zones come once, after which their names do not come again.
    for id in Set(history.entries.map(\.id)) {
      let own = history.entries.filter { $0.id == id }
      #expect(own.map(\.period) == own.map(\.period).sorted())
      let gone = own.filter { $0.succession?.kind == .gone }
      #expect(gone.count <= 1)
      if let gone = gone.first { #expect(own.last?.period == gone.period) }
    }
    #expect(history.entries.contains { $0.id == "H2" && $0.succession?.kind == .gone })
    #expect(history.entries.contains { $0.succession?.kind == .shrunk || $0.succession?.kind == .unchanged })
    // Every zone is that of its day alone.
    let map = try ControlMap(
      observations: [observation("a", 10, 0, "North")], incidents: [], asOf: history.days[1],
      resolution: 4_000,
      extent: nil)
    let drawn = try #require(history.entries.first { $0.period == 1 }).zone
    #expect(abs(map.zones[0].areaKm2 / drawn.areaKm2 - 1) < 0.02)

    let features = history.features
    #expect(features.count == history.entries.count)
    for (feature, entry) in zip(features, history.entries) {
      #expect(feature.properties["zone_id"] == .string(entry.id))
      #expect(feature.properties["as_of"] == .string(history.days[entry.period].description))
      if entry.succession?.kind == .gone { #expect(feature.properties["area_km2"] == .number(0)) }
    }
  }

  @Test func noEvidenceIsAnEmptyHistory() throws {
    let history = try ZoneHistory(
      observations: [], incidents: [], from: Self.start, to: Self.start.advanced(byDays: 60),
      every: .months(1))
    #expect(history.entries.isEmpty && history.days.count == 3)
  }

  @Test func tooManyDaysAreRefused() {
    #expect(throws: GeoRiskError.self) {
      try ZoneHistory(
        observations: [], incidents: [], from: Self.start, to: Self.start.advanced(byDays: 5_000),
        every: .days(1))
    }
    #expect(throws: GeoRiskError.self) {
      try ZoneHistory(
        observations: [], incidents: [], from: Self.start, to: Self.start.advanced(byDays: -1),
        every: .days(1))
    }
  }
}
