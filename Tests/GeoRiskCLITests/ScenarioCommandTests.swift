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
