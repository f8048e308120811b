import ArgumentParser
import GeoRisk

@main
struct GeoRiskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "georisk")
}
