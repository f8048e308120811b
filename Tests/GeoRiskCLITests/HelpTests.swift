import Foundation
import Testing

/// What the program says about itself, kept as text files in `Snapshots`.
///
/// After a deliberate change run the tests once with `GEORISK_RECORD=1` and read the difference.
@Suite("Help")
struct HelpTests {
  private static let snapshots = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  @Test(arguments: [
    [], ["assess"], ["score"], ["score", "corridors"], ["score", "sites"], ["surface"], ["zones"], ["buffer"],
    ["explain"], ["compare"], ["watch"], ["inspect"],
  ])
  func matchesItsSnapshot(verb: [String]) throws {
    let outcome = try Georisk.run(verb + ["--help"], in: Scratch(), environment: ["COLUMNS": "80"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let file = Self.snapshots.appendingPathComponent((["help"] + verb).joined(separator: "-") + ".txt")
    if ProcessInfo.processInfo.environment["GEORISK_RECORD"] != nil {
      try Data(outcome.output.utf8).write(to: file)
    }
    #expect(outcome.output == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test func everyVerbShowsAnExample() throws {
    for verb in [
      "assess", "score corridors", "score sites", "surface", "zones", "buffer", "explain", "inspect",
    ] {
      let outcome = try Georisk.run(verb.split(separator: " ").map(String.init) + ["--help"], in: Scratch())
      #expect(outcome.output.contains("\n  georisk \(verb)"), "\(verb) shows no example")
    }
  }

  @Test func versionIsOneLine() throws {
    let outcome = try Georisk.run(["--version"], in: Scratch())
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
