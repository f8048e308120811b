import ArgumentParser
import GeoRisk

/// The program: parses, calls one entry of the library, prints.
@main
struct GeoRiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "georisk",
    abstract: "Score how dangerous roads and sites are, from incidents and who holds the ground.",
    discussion: """
      Made to protect people and goods: it says where an ambush, a mine or a blockade is likeliest, so that a \
      convoy, a clinic or a mine can choose its road, its day or its guard.

      Start here, with the bundled data on Mali (writes georisk-out/report.html and the GeoJSON layers):
        georisk assess
      Then with a folder of your own that holds incidents.csv and corridors.geojson or sites.geojson:
        georisk assess mydata --output results
      Look at a file before you use it:
        georisk inspect mydata/incidents.csv
      Ask why, incident by incident:
        georisk explain --id sadiola
      And what changed since, and why:
        georisk compare --from 2025-08-01 --to 2025-09-05
      What crossed a grade in a series of assessments, as JSON lines:
        georisk watch assessments
      Single steps, as GeoJSON on standard output:
        georisk score corridors roads.geojson --incidents attacks.csv > scores.json
        georisk surface --incidents attacks.csv --resolution 2km --output threat.json
        georisk zones --control control.csv --output zones.json
        georisk buffer roads.geojson --distance 5km --distance 10km > buffers.json

      Quantities carry units: 5km, 500m, 45d, 6mo. A file named - is standard input or output.
      Exit status: 0 done, 64 usage, 65 bad data or model, 66 input missing, 70 a bug, 73 output cannot be \
      created, 74 reading or writing failed, 130 interrupted.
      """,
    version: GeoRiskVersion.current,
    subcommands: [
      AssessCommand.self, ScoreCommand.self, SurfaceCommand.self, ZonesCommand.self, BufferCommand.self,
      ExplainCommand.self, CompareCommand.self, WatchCommand.self, InspectCommand.self,
    ])

  static func main() {
    Console.claimStandardStreams()
    Interruption.install()
    Console.watch()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as GeoRiskError {
      Console.error(error)
      exit(withStatus: error.exitStatus)
    } catch {
      exit(withError: error)
    }
  }

  private static func exit(withStatus status: Int32) -> Never {
    exit(withError: ExitCode(status))
  }
}
