import ArgumentParser
import GeoRisk

/// `georisk zones`: who holds or contests which ground.
struct ZonesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zones",
    abstract: "Draw who controls, contests or influences which ground.",
    discussion: """
      Evidence comes from control observations and from incidents that are direct evidence, such as a base \
      established; where there is too little, nothing is said.

      Examples:
        georisk zones --control control.csv --output zones.json
        georisk zones --control control.csv --incidents acled.csv --as-of 2026-07-31
      """)

  @Option(help: ArgumentHelp("Observations of who holds which ground (CSV).", valueName: "file"))
  var control: String?

  @Option(
    help: ArgumentHelp("Incidents: native, ACLED or UCDP GED CSV, or GeoJSON points.", valueName: "file"))
  var incidents: String?

  @OptionGroup var modelOption: ModelOption
  @OptionGroup var asOfOption: AsOfOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Node spacing. Default: 2km.", valueName: "distance"), transform: Parse.distance)
  var resolution: Double = 2_000

  @OptionGroup var extentOption: ExtentOption
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws {
    guard control != nil || incidents != nil else {
      throw ValidationError("give --control or --incidents, or both")
    }
    try Parse.checkStandardInput([control, incidents, modelOption.model])
    try Parse.checkStandardOutput(outputOption, reading)
  }

  func run() throws {
    let output = try OutputFile(path: outputOption.output)
    var session = try Session(reading, timings: computing.timings)
    let model = try session.model(modelOption.model)
    let inputs = try AssessmentInputs(
      incidents: session.incidents(incidents, model: model), control: session.control(control), model: model)
    let asOf = try inputs.day(asOf: asOfOption.asOf)
    Console.note("as of \(asOf)")
    let map = try session.time("zones", items: \.zones.count) { () throws(GeoRiskError) in
      try ControlMap(
        observations: inputs.control, incidents: inputs.incidents, model: model, asOf: asOf,
        resolution: resolution, extent: extentOption.extent, workers: Workers(threads: computing.threadCount)
      ) { Console.progress("zones", fraction: $0) }
    }
    session.say(rejects: [], notes: map.notes)
    try session.write(to: output) { (write) throws(GeoRiskError) in
      for feature in ControlZone.features(map.zones) { try write(feature) }
    }
    try session.finish()
  }
}
