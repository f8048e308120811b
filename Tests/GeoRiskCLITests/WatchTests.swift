import Foundation
import Testing

@Suite("watch")
struct WatchTests {
  @Test func crossingsAreLinesOfJSON() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for day in ["2026-06-25", "2026-06-05", "2026-12-01"] {
      _ = try Georisk.run(
        ["assess", "mydata", "--as-of", day, "--output", "series/\(day)", "-q"], in: folder)
    }
    try folder.write("series/broken/assessment.json", "{")
    try folder.write("series/notes/readme.txt", "not an assessment")
    for file in folder.contents where file.hasPrefix("series/2026-06-05/") {
      try folder.write("series/twin/" + file.dropFirst(18), try folder.read(file))
    }
    let outcome = try Georisk.run(["watch", "series", "--threshold", "50"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("left out: series/broken"))
    #expect(outcome.errors.contains("this is of 2026-06-05, as is series/2026-06-05"))
    #expect(outcome.errors.contains("3 assessments"))
    let events = try outcome.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(!events.isEmpty)
    // The danger has faded by December: what rose in June falls again.
    let days = events.compactMap { $0["to"] as? String }
    #expect(days == days.sorted() && days.contains("2026-12-01"))
    for event in events {
      let text = try #require(event["text"] as? String)
      let (before, after) = (event["index_before"] as? Double ?? 0, event["index_after"] as? Double ?? 0)
      #expect(text.contains(after >= before ? "rose" : "fell"))
      if event["event"] as? String == "grade" {
        #expect(event["grade_before"] as? String != event["grade_after"] as? String)
      } else {
        #expect(event["threshold"] as? Double == 50 && (before >= 50) != (after >= 50))
      }
    }
    let late = try Georisk.run(["watch", "series", "--since", "2026-07-01"], in: folder)
    #expect(!late.output.contains("\"to\":\"2026-06-25\"") && !late.output.isEmpty)
  }

  @Test func folderWithoutAssessmentsIsNamed() throws {
    let folder = try Scratch()
    try folder.write("empty/notes.txt", "nothing")
    let outcome = try Georisk.run(["watch", "empty"], in: folder)
    #expect(outcome.status == 66 && outcome.errors.contains("no folder in it holds an assessment"))
    #expect(try Georisk.run(["watch", "absent"], in: folder).status == 66)
    #expect(try Georisk.run(["watch", "empty", "--threshold", "101"], in: folder).status == 64)
  }
}
