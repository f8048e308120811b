import Foundation
import Testing

/// One file of the small data set replaced by something bad: what is said, with which status, and that nothing is
/// left behind.
@Suite("Bad input")
struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var file: String
    var content: Data?
    var status: Int32 = 65
    /// Each must be part of what is said on standard error.
    var says: [String]
    var extra: [String] = []

    init(
      _ name: String, _ file: String, _ content: String?, status: Int32 = 65, says: [String],
      extra: [String] = []
    ) {
      self.name = name
      self.file = file
      self.content = content.map { Data($0.utf8) }
      self.status = status
      self.says = says
      self.extra = extra
    }

    var testDescription: String { name }
  }

  fileprivate static let header = "id,date,longitude,latitude,event_type\n"

  private static func lines(_ features: String...) -> String {
    #"{"type": "FeatureCollection", "features": ["# + features.joined(separator: ",\n") + "]}"
  }

  private static func line(_ id: String, _ coordinates: String) -> String {
    """
    {"type": "Feature", "id": "\(id)", "properties": {}, "geometry": {"type": "LineString", "coordinates": \
    \(coordinates)}}
    """
  }

  static let fatal: [Case] = [
    Case("no incidents at all", "incidents.csv", nil, status: 66, says: ["mydata", "incidents"]),
    Case("empty file", "incidents.csv", "", says: ["mydata/incidents.csv", "empty"]),
    Case("header only", "incidents.csv", header, says: ["mydata/incidents.csv", "no incident"]),
    Case(
      "wrong column names", "incidents.csv", "id,date,lon,lat,event_type\na,2026-06-01,1,2,Battles\n",
      says: ["mydata/incidents.csv", "longitude"]),
    Case(
      "unclosed quote", "incidents.csv", header + "a,2026-06-01,-6,13,\"Battles\nb,2026-06-02,-6,13,Riots\n",
      says: ["mydata/incidents.csv:2", "quote"]),
    Case(
      "only impossible dates", "incidents.csv", header + "a,2026-02-30,-6,13,Battles\n",
      says: ["mydata/incidents.csv:2", "2026-02-30"]),
    Case(
      "binary", "incidents.csv", "\u{0}\u{1}\u{2}PNG\u{0}\u{3}", says: ["mydata/incidents.csv"]),
    Case("empty corridors", "corridors.geojson", "", says: ["mydata/corridors.geojson", "empty"]),
    Case(
      "truncated JSON", "corridors.geojson", String(SmallDataset.corridors.dropLast(60)),
      says: ["mydata/corridors.geojson", "byte"]),
    Case(
      "200,000-deep JSON", "corridors.geojson", String(repeating: "[", count: 200_000),
      says: ["mydata/corridors.geojson"]),
    Case(
      "200,000-deep properties", "corridors.geojson",
      #"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": "#
        + String(repeating: "[", count: 200_000), says: ["mydata/corridors.geojson"]),
    Case(
      "NaN in JSON", "corridors.geojson", lines(line("a", "[[NaN, 13], [-6, 13.1]]")),
      says: ["mydata/corridors.geojson"]),
    Case(
      "no corridor of any length", "corridors.geojson", lines(line("a", "[[-6, 13], [-6, 13]]")),
      says: ["mydata/corridors.geojson", "feature 0"]),
    Case(
      "a latitude out of range in the only corridor", "corridors.geojson",
      lines(line("a", "[[-6, 113], [-6, 13]]")), says: ["mydata/corridors.geojson", "feature 0"]),
    Case(
      "corridor ids twice", "corridors.geojson",
      lines(line("a", "[[-6, 13], [-6, 13.1]]"), line("a", "[[-6, 13], [-6, 13.1]]")),
      says: ["mydata/corridors.geojson", "“a”"]),
    Case("JSON that is not GeoJSON", "corridors.geojson", #"{"a": 1}"#, says: ["mydata/corridors.geojson"]),
    Case("CSV where GeoJSON is needed", "sites.geojson", header, says: ["mydata/sites.geojson"]),
    Case(
      "unknown model key", "model.yaml", "threat:\n  half_distance: 20\n",
      says: ["mydata/model.yaml", "half_distance", "half_distance_km"]),
    Case(
      "unknown kernel", "model.yaml", "threat:\n  kernel: gausian\n",
      says: ["mydata/model.yaml", "gausian", "gaussian"]),
    Case(
      "negative half-life", "model.yaml", "threat:\n  half_life_days: -3\n",
      says: ["mydata/model.yaml", "half_life_days"]),
    Case("broken YAML", "model.yaml", "threat: [1\n", says: ["mydata/model.yaml"]),
    Case(
      "control without an actor column", "control.csv", "id,date,place,longitude,latitude\n",
      says: ["mydata/control.csv", "actor"]),
    Case(
      "strict: the first bad row ends it", "incidents.csv",
      SmallDataset.incidents + "a4,2026-06-31,-6,13,Battles,,,,,\n",
      says: ["mydata/incidents.csv:5", "2026-06-31"], extra: ["--strict"]),
  ]

  /// Whole messages, to be read as a user reads them.
  static let messages: [(file: String, content: String, message: String)] = [
    (
      "corridors.geojson", String(SmallDataset.corridors.prefix(100)),
      "georisk: mydata/corridors.geojson:2: feature 0 at byte 100: expected `\"`, found the end of the file"
    ),
    (
      "model.yaml", "threat:\n  half_distance: 20\n",
      "georisk: mydata/model.yaml:2: threat.half_distance: unknown key; did you mean half_distance_km?"
    ),
    (
      "incidents.csv", header + "a,2026-06-01,-6,13,\"Battles\nb,2026-06-02,-6,13,Riots\n",
      "georisk: mydata/incidents.csv:2: the quote opened in field 5 of this line is never closed; close it, or "
        + "double it where it is part of the text"
    ),
    (
      "corridors.geojson",
      lines(line("a", "[[-6, 13], [-6, 13.1]]"), line("a", "[[-6, 13], [-6, 13.1]]")),
      "georisk: mydata/corridors.geojson: feature 1 at byte 168: the id “a” was used before, by feature 0; give "
        + "every corridor an id of its own"
    ),
    (
      "corridors.geojson", line("a", "[[-6, 13], [-6, 13]]"),
      "georisk: mydata/corridors.geojson: feature 0 at byte 0: the only corridor is not usable; the corridor “a” "
        + "has no length"
    ),
  ]

  @Test(arguments: messages)
  func reads(file: String, content: String, message: String) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write("mydata/" + file, content)
    let outcome = try Georisk.run(["assess", "mydata"], in: folder)
    #expect(outcome.errors == message + "\n")
  }

  @Test(arguments: fatal)
  func fails(with bad: Case) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    if let content = bad.content {
      try folder.write("mydata/" + bad.file, content)
    } else {
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("mydata/" + bad.file))
    }
    let before = folder.contents
    let outcome = try Georisk.run(
      ["assess", "mydata", "--resolution", "20km", "--quiet"] + bad.extra, in: folder)
    #expect(outcome.status == bad.status, "\(outcome.errors)")
    for text in bad.says { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
    #expect(outcome.errors.hasPrefix("georisk: "))
    #expect(outcome.output == "")
    #expect(folder.contents == before, "nothing may be left of a failed run")
  }
}

