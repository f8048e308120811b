import Foundation
import TestSupport
import Testing

@testable import GeoRisk

/// The page as a whole: well-formed, self-contained, complete, the same every time, and safe with any name.
@Suite struct ReportTests {
  @Test func aWholePageIsSound() throws {
    let assessment = try ReportFixtures.mali()
    let page = try expectSound(Report(assessment).html())
    #expect(page.all("h1").count == 1)
    #expect(page.text.contains("Mali: risk to 2 corridors and 2 sites"))
    #expect(page.all("title").count > 10)
    for corridor in assessment.corridors { #expect(page.text.contains(corridor.name)) }
    for site in assessment.sites { #expect(page.text.contains(site.name)) }
    for incident in assessment.incidents { #expect(page.text.contains(incident.id)) }
    for input in assessment.inputs { #expect(page.text.contains(input.sha256)) }
    #expect(page.text.contains("latitude 95 lies outside −90…90"))
    #expect(page.text.contains("5 September 2025"))
    #expect(page.text.contains(GeoRiskVersion.current))
    #expect(page.text.contains("known to about ±120 km"))
  }

  /// Every stretch of road that an incident reaches can be chosen on the map and on the profile, and its panel tells the
  /// factors of its worst segment.
  @Test func everyStretchHasAPanelOfReasons() throws {
    let assessment = try ReportFixtures.mali()
    let page = try expectSound(Report(assessment).html())
    let panels = page.all("section", style: "panel")
    let expected = assessment.corridors.reduce(0) { sum, corridor in
      sum
        + Set(
          corridor.segments.filter { $0.score.threat > 0 }.map { Int(($0.fromKm / 10).rounded(.down)) }
        ).count
    }
    #expect(panels.count > 20 && panels.count == expected)
    let links = page.all("a").compactMap { $0.attributes["href"] }
    for panel in panels {
      let id = try #require(panel.attributes["id"])
      #expect(links.filter { $0 == "#" + id }.count == 2, "map and profile lead to \(id)")
    }
    #expect(page.text.contains("Worst segment: km"))
    #expect(page.text.contains("× age") && page.text.contains("× distance"))
  }

  /// Every zone's panel has the terms that the explanation of the zone has.
  @Test(arguments: TestRegion.all) func everyZoneHasAPanelOfEvidence(region: TestRegion) throws {
    let fixture = try AssessmentFixture(region, seed: 3)
    let assessment = try fixture.assess()
    let page = try expectSound(Report(assessment).html())
    #expect(assessment.zones.count >= 3)
    var options = fixture.options
    options.extent = assessment.extent
    for (number, zone) in assessment.zones.enumerated() {
      let reason = try #require(assessment.zoneReasons[zone.id])
      #expect(try reason == fixture.inputs.explainControl(ofZone: zone.id, options: options))
      #expect(page.all("section", style: "panel").contains { $0.attributes["id"] == "zone-\(number + 1)" })
      #expect(page.all("a").filter { $0.attributes["href"] == "#zone-\(number + 1)" }.count >= 1)
      for term in reason.terms { #expect(page.text.contains(term.id)) }
    }
    #expect(page.text.contains("confidence 0.9 × status 1 × age"))
  }

  /// However long the roads, the panels stay few.
  @Test func longRoadsHaveLongStretches() throws {
    let assessment = try ReportFixtures.assessment(
      corridors: [("Long", [(0, 0), (60, 0)])],
      incidents: (0...60).map { ReportFixtures.incident("\($0)", "Battles", "Armed clash", Double($0), 0) },
      segmentsPerLeg: 3_000)
    let page = try expectSound(Report(assessment).html())
    let panels = page.all("section", style: "panel").count
    #expect(panels > 50 && panels <= 150)
  }

  @Test func everyTableHasHeadingsAndACaption() throws {
    let page = try expectSound(Report(try ReportFixtures.mali()).html())
    #expect(page.all("caption").count == page.all("table").count)
    for heading in page.all("th") { #expect(["col", "row"].contains(heading.attributes["scope"])) }
    for drawing in page.all("svg") where drawing.attributes["aria-hidden"] == nil {
      #expect(drawing.attributes["role"] == "img")
    }
  }

  @Test func thePageIsTheSameEveryTimeAndTellsNoClock() throws {
    var assessment = try ReportFixtures.mali()
    let first = Report(assessment).html()
    assessment.timings = [StageTiming(stage: "corridors", seconds: 99.125, items: 9)]
    assessment.options.threads = 1 + assessment.options.threads
    #expect(Report(assessment).html() == first)
    #expect(!first.contains("1.2345678"))
  }

  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "O'Brien & \"Söhne\" <b>",
    "مطار النيجر \u{202E}gnp.exe", "🚧🏴‍☠️ चौकी", "\u{0}\u{8}\u{FFFE}control]]>", "</style></title>--><!--", "",
    String(repeating: "very long name ", count: 40),
  ]

  @Test(arguments: hostile) func anyNameIsOnlyAName(_ name: String) throws {
    let incident = ReportFixtures.incident(
      name, name, name, 0.1, 0.1, place: name, actor: name, source: name)
    var assessment = try ReportFixtures.assessment(
      corridors: [(name, [(0, 0), (1, 0.2)])], sites: [(name, .point(Coordinate(x: 0.2, y: 0.1)))],
      incidents: [incident], zoneActors: [(name, 0.1, 0.1)], notes: [name])
    assessment.model.name = name
    assessment.inputs[0].path = name
    assessment.rejects[0].reason = name
    assessment.context.towns[0].name = name
    assessment.context.outlines[0].name = name
    let plain = try expectSound(
      Report(
        try ReportFixtures.assessment(
          corridors: [("a", [(0, 0), (1, 0.2)])], sites: [("b", .point(Coordinate(x: 0.2, y: 0.1)))],
          incidents: [ReportFixtures.incident("c", "d", "e", 0.1, 0.1)], zoneActors: [("f", 0.1, 0.1)],
          notes: ["g"])
      ).html())
    let page = try expectSound(Report(assessment, title: name).html())
    // No name makes an element: the page has the same kinds of elements as with plain names.
    #expect(Set(page.elements.map(\.name)).isSubset(of: Set(plain.elements.map(\.name))))
    if name.hasPrefix("<script") { #expect(page.text.contains(name)) }
  }

  @Test func corridorsAlone() throws {
    let page = try expectSound(
      Report(try ReportFixtures.assessment(corridors: [("Road", [(10, 50), (11, 50.5)])])).html())
    #expect(page.text.contains("No incident counts on this day"))
    #expect(page.text.contains("lack of data"))
    #expect(!page.text.contains("Sites, the worst first"))
  }

  @Test func sitesAlone() throws {
    let area = Geometry.polygon(try ReportFixtures.circle(20, 60, 0.1))
    let page = try expectSound(
      Report(
        try ReportFixtures.assessment(
          sites: [("Camp", area)], incidents: [ReportFixtures.incident("i", "Riots", "", 20.2, 60)])
      ).html())
    #expect(page.text.contains("Camp"))
    #expect(!page.text.contains("Corridors, the worst first"))
    #expect(page.all("path", style: "site-mark").count == 1)
  }

  @Test func nothingAtAll() throws {
    var assessment = try ReportFixtures.assessment()
    assessment.rejects = []
    assessment.inputs = []
    assessment.context = MapContext()
    let page = try expectSound(Report(assessment).html())
    #expect(page.text.contains("no file was read"))
    assessment.extent = .empty
    _ = try expectSound(Report(assessment).html())
  }

  @Test func acrossTheAntimeridianTheRoadIsOneLine() throws {
    let assessment = try ReportFixtures.assessment(
      corridors: [("Fiji", [(178.5, -17), (179.9, -16.5), (-178.9, -16.8)])],
      sites: [
        ("West", .point(Coordinate(x: 179, y: -17))), ("East", .point(Coordinate(x: -179.2, y: -16.9))),
      ],
      incidents: [ReportFixtures.incident("i", "Battles", "", -179.9, -16.6)],
      zoneActors: [("A", 180, -16.6)])
    let page = try expectSound(Report(assessment).html())
    let casing = try #require(page.all("path", style: "casing").first?.attributes["d"])
    let points = positions(ofPath: casing)
    // One move, and a line that runs over most of the map from west to east without turning back.
    #expect(casing.filter { $0 == "M" }.count == 1)
    #expect(zip(points, points.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect((points.last?.x ?? 0) - (points.first?.x ?? 0) > 600)
    #expect(page.all("g", style: "sites").count == 1)
    // Each site has its mark on the map and its line in the ranking.
    let links = page.all("a").compactMap { $0.attributes["href"] }
    #expect(links.count { $0 == "#site-1" } >= 2 && links.count { $0 == "#site-2" } >= 2)
    #expect(page.text.contains("180°"))
  }

  @Test(arguments: [78.5, 89.0, -89.9]) func nearThePoles(_ latitude: Double) throws {
    let page = try expectSound(
      Report(
        try ReportFixtures.assessment(
          corridors: [("Ice road", [(15, latitude), (17, latitude + 0.05)])],
          incidents: [ReportFixtures.incident("i", "Battles", "", 16, latitude)])
      ).html())
    #expect(page.text.contains("Ice road"))
  }

  @Test func twentyThousandSegmentsStayAPageThatCanBeMailed() throws {
    var legs: [(Double, Double)] = []
    for leg in 0...200 { legs.append((-12 + Double(leg) * 0.05, 14 + sin(Double(leg)) * 0.4)) }
    let incidents = (0..<400).map { number -> Incident in
      let longitude = -12 + Double(number % 97) * 0.1
      let latitude = 13.5 + Double(number % 31) * 0.03
      let type = number % 3 == 0 ? "Battles" : "Riots"
      return ReportFixtures.incident("i\(number)", type, "", longitude, latitude)
    }
    var assessment = try ReportFixtures.assessment(
      corridors: [("Long", legs)], incidents: Array(incidents.prefix(3)), segmentsPerLeg: 100)
    #expect(assessment.corridors[0].segments.count == 20_000)
    assessment.incidents = incidents
    let html = Report(assessment).html()
    #expect(html.utf8.count < 600_000, "\(html.utf8.count) bytes")
    _ = try expectSound(html)
  }
}
