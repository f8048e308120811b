import ArgumentParser
import GeoRisk

/// `georisk buffer`: the ground within some distances of features.
struct BufferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "buffer",
    abstract: "Draw the ground within given distances of points, lines or polygons.",
    discussion: """
      Distances are geodesic, right to 0.1 % anywhere on Earth, across the antimeridian and for lines of any length.

      Examples:
        georisk buffer roads.geojson --distance 5km > buffers.json
        georisk buffer camps.geojson --distance 5km --distance 10km --rings
        georisk buffer parcels.geojson --crs EPSG:32630 --distance 500m --dissolve
      """)

  @Argument(help: ArgumentHelp("The features (GeoJSON); - is standard input.", valueName: "input"))
  var input: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A distance, such as 5km; may be given several times.", valueName: "distance"),
    transform: Parse.distance)
  var distance: [Double]

  @Flag(help: "Unite the buffers of all features, one area per distance.")
  var dissolve = false

  @Flag(help: "Take from each distance what the smaller ones cover.")
  var rings = false

  @OptionGroup var crsOption: CRSOption
  @OptionGroup var outputOption: OutputOption
  @OptionGroup var computing: ComputingOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  func validate() throws { try Parse.checkStandardOutput(outputOption, reading) }

  func run() throws {
    let output = try OutputFile(path: outputOption.output)
    try InputGuard.check(outputs: [outputOption.output, reading.rejects], inputs: [input])
    var session = try Session(reading, timings: computing.timings)
    let subjects = try session.subjects(input, crs: crsOption.crs)
    let buffers = try session.time("buffers", items: \.count) { () throws(GeoRiskError) in
      try AssetBuffer.buffers(
        round: subjects, distances: distance, rings: rings, dissolve: dissolve,
        workers: Workers(threads: computing.threadCount)
      ) { Console.progress("buffers", fraction: $0) }
    }
    try session.write(to: output) { (write) throws(GeoRiskError) in
      for buffer in buffers { try write(buffer.feature) }
    }
    try session.finish()
  }
}
