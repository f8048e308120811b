import Foundation
import Testing

@Suite("Outputs")
struct OutputTests {
  /// No result takes the place of what it is made from, by whatever path both are named.
  @Test func inputsAreNeverReplaced() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let names = folder.contents.filter { $0.hasPrefix("mydata/") }
    let bytes = try names.map { try folder.read($0) }
    let commands = [
      ["assess", "mydata", "--output", "mydata"], ["assess", "mydata", "--output", "./mydata/"],
      ["assess", "mydata", "--output", "out", "--rejects", "mydata/incidents.csv"],
      [
        "score", "corridors", "mydata/corridors.geojson", "--incidents", "mydata/incidents.csv", "-o",
        "./mydata/incidents.csv",
      ],
      ["surface", "--incidents", "mydata/incidents.csv", "-o", "mydata/../mydata/incidents.csv"],
      ["zones", "--control", "mydata/control.csv", "-o", "mydata/control.csv"],
      ["buffer", "mydata/corridors.geojson", "--distance", "5km", "-o", "mydata/corridors.geojson"],
      ["explain", "mydata", "--id", "road", "--rejects", "mydata/incidents.csv"],
      [
        "compare", "mydata", "--from", "2026-06-01", "--to", "2026-06-20", "--output", "out", "--rejects",
        "mydata/control.csv",
      ],
    ]
    for command in commands {
      let outcome = try Georisk.run(command, in: folder)
      #expect(outcome.status == 64, "\(command)")
      #expect(
        outcome.errors.contains("is an input") || outcome.errors.contains("is the data set's own"),
        "\(command)")
      for (name, old) in zip(names, bytes) { #expect(try folder.read(name) == old, "\(command)") }
      #expect(folder.contents.filter { $0.hasPrefix("mydata/") } == names, "\(command)")
    }
    // The layers of an assessment are what watch reads, and may be what assess reads.
    #expect(try Georisk.run(["assess", "mydata", "--output", "days/base", "-q"], in: folder).status == 0)
    #expect(
      try Georisk.run(["watch", "days", "--output", "days/base/assessment.json"], in: folder).status == 64)
    for (name, text) in [("one", "a1"), ("two", "a2")] {
      try folder.write("\(name).yaml", "name: \(name)\nincidents: {remove: [\(text)]}\n")
    }
    let again = try Georisk.run(
      [
        "assess", "mydata", "--incidents", "days/base/incidents.geojson", "--output", "days", "--scenario",
        "one.yaml", "--scenario", "two.yaml",
      ], in: folder)
    #expect(again.status == 64 && again.errors.contains("is an input"))
  }

  /// Who may not read the old file may not read the new one, and a link to nowhere yet leads to the file.
  @Test func modesAndLinksStay() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("m.json", "old")
    let path = folder.url.path + "/m.json"
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let zones = ["zones", "--control", "mydata/control.csv", "-q", "-o"]
    #expect(try Georisk.run(zones + ["m.json"], in: folder).status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    let text = try folder.text("m.json")
    #expect(mode == 0o600 && text != "old")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.path + "/link.json", withDestinationPath: "there.json")
    #expect(try Georisk.run(zones + ["link.json"], in: folder).status == 0)
    #expect(try folder.text("there.json") == text)
  }

  /// Data may hold control characters, which a terminal would obey.
  @Test func controlCharactersStayOffTheTerminal() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/incidents.csv",
      SmallDataset.incidents.replacing("a1", with: "a\u{1B}]0;x\u{7}1").replacing(
        "Group A", with: "G\u{9B}2J"))
    for command in [["inspect", "mydata/incidents.csv"], ["explain", "mydata", "--id", "road"]] {
      let outcome = try Georisk.run(command, in: folder)
      #expect(outcome.status == 0)
      let text = outcome.output + outcome.errors
      #expect(
        text.unicodeScalars.allSatisfy {
          $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
        })
      #expect(text.contains("?"))
    }
  }

  /// A profile that is not there, and a decay that makes no kernel, are faults of the command, not of a row.
  @Test func optionsOfTheModelAreBlamedOnTheCommand() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for options in [["--profile", "nope"], ["--half-distance", "90000km", "--cutoff", "90000km"]] {
      let outcome = try Georisk.run(
        ["surface", "--incidents", "mydata/incidents.csv", "-o", "s.json"] + options, in: folder)
      #expect(outcome.status == 64 && !outcome.errors.contains("incidents.csv:"), "\(outcome.errors)")
    }
  }

  /// What was kept out is told although the scoring fails.
  @Test func rejectsOutliveALaterFault() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("bad.csv", SmallDataset.incidents + "a9,2026-06-31,-6,13,Battles,,,,,\n")
    let outcome = try Georisk.run(
      [
        "surface", "--incidents", "bad.csv", "--extent=0,0,90,60", "--resolution", "1m", "--rejects",
        "kept.csv",
        "-o", "s.json",
      ], in: folder)
    #expect(outcome.status != 0)
    #expect(try folder.text("kept.csv").contains("a9,2026-06-31"))
  }

  static let layers = [
    "assessment.json", "buffers.geojson", "control-zones.geojson", "corridor-scores.geojson",
    "incidents.geojson", "map-context.geojson", "report.html",
    "site-scores.geojson", "threat-surface.geojson",
  ]

  @Test func assessReplacesItsLayersAndNothingElse() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("out/buffers.geojson", "old")
    try folder.write("out/report.html", "old")
    try folder.write("out/notes.txt", "mine")
    try folder.write("out/sub/buffers.geojson", "mine too")
    let outcome = try Georisk.run(
      ["assess", "mydata", "--resolution", "20km", "--output", "out"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "")
    let contents = folder.contents.filter { $0.hasPrefix("out/") }.map { String($0.dropFirst(4)) }
    #expect(contents == (Self.layers + ["notes.txt", "sub", "sub/buffers.geojson"]).sorted())
    #expect(try folder.text("out/notes.txt") == "mine")
    #expect(try folder.text("out/sub/buffers.geojson") == "mine too")
    for layer in Self.layers { #expect(try folder.text("out/" + layer) != "old") }
  }

  @Test func aFailedRunLeavesTheOldLayers() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for layer in Self.layers { try folder.write("out/" + layer, "old") }
    try folder.write("mydata/incidents.csv", "id,date\n")
    let before = folder.contents
    let outcome = try Georisk.run(["assess", "mydata", "--output", "out"], in: folder)
    #expect(outcome.status == 65)
    #expect(folder.contents == before)
    for layer in Self.layers { #expect(try folder.text("out/" + layer) == "old") }
  }

  @Test func threadsDoNotShowInTheLayers() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    for threads in ["1", "4"] {
      let outcome = try Georisk.run(
        ["assess", "mydata", "--resolution", "10km", "--threads", threads, "--output", threads], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    for layer in Self.layers {
      #expect(try folder.read("1/" + layer) == folder.read("4/" + layer), "\(layer)")
    }
  }

  /// The surfaces of several days against a run for each day, node by node; 1e-5 is what either side's loops leave, and
  /// 1e-6 of the largest value where a kernel ends.
  @Test func surfacesOfSeveralDaysAreThoseOfEachDay() throws {
    func threats(_ text: String) throws -> [(day: String?, threat: Double)] {
      try text.split(separator: "\n").map { line in
        let feature = try #require(
          JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let properties = try #require(feature["properties"] as? [String: Any])
        return (properties["as_of"] as? String, try #require(properties["threat"] as? Double))
      }
    }
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let common = [
      "surface", "--incidents", "mydata/incidents.csv", "--extent=-7,13,-5.5,14", "--resolution", "20km",
      "--format", "points",
    ]
    let all = try Georisk.run(
      common + [
        "--from", "2026-06-01", "--to", "2026-06-30", "--every", "2w", "--output", "days.geojsonl",
      ], in: folder)
    #expect(all.status == 0, "\(all.errors)")
    let found = try threats(folder.text("days.geojsonl"))
    let days = ["2026-06-01", "2026-06-15", "2026-06-29"]
    #expect(Set(found.map(\.day)) == Set(days))
    for day in days {
      let one = try Georisk.run(common + ["--as-of", day, "--output", "\(day).geojsonl"], in: folder)
      #expect(one.status == 0, "\(one.errors)")
      let expected = try threats(folder.text("\(day).geojsonl")).map(\.threat)
      let series = found.filter { $0.day == day }.map(\.threat)
      let largest = try #require(expected.max())
      #expect(largest > 0 && series.count == expected.count)
      for (a, b) in zip(series, expected) { #expect(abs(a - b) <= 1e-5 * b + 1e-6 * largest) }
    }
  }

  @Test func withoutADatasetOptionsReplaceBundledFiles() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let outcome = try Georisk.run(
      ["assess", "--incidents", "mydata/incidents.csv", "--resolution", "20km", "--output", "out"],
      in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("taken from the bundled data set on Mali"))
    let document = try folder.text("out/assessment.json")
    #expect(document.contains("mydata/incidents.csv") && document.contains("mali/corridors.geojson"))

    let own = try Georisk.run(
      [
        "assess", "--incidents", "mydata/incidents.csv", "--sites", "mydata/sites.geojson", "--resolution",
        "20km", "--output", "own",
      ], in: folder)
    #expect(own.status == 0, "\(own.errors)")
    #expect(try !folder.text("own/assessment.json").contains("mali"))
  }

  @Test func zonesOfNoInputsAreThoseOfTheBundledData() throws {
    let folder = try Scratch()
    let zones = try Georisk.run(["zones", "--resolution", "20km"], in: folder)
    #expect(zones.status == 0, "\(zones.errors)")
    let assess = try Georisk.run(["assess", "--resolution", "20km", "--output", "out"], in: folder)
    #expect(assess.status == 0, "\(assess.errors)")
    let drawn = try FeatureSummary(zones.output)
    let layer = try FeatureSummary(folder.text("out/control-zones.geojson"))
    #expect(drawn.count > 3 && drawn.count == layer.count)
    let periods = try Georisk.run(
      ["zones", "--from", "2025-06-01", "--to", "2025-09-01", "--every", "1mo", "--resolution", "20km"],
      in: folder)
    #expect(try periods.status == 0 && FeatureSummary(periods.output).count > 3, "\(periods.errors)")
  }

  @Test func resultsAloneGoToStandardOutput() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let verbs: [[String]] = [
      ["buffer", "mydata/sites.geojson", "--distance", "5km"],
      ["surface", "--incidents", "mydata/incidents.csv", "--resolution", "20km"],
      ["surface", "--incidents", "mydata/incidents.csv", "--resolution", "50km", "--format", "grid"],
      ["surface", "--incidents", "mydata/incidents.csv", "--resolution", "50km", "--format", "points"],
      ["zones", "--control", "mydata/control.csv", "--resolution", "10km"],
      ["score", "sites", "mydata/sites.geojson", "--incidents", "mydata/incidents.csv"],
      [
        "score", "corridors", "mydata/corridors.geojson", "--incidents", "mydata/incidents.csv", "--control",
        "mydata/control.csv",
      ],
    ]
    for verb in verbs {
      let outcome = try Georisk.run(verb, in: folder)
      #expect(outcome.status == 0, "\(verb): \(outcome.errors)")
      let features = try FeatureSummary(outcome.output)
      #expect(features.count > 0, "\(verb)")
      #expect(!outcome.errors.contains("\u{1B}"), "no progress in a pipe")
      let toFile = try Georisk.run(verb + ["--output", "out.geojson"], in: folder)
      #expect(toFile.status == 0)
      #expect(toFile.output == "")
      #expect(try folder.text("out.geojson") == outcome.output, "a file holds what standard output gets")
    }
  }

  /// The name decides how features are strung together, and each way is read back as the same input.
  @Test(arguments: ["geojsonl", "ndjson", "geojsons"])
  func sequencesGoOutAndIn(suffix: String) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let arguments = ["buffer", "mydata/sites.geojson", "--distance", "5km", "--distance", "10km", "--output"]
    let written = try Georisk.run(arguments + ["out." + suffix], in: folder)
    #expect(written.status == 0, "\(written.errors)")
    let records = try folder.text("out." + suffix).split(separator: "\n")
    #expect(records.count == 2)
    for record in records {
      #expect(record.hasPrefix("\u{1E}") == (suffix == "geojsons"))
      let body = record.drop { $0 == "\u{1E}" }
      #expect(try JSONDecoder().decode(FeatureSummary.Member.self, from: Data(body.utf8)).type == "Feature")
    }
    #expect(try Georisk.run(arguments + ["out.geojson"], in: folder).status == 0)
    let reread = try ["out." + suffix, "out.geojson"].map {
      try Georisk.run(["buffer", $0, "--distance", "1km", "--dissolve"], in: folder)
    }
    #expect(reread.allSatisfy { $0.status == 0 }, "\(reread.map(\.errors))")
    #expect(reread[0].output == reread[1].output)
  }

  @Test func closedStreamsDoNoHarm() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let surface = "surface --incidents mydata/incidents.csv --resolution 20km"
    // Nobody listens: the result is whole all the same, and no message has found its way into it.
    #expect(try Georisk.shell(surface + " --output out.geojson 2>&-", in: folder) == 0)
    #expect(try FeatureSummary(folder.text("out.geojson")).count > 0)
    // Nobody takes the result: that is an error.
    #expect(try Georisk.shell(surface + " --quiet >&- 2>/dev/null", in: folder) == 74)
  }

  @Test func standardInputIsAFile() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let named = try Georisk.run(["buffer", "mydata/sites.geojson", "--distance", "5km"], in: folder)
    let piped = try Georisk.run(["buffer", "-", "--distance", "5km"], in: folder, input: SmallDataset.sites)
    #expect(piped.status == 0, "\(piped.errors)")
    #expect(piped.output == named.output)
  }

  /// On its central meridian a UTM zone has easting 500,000, on the equator northing 0: no other oracle is needed.
  @Test func otherReferenceSystemsAreRead() throws {
    let folder = try Scratch()
    let point = { (place: String) in
      #"{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": "# + place
        + #"}, "properties": {}}"#
    }
    let metres = try Georisk.run(
      ["buffer", "-", "--distance", "5km", "--crs", "EPSG:32630"], in: folder, input: point("[500000, 0]"))
    let degrees = try Georisk.run(["buffer", "-", "--distance", "5km"], in: folder, input: point("[-3, 0]"))
    #expect(metres.status == 0, "\(metres.errors)")
    let (left, right) = (try FeatureSummary(metres.output).bbox, try FeatureSummary(degrees.output).bbox)
    #expect(zip(left, right).allSatisfy { abs($0 - $1) <= 2e-7 }, "\(left) \(right)")
    let misread = try Georisk.run(
      ["buffer", "-", "--distance", "5km"], in: folder, input: point("[500000, 0]"))
    #expect(misread.status == 65, "metres are no degrees: \(misread.errors)")
  }

  @Test func incidentsMayBeGeoJSON() throws {
    let folder = try Scratch()
    try folder.write("roads.geojson", SmallDataset.corridors)
    try folder.write("attacks.csv", "id,date,longitude,latitude,event_type\na,2026-06-01,-6.1,13.4,Battles\n")
    try folder.write(
      "attacks.geojson",
      """
      {"type": "Feature", "properties": {"id": "a", "date": "2026-06-01", "event_type": "Battles"},
       "geometry": {"type": "Point", "coordinates": [-6.1, 13.4]}}
      """)
    let outputs = try ["attacks.csv", "attacks.geojson"].map { file in
      try Georisk.run(["score", "corridors", "roads.geojson", "--incidents", file], in: folder)
    }
    #expect(outputs.allSatisfy { $0.status == 0 }, "\(outputs.map(\.errors))")
    #expect(outputs[0].output == outputs[1].output)
  }

  @Test func timingsAreTabSeparated() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let outcome = try Georisk.run(
      ["assess", "mydata", "--resolution", "20km", "--quiet", "--timings"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errorLines.count >= 5)
    for line in outcome.errorLines {
      #expect(line.wholeMatch(of: /[a-z ]+\t\d+\.\d+\t\d+/) != nil, "\(line)")
      let stage = try #require(line.split(separator: "\t").first)
      #expect(try folder.text("georisk-out/assessment.json").contains("\"stage\": \"\(stage)\""))
    }
  }

  @Test func anInterruptedRunLeavesNothing() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let before = folder.contents
    // Fine enough to take minutes in a debug build, so that the signal always comes while it computes.
    let outcome = try Georisk.run(
      ["assess", "mydata", "--resolution", "200m"], in: folder, interruptAfter: 1.5)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(folder.contents == before)
  }

  @Test func anInterruptedOutputIsGivenUpAtOnce() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    let before = folder.contents
    // Millions of points take a second to compute and most of a minute to write in a debug build.
    let start = ContinuousClock.now
    let outcome = try Georisk.run(
      [
        "surface", "--incidents", "mydata/incidents.csv", "--resolution", "150m", "--format", "points",
        "--output", "points.json",
      ], in: folder, interruptAfter: 3)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(ContinuousClock.now - start < .seconds(15))
    #expect(folder.contents == before)
  }
}

/// The number of features in a GeoJSON text, by Foundation's parser.
struct FeatureSummary {
  var count: Int
  var bbox: [Double]

  struct Member: Decodable { var type: String }

  private struct Collection: Decodable {
    var type: String
    var features: [Member]
    var bbox: [Double]?
  }

  init(_ text: String) throws {
    let collection = try JSONDecoder().decode(Collection.self, from: Data(text.utf8))
    #expect(collection.type == "FeatureCollection")
    #expect(collection.features.allSatisfy { $0.type == "Feature" })
    count = collection.features.count
    bbox = collection.bbox ?? []
  }
}
