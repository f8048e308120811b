import Testing

@testable import GeoRisk

/// The page on a change: sound, complete, and safe with any name.
@Suite struct ChangeReportTests {
  /// The fixture's assessment five weeks before, without its newest incident.
  private func change(named name: String? = nil) throws -> AssessmentChange {
    var after = try ReportFixtures.mali()
    if let name {
      after.corridors[0].name = name
      after.sites[0].name = name
      after.zones = after.zones.map {
        var zone = $0
        zone.actor = name
        return zone
      }
      after.context.towns[0].name = name
    }
    var before = after
    before.asOf = after.asOf.advanced(byDays: -35)
    before.incidents.removeLast()
    return try AssessmentChange(
      from: AssessmentRecord(before, name: name ?? "July"),
      to: AssessmentRecord(after, name: name ?? "August"))
  }

  @Test func tellsEveryCorridorSiteAndZone() throws {
    let change = try change()
    let html = ChangeReport(change).html()
    let page = try expectSound(html)
    #expect(page.all("h1").count == 1)
    #expect(page.all("caption").count == page.all("table").count)
    #expect(page.text.contains("What changed from 1 August 2025 to 5 September 2025"))
    #expect(page.text.contains("1 new incident"))
    for name in Set(change.segments.map(\.name) + change.sites.map(\.name)) {
      #expect(page.text.contains(name))
    }
    for sentence in change.sentences { #expect(page.text.contains(sentence)) }
    #expect(page.all("path", style: "change-line").count >= 2)
    #expect(page.all("rect", style: "change-site").count == change.sites.count)
    #expect(page.all("circle", style: "change-new").count == 1)
    #expect(ChangeReport(change).html() == html)
  }

  @Test(arguments: ReportTests.hostile) func anyNameIsOnlyAName(_ name: String) throws {
    let plain = try expectSound(ChangeReport(try change(named: "plain")).html())
    let page = try expectSound(ChangeReport(try change(named: name)).html())
    #expect(Set(page.elements.map(\.name)).isSubset(of: Set(plain.elements.map(\.name))))
  }

  /// A thousand new incidents in one town are one dot that says so.
  @Test func crowdsOfNewIncidentsAreOneDot() throws {
    var change = try change()
    let incident = try #require(change.incidents.new.first)
    change.incidents.new = (0..<1_000).map { number in
      var copy = incident
      copy.id = "n\(number)"
      return copy
    }
    let page = try expectSound(ChangeReport(change).html())
    #expect(page.all("circle", style: "change-new").count == 1)
    #expect(page.text.contains("and 999 more here"))
  }

  /// Runs of one colour hold the segments in order, once each.
  @Test func runsHoldEverySegment() throws {
    let change = try change()
    let runs = ChangeRun.runs(of: change.segments, reference: 0.1)
    #expect(runs.flatMap(\.segments) == change.segments)
    for (run, next) in zip(runs, runs.dropFirst()) {
      #expect(run.colour != next.colour || run.segments[0].corridorID != next.segments[0].corridorID)
    }
  }
}
