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

  func validate() throws {
    try Parse.checkStandardInput([incidents, modelOption.model])
    try Parse.checkStandardOutput(outputOption, reading)
  }

  func run() throws {
    let output = try OutputFile(path: outputOption.output)
    var session = try Session(reading, timings: computing.timings)
    var model = try session.model(modelOption.model)
    change(&model)
    let scorer = try RiskScorer(
      incidents: session.incidents(incidents, model: model), model: model, asOf: asOfOption.asOf,
      threads: computing.threadCount)
    Console.note("as of \(scorer.asOf)")
    let surface = try session.time("surface", items: \.grid.count) { () throws(GeoRiskError) in
      try scorer.surface(
        covering: extentOption.extent, resolution: resolution, profile: profile,
        tolerance: toleranceOption.tolerance
      ) {
        Console.progress("surface", fraction: $0)
      }
    }
    try session.write(to: output) { (write) throws(GeoRiskError) in
      switch format {
      case .isobands: for feature in surface.bandFeatures { try write(feature) }
      case .grid: try surface.writeCells(write)
      case .points: try surface.writePoints(write)
      }
    }
    try session.finish()
  }

  /// What the options put in place of the model's own values.
  private func change(_ model: inout RiskModel) {
    if let kernel { model.threat.kernel = kernel }
    if let halfDistance { model.threat.halfDistanceKm = halfDistance / 1_000 }
    if let cutoff { model.threat.cutoffKm = cutoff / 1_000 }
    if let halfLife { model.threat.halfLifeDays = halfLife }
  }
}
