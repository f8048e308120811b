import ArgumentParser
import GeoRisk

/// `georisk score`: corridors or sites against incidents.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score corridors or sites against incidents.",
    discussion: """
      Examples:
        georisk score corridors roads.geojson --incidents attacks.csv -o scores.json
        georisk score sites camps.geojson --incidents attacks.csv --as-of 2026-07-31
      """,
    subcommands: [ScoreCorridorsCommand.self, ScoreSitesCommand.self])

  func run() throws { throw ValidationError("say what to score: corridors or sites") }
}

/// What both kinds of asset are scored with.
struct ScoringOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Incidents: native, ACLED or UCDP GED CSV, or GeoJSON points.", valueName: "file"))
  var incidents: String

  @OptionGroup var controlOption: ControlOption

  @OptionGroup var modelOption: ModelOption
  @OptionGroup var asOfOption: AsOfOption
  @OptionGroup var intervalsOption: IntervalsOption
  @OptionGroup var crsOption: CRSOption
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private func inputPaths(_ assets: String) -> [String?] {
    [assets, incidents, controlOption.control, modelOption.model]
  }

  /// Refuses what cannot be: one stream for two inputs or for two outputs.
  func check(assets: String) throws {
    try Parse.checkStandardInput(inputPaths(assets))
    try Parse.checkStandardOutput(outputOption, reading)
  }

  /// Reads the inputs, scores the assets, writes a feature per segment or site.
  func run(
    on path: String, segmentLength: Double = 1_000,
    _ assets: (inout Session) throws(GeoRiskError) -> (corridors: [Corridor], sites: [Site])
  ) throws(GeoRiskError) {
    let output = try OutputFile(path: outputOption.output)
    try InputGuard.check(
      outputs: [outputOption.output, reading.rejects],
      inputs: inputPaths(path))
    var session = try Session(reading, timings: computing.timings)
    let model = try session.model(modelOption.model)
    let (corridors, sites) = try assets(&session)
    let inputs = try AssessmentInputs(
      incidents: session.incidents(incidents, model: model), corridors: corridors, sites: sites,
      control: session.control(controlOption.control), model: model)
    var options = AssessmentOptions(
      asOf: asOfOption.asOf, segmentLength: segmentLength, threads: computing.threadCount)
    options.intervals = intervalsOption.options
    let scores = try AssetScores(of: inputs, options: options) { Console.progress($0, fraction: $1) }
    Console.note("as of \(scores.asOf)")
    try session.say(rejects: [], notes: scores.notes)
    session.add(scores.timings)
    let workers = Workers(threads: computing.threadCount)
    try session.write(into: output) { (writer) throws(GeoRiskError) in
      try writer.write(pieces: scores.corridors.count, workers: workers) { scores.corridors[$0].features }
      try writer.write(pieces: scores.sites.count, workers: workers) { [scores.sites[$0].feature] }
    }
    try session.finish()
  }
}

/// `georisk score corridors`.
struct ScoreCorridorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corridors",
    abstract: "Score every segment of corridors.",
    discussion: """
      Example:
        georisk score corridors roads.geojson --incidents attacks.csv -o scores.json
      """)

  @Argument(help: ArgumentHelp("Lines (GeoJSON); - is standard input.", valueName: "assets"))
  var assets: String

  @OptionGroup var segmentOption: SegmentLengthOption

  @OptionGroup var options: ScoringOptions

  func validate() throws { try options.check(assets: assets) }

  func run() throws {
    try options.run(on: assets, segmentLength: segmentOption.segmentLength) {
      (session) throws(GeoRiskError) in
      (try session.corridors(assets, crs: options.crsOption.crs), [])
    }
  }
}

/// `georisk score sites`.
struct ScoreSitesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sites",
    abstract: "Score sites: points or polygons.",
    discussion: """
      Example:
        georisk score sites camps.geojson --incidents attacks.csv -o scores.json
      """)

  @Argument(help: ArgumentHelp("Points or polygons (GeoJSON); - is standard input.", valueName: "assets"))
  var assets: String

  @OptionGroup var options: ScoringOptions

  func validate() throws { try options.check(assets: assets) }

  func run() throws {
    try options.run(on: assets) { (session) throws(GeoRiskError) in
      ([], try session.sites(assets, crs: options.crsOption.crs))
    }
  }
}
