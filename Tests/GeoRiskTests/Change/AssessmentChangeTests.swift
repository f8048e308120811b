import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing

@Suite("What changed between two assessments")
struct AssessmentChangeTests {
  private static let seed: UInt64 = 77
  private static let days = (CalendarDay(daysSince1970: 20_300), CalendarDay(daysSince1970: 20_333))

  /// Incidents before and after: some gone, some told otherwise, some late, some new.
  private func sides(_ region: TestRegion) -> (before: [Incident], after: [Incident]) {
    var random = SeededRandom(seed: Self.seed)
    let known = region.incidents(60, asOf: Self.days.1, using: &random)
    let before = known.filter { Int($0.id.dropFirst()).map { $0 % 11 != 3 } ?? true }
    var after = known.filter { Int($0.id.dropFirst()).map { $0 % 13 != 5 } ?? true }
    for index in after.indices where index % 9 == 2 {
      after[index].fatalities += 3
      after[index].coordinate.latitude += 0.05
    }
    return (before, after)
  }

  private func assessment(
    _ incidents: [Incident], on day: CalendarDay, road: [Coordinate], camp: Coordinate,
    model: RiskModel = RiskModel()
  ) throws -> Assessment {
    let inputs = AssessmentInputs(
      incidents: incidents, corridors: [Corridor(id: "road", name: "Road", parts: [try LineString(road)])],
      sites: [Site(id: "camp", name: "Camp", geometry: .point(camp))], model: model)
    return try Assessment(
      of: inputs,
      options: AssessmentOptions(asOf: day, segmentLength: 5_000, resolution: 20_000, bufferDistances: []))
  }

  private func change(_ before: Assessment, _ after: Assessment) throws -> AssessmentChange {
    try AssessmentChange(
      from: AssessmentRecord(before, name: "before"), to: AssessmentRecord(after, name: "after"))
  }

  private func isExact(_ threat: ThreatChange) -> Bool {
    let sum = threat.new + threat.ageing + threat.revised + threat.model + threat.geometry
    let truth = (threat.after ?? 0) - (threat.before ?? 0)
    let size = max(
      threat.after ?? 0, threat.before ?? 0, abs(threat.new), abs(threat.model), abs(threat.geometry))
    return sum == threat.change && abs(sum - truth) <= 8 * size.ulp
  }

  /// Every step of the way from before to after, by the slow sum at the camp.
  @Test(arguments: TestRegion.all)
  func partsAreThoseOfTheSlowSum(region: TestRegion) throws {
    var random = SeededRandom(seed: Self.seed + 1)
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    let (camp, other) = (region.place(within: 40, using: &random), region.place(within: 40, using: &random))
    let sides = sides(region)
    var model = RiskModel()
    model.threat.halfDistanceKm = 31
    model.severity.base = 1.7
    let before = try assessment(sides.before, on: Self.days.0, road: road, camp: camp)
    let after = try assessment(
      sides.after, on: Self.days.1, road: [road[0], other], camp: other, model: model)
    let threat = try change(before, after).sites[0].threat

    func slow(_ incidents: [Incident], _ model: RiskModel, _ day: CalendarDay, _ place: Coordinate) throws
      -> Double
    {
      let counting = incidents.filter { $0.from <= day }
      let profile = try #require(model.profile(named: "site"))
      return ThreatOracle(incidents: counting, model: model, asOf: day).components(
        at: place, profile: profile
      )
      .reduce(0, +)
    }
    let counted = sides.before.filter { $0.from <= Self.days.0 }
    let steps = [
      try slow(counted, RiskModel(), Self.days.0, camp), try slow(counted, RiskModel(), Self.days.0, other),
      try slow(counted, model, Self.days.0, other), try slow(counted, model, Self.days.1, other),
      try slow(
        sides.after.filter { incident in counted.contains { $0.id == incident.id } }, model, Self.days.1,
        other),
      try slow(sides.after, model, Self.days.1, other),
    ]
    let parts = [threat.geometry, threat.model, threat.ageing, threat.revised, threat.new]
    // What the library promises of a sum anywhere on Earth, of each of the sums that a part is made of.
    let room = 1e-4 * (steps.max() ?? 0)
    for (part, step) in zip(parts, zip(steps, steps.dropFirst())) {
      #expect(abs(part - (step.1 - step.0)) <= room, "seed \(Self.seed)")
      #expect(part != 0)
    }
    #expect(isExact(threat))
  }

