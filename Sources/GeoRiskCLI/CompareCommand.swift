import ArgumentParser
import Foundation
import GeoRisk

/// `georisk compare`: what changed between two assessments, and why.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say what changed between two assessments, and why.",
    discussion: """
      Takes two folders that assess wrote, the earlier one first; or one data set (the bundled one on Mali, if none is \
      named) and two dates.

      Examples:
        georisk compare results-july results-august --output change
        georisk compare mydata --from 2026-07-01 --to 2026-08-01 --output change
        georisk compare --from 2025-08-01 --to 2025-09-05

      Writes corridor-change, site-change, zone-change, threat-change and emerging (places where incidents come \
      faster than before) as GeoJSON, change.txt in plain sentences and the page change.html. Every change is split \
      into new incidents, ageing, revised or withdrawn incidents, another model and \
      other ground; the parts add up.
      """)

  @Argument(help: ArgumentHelp("Two output folders of assess, or one data set.", valueName: "folders"))
  var folders: [String] = []

  @Option(
    help: ArgumentHelp("The earlier day, of a data set.", valueName: "date"), transform: Parse.day)
  var from: CalendarDay?

  @Option(help: ArgumentHelp("The later day, of a data set.", valueName: "date"), transform: Parse.day)
  var to: CalendarDay?

  @OptionGroup var modelOption: ModelOption

  @OptionGroup var segmentOption: SegmentLengthOption

  @OptionGroup var resolutionOption: MapResolutionOption

  @OptionGroup var extentOption: ExtentOption

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "folder"))
  var output = "georisk-change"

  @OptionGroup var crsOption: CRSOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private var isOfDataset: Bool { from != nil || to != nil }

  func validate() throws {
    if output == "-" {
      throw ValidationError("compare writes several files; name a folder with --output")
    }
    if isOfDataset {
      guard let from, let to else { throw ValidationError("give both --from and --to") }
      guard from < to else { throw ValidationError("--from must be earlier than --to") }
      guard folders.count <= 1 else { throw ValidationError("with dates, name one data set at most") }
    } else {
      guard folders.count == 2 else {
        throw ValidationError("name two output folders of assess, or one data set with --from and --to")
      }
      let isPlain =
        modelOption.model == nil && extentOption.extent == nil && crsOption.crs == nil
        && segmentOption.segmentLength == AssessmentOptions().segmentLength
        && resolutionOption.resolution == AssessmentOptions().resolution && !reading.strict
        && reading.rejects == nil
      guard isPlain else {
        throw ValidationError(
          "all but the days is that of the folders; --model, --extent, --segment-length, --resolution, --crs, "
            + "--strict and --rejects go with --from and --to")
      }
    }
  }

  func run() throws {
    try InputGuard.check(
      outputs: [reading.rejects] + LayerFile.change.map { output + "/" + $0 },
      inputs: folders + [modelOption.model])
    var session = try Session(reading, timings: computing.timings)
    try Assessment.check(outputFolder: output)
    let workers = Workers(threads: computing.threadCount)
    let (before, after) = try isOfDataset ? ofDates(&session) : ofFolders(&session)
    let change = try session.time("compare", items: \.segments.count) { () throws(GeoRiskError) in
      try AssessmentChange(from: before, to: after, workers: workers)
    }
    Console.progress("write")
    try Interruption.shielded { () throws(GeoRiskError) in try change.write(toFolder: output) }
    for line in change.sentences { Console.note(line) }
    Console.note("wrote \(LayerFile.change.count) files to \(output)")
    try session.finish()
  }

  private func ofFolders(
    _ session: inout Session
  ) throws(GeoRiskError) -> (AssessmentRecord, AssessmentRecord) {
    let folders = folders
    let records = try session.time("read", items: \.count) { () throws(GeoRiskError) in
      [try AssessmentRecord(folder: folders[0]), try AssessmentRecord(folder: folders[1])]
    }
    return (records[0], records[1])
  }

  private func ofDates(
    _ session: inout Session
  ) throws(GeoRiskError) -> (AssessmentRecord, AssessmentRecord) {
    let dataset = try session.keepingRejects { () throws(GeoRiskError) in
      try Dataset(
        try .chosen(folders.first, named: [(.model, modelOption.model)]), crs: crsOption.crs,
        strict: reading.strict)
    }
    let inputs = AssessmentInputs(dataset)
    try session.say(rejects: inputs.rejects, notes: inputs.notes)
    func record(_ day: CalendarDay?) throws(GeoRiskError) -> AssessmentRecord {
      let options = AssessmentOptions(
        asOf: day, segmentLength: segmentOption.segmentLength, resolution: resolutionOption.resolution,
        extent: extentOption.extent,
        bufferDistances: [], threads: computing.threadCount)
      let assessment = try Assessment(of: inputs, options: options) { Console.progress($0, fraction: $1) }
      session.add(assessment.timings)
      return AssessmentRecord(assessment, name: day?.description ?? "")
    }
    return (try record(from), try record(to))
  }
}
