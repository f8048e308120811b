import GeoCore
import GeoProjection
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ZonesMapTests {
  private let day = CalendarDay(daysSince1970: 20_000)

  private func place(_ longitude: Double, _ latitude: Double) -> Coordinate {
    Coordinate(longitude: longitude, latitude: latitude)
  }

  private func observation(
    _ id: String, _ actor: String, _ longitude: Double, _ latitude: Double,
    status: ControlStatus = .controlled,
    actor2: String? = nil, confidence: Double = 1, radiusKm: Double? = nil, daysAgo: Int = 0,
    untilDaysAgo: Int? = nil
  ) -> ControlObservation {
    let from = day.advanced(byDays: -daysAgo)
    return ControlObservation(
      id: id, from: from, to: untilDaysAgo.map { day.advanced(byDays: -$0) } ?? from,
      coordinate: place(longitude, latitude), actor: actor, actor2: actor2, status: status,
      confidence: confidence, radiusKm: radiusKm)
  }

  private func draw(
    _ observations: [ControlObservation], _ incidents: [Incident] = [], model: RiskModel = RiskModel(),
    resolution: Double = 4_000, extent: Envelope? = nil, threads: Int = 2
  ) throws -> ControlMap {
    try ControlMap(
      observations: observations, incidents: incidents, model: model, asOf: day, resolution: resolution,
      extent: extent, workers: Workers(threads: threads))
  }

  /// The logistic of the model, by its formula.
  private func influence(_ km: Double, half: Double = 20) -> Double {
    km > 60 ? 0 : (1 + exp(-7.0)) / (1 + exp(-7.0 + 7.0 * km / half))
  }

  // MARK: Shapes

  @Test func oneObservationMakesOneDisc() throws {
    for (longitude, latitude) in [(0.0, 0.0), (179.9, -17.0), (-6.0, 14.0), (15.0, 78.0)] {
      let map = try draw([observation("a", "A", longitude, latitude)], resolution: 2_000)
      let zone = try #require(map.zones.first)
      #expect(map.zones.count == 1)
      #expect(zone.status == .controlled && zone.actor == "A" && zone.actor2 == nil && zone.id == "Z1")
      #expect(zone.share == 1 && !zone.negotiated && zone.observations == ["a"])
      // The evidence reaches 0.1 where the logistic does: 7 (d/20 − 1) = ln(10 (1 + e⁻⁷) − 1).
      let radius = 20 * (1 + log(10 * (1 + exp(-7.0)) - 1) / 7)
      #expect(abs(zone.areaKm2 / (.pi * radius * radius) - 1) < 0.01, "at \(longitude), \(latitude)")
      for vertex in zone.area.polygons[0].coordinates {
        let distance = Geodesic.wgs84.distance(from: vertex, to: place(longitude, latitude)) / 1_000
        // Linear interpolation over 2 km of a curve that falls by a half in 2 km.
        #expect(abs(distance - radius) < 0.25, "at \(longitude), \(latitude)")
      }
      let edge = try #require(map.edgeDistance(from: place(longitude, latitude)))
      #expect(abs(edge / 1_000 + radius) < 0.3)
      #expect(map.status(at: place(longitude, latitude)) == ZoneStatus(actor: "A", status: .controlled))
      let away = Geodesic.wgs84.destination(
        from: place(longitude, latitude), azimuth: 77, distance: (radius + 10) * 1_000)
      #expect(map.status(at: away) == nil)
      let distance = try #require(map.edgeDistance(from: away))
      #expect(abs(distance / 1_000 - 10) < 0.3)
    }
  }

  @Test func twoEvenOpponentsMeetInTheMiddle() throws {
    let map = try draw(
      [observation("a", "A", -0.15, 0), observation("b", "B", 0.15, 0)], resolution: 1_000)
    #expect(map.zones.map(\.actor) == ["A", "A", "B"] || map.zones.map(\.actor) == ["A", "B", "B"])
    let contested = try #require(map.zones.first { $0.status == .contested })
    #expect(Set([contested.actor, contested.actor2 ?? ""]) == ["A", "B"])
    #expect(abs(contested.share - 0.5) < 0.01)
    #expect(contested.observations == ["a", "b"])
    // Along the equator the border lies where A's share is 0.6.
    let half = 0.15 * 111.319_49
    var (low, high) = (0.0, half)
    for _ in 0..<60 {
      let x = (low + high) / 2
      let (a, b) = (influence(half - x), influence(half + x))
      if a / (a + b) >= 0.6 { high = x } else { low = x }
    }
    let crossing = try #require(
      crossings(of: contested.area, withLatitude: 1e-5).max().map { $0 * 111.319_49 })
    #expect(abs(crossing - low) < 0.02, "\(crossing) against \(low) km")
    // Nothing tells the two apart but the side.
    let held = map.zones.filter { $0.status == .controlled }
    #expect(held.count == 2)
    #expect(abs(held[0].areaKm2 / held[1].areaKm2 - 1) < 1e-3)
  }

  /// The longitudes at which the rings cross a parallel.
  private func crossings(of area: MultiPolygon, withLatitude y: Double) -> [Double] {
    area.polygons.flatMap(\.rings).flatMap { ring in
      zip(ring, ring.dropFirst()).compactMap { a, b in
        (a.y > y) == (b.y > y) ? nil : a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)
      }
    }
  }

  @Test func zonesAcrossTheAntimeridianAreTheSameAsElsewhere() throws {
    func zones(_ shift: Double) throws -> [ControlZone] {
      let map = try draw([
        observation("a", "A", Longitude.wrapped(shift - 0.2), 10),
        observation("b", "B", Longitude.wrapped(shift + 0.15), 10.1, confidence: 0.8),
      ])
      return map.zones
    }
    let (here, there) = (try zones(0), try zones(180))
    #expect(here.count == there.count && here.count >= 3)
    for (one, other) in zip(here, there) {
      #expect(one.actor == other.actor && one.status == other.status)
      #expect(abs(one.areaKm2 / other.areaKm2 - 1) < 1e-4)
    }
    let across = try draw([observation("a", "A", 179.99, 10)])
    for longitude in [179.9, -179.9, 180.1] {
      #expect(across.status(at: place(longitude, 10))?.actor == "A")
      #expect(try #require(across.edgeDistance(from: place(longitude, 10))) < 0)
    }
  }

  // MARK: Evidence

  @Test func noEvidenceMakesNoZone() throws {
    let empty = try draw([])
    #expect(empty.zones.isEmpty && empty.status(at: place(0, 0)) == nil)
    #expect(empty.edgeDistance(from: place(0, 0)) == nil)
    #expect(empty.heldShare(of: try LineString([place(0, 0), place(1, 0)])) == 0)
    #expect(try draw([observation("a", "A", 0, 0, confidence: 0.09)]).zones.isEmpty)
    #expect(try draw([observation("a", "A", 0, 0, daysAgo: -1)]).zones.isEmpty, "after the as-of date")
  }

  @Test func evidenceHalvesWithTheHalfLife() throws {
    // Four half-lives leave 1/16 of the weight, below the threshold; three leave 1/8, above it.
    #expect(try draw([observation("a", "A", 0, 0, daysAgo: 720)]).zones.isEmpty)
    let old = try draw([observation("a", "A", 0, 0, daysAgo: 540)])
    #expect(old.zones.count == 1)
    #expect(
      try draw([observation("a", "A", 0, 0, daysAgo: 900, untilDaysAgo: 540)]).zones
        == old.zones.map {
          var zone = $0
          zone.firstEvidence = day.advanced(byDays: -900)
          return zone
        })
    // What lasts beyond the as-of date is cut to it.
    let lasting = try draw([observation("a", "A", 0, 0, daysAgo: 30, untilDaysAgo: -300)])
    #expect(lasting.zones.first?.lastEvidence == day)
    #expect(lasting.zones.first?.firstEvidence == day.advanced(byDays: -30))
    #expect(lasting.zones.first?.area == (try draw([observation("a", "A", 0, 0)])).zones.first?.area)
  }

  @Test func statusesWeighAsTheModelSays() throws {
    let contested = try draw([observation("a", "A", 0, 0, status: .contested, actor2: "B")])
    #expect(contested.zones.map(\.status) == [.contested])
    #expect(contested.zones.first?.share == 0.5)
    #expect(contested.zones.first.map { [$0.actor, $0.actor2] } == ["A", "B"])
    let alone = try draw([observation("a", "A", 0, 0, status: .contested)])
    // No sum of reports of presence is a report of control.
    #expect(alone.zones.map(\.status) == [.influence])
    let influence = (0..<5).map { observation("\($0)", "A", 0, 0, status: .influence) }
    #expect(try draw(influence).zones.map(\.status) == [.influence])
    let held = try draw(Array(influence.prefix(1)) + [observation("h", "A", 0, 0)])
    #expect(held.zones.map(\.status) == [.controlled])
    let negotiated = try draw([observation("a", "A", 0, 0, status: .negotiated)])
    #expect(negotiated.zones.map(\.negotiated) == [true])
    // Neither held nor free, whoever else is there.
    #expect(negotiated.zones.map(\.status) == [.influence])
    // Against twice its weight in plain control the arrangement is the smaller part.
    let both = try draw([
      observation("a", "A", 0, 0, status: .negotiated), observation("b", "A", 0, 0),
    ])
    #expect(both.zones.map(\.negotiated) == [false])
    #expect(both.zones.first?.observations == ["a", "b"])
  }

  /// A place that an actor holds, and 60 km on one that made terms with it: the border runs where both weigh the same.
  @Test func termsEndWhereControlBegins() throws {
    let observations = [
      observation("held", "A", 0, 0), observation("terms", "A", 0.54, 0, status: .negotiated),
      observation("rival", "B", 0.3, 0.4),
    ]
    let map = try draw(observations)
    #expect(Set(map.zones.filter { $0.actor == "A" }.map(\.status)) == [.controlled, .influence])
    for zone in map.zones { #expect(zone.negotiated == (zone.actor == "A" && zone.status == .influence)) }
    for step in 0...20 {
      let place = Coordinate(longitude: 0.027 * Double(step), latitude: 0)
      guard abs(map.edgeDistance(from: place) ?? 0) > 2_500, let zone = map.zone(at: place) else { continue }
      let explanation = try ControlExplanation(
        at: place, observations: observations, incidents: [], model: RiskModel(), asOf: day)
      let terms = explanation.terms.filter(\.negotiated).reduce(0) { $0 + $1.value }
      let all = explanation.actors.reduce(0) { $0 + $1.evidence }
      #expect(zone.negotiated == (terms >= all / 2), "at \(place)")
      #expect(explanation.status == zone.status)
    }
  }

  @Test func contradictionsAreContested() throws {
    let map = try draw([observation("a", "A", 0, 0), observation("b", "B", 0, 0, confidence: 0.9)])
    #expect(map.zones.map(\.status) == [.contested])
    #expect(map.zones.first?.actor == "A" && map.zones.first?.actor2 == "B")
    #expect(abs((map.zones.first?.share ?? 0) - 1 / 1.9) < 1e-6)
    let three = try draw([
      observation("a", "A", 0, 0), observation("b", "B", 0, 0, confidence: 0.5),
      observation("c", "C", 0, 0, confidence: 0.4),
    ])
    // Shares of 10/19, 5/19 and 4/19: too little for control, too great a lead for contest.
    #expect(three.zones.map(\.status) == [.influence])
    #expect(three.zones.first?.actor == "A" && three.zones.first?.actor2 == nil)
  }

  @Test func directEvidenceNamesItsSide() throws {
    func incident(_ sub: String, _ inter1: String, _ inter2: String) -> Incident {
      Incident(
        id: "i", from: day, coordinate: place(0, 0), eventType: "Battles", subEventType: sub, actor1: "one",
        actor2: "two", inter1: inter1, inter2: inter2)
    }
    let overtakes = "Non-state actor overtakes territory"
    for (sub, inter1, inter2, actor) in [
      (overtakes, "2", "1", "one"), (overtakes, "1", "2", "two"), (overtakes, "", "", "one"),
      (overtakes, "State forces", "Political militia", "two"),
      ("Headquarters or base established", "Rebel group", "", "one"),
      ("Government regains territory", "2", "1", "two"), ("government regains territory", "1", "2", "one"),
      ("Government regains territory", "", "", "one"), ("Non-violent transfer of territory", "1", "2", "one"),
    ] {
      let map = try draw([], [incident(sub, inter1, inter2)])
      #expect(map.zones.map(\.actor) == [actor], "\(sub) \(inter1) \(inter2)")
      #expect(map.zones.map(\.observations) == [["i"]])
    }
    #expect(try draw([], [incident("Armed clash", "1", "2")]).zones.isEmpty)
    var nameless = incident(overtakes, "1", "2")
    nameless.actor2 = ""
    let map = try draw([], [nameless])
    #expect(map.zones.isEmpty && map.notes.count == 1)
  }

  // MARK: Whole maps

  @Test(arguments: 0..<5 as Range<UInt64>) func randomMapsAgreeWithTheirEvidence(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let statuses = ControlStatus.allCases
    let observations = (0..<14).map { number in
      observation(
        "\(number)", ["A", "B", "C", "D", "E"][Int.random(in: 0..<5, using: &random)],
        Double.random(in: 178.5...180, using: &random), Double.random(in: 60...60.8, using: &random),
        status: statuses[Int.random(in: 0..<4, using: &random)], actor2: "D",
        confidence: Double.random(in: 0.4...1, using: &random),
        radiusKm: Bool.random(using: &random) ? Double.random(in: 8...25, using: &random) : nil,
        daysAgo: Int.random(in: 0...300, using: &random))
    }
    let model = RiskModel()
    let map = try draw(observations, model: model, resolution: 2_000)
    #expect(map.zones.count > 3, "seed \(seed)")
    for (index, zone) in map.zones.enumerated() {
      let validity = try zone.area.validity()
      #expect(validity.isValid, "seed \(seed): \(validity)")
      #expect(!zone.observations.isEmpty && zone.areaKm2 > 0 && zone.share > 0 && zone.share <= 1)
      #expect(zone.evidence >= 0.1 * 0.9)
      for other in map.zones[(index + 1)...] where zone.area.envelope.intersects(other.area.envelope) {
        #expect(planarArea(try zone.area.intersection(with: other.area)) < 1e-12, "seed \(seed)")
      }
    }
    // The same evidence by geodesics at random places.
    let actors = ["A", "B", "C", "D", "E"]
    let rule = ControlZoneRule(actors: 5, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)
    func evidence(_ at: Coordinate) -> [Double] {
      // Behind them what made terms, whoever it was, and what speaks of no control.
      var sums = [Double](repeating: 0, count: 7)
      for item in observations {
        let km = Geodesic.wgs84.distance(from: at, to: item.coordinate) / 1_000
        let value =
          item.confidence * (item.status == .controlled ? 1 : 0.5)
          * exp2(-Double(day.daysSince(item.from)) / 180) * influence(km, half: item.radiusKm ?? 20)
        for (number, actor) in actors.enumerated()
        where item.actor == actor || (item.status == .contested && actor == "D") { sums[number] += value }
        if item.status == .negotiated { sums[5] += value }
        if item.status == .negotiated || item.status == .influence
          || (item.status == .contested && item.actor == "D")
        {
          sums[6] += value
        }
      }
      return sums
    }
    var (checked, wrong) = (0, 0)
    for _ in 0..<1_500 {
      let at = place(
        Double.random(in: 178...181, using: &random), Double.random(in: 59.7...61.1, using: &random))
      // Judged where all within a kilometre, half a cell, say the same.
      let around =
        [at] + [0.0, 90, 180, 270].map { Geodesic.wgs84.destination(from: at, azimuth: $0, distance: 1_000) }
      let verdicts = around.map { rule.verdict(evidence($0)).found }
      guard verdicts.allSatisfy({ $0 == verdicts[0] }) else { continue }
      checked += 1
      let zone = map.zone(at: at)
      let expected = verdicts[0]
      let names = Set([expected.first, expected.second].filter { $0 >= 0 }.map { actors[$0] })
      if zone?.status != expected.status || Set([zone?.actor, zone?.actor2].compactMap(\.self)) != names {
        wrong += 1
      }
    }
    #expect(checked > 1_000, "seed \(seed)")
    // Areas below one cell are counted to a neighbour.
    #expect(Double(wrong) <= 0.003 * Double(checked), "seed \(seed): \(wrong) of \(checked)")
  }

  @Test func threadsDoNotMatter() throws {
    let observations = (0..<6).map {
      observation("\($0)", ["A", "B", "C"][$0 % 3], Double($0) * 0.2, Double($0 % 2) * 0.1)
    }
    #expect(try draw(observations, threads: 1).zones == draw(observations, threads: 4).zones)
    #expect(try draw(observations.reversed()).zones.map(\.areaKm2).count == draw(observations).zones.count)
  }

  @Test func extentCutsZones() throws {
    let box = Envelope(minX: 0, minY: -0.1, maxX: 0.1, maxY: 0.1)
    let map = try draw([observation("a", "A", 0, 0)], extent: box)
    #expect(map.zones.first?.area.envelope == box)
    #expect(throws: GeoRiskError.self) {
      try draw([observation("a", "A", 0, 0)], resolution: 0)
    }
  }

  // MARK: Lines

  @Test func linesAreHeldWhereZonesHoldThem() throws {
    let map = try draw(
      [
        observation("a", "A", 179.8, 5), observation("b", "B", -179.9, 5.1),
        observation("c", "C", 179.5, 5.3, status: .influence),
        observation("d", "A", 179.5, 5.3, confidence: 0.3),
        observation("e", "B", 179.5, 5.3, confidence: 0.25),
      ], resolution: 2_000)
    var random = SeededRandom(seed: 7)
    var cut = 0
    for _ in 0..<8 {
      let from = place(
        Double.random(in: 179...180, using: &random), Double.random(in: 4.6...5.6, using: &random))
      let to = place(
        Double.random(in: -180 ... -179.5, using: &random), Double.random(in: 4.6...5.6, using: &random))
      let share = map.heldShare(of: try LineString([from, to]))
      let edge = GeodesicEdge(from: from, to: to)
      let count = 3_000
      let held = (0..<count).count { step in
        let zone = map.zone(at: edge.coordinate(at: edge.length * (Double(step) + 0.5) / Double(count)))
        return zone.map { $0.status != .influence } ?? false
      }
      // Sampling finds each of a handful of borders to one sample.
      #expect(abs(share - Double(held) / Double(count)) < 2e-3)
      if share > 0.05 && share < 0.95 { cut += 1 }
    }
    #expect(cut >= 4)
  }
}
