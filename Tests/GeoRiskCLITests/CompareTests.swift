import Foundation
import Testing

@Suite("compare")
struct CompareTests {
  @Test func twoFoldersAndTwoDatesSayTheSame() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for (day, name) in [("2026-06-05", "june"), ("2026-06-25", "july")] {
      let outcome = try Georisk.run(["assess", "mydata", "--as-of", day, "--output", name], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let folders = try Georisk.run(["compare", "june", "july", "--output", "by-folder"], in: folder)
    #expect(folders.status == 0 && folders.output == "", "\(folders.errors)")
    let dates = try Georisk.run(
      ["compare", "mydata", "--from", "2026-06-05", "--to", "2026-06-25", "--output", "by-date"], in: folder)
    #expect(dates.status == 0, "\(dates.errors)")
    #expect(folders.errors.contains("1 new, 0 revised, 0 withdrawn incidents"))
    for file in [
      "site-change.geojson", "zone-change.geojson", "threat-change.geojson", "change.txt",
    ] {
      #expect(try folder.read("by-folder/\(file)") == (try folder.read("by-date/\(file)")), "\(file)")
    }
    #expect(try folder.text("by-date/change.txt").contains("new incident"))
  }

  @Test func laterFirstIsRefused() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for (day, name) in [("2026-06-05", "june"), ("2026-06-25", "july")] {
      _ = try Georisk.run(["assess", "mydata", "--as-of", day, "--output", name, "-q"], in: folder)
    }
    let outcome = try Georisk.run(["compare", "july", "june"], in: folder)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("name the earlier one first"))
    #expect(!folder.contents.contains("georisk-change"))
  }

  @Test func whatIsNoAssessmentIsNamed() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    _ = try Georisk.run(["assess", "mydata", "--output", "june", "-q"], in: folder)
    func fails(_ status: Int32, _ reason: String) throws {
      let outcome = try Georisk.run(["compare", "june", "other", "--output", "out"], in: folder)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.errors.contains(reason), "\(outcome.errors)")
      #expect(!folder.contents.contains("out"))
    }
    try fails(66, "no such folder")
    try folder.write("other/notes.txt", "nothing here")
    try fails(66, "the folder holds no assessment.json")
    for file in folder.contents where file.hasPrefix("june/") {
      try folder.write("other/" + file.dropFirst(5), try folder.read(file))
    }
    // As an older version left it.
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("other/incidents.geojson"))
    try fails(66, "the folder holds no incidents.geojson")
    try folder.write("other/incidents.geojson", try folder.read("june/incidents.geojson"))
    try folder.write("other/assessment.json", "{\"as_of\": ")
    try fails(65, "assessment.json")
    try folder.write("other/assessment.json", "{}")
    try fails(65, "it lacks as_of")
    try folder.write("other/assessment.json", try folder.read("june/assessment.json"))
    let scores = try folder.text("june/corridor-scores.geojson")
    try folder.write(
      "other/corridor-scores.geojson", scores.replacingOccurrences(of: "\"threat\":", with: "\"thread\":"))
    try fails(65, "there is no number “threat”")
  }

  @Test func otherExtentAndModelAreSaid() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("harsh.yaml", "threat: {half_distance_km: 40}\n")
    _ = try Georisk.run(["assess", "mydata", "--output", "one", "-q"], in: folder)
    _ = try Georisk.run(
      ["assess", "mydata", "--model", "harsh.yaml", "--extent=-7,13,-5.5,14", "--output", "two", "-q"],
      in: folder)
    let outcome = try Georisk.run(["compare", "one", "two"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("The models differ"))
    #expect(outcome.errors.contains("The extents differ"))
    #expect(outcome.errors.contains("the model is another"))
  }
}