  @Test(arguments: TestRegion.all)
  func everyPartAddsUp(region: TestRegion) throws {
    var random = SeededRandom(seed: Self.seed + 2)
    let road = (0..<3).map { _ in region.place(within: 70, using: &random) }
    let camp = region.place(within: 40, using: &random)
    let sides = sides(region)
    let before = try assessment(sides.before, on: Self.days.0, road: road, camp: camp)
    let after = try assessment(sides.after, on: Self.days.1, road: road, camp: camp)
    let change = try change(before, after)
    #expect(change.segments.count == after.corridors[0].segments.count)
    for segment in change.segments {
      #expect(isExact(segment.threat), "seed \(Self.seed), segment \(segment.segment)")
      #expect(segment.threat.model == 0 && segment.threat.geometry == 0)
      #expect(segment.threat.ageing <= 1e-9 + 1e-5 * (segment.threat.before ?? 0))
    }
    for zone in change.zones { #expect(isExact(zone.threat)) }
    // New incidents are those that after alone knows, the late ones among them.
    let known = Set(before.incidents.map(\.id))
    #expect(Set(change.incidents.new.map(\.id)) == Set(after.incidents.map(\.id)).subtracting(known))
    #expect(change.incidents.new.contains { $0.from <= Self.days.0 })
    #expect(!change.incidents.withdrawn.isEmpty && !change.incidents.revisedAfter.isEmpty)
    // Bands: every node's change lies in its band.
    let rises = zip(after.surface.values, before.surface.values).map { $0 - $1 }
    #expect(before.surface.grid == after.surface.grid)
    for band in change.bands where band.areaKm2 > 5_000 {
      let values = rises.indices.filter { index in
        let (row, column) = index.quotientAndRemainder(dividingBy: after.surface.grid.columns)
        let place = after.surface.grid.coordinate(row: row, column: column)
        return band.area.polygons.contains { PolygonIndex($0).contains(place) }
      }.map { rises[$0] }
      #expect(!values.isEmpty)
      for value in values {
        #expect(
          value >= (band.changeMin ?? -.infinity) - 1e-9 && value <= (band.changeMax ?? .infinity) + 1e-9)
      }
    }
  }

