import ArgumentParser
import Foundation
import GeoRisk

/// `georisk inspect`: what is in a file.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what is in a file: format, rows, rejects with reasons, dates, extent.",
    discussion: """
      Example:
        georisk inspect incidents.csv
      """)

  @Argument(
    help: ArgumentHelp(
      "Incidents, control observations, assets or a model; - is standard input.", valueName: "file"))
  var file: String

  @OptionGroup var crsOption: CRSOption

  func run() throws {
    let inspection = try FileInspection(of: InputFile(mapping: file), crs: crsOption.crs)
    Console.endProgress()
    let text = inspection.lines.joined(separator: "\n") + "\n"
    try OutputFile(path: "-").write(Array(Console.plain(text).utf8))
  }
}

extension FileInspection {
  /// How many values of a column are listed.
  private static let valuesListed = 8

  /// The findings as aligned lines: a name, then its value.
  fileprivate var lines: [String] {
    var facts = [
      ("file", pass.file), ("format", pass.format), ("bytes", "\(pass.byteCount)"), ("sha256", pass.sha256),
    ]
    if pass.rowCount > 0 {
      facts.append(("rows", "\(pass.rowCount), of which \(pass.usableCount) usable"))
    }
    if let firstDay, let lastDay { facts.append(("dates", "\(firstDay) to \(lastDay)")) }
    if let extent {
      let box = [extent.minX, extent.minY, extent.maxX, extent.maxY].map { String(format: "%.4f", $0) }
      facts.append(("extent", box.joined(separator: ",")))
    }
    for tally in tallies where !tally.entries.isEmpty {
      var values = tally.entries.prefix(Self.valuesListed).map { entry in
        "\(entry.value.isEmpty ? "(none)" : entry.value) \(entry.count)"
      }
      let others = tally.entries.count - values.count
      if others > 0 { values.append("and \(others)\(tally.otherCount > 0 ? " or more" : "") others") }
      facts.append((tally.name, values.joined(separator: ", ")))
    }
    facts += pass.notes.map { ("note", $0) } + rejects.map { ("kept out", "\($0)") }
    let more = pass.rowCount - pass.usableCount - rejects.count
    if more > 0 { facts.append(("kept out", "and \(more) more")) }
    return facts.map { $0.0.padding(toLength: 16, withPad: " ", startingAt: 0) + $0.1 }
  }
}