/// Rows and features that are kept out, or repaired, while the rest is used.
@Suite("Rejects and repairs")
struct RejectTests {
  @Test("Where no row is usable the rejects are written all the same", arguments: ["assess", "score"])
  func rejectsOfAnUnusableFile(verb: String) throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/incidents.csv", BadInputTests.header + "a,2026-02-30,-6,13,Battles\nb,x,-6,13,Riots\n")
    let arguments =
      verb == "assess"
      ? ["assess", "mydata"]
      : ["score", "sites", "mydata/sites.geojson", "--incidents", "mydata/incidents.csv"]
    let outcome = try Georisk.run(arguments + ["--rejects", "rejects.csv"], in: folder)
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    let rejects = try folder.text("rejects.csv")
    #expect(rejects.contains("a,2026-02-30,-6,13,Battles") && rejects.contains("b,x,-6,13,Riots"))
  }

  @Test func badRowsAreSaidCountedAndWritten() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/incidents.csv",
      SmallDataset.incidents + """
        a4,2026-02-30,-6,13,Battles,,,,,
        a5,2026-06-02,NaN,13,Battles,,,,,
        a6,2026-06-02,-6,113,Battles,,,,,
        a1,2026-06-02,-6,13,Battles,,,,,
        """ + "\n")
    let outcome = try Georisk.run(
      ["assess", "mydata", "--resolution", "20km", "--rejects", "rejects.csv"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for line in 5...8 { #expect(outcome.errors.contains("mydata/incidents.csv:\(line): ")) }
    let rejects = try folder.text("rejects.csv")
    for row in ["a4,2026-02-30", "a5,2026-06-02,NaN", "a6,2026-06-02", "a1,2026-06-02"] {
      #expect(rejects.contains(row), "\(rejects)")
    }
    let document = try folder.text("georisk-out/assessment.json")
    #expect(document.contains("2026-02-30"))
  }

  @Test func selfCrossingSitesAreRepairedAndSaid() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/sites.geojson",
      """
      {"type": "Feature", "id": "bow", "properties": {"name": "Bow"}, "geometry": {"type": "Polygon",
       "coordinates": [[[-6.3, 13.4], [-6.1, 13.6], [-6.1, 13.4], [-6.3, 13.6], [-6.3, 13.4]]]}}
      """)
    let outcome = try Georisk.run(["assess", "mydata", "--resolution", "20km"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("mydata/sites.geojson"))
    #expect(outcome.errors.contains("repaired"))
  }

  @Test func aCorridorWithoutLengthIsKeptOut() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/corridors.geojson",
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "still", "properties": {}, "geometry":
         {"type": "LineString", "coordinates": [[-6, 13], [-6, 13]]}},
        {"type": "Feature", "id": "road", "properties": {}, "geometry":
         {"type": "LineString", "coordinates": [[-6, 13.3], [-6.15, 13.42]]}}]}
      """)
    let outcome = try Georisk.run(["assess", "mydata", "--resolution", "20km"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("mydata/corridors.geojson: feature 0"))
    let scores = try folder.text("georisk-out/corridor-scores.geojson")
    #expect(scores.contains(#""corridor_id":"road""#))
    #expect(!scores.contains("still"))
  }

  @Test func swappedLatitudesAreSuspected() throws {
    let folder = try Scratch()
    try SmallDataset.write(to: folder)
    try folder.write(
      "mydata/incidents.csv",
      """
      id,date,longitude,latitude,event_type
      a1,2026-06-01,13.40,-6.10,Battles
      a2,2026-06-20,13.55,-6.30,Riots
      a3,2026-06-20,-6.30,13.55,Riots
      """ + "\n")
    let outcome = try Georisk.run(["assess", "mydata", "--resolution", "20km"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("swapped"), "\(outcome.errors)")
  }
}