  @Test func nothingChangesWithoutAChange() throws {
    var random = SeededRandom(seed: Self.seed + 3)
    let region = TestRegion.all[0]
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    let one = try assessment(sides(region).before, on: Self.days.1, road: road, camp: road[0])
    var named = one
    named.model.name = "the same by another name"
    let change = try change(one, named)
    for threat in change.segments.map(\.threat) + change.sites.map(\.threat) + change.zones.map(\.threat) {
      #expect(
        [threat.change, threat.new, threat.ageing, threat.revised, threat.model, threat.geometry]
          == [Double](repeating: 0, count: 6))
    }
    #expect(change.bands.isEmpty && change.notes.isEmpty)
    #expect(change.sentences.contains("Camp did not change (\(one.sites[0].score.grade.name))."))
  }

  /// A site's threat is that of its most threatened place, which may be another at every step: each part is the difference
  /// of two largest slow sums.
  @Test(arguments: TestRegion.all, [false, true])
  func partsOfAnAreaAreThoseOfItsWorstPlaces(region: TestRegion, isRead: Bool) throws {
    let ground = region.middle
    // A camp so wide that incidents at its two ends hardly feel each other.
    func place(_ east: Double, _ north: Double) -> Coordinate {
      let out = Geodesic.wgs84.destination(from: ground, azimuth: 90, distance: east)
      return Geodesic.wgs84.destination(from: out, azimuth: 0, distance: north)
    }
    let corners = [
      place(-29.6e3, -0.9e3), place(29.6e3, -0.9e3), place(29.6e3, 0.9e3), place(-29.6e3, 0.9e3),
    ]
    let area = try Polygon(rings: [corners + [corners[0]]])
    func incident(_ id: String, _ east: Double, _ day: CalendarDay, _ fatalities: Int) -> Incident {
      Incident(
        id: id, from: day, coordinate: place(east, 0), eventType: "Battles", subEventType: "Armed clash",
        actor1: "A", fatalities: fatalities)
    }
    let old = [
      incident("west", -28e3, Self.days.0.advanced(byDays: -3), 4),
      incident("east", 28e3, Self.days.0.advanced(byDays: -9), 0),
    ]
    let new = [incident("new", 27e3, Self.days.1.advanced(byDays: -1), 9)]
    var model = RiskModel()
    model.threat.halfDistanceKm = 6
    model.threat.cutoffKm = 40
    model.threatRules = []
    func assess(_ incidents: [Incident], _ day: CalendarDay) throws -> AssessmentRecord {
      let inputs = AssessmentInputs(
        incidents: incidents, sites: [Site(id: "camp", name: "Camp", geometry: .polygon(area))], model: model)
      let assessment = try Assessment(
        of: inputs, options: AssessmentOptions(asOf: day, resolution: 20_000, bufferDistances: []))
      guard isRead else { return AssessmentRecord(assessment, name: "made") }
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "georisk-\(UUID().uuidString)"
      )
      .path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try assessment.write(toFolder: folder)
      return try AssessmentRecord(folder: folder)
    }
    let change = try AssessmentChange(from: assess(old, Self.days.0), to: assess(old + new, Self.days.1))
    let threat = change.sites[0].threat
    let samples = try SiteGround(Site(id: "camp", geometry: .polygon(area))).samples
    func worst(_ incidents: [Incident], _ day: CalendarDay) throws -> Double {
      let oracle = ThreatOracle(incidents: incidents, model: model, asOf: day)
      let profile = try #require(model.profile(named: "site"))
      return samples.map { oracle.components(at: $0, profile: profile).reduce(0, +) }.max() ?? 0
    }
    let steps = [
      try worst(old, Self.days.0), try worst(old, Self.days.1), try worst(old + new, Self.days.1),
    ]
    // A folder's outline that is cut at the antimeridian has other sample points than the one that was scored.
    let room = (isRead && region.name == "antimeridian" ? 1e-2 : 2e-4) * steps[2]
    #expect(abs(threat.ageing - (steps[1] - steps[0])) <= room)
    #expect(abs(threat.new - (steps[2] - steps[1])) <= room)
    #expect(threat.geometry == 0 && threat.model == 0 && abs(threat.revised) <= 1e-12 * steps[2])
    #expect(threat.ageing < 0 && threat.new > 0 && isExact(threat))
  }

  /// A segment of millimetres is a point at a layer's seven decimals.
  @Test func segmentsOfNoLengthAreComparedAllTheSame() throws {
    let region = TestRegion.all[0]
    var random = SeededRandom(seed: Self.seed + 6)
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    func record(_ incidents: [Incident], _ day: CalendarDay) throws -> AssessmentRecord {
      var record = AssessmentRecord(
        try assessment(incidents, on: day, road: road, camp: road[0]), name: "record")
      let place = record.segments[1].line.coordinates[0]
      record.segments[1].line = try LineString([place, place])
      return record
    }
    let sides = sides(region)
    let change = try AssessmentChange(
      from: record(sides.before, Self.days.0), to: record(sides.after, Self.days.1))
    #expect(change.segments.allSatisfy { isExact($0.threat) })
  }

  /// Distances are those from a site's ground, and only incidents that reach it are named.
  @Test func sentencesNameIncidentsThatReachTheSite() throws {
    let day = Self.days.1
    func place(_ east: Double) -> Coordinate {
      Geodesic.wgs84.destination(from: TestRegion.all[0].middle, azimuth: 90, distance: east)
    }
    func incident(_ id: String, _ east: Double, _ kind: String) -> Incident {
      Incident(id: id, from: day, coordinate: place(east), eventType: kind, subEventType: "", actor1: "A")
    }
    let near = NewIncidents(
      [incident("short", 120e3, "Riots"), incident("long", 140e3, "Battles")], model: Self.unequal, asOf: day)
    let found = try #require(near.nearest(to: [(.point(place(0)), "it")]))
    #expect(found.id == "long" && abs(found.km - 140) < 0.01)
    #expect(near.count(withinKm: 200, of: [.point(place(0))]) == 1)
    #expect(near.nearest(to: [(.point(place(-200e3)), "it")]) == nil)
    // Inside an area it is no distance away; of several points the nearest one counts.
    let corners = [place(100e3), place(130e3)].flatMap { place in
      [-0.1, 0.1].map { Coordinate(longitude: place.longitude, latitude: place.latitude + $0) }
    }
    let ring = [corners[0], corners[2], corners[3], corners[1], corners[0]]
    let area = try SiteGround(Site(id: "a", geometry: .polygon(Polygon(rings: [ring]))))
    #expect(near.nearest(to: [(.site(area), "it")])?.km == 0)
    let posts = try SiteGround(Site(id: "p", geometry: .multiPoint([place(-300e3), place(119e3)])))
    #expect(abs(try #require(near.nearest(to: [(.site(posts), "it")])).km - 1) < 0.001)
  }

  /// Riots are felt over 50 km, all else over 150.
  private static let unequal: RiskModel = {
    var model = RiskModel()
    model.threat.cutoffKm = 150
    model.threatRules = [
      RiskModel.ThreatRule(
        match: IncidentMatch([IncidentMatch.Condition(.eventType, ["Riots"])]), cutoffKm: 50)
    ]
    return model
  }()

  /// Another scale of grades is no work of incidents.
  @Test func gradesByAnotherScaleAreSaidToBe() throws {
    let region = TestRegion.all[0]
    var random = SeededRandom(seed: Self.seed + 7)
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    let incidents = sides(region).before.filter { $0.from <= Self.days.1 }
    var model = RiskModel()
    model.index.reference *= 1_000
    let before = try assessment(incidents, on: Self.days.1, road: road, camp: road[0])
    let after = try assessment(incidents, on: Self.days.1, road: road, camp: road[0], model: model)
    let sentences = try change(before, after).sentences.filter { $0.contains(" from ") && $0.contains(":") }
    #expect(sentences.dropFirst().contains { $0.hasPrefix("Camp fell") })
    for sentence in sentences.dropFirst() {
      #expect(sentence.hasSuffix("the model grades threat by another scale."), "\(sentence)")
    }
  }

  /// The search for emerging places compares with as long a time before, or says that it cannot.
  @Test(arguments: [200, 700]) func emergingPlacesAreSoughtOverAnyGap(gap: Int) throws {
    let region = TestRegion.all[0]
    let first = Self.days.1.advanced(byDays: -gap)
    let old = (0..<10).map { number in
      Incident(
        id: "o\(number)", from: first.advanced(byDays: -40 * number), coordinate: region.middle,
        eventType: "Battles", actor1: "A")
    }
    let new = (0..<60).map { number in
      Incident(
        id: "n\(number)", from: Self.days.1.advanced(byDays: -3 * number), coordinate: region.middle,
        eventType: "Battles", actor1: "A")
    }
    let road = [region.middle, Coordinate(longitude: region.middle.x + 0.3, latitude: region.middle.y)]
    let change = try change(
      assessment(old, on: first, road: road, camp: road[0]),
      assessment(old + new, on: Self.days.1, road: road, camp: road[0]))
    // The oldest is 360 days older than the first assessment, whose own day counts.
    #expect(change.emerging.isEmpty == (gap > 360))
    #expect(change.notes.contains { $0.contains("of the 361 days up to") } == (gap > 360))
  }

  @Test func whatIsThereOnOneSideOnlyIsGeometry() throws {
    let region = TestRegion.all[0]
    var random = SeededRandom(seed: Self.seed + 4)
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    let before = try assessment(sides(region).before, on: Self.days.0, road: road, camp: road[0])
    var after = try assessment(sides(region).after, on: Self.days.1, road: road, camp: road[0])
    after.corridors[0].corridorID = "detour"
    after.sites = []
    let change = try change(before, after)
    let count = before.corridors[0].segments.count
    #expect(change.segments.count == 2 * count)
    for (index, segment) in change.segments.enumerated() {
      #expect(segment.corridorID == (index < count ? "detour" : "road"))
      #expect((segment.threat.before == nil) == (index < count))
      #expect((segment.threat.after == nil) == (index >= count))
      #expect(segment.threat.change == segment.threat.geometry)
    }
    #expect(change.sites.map(\.threat.after) == [nil])
    #expect(change.sentences.contains { $0.hasPrefix("Camp is there no more") })
  }

  @Test(arguments: [1, 2]) func withdrawnIncidentsAreCounted(count: Int) throws {
    let region = TestRegion.all[0]
    var random = SeededRandom(seed: Self.seed + 5)
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    let incidents = sides(region).before.filter { $0.from <= Self.days.1 }
    let before = try assessment(incidents, on: Self.days.1, road: road, camp: road[0])
    let after = try assessment(Array(incidents.dropFirst(count)), on: Self.days.1, road: road, camp: road[0])
    let said = count == 1 ? "1 incident was revised or withdrawn." : "2 incidents were revised or withdrawn."
    let sentences = try change(before, after).sentences
    #expect(sentences.contains { $0.hasPrefix("Camp ") && $0.hasSuffix(said) }, "\(sentences)")
  }

  @Test func earlierComesFirst() throws {
    let region = TestRegion.all[0]
    let road = [Coordinate(longitude: -9, latitude: 14), Coordinate(longitude: -9.2, latitude: 14)]
    let one = try assessment(sides(region).before, on: Self.days.1, road: road, camp: road[0])
    let other = try assessment(sides(region).before, on: Self.days.0, road: road, camp: road[0])
    #expect(throws: GeoRiskError.self) { try change(one, other) }
  }

  @Test(arguments: TestRegion.all)
  func folderComesBackAsItWas(region: TestRegion) throws {
    var random = SeededRandom(seed: Self.seed + 5)
    var incidents = sides(region).after
    for index in incidents.indices {
      // Seven decimals are what a layer keeps.
      incidents[index].coordinate.longitude = (incidents[index].coordinate.longitude * 1e7).rounded() / 1e7
      incidents[index].coordinate.latitude = (incidents[index].coordinate.latitude * 1e7).rounded() / 1e7
      if index % 3 == 0 { incidents[index].statedSeverity = Double(index) / 7 }
      if index % 5 == 0 { incidents[index].statedDimension = .economic }
      incidents[index].precisionKm = Double(index % 4) * 1.3
      incidents[index].inter1 = "Rebel group"
      incidents[index].typeOfViolence = index % 6 == 0 ? 2 : nil
      incidents[index].source = "told \"so\", at \(index)"
    }
    incidents[4] = Incident(
      id: "open", from: Self.days.0, ongoing: true, coordinate: incidents[4].coordinate, eventType: "Blockade"
    )
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    var model = RiskModel()
    model.threat.kernel = .gaussian
    model.control.evidenceThreshold = 0.07
    var assessment = try assessment(incidents, on: Self.days.1, road: road, camp: road[0], model: model)
    assessment.context.towns = [
      MapContext.Town(name: "Kita \"i\"", coordinate: Coordinate(longitude: -9.4897123, latitude: 13.0349)),
      MapContext.Town(name: "", coordinate: Coordinate(longitude: 179.5, latitude: -17)),
    ]
    assessment.context.outlines = [
      MapContext.Outline(
        name: "river",
        geometry: .lineString(
          try LineString([
            Coordinate(longitude: -8, latitude: 12), Coordinate(longitude: -7.5, latitude: 12.25),
          ])))
    ]
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("georisk-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try assessment.write(toFolder: folder)
    let record = try AssessmentRecord(folder: folder)
    let own = AssessmentRecord(assessment, name: folder)
    #expect(record.asOf == own.asOf && record.model == own.model && record.extent == own.extent)
    #expect(IncidentChanges(from: own.incidents, to: record.incidents).revisedAfter.map(\.id) == [])
    #expect(record.incidents.map(\.id) == own.incidents.map(\.id))
    #expect(record.segments.map(\.threat) == own.segments.map(\.threat))
    #expect(record.segments.map(\.segment) == own.segments.map(\.segment))
    #expect(record.sites.map(\.threat) == own.sites.map(\.threat))
    #expect(record.zones.map(\.id) == own.zones.map(\.id))
    #expect(record.context == own.context)
    for threat in try AssessmentChange(from: record, to: record).segments.map(\.threat) {
      #expect(threat.change == 0)
    }
  }
}
