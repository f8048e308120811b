import ArgumentParser
import GeoRisk

/// `georisk zones`: who holds or contests which ground.
struct ZonesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zones",
    abstract: "Draw who controls, contests or influences which ground.",
    discussion: """
      Evidence comes from control observations and from incidents that are direct evidence, such as a base \
      established; where there is too little, nothing is said. Without --control and --incidents it is the bundled \
      data set on Mali that is drawn.

      Examples:
        georisk zones --control control.csv --output zones.json
        georisk zones --control control.csv --incidents acled.csv --as-of 2026-07-31
        georisk zones --control control.csv --from 2025-01-01 --to 2025-09-01 --every 1mo --simplify 1km

      With --from, --to and --every it writes a feature per zone and day: zone_id stays the same for one zone, and \
      change says whether it is new, grown, shrunk, moved, merged, split, unchanged or gone since the day before.
      """)

  @OptionGroup var controlOption: ControlOption

  @OptionGroup var incidentsOption: IncidentsOption

  @OptionGroup var modelOption: ModelOption
  @OptionGroup var asOfOption: AsOfOption

  @OptionGroup var resolutionOption: MapResolutionOption

  @OptionGroup var extentOption: ExtentOption

  @OptionGroup var sequence: SequenceOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out vertices, no border moving farther than this; neighbours keep one border.",
      valueName: "distance"), transform: Parse.distance)
  var simplify: Double?

  @OptionGroup var outputOption: OutputOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private var inputPaths: [String?] {
    [controlOption.control, incidentsOption.incidents, modelOption.model]
  }

  func validate() throws {
    try sequence.check(beside: asOfOption)
    try Parse.checkStandardInput(inputPaths)
    try Parse.checkStandardOutput(outputOption, reading)
  }

  func run() throws {
    let output = try OutputFile(path: outputOption.output)
    try InputGuard.check(
      outputs: [outputOption.output, reading.rejects], inputs: inputPaths)
    var session = try Session(reading, timings: computing.timings)
    let inputs = try inputs(&session)
    let features = try features(of: inputs, &session)
    try session.write(to: output) { (write) throws(GeoRiskError) in
      for feature in features { try write(feature) }
    }
    try session.finish()
  }

  private func inputs(_ session: inout Session) throws(GeoRiskError) -> AssessmentInputs {
    guard controlOption.control == nil, incidentsOption.incidents == nil else {
      let model = try session.model(modelOption.model)
      return try AssessmentInputs(
        incidents: session.incidents(incidentsOption.incidents, model: model),
        control: session.control(controlOption.control), model: model)
    }
    let dataset = try session.keepingRejects { () throws(GeoRiskError) in
      try Dataset(try .chosen(nil, named: [(.model, modelOption.model)]), strict: reading.strict)
    }
    let inputs = AssessmentInputs(dataset)
    try session.say(rejects: inputs.rejects, notes: inputs.notes)
    return inputs
  }

  private func features(
    of inputs: AssessmentInputs, _ session: inout Session
  ) throws(GeoRiskError) -> [Feature] {
    let workers = Workers(threads: computing.threadCount)
    if let days = sequence.days {
      let history = try session.time("zones", items: \.entries.count) { () throws(GeoRiskError) in
        try ZoneHistory(
          observations: inputs.control, incidents: inputs.incidents, model: inputs.model, from: days.from,
          to: days.to, every: days.every, resolution: resolutionOption.resolution,
          extent: extentOption.extent,
          simplification: simplify ?? 0,
          workers: workers
        ) { Console.progress("zones", fraction: $0) }
      }
      try session.say(rejects: [], notes: history.notes)
      Console.note("\(history.days.count) days from \(days.from) to \(history.days[history.days.count - 1])")
      return history.features
    }
    let asOf = try inputs.day(asOf: asOfOption.asOf)
    Console.note("as of \(asOf)")
    let map = try session.time("zones", items: \.zones.count) { () throws(GeoRiskError) in
      try ControlMap(
        observations: inputs.control, incidents: inputs.incidents, model: inputs.model, asOf: asOf,
        resolution: resolutionOption.resolution, extent: extentOption.extent, workers: workers
      ) { Console.progress("zones", fraction: $0) }
    }
    try session.say(rejects: [], notes: map.notes)
    return ControlZone.features(map.zones.simplified(within: simplify ?? 0))
  }
}
