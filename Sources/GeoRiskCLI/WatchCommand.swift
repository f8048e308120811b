import ArgumentParser
import Foundation
import GeoRisk

/// `georisk watch`: what crossed a line in a series of assessments.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Say what crossed a grade or a threshold in a folder of dated assessments.",
    discussion: """
      Every folder in FOLDER that assess wrote is read, and each compared with the one of the day before it. What \
      crossed is written as one JSON object a line, for a mailer: a grade or threshold crossed by a corridor, its worst \
      10 km or a site, and places where incidents come faster than before.

      Examples:
        georisk watch assessments
        georisk watch assessments --threshold 50 --since 2026-07-01 > today.jsonl
      """)

  @Argument(help: ArgumentHelp("A folder of output folders of assess.", valueName: "folder"))
  var folder: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("An index to be told of when crossed; may be given several times.", valueName: "index")
  )
  var threshold: [Double] = []

  @Option(
    help: ArgumentHelp("Tell of this day's assessment and later ones only.", valueName: "date"),
    transform: Parse.day)
  var since: CalendarDay?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var output = "-"

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard threshold.allSatisfy({ (0...100).contains($0) }) else {
      throw ValidationError("--threshold is an index, 0 to 100")
    }
  }

  func run() throws {
    try InputGuard.check(outputs: [output], inputs: AssessmentSeries.folders(in: folder))
    let output = try OutputFile(path: output)
    let series = try AssessmentSeries(folder: folder)
    for problem in series.problems { Console.line("left out: \(problem)") }
    Console.note("\(series.digests.count) " + (series.digests.count == 1 ? "assessment" : "assessments"))
    let events = RiskWatch(series.digests, thresholds: threshold).events.filter { $0.to >= since ?? $0.to }
    Console.endProgress()
    let lines = events.map { JSONValue.object($0.document).jsonBytes() + [0x0A] }
    try output.write(Array(lines.joined()))
  }
}
