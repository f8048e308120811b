import ArgumentParser
import GeoRisk

/// `georisk assess`: every layer and the report for one data set.
struct AssessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "Write every risk layer and the report for a data set.",
    discussion: """
      Without a data set it assesses the bundled one on Mali. A data set is a folder that holds incidents.csv (or \
      .geojson) and corridors.geojson or sites.geojson, and may hold control.csv, model.yaml and context.geojson; \
      an option overrides one file. Options that name incidents and corridors or sites make a data set of their own.

      Examples:
        georisk assess
        georisk assess mydata --output results --as-of 2026-07-31
        georisk assess --incidents acled.csv --corridors roads.geojson --strict
        georisk assess mydata --scenario cut-road.yaml --output what-if

      Writes buffers, threat-surface, control-zones, corridor-scores, site-scores and incidents as GeoJSON, \
      assessment.json and report.html. A scenario adds the change to the base: corridor-change, site-change, \
      zone-change and threat-change as GeoJSON, change.txt and change.html. Of several, each is written to a folder of its own \
      within the output folder, with the base in base and a table of all in scenarios.csv. What an earlier run left in the folder is replaced as a whole; nothing else in it is touched.
      """)

  @Argument(help: ArgumentHelp("A folder with the data set.", valueName: "dataset"))
  var dataset: String?

  @OptionGroup var incidentsOption: IncidentsOption

  @Option(help: ArgumentHelp("Roads and other lines (GeoJSON).", valueName: "file"))
  var corridors: String?

  @Option(help: ArgumentHelp("Sites: points or polygons (GeoJSON).", valueName: "file"))
  var sites: String?

  @OptionGroup var controlOption: ControlOption

  @OptionGroup var modelOption: ModelOption

  @Option(help: ArgumentHelp("Outlines and towns behind the report's map (GeoJSON).", valueName: "file"))
  var context: String?

  @OptionGroup var asOfOption: AsOfOption

  @OptionGroup var segmentOption: SegmentLengthOption

  @OptionGroup var resolutionOption: MapResolutionOption

  @OptionGroup var extentOption: ExtentOption
  @OptionGroup var toleranceOption: ToleranceOption
  @OptionGroup var intervalsOption: IntervalsOption

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A buffer distance round every asset; may be given several times. Default: 5km, 10km and 25km.",
      valueName: "distance"), transform: Parse.distance)
  var buffer: [Double] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Suppose what this file says (YAML); may be given several times.", valueName: "file"))
  var scenario: [String] = []

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "folder"))
  var output = "georisk-out"

  @OptionGroup var crsOption: CRSOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private var inputPaths: [String?] {
    [incidentsOption.incidents, corridors, sites, controlOption.control, modelOption.model, context]
      + scenario
  }

  func validate() throws {
    if output == "-" {
      throw ValidationError("assess writes several files; name a folder with --output")
    }
    try Parse.checkStandardInput(inputPaths)
  }

  func run() throws {
    var session = try Session(reading, timings: computing.timings)
    try Assessment.check(outputFolder: output)
    try InputGuard.check(outputFolder: output, dataset: dataset)
    let scenarios = try Scenario.read(scenario)
    let folders = [output] + (scenarios.map(\.name) + ["base"]).map { output + "/" + $0 }
    try InputGuard.check(
      outputs: [reading.rejects] + folders.flatMap { folder in LayerFile.all.map { folder + "/" + $0 } },
      inputs: [dataset] + inputPaths)
    let start = ContinuousClock.now
    let dataset = try session.keepingRejects { () throws(GeoRiskError) in
      try Dataset(files(), crs: crsOption.crs, strict: reading.strict)
    }
    let inputs = AssessmentInputs(dataset)
    let read = StageTiming(
      stage: "read", seconds: (ContinuousClock.now - start) / .seconds(1),
      items: inputs.summaries.reduce(0) { $0 + $1.rows })
    try session.say(rejects: inputs.rejects, notes: inputs.notes)
    var assessment = try Assessment(of: inputs, options: options) { Console.progress($0, fraction: $1) }
    assessment.timings.insert(read, at: 0)
    try session.say(rejects: [], notes: Array(assessment.notes.dropFirst(inputs.notes.count)))
    session.add(assessment.timings)
    // Timings differ from run to run: without the flag, equal inputs give equal files.
    if !computing.timings { assessment.timings = [] }
    for line in assessment.summary { Console.note(line) }
    if scenarios.isEmpty {
      Console.progress("write")
      try Interruption.shielded { () throws(GeoRiskError) in
        try assessment.write(toFolder: output)
        ScenarioFolders.removeAll(from: output, except: [])
      }
      Console.note("wrote \(output)/\(LayerFile.report) and \(LayerFile.all.count - 1) other files")
    } else {
      try write(scenarios, of: inputs, base: assessment, &session)
    }
    try session.finish()
  }

  /// One scenario goes to the output folder; of several, each to a folder of its own in it, beside the base and a table.
  private func write(
    _ scenarios: [Scenario], of inputs: AssessmentInputs, base: Assessment, _ session: inout Session
  ) throws(GeoRiskError) {
    var comparison = ScenarioTable(base: base)
    var outcomes: [(folder: String, outcome: ScenarioAssessment)] = []
    for scenario in scenarios {
      var outcome = try ScenarioAssessment(scenario, of: inputs, base: base) {
        Console.progress("\(scenario.name): \($0)", fraction: $1)
      }
      try session.say(
        rejects: [],
        notes: outcome.assessment.notes.filter { !base.notes.contains($0) }.map { "\(scenario.name): \($0)" })
      session.add(outcome.assessment.timings)
      if !computing.timings { outcome.assessment.timings = [] }
      comparison.add(outcome.assessment, name: scenario.name)
      outcomes.append((scenarios.count == 1 ? output : output + "/" + scenario.name, outcome))
    }
    Console.progress("write")
    try Interruption.shielded { () throws(GeoRiskError) in
      for (folder, outcome) in outcomes {
        try outcome.assessment.write(toFolder: folder, change: outcome.change)
      }
      guard outcomes.count > 1 else {
        return ScenarioFolders.removeAll(from: output, except: [])
      }
      try base.write(toFolder: output + "/base")
      ScenarioFolders.removeAll(from: output, except: scenarios.map(\.name) + ["base"])
      Assessment.remove(fromFolder: output)
      try OutputFile(path: output + "/" + LayerFile.scenarios).write(Array(comparison.csv.utf8))
    }
    for (folder, outcome) in outcomes {
      Console.note("what if \(outcome.scenario.name): \(folder)/\(LayerFile.report)")
      for line in outcome.change.sentences.dropFirst() where scenarios.count == 1 {
        Console.note("  " + line)
      }
    }
    if outcomes.count > 1 { Console.note("all in one table: \(output)/\(LayerFile.scenarios)") }
  }

  private func files() throws(GeoRiskError) -> DatasetFiles {
    try .chosen(
      dataset,
      named: [
        (.incidents, incidentsOption.incidents), (.corridors, corridors), (.sites, sites),
        (.control, controlOption.control),
        (.model, modelOption.model), (.context, context),
      ])
  }

  private var options: AssessmentOptions {
    var options = AssessmentOptions(
      asOf: asOfOption.asOf, segmentLength: segmentOption.segmentLength,
      resolution: resolutionOption.resolution,
      extent: extentOption.extent, threads: computing.threadCount)
    options.tolerance = toleranceOption.tolerance
    options.intervals = intervalsOption.options
    if !buffer.isEmpty {
      options.bufferDistances = buffer.enumerated().filter { !buffer.prefix($0).contains($1) }.map(\.element)
    }
    return options
  }
}

extension Assessment {
  /// The outcome in a few lines.
  fileprivate var summary: [String] {
    var lines = [
      "as of \(asOf): \(Self.count(incidents.count, "incident")) in force, reaching \(Int(reach / 1_000)) km"
    ]
    if let worst = corridors.min(by: { $0.totals.rank < $1.totals.rank }), !worst.isClosed {
      lines.append(
        "\(Self.count(corridors.count, "corridor")), the worst \(worst.name) (\(worst.totals.grade.name))")
    }
    if let worst = sites.min(by: { $0.rank < $1.rank }) {
      lines.append("\(Self.count(sites.count, "site")), the worst \(worst.name) (\(worst.score.grade.name))")
    }
    return lines
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
