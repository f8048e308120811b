import Testing

@testable import GeoRisk

@Suite("Control observation files")
struct ControlReadingTests {
  static func read(_ text: String) throws(GeoRiskError) -> InputReading<ControlObservation> {
    try ControlObservation.read(from: InputFile(name: "c.csv", bytes: Array(text.utf8)))
  }

  @Test("all columns, and what is absent") func columns() throws {
    let reading = try Self.read(
      """
      id,date,end_date,place,longitude,latitude,actor,actor_2,status,confidence,radius_km,source,assumption
      a,2025-01-01,2025-01-09,Town,1,2,A,B,Contested,0.5,15,Me,true
      spoilt,
      ,2025-01-01,,,1,2,A,,controlled,1,,,
      """)
    let first = try #require(reading.records.first)
    #expect(first.id == "a" && first.to.description == "2025-01-09" && first.actor2 == "B")
    #expect(first.status == .contested && first.radiusKm == 15 && first.assumption)
    let second = reading.records[1]
    #expect(second.id == "3" && second.to == second.from && second.actor2 == nil && second.radiusKm == nil)
    #expect(!second.assumption)
  }

  @Test(
    "bad rows are kept out with their reason",
    arguments: [
      (
        "2025-01-01,1,2,A,held,0.5,",
        "status is “held”; it is one of controlled, contested, influence, negotiated"
      ),
      ("2025-01-01,1,2,A,,0.5,", "status is blank"),
      ("2025-01-01,1,2,A,controlled,1.5,", "confidence is 1.5, outside 0…1"),
      ("2025-01-01,1,2,A,controlled,,", "confidence is blank"),
      ("2025-01-01,1,2,,controlled,1,", "actor is blank"),
      ("2025-01-01,1,2,A,controlled,1,0", "radius_km is 0"),
      ("2025-01-01,1,2,A,controlled,1,-4", "radius_km is -4"),
      ("2025-02-31,1,2,A,controlled,1,", "no calendar has"),
    ])
  func badRows(_ row: String, _ reason: String) throws {
    let header = "date,longitude,latitude,actor,status,confidence,radius_km\n"
    let reading = try Self.read(header + "2025-01-01,1,2,A,controlled,1,\n" + row)
    #expect(reading.records.count == 1 && reading.rejects.first?.place.line == 3)
    #expect(reading.rejects.first?.reason.contains(reason) == true, "\(reading.rejects)")
  }

  @Test("missing columns are named, with the nearest there is") func missing() {
    let error = #expect(throws: GeoRiskError.self) {
      try Self.read("date,longitude,latitude,actor,state,confidence\n2025-01-01,1,2,A,controlled,1")
    }
    #expect(
      error?.description.contains("lacks status (is it “state”?)") == true, "\(String(describing: error))")
  }
}
