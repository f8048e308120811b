import ArgumentParser
import Foundation
import GeoRisk

/// What every verb that reads data understands.
struct ReadingOptions: ParsableArguments {
  @Flag(help: "Stop at the first bad row or feature (status 65) instead of keeping it out of the result.")
  var strict = false

  @Option(
    help: ArgumentHelp("Write every row and feature kept out, with its reason, as CSV.", valueName: "file"))
  var rejects: String?
}

/// What every verb that says something understands.
struct TalkOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing but errors, and how much was kept out.")
  var quiet = false

  func validate() { Console.setQuiet(quiet) }
}

/// What every verb that computes understands.
struct ComputingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most threads to use; no result depends on it. Default: one per processor.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Print a line per stage on standard error: stage, seconds, items, with tabs between.")
  var timings = false

  /// How many threads to use.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads must be 1 to 1024") }
  }
}

/// Incidents, where they are not needed.
struct IncidentsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Incidents: native, ACLED or UCDP GED CSV, or GeoJSON points.", valueName: "file"))
  var incidents: String?
}

/// Control observations.
struct ControlOption: ParsableArguments {
  @Option(help: ArgumentHelp("Observations of who holds which ground (CSV).", valueName: "file"))
  var control: String?
}

/// How corridors are cut.
struct SegmentLengthOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Length of corridor segments. Default: 1km.", valueName: "distance"),
    transform: Parse.distance)
  var segmentLength: Double = 1_000
}

/// How fine surface and zones are.
struct MapResolutionOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Node spacing of surface and zones. Default: 2km.", valueName: "distance"),
    transform: Parse.distance)
  var resolution: Double = 2_000
}

/// Where threat and control are judged, and when.
struct AsOfOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The day on which threat is judged, such as 2026-07-31; nothing later counts. Default: the newest date "
        + "among incidents and control observations.", valueName: "date"), transform: Parse.day)
  var asOf: CalendarDay?
}

/// A sequence of days in place of one.
struct SequenceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The first day of several.", valueName: "date"), transform: Parse.day)
  var from: CalendarDay?

  @Option(help: ArgumentHelp("The last day allowed.", valueName: "date"), transform: Parse.day)
  var to: CalendarDay?

  @Option(
    help: ArgumentHelp(
      "The step from day to day: 1mo is a calendar month; also d, w and y.", valueName: "step"),
    transform: { try CalendarStep($0) })
  var every: CalendarStep?

  /// The days asked for; nil where it is one day only.
  var days: (from: CalendarDay, to: CalendarDay, every: CalendarStep)? {
    guard let from, let to, let every else { return nil }
    return (from, to, every)
  }

  /// Refuses half a sequence, one that runs backwards, and one beside a single day.
  func check(beside asOf: AsOfOption) throws {
    let given = [from != nil, to != nil, every != nil]
    guard given.allSatisfy(\.self) || !given.contains(true) else {
      throw ValidationError("--from, --to and --every go together")
    }
    guard let days else { return }
    guard asOf.asOf == nil else { throw ValidationError("give --as-of, or --from, --to and --every") }
    guard days.from <= days.to else { throw ValidationError("--from must not be later than --to") }
  }
}

/// The model file.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The model file (YAML); what it leaves out takes the defaults.", valueName: "file"))
  var model: String?
}

/// The frame of surfaces and zones.
struct ExtentOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "West, south, east, north in degrees, such as --extent=-12.5,10,-3,16; west above east crosses the "
        + "antimeridian.", valueName: "w,s,e,n"), transform: Parse.extent)
  var extent: Envelope?
}

/// How exact a surface is.
struct ToleranceOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The greatest error of the surface, such as 0.001: relative where threat is above 1/1000 of its maximum, "
        + "1e-6 of the maximum elsewhere. Default: 0, exact.", valueName: "share"))
  var tolerance = 0.0

  func validate() throws {
    guard (0...0.1).contains(tolerance) else { throw ValidationError("--tolerance must be 0 to 0.1") }
  }
}

/// Whether scores get intervals, and how.
struct IntervalsOption: ParsableArguments {
  @Flag(help: "Add 90 % intervals of threat, index and rank to every segment and site.")
  var intervals = false

  @Option(help: ArgumentHelp("Draws behind the intervals. Default: 500.", valueName: "n"))
  var replicates: Int?

  @Option(help: ArgumentHelp("What the draws follow from. Default: 1.", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    guard (2...100_000).contains(replicates ?? 2) else {
      throw ValidationError("--replicates must be 2 to 100000")
    }
    guard intervals || (replicates == nil && seed == nil) else {
      throw ValidationError("--replicates and --seed go with --intervals")
    }
  }

  var options: IntervalOptions? {
    guard intervals else { return nil }
    var options = IntervalOptions()
    if let replicates { options.replicates = replicates }
    if let seed { options.seed = seed }
    return options
  }
}

/// Where one result goes.
struct OutputOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write; - is standard output. A name in .geojsonl or .ndjson gets a feature a line, one in "
        + ".geojsons a text sequence (RFC 8142), any other a FeatureCollection.", valueName: "file"))
  var output = "-"
}

/// The coordinate reference system of assets.
struct CRSOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The coordinate reference system of the GeoJSON inputs named, such as EPSG:32629. Default: WGS 84.",
      valueName: "crs"))
  var crs: String?
}
