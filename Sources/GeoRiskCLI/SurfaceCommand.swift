import ArgumentParser
import GeoRisk

/// `georisk surface`: the threat everywhere in an extent.
struct SurfaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surface",
    abstract: "Compute the threat surface as isobands, grid cells or points.",
    discussion: """
      Examples:
        georisk surface --incidents attacks.csv --output threat.json
        georisk surface --incidents attacks.csv --extent=-12.5,10,-3,16 --format grid
        georisk surface --incidents attacks.csv --kernel gaussian --half-life 30d
        georisk surface --incidents attacks.csv --from 2025-01-01 --to 2025-12-31 --every 1w -o weeks.geojsonl

      With --from, --to and --every it writes the surfaces of several days for about the price of one; each feature \
      says its day as as_of, and all days have one grid.
      """)

  @Option(
    help: ArgumentHelp("Incidents: native, ACLED or UCDP GED CSV, or GeoJSON points.", valueName: "file"))
  var incidents: String

  @OptionGroup var modelOption: ModelOption

  @Option(help: "The distance decay, in place of the model's.")
  var kernel: KernelFamily?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Distance at which half the influence is left, in place of the model's.", valueName: "distance"),
    transform: Parse.distance)
  var halfDistance: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Distance beyond which nothing counts, in place of the model's.", valueName: "distance"),
    transform: Parse.distance)
  var cutoff: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Age at which half the influence is left, in place of the model's.", valueName: "duration"),
    transform: Parse.duration)
  var halfLife: Double?

  @OptionGroup var asOfOption: AsOfOption
  @OptionGroup var sequence: SequenceOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Node spacing. Default: 1km.", valueName: "distance"), transform: Parse.distance)
  var resolution: Double = 1_000

  @OptionGroup var extentOption: ExtentOption
  @OptionGroup var toleranceOption: ToleranceOption

  @Option(help: ArgumentHelp("The model's profile whose weights apply.", valueName: "name"))
  var profile = "surface"

  @Option(help: "What to write: bands between thresholds, a square per node, or a point per node.")
  var format = SurfaceFormat.isobands

  @OptionGroup var outputOption: OutputOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private var inputPaths: [String?] { [incidents, modelOption.model] }

  func validate() throws {
    try sequence.check(beside: asOfOption)
    guard sequence.days == nil || toleranceOption.tolerance == 0 else {
      throw ValidationError("surfaces of several days are exact: --tolerance goes with one day")
    }
    try Parse.checkStandardInput(inputPaths)
    try Parse.checkStandardOutput(outputOption, reading)
  }

  func run() throws {
    let output = try OutputFile(path: outputOption.output)
    try InputGuard.check(
      outputs: [outputOption.output, reading.rejects], inputs: inputPaths)
    var session = try Session(reading, timings: computing.timings)
    var model = try session.model(modelOption.model)
    change(&model)
    try model.checkThreat(profile: profile)
    let records = try session.incidents(incidents, model: model)
    if let days = sequence.days {
      let days = try days.every.days(from: days.from, to: days.to)
      try write(days, of: records, model: model, to: output, &session)
    } else {
      let scorer = try RiskScorer(
        incidents: records, model: model, asOf: asOfOption.asOf, threads: computing.threadCount)
      Console.note("as of \(scorer.asOf)")
      let surface = try session.time("surface", items: \.grid.count) { () throws(GeoRiskError) in
        try scorer.surface(
          covering: extentOption.extent, resolution: resolution, profile: profile,
          tolerance: toleranceOption.tolerance
        ) {
          Console.progress("surface", fraction: $0)
        }
      }
      if !scorer.incidents.isEmpty, surface.values.allSatisfy({ $0 == 0 }) {
        Console.line("no incident reaches any node: a finer --resolution or another --extent is needed")
      }
      try session.write(to: output) { (write) throws(GeoRiskError) in try features(of: surface, write) }
    }
    try session.finish()
  }

  /// Writes the surfaces of several days, one at a time, on the grid of the last one.
  private func write(
    _ days: [CalendarDay], of records: [Incident], model: RiskModel, to output: OutputFile,
    _ session: inout Session
  ) throws {
    let last = try RiskScorer(
      incidents: records, model: model, asOf: days.last, threads: computing.threadCount)
    var series = try SurfaceSeries(
      incidents: records, model: model,
      grid: try last.grid(covering: extentOption.extent, resolution: resolution), profile: profile,
      threads: computing.threadCount)
    Console.note("\(days.count) days from \(days[0]) to \(last.asOf)")
    try session.write(to: output) { (write) throws(GeoRiskError) in
      for (period, day) in days.enumerated() {
        try series.advance(to: day)
        try features(of: try series.surface()) { (feature) throws(GeoRiskError) in
          var feature = feature
          feature.properties["period"] = .integer(period)
          feature.properties["as_of"] = .string(day.description)
          try write(feature)
        }
        Console.progress("surfaces", fraction: Double(period + 1) / Double(days.count))
      }
    }
  }

  private func features(
    of surface: ThreatSurface, _ write: (Feature) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    switch format {
    case .isobands: for feature in surface.bandFeatures { try write(feature) }
    case .grid: try surface.writeCells(write)
    case .points: try surface.writePoints(write)
    }
  }

  /// What the options put in place of the model's own values.
  private func change(_ model: inout RiskModel) {
    if let kernel { model.threat.kernel = kernel }
    if let halfDistance { model.threat.halfDistanceKm = halfDistance / 1_000 }
    if let cutoff { model.threat.cutoffKm = cutoff / 1_000 }
    if let halfLife { model.threat.halfLifeDays = halfLife }
  }
}
