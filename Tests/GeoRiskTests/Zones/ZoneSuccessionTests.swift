import GeoProjection
@testable import GeoRisk
import Testing

@Suite("What became of control zones")
struct ZoneSuccessionTests {
  private static let day = CalendarDay(daysSince1970: 20_000)

  /// A box of degrees as a zone.
  private func zone(
    _ id: String, _ west: Double, _ south: Double, _ east: Double, _ north: Double, of actor: String = "A",
    and other: String? = nil
  ) throws -> ControlZone {
    let area = MultiPolygon([try Polygon(Envelope(minX: west, minY: south, maxX: east, maxY: north))])
    return ControlZone(
      id: id, actor: actor, actor2: other, status: other == nil ? .controlled : .contested, negotiated: false,
      share: 1, evidence: 1, areaKm2: Geodesic.wgs84.area(of: area) / 1e6, firstEvidence: Self.day,
      lastEvidence: Self.day, observations: [], area: area)
  }

  private func kinds(_ before: [ControlZone], _ after: [ControlZone]) throws -> [String] {
    try ZoneSuccession.between(before, and: after).map {
      "\($0.before?.id ?? "–")>\($0.zone?.id ?? "–") \($0.kind.rawValue)"
    }
  }

  @Test func eachKindIsTold() throws {
    let old = try zone("o", 0, 0, 1, 1)
    #expect(try kinds([], [old]) == ["–>o new"])
    #expect(try kinds([old], []) == ["o>– gone"])
    #expect(try kinds([old], [zone("n", 0, 0, 1, 1.01)]) == ["o>n unchanged"])
    #expect(try kinds([old], [zone("n", 0, 0, 1, 1.2)]) == ["o>n grown"])
    #expect(try kinds([old], [zone("n", 0, 0, 1, 0.7)]) == ["o>n shrunk"])
    #expect(try kinds([old], [zone("n", 0.3, 0, 1.3, 1)]) == ["o>n moved"])
    #expect(
      try kinds([old, zone("p", 1, 0, 2, 0.5)], [zone("n", 0, 0, 2, 1)]) == ["o>n merged"])
    #expect(
      try kinds([old], [zone("n", 0, 0, 0.7, 1), zone("m", 0.8, 0, 1, 1)]) == ["o>n split", "–>m split"])
    // Another actor on the same ground, and ground shared too little to count.
    #expect(try kinds([old], [zone("n", 0, 0, 1, 1, of: "B")]) == ["–>n new", "o>– gone"])
    #expect(try kinds([old], [zone("n", 0.95, 0, 1.95, 1)]) == ["–>n new", "o>– gone"])
    // A sliver taken over is no split.
    #expect(
      try kinds([old, zone("p", 1, 0, 1.1, 1)], [zone("n", 0, 0, 0.98, 1), zone("q", 0.98, 0, 1.1, 1)])
        == ["o>n unchanged", "p>q grown"])
    // A dispute goes on, whoever leads in it.
    #expect(
      try kinds([zone("o", 0, 0, 1, 1, of: "A", and: "B")], [zone("n", 0, 0, 1, 1, of: "B", and: "A")])
        == ["o>n unchanged"])
  }

  @Test func areasAreThoseOfTheGround() throws {
    let (old, new) = (try zone("o", 0, 0, 1, 1), try zone("n", 0.3, 0, 1.3, 1))
    let succession = try ZoneSuccession.between([old], and: [new])[0]
    let gained = try zone("g", 1, 0, 1.3, 1).areaKm2
    let lost = try zone("l", 0, 0, 0.3, 1).areaKm2
    #expect(abs(succession.gainedKm2 - gained) < 1e-6 * gained)
    #expect(abs(succession.lostKm2 - lost) < 1e-6 * lost)

    // What the largest part of a split loses is what it does not hold; the other ones come from there.
    let parts = try ZoneSuccession.between([old], and: [zone("n", 0, 0, 0.7, 1), zone("m", 0.8, 0, 1, 1)])
    let gap = try zone("gap", 0.7, 0, 1, 1).areaKm2
    #expect(abs(parts[0].lostKm2 - gap) < 1e-6 * gap)
    #expect(parts[1].lostKm2 == 0 && parts.allSatisfy { $0.gainedKm2 < 1e-9 })

    // Ground of a neighbour that lives on was gained all the same.
    let neighbour = try zone("p", 1, 0, 2, 1)
    let pair = try ZoneSuccession.between(
      [old, neighbour], and: [zone("n", 0, 0, 1.25, 1), zone("q", 1.25, 0, 2, 1)])
    #expect(pair.map(\.kind) == [.grown, .split])
    #expect(pair.map { $0.before?.id } == ["o", "p"])
    for succession in pair {
      let (before, after) = (succession.before?.areaKm2 ?? 0, succession.zone?.areaKm2 ?? 0)
      // A parallel cut in two bulges less between its points.
      #expect(abs(before + succession.gainedKm2 - succession.lostKm2 - after) < 1e-4 * after)
    }
  }
}
