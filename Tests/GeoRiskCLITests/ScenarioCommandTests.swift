import Foundation
import Testing

@Suite("assess --scenario")
struct ScenarioCommandTests {
  private static let cut = "name: cut\ncorridors: {close: [{corridor_id: road, from_km: 5, to_km: 15}]}\n"
  private static let quiet = "name: quiet\nincidents: {remove: [a2]}\n"

  @Test func oneGoesToTheOutputFolder() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("cut.yaml", Self.cut)
    let before = ["incidents.csv", "corridors.geojson", "control.csv"].map { "mydata/" + $0 }
    let bytes = try before.map { try folder.read($0) }
    let outcome = try Georisk.run(
      ["assess", "mydata", "--scenario", "cut.yaml", "--output", "out"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in [
      "corridor-scores.geojson", "corridor-change.geojson", "change.txt", "change.html", "report.html",
    ] {
      #expect(folder.contents.contains("out/\(name)"))
    }
    for (name, old) in zip(before, bytes) { #expect(try folder.read(name) == old) }
    #expect(try folder.text("out/assessment.json").contains("Alpha to Beta is closed from km 5 to km 15."))
    // A base run takes the change away again: it would be that of another run.
    #expect(try Georisk.run(["assess", "mydata", "--output", "out"], in: folder).status == 0)
    #expect(!folder.contents.contains { $0.contains("change") })
    #expect(!(try folder.text("out/assessment.json").contains("scenario")))
  }

  @Test func severalAreComparedInOneTable() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("cut.yaml", Self.cut)
    try folder.write("quiet.yaml", Self.quiet)
    let arguments = [
      "assess", "mydata", "--scenario", "cut.yaml", "--scenario", "quiet.yaml", "--output", "out",
    ]
    let outcome = try Georisk.run(arguments, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["base", "cut", "quiet"] { #expect(folder.contents.contains("out/\(name)/report.html")) }
    #expect(!folder.contents.contains("out/base/change.txt"))
    let lines = try folder.text("out/scenarios.csv").split(separator: "\n")
    #expect(lines.count == 7 && lines[0].hasPrefix("scenario,asset,id,name,threat"))
    // The base is what it is without any scenario.
    #expect(try Georisk.run(["assess", "mydata", "--output", "plain"], in: folder).status == 0)
    for name in ["corridor-scores.geojson", "threat-surface.geojson", "assessment.json", "report.html"] {
      #expect(try folder.read("plain/\(name)") == (try folder.read("out/base/\(name)")))
    }
  }

  /// What an earlier run of several left is taken away by one of fewer; what else lies there stays.
  @Test func staleScenariosAreTakenAway() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("cut.yaml", Self.cut)
    try folder.write("quiet.yaml", Self.quiet)
    func assess(_ scenarios: String...) throws {
      let outcome = try Georisk.run(
        ["assess", "mydata", "--output", "out", "-q"] + scenarios.flatMap { ["--scenario", $0] }, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    func left() -> Set<String> {
      Set(
        folder.contents.filter {
          $0.hasPrefix("out/") && $0.hasSuffix(".html") || $0.hasSuffix("scenarios.csv")
        })
    }
    try assess()
    try assess("cut.yaml", "quiet.yaml")
    #expect(
      left() == [
        "out/base/report.html", "out/cut/report.html", "out/cut/change.html", "out/quiet/report.html",
        "out/quiet/change.html", "out/scenarios.csv",
      ])
    try folder.write("out/cut/mine.txt", "my own")
    try assess("quiet.yaml")
    #expect(left() == ["out/report.html", "out/change.html"])
    try assess()
    #expect(left() == ["out/report.html"])
    #expect(try folder.text("out/cut/mine.txt") == "my own")
    // Another's table of that name is not ours to take away.
    try folder.write("out/scenarios.csv", "scenario,probability\ncut,0.5\n")
    try assess()
    #expect(folder.contents.contains("out/scenarios.csv"))
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out/scenarios.csv"))
    #expect(!folder.contents.contains { $0.hasPrefix("out/base") || $0.hasPrefix("out/quiet") })
  }

  /// A road that is closed from end to end is not the safest of all: it has no score.
  @Test func closedRoadHasNoScore() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "all.yaml", "name: all\ncorridors: {close: [{corridor_id: road, from_km: 0, to_km: 51}]}\n")
    try folder.write("quiet.yaml", Self.quiet)
    let outcome = try Georisk.run(
      ["assess", "mydata", "--output", "out", "--scenario", "all.yaml", "--scenario", "quiet.yaml"],
      in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.read("out/all/assessment.json")))
        as? [String: Any])
    let corridors = try #require(document["corridors"] as? [[String: Any]])
    let road = try #require(corridors.first { $0["corridor_id"] as? String == "road" })
    #expect(road["closed"] as? Bool == true && road["index"] == nil && road["rank"] == nil)
    let ranking = try #require(document["ranking"] as? [String: Any])
    #expect(!(ranking["corridors"] as? [String] ?? []).contains("road"))
    #expect(try folder.text("out/scenarios.csv").contains("all,corridor,road,Alpha to Beta,,,closed,,\n"))
    #expect(try folder.text("out/all/report.html").contains("closed"))
  }

  /// What is supposed is no news: watch leaves it out, compare says what it is.
  @Test func scenariosAreToldFromFindings() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("quiet.yaml", Self.quiet)
    for (name, more) in [
      ("calm", ["--scenario", "quiet.yaml"]), ("real", []), ("late", ["--as-of", "2026-08-01"]),
    ] {
      let outcome = try Georisk.run(
        ["assess", "mydata", "--output", "series/\(name)", "-q"] + more, in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let watched = try Georisk.run(["watch", "series"], in: folder)
    #expect(watched.errors.contains("left out: series/calm: this is what scenario “quiet” supposes"))
    #expect(watched.errors.contains("2 assessments"))
    let compared = try Georisk.run(
      ["compare", "series/real", "series/calm", "--output", "change"], in: folder)
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(try folder.text("change/change.txt").contains("Series/calm is what scenario “quiet” supposes"))
  }

  @Test func badScenarioLeavesNothing() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("bad.yaml", "name: bad\nincidents: {remove: [a9]}\n")
    try folder.write("cut.yaml", Self.cut)
    func fails(_ scenarios: [String], _ status: Int32, _ reason: String) throws {
      let outcome = try Georisk.run(
        ["assess", "mydata", "--output", "out"] + scenarios.flatMap { ["--scenario", $0] }, in: folder)
      #expect(outcome.status == status)
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(!folder.contents.contains("out"))
    }
    try fails(["bad.yaml"], 65, "bad.yaml:2: incidents.remove[0]: there is no incident “a9”")
    try fails(["cut.yaml", "cut.yaml"], 65, "the name “cut” is taken")
    try fails(["absent.yaml"], 66, "no such file")
  }
}
