import ArgumentParser
import Foundation
import GeoRisk

/// `georisk explain`: a score or a zone, term by term.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a score is the sum of, incident by incident.",
    discussion: """
      For a site, a corridor segment (the worst one, if none is named), a control zone or any place. Without DATASET \
      and --incidents it speaks of the bundled data on Mali.

      Examples:
        georisk explain --id sadiola
        georisk explain mydata --id road --km 12.5
        georisk explain roads.geojson --id n1 --segment 40 --incidents attacks.csv --format json
        georisk explain --zone Z1
        georisk explain --at=-6.14,14.88
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder like that of assess, or a GeoJSON file of corridors or sites.", valueName: "assets"))
  var assets: String?

  @Option(help: ArgumentHelp("The site or corridor to explain.", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("Number of the corridor's segment, from 0.", valueName: "n"))
  var segment: Int?

  @Option(help: ArgumentHelp("Chainage within the segment in km, such as 412.3.", valueName: "km"))
  var km: Double?

  @Option(
    help: ArgumentHelp("The control zone to explain, such as Z1, as assess numbers it.", valueName: "id"))
  var zone: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Who holds this place, such as --at=-6.14,14.88.", valueName: "lon,lat"),
    transform: Parse.place)
  var at: Coordinate?

  @OptionGroup var incidentsOption: IncidentsOption

  @OptionGroup var controlOption: ControlOption

  @OptionGroup var modelOption: ModelOption
  @OptionGroup var asOfOption: AsOfOption

  @OptionGroup var segmentOption: SegmentLengthOption

  @OptionGroup var resolutionOption: MapResolutionOption

  @OptionGroup var extentOption: ExtentOption

  @Option(help: ArgumentHelp("The most terms to list; the rest is summed up in a line.", valueName: "n"))
  var top: Int?

  @Option(help: "How to write it: text or json, which has all terms.")
  var format = ExplanationFormat.text

  @OptionGroup var crsOption: CRSOption
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var talk: TalkOptions

  private var inputPaths: [String?] {
    [assets, incidentsOption.incidents, controlOption.control, modelOption.model]
  }

  func validate() throws {
    guard [id != nil, zone != nil, at != nil].count(where: \.self) == 1 else {
      throw ValidationError("say what to explain with one of --id, --zone and --at")
    }
    guard id != nil || (segment == nil && km == nil) else {
      throw ValidationError("--segment and --km go with --id")
    }
    guard segment == nil || km == nil else { throw ValidationError("give --segment or --km, not both") }
    guard top ?? 1 >= 1 else { throw ValidationError("--top must be 1 or more") }
    try Parse.checkStandardInput(inputPaths)
    guard reading.rejects != "-" else {
      throw ValidationError("results and rejects cannot both go to standard output; name a file")
    }
  }

  func run() throws {
    try InputGuard.check(outputs: [reading.rejects], inputs: inputPaths)
    var session = try Session(reading)
    let dataset = try session.keepingRejects { () throws(GeoRiskError) in
      try Dataset(files(), crs: crsOption.crs, strict: reading.strict)
    }
    let inputs = AssessmentInputs(dataset)
    try session.say(rejects: inputs.rejects, notes: inputs.notes)
    let options = AssessmentOptions(
      asOf: asOfOption.asOf, segmentLength: segmentOption.segmentLength,
      resolution: resolutionOption.resolution,
      extent: extentOption.extent)
    let limit = top ?? .max
    if let id {
      let choice: SegmentChoice = segment.map { .number($0) } ?? km.map { .chainage($0) } ?? .worst
      let explanation = try inputs.explainThreat(to: id, segment: choice, options: options)
      try write(explanation.document, explanation.lines(top: limit))
    } else {
      let explanation =
        if let at { try inputs.explainControl(at: at, options: options) } else {
          try inputs.explainControl(ofZone: zone ?? "", options: options)
        }
      try write(explanation.document, explanation.lines(top: limit))
    }
    try session.finish()
  }

  private func write(_ document: JSONObject, _ lines: [String]) throws(GeoRiskError) {
    let bytes: [UInt8] =
      switch format {
      case .json: JSONValue.object(document).jsonBytes(indented: true)
      case .text: Array((Console.plain(lines.joined(separator: "\n")) + "\n").utf8)
      }
    Console.endProgress()
    try OutputFile(path: "-").write(bytes)
  }

  /// A folder, or the bundled data; a file of assets takes the place of the folder's corridors and sites.
  private func files() throws(GeoRiskError) -> DatasetFiles {
    try .chosen(
      assets: assets, crs: crsOption.crs,
      named: [
        (.incidents, incidentsOption.incidents), (.control, controlOption.control),
        (.model, modelOption.model),
      ])
  }
}

/// How an explanation is written.
enum ExplanationFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension ThreatExplanation {
  /// The explanation as an aligned table.
  fileprivate func lines(top: Int) -> [String] {
    let stretch = chainageKm.map {
      String(format: ", segment %d (km %.1f to %.1f)", segment ?? 0, $0.lowerBound, $0.upperBound)
    }
    let head = String(format: "threat %.4g, index %.1f, ", threat, index) + grade.name
    var lines = [
      "\(name) (\(id))\(stretch ?? ""), as of \(asOf): \(head)",
      "value = weight x severity x age x distance; km and bearing from "
        + String(format: "%.4f,%.4f", place.longitude, place.latitude), "",
    ]
    var table = TerminalTable(
      [
        "share", "value", "incident", "date", "km", "bearing", "dimension", "weight", "severity", "age",
        "distance",
      ],
      textColumns: [2, 3, 6])
    for term in terms.prefix(top) {
      table.add([
        String(format: "%.1f %%", 100 * term.share), String(format: "%.4g", term.value), term.incident.id,
        term.incident.from.description, String(format: "%.1f", term.km), String(format: "%.0f", term.bearing),
        term.dimension.rawValue, String(format: "%g", term.profileWeight),
        String(format: "%.4g", term.severity),
        String(format: "%.4f", term.ageFactor), String(format: "%.4g", term.distanceFactor),
      ])
    }
    lines += table.lines
    let rest = terms.dropFirst(top)
    if !rest.isEmpty {
      let share = rest.reduce(0) { $0 + $1.share }
      lines.append("and \(rest.count) others: " + String(format: "%.1f %%", 100 * share))
    }
    if terms.isEmpty { lines.append("no incident reaches it") }
    return lines
  }
}

extension ControlExplanation {
  /// The explanation as aligned tables.
  fileprivate func lines(top: Int) -> [String] {
    let verdict =
      switch status {
      case .controlled: "controlled by \(holders[0])"
      case .contested: "contested by \(holders.joined(separator: " and "))"
      case .influence: "influence of \(holders[0])"
      case nil: method == .share ? "no evidence" : "nobody's"
      }
    var lines = [
      String(format: "%.4f,%.4f", place.longitude, place.latitude) + ", as of \(asOf): \(verdict)",
      method == .share
        ? "evidence needed: \(threshold)"
        : "by the method \(method.rawValue); below is what the evidence weighs there by distance and age, as shares take it",
      "",
    ]
    if terms.isEmpty { return lines.dropLast() + ["no observation reaches it"] }
    var shares = TerminalTable(["share", "evidence", "actor"], textColumns: [2])
    for actor in actors {
      shares.add([
        String(format: "%.1f %%", 100 * actor.share), String(format: "%.4g", actor.evidence), actor.actor,
      ])
    }
    lines += shares.lines + ["", "value = confidence x status x age x distance", ""]
    var table = TerminalTable(
      ["value", "observation", "for", "last day", "km", "confidence", "status", "age", "distance"],
      textColumns: [1, 2, 3])
    for term in terms.prefix(top) {
      table.add([
        String(format: "%.4g", term.value), term.id,
        term.actors.joined(separator: " and ") + (term.negotiated ? " (negotiated)" : ""),
        term.lastDay.description, String(format: "%.1f", term.km), String(format: "%g", term.confidence),
        String(format: "%g", term.statusWeight), String(format: "%.4f", term.ageFactor),
        String(format: "%.4g", term.distanceFactor),
      ])
    }
    lines += table.lines
    if terms.count > top { lines.append("and \(terms.count - top) others") }
    return lines
  }
}
