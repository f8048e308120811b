import Foundation
import Testing

@testable import GeoRisk

/// A folder that lives as long as the test that made it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "georisk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite("Input files and data set folders")
struct DatasetTests {
  static let incidents =
    "id,date,longitude,latitude,event_type,location_precision_km\na,2025-01-01,0,0,Battles,1\n"
  static let sites =
    "{\"type\":\"Feature\",\"id\":1,\"properties\":{},\"geometry\":"
    + "{\"type\":\"Point\",\"coordinates\":[0,0]}}"

  @Test("what cannot be read is told apart") func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "empty.csv")
    let cases: [(String, GeoRiskError.Category, String)] = [
      ("missing.csv", .missingInput, "no such file"), ("", .missingInput, "this is a folder"),
      ("empty.csv/x", .missingInput, "no such file"), ("empty.csv", .badData, "the file is empty"),
    ]
    for (name, category, reason) in cases {
      let path = folder.path + "/" + name
      let error = #expect(throws: GeoRiskError.self) { try InputFile(path: path) }
      #expect(error?.category == category && error?.place.file == path)
      #expect(error?.description.contains(reason) == true)
    }
  }

  @Test("bytes come back as they are in the file, beyond one chunk too") func contents() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "0123456789", count: 50_000)
    try folder.write(text, to: "long")
    let file = try InputFile(path: folder.path + "/long")
    #expect(file.bytes == Array(text.utf8))
  }

  @Test("a folder is read by its names, and one file is replaced") func folder() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.incidents, to: "incidents.csv")
    try folder.write(Self.sites, to: "sites.geojson")
    try folder.write("name: mine", to: "model.yaml")
    try folder.write("name: other", to: "other.yaml")
    var files = try DatasetFiles(folder: folder.path)
    #expect(try Dataset(files).model.name == "mine")
    files[.model] = .path(folder.path + "/other.yaml")
    let dataset = try Dataset(files)
    #expect(dataset.model.name == "other" && dataset.name == files.name)
    #expect(dataset.incidents.records.count == 1 && dataset.sites?.records.count == 1)
    #expect(dataset.corridors == nil && dataset.control == nil && dataset.context == MapContext())
    #expect(dataset.incidents.sha256.count == 64 && dataset.incidents.byteCount == Self.incidents.utf8.count)
  }

  @Test("folders that are no data set") func noDataset() throws {
    let folder = try TemporaryFolder()
    func failure(_ reason: String, _ category: GeoRiskError.Category) {
      let error = #expect(throws: GeoRiskError.self) { try Dataset(DatasetFiles(folder: folder.path)) }
      #expect(error?.category == category)
      #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
    failure("holds none of the files", .missingInput)
    try folder.write(Self.sites, to: "sites.geojson")
    failure("has no incidents", .missingInput)
    try folder.write(Self.incidents, to: "incidents.csv")
    try folder.write("{}", to: "incidents.geojson")
    failure("holds both incidents.csv and incidents.geojson", .badData)
    try FileManager.default.removeItem(atPath: folder.path + "/incidents.geojson")
    try FileManager.default.removeItem(atPath: folder.path + "/sites.geojson")
    failure("neither corridors nor sites", .missingInput)
    #expect(throws: GeoRiskError.self) { try DatasetFiles(folder: folder.path + "/incidents.csv") }
    #expect(throws: GeoRiskError.self) { try DatasetFiles(folder: folder.path + "/nowhere") }
  }

  @Test("standard input is not read twice") func standardInput() {
    var files = DatasetFiles(name: "x")
    files[.incidents] = .path("-")
    files[.sites] = .path("-")
    let error = #expect(throws: GeoRiskError.self) { try Dataset(files) }
    #expect(error?.category == .usage)
  }

  @Test("an inspection says what is there") func inspection() throws {
    let look = { (text: String, name: String) throws(GeoRiskError) in
      try FileInspection(of: InputFile(name: name, bytes: Array(text.utf8)))
    }
    let incidents = try look(Self.incidents + "b,2025-02-01,3,4,Battles,1\nc,2025,3,4,Riots,1", "x.csv")
    #expect(incidents.format == "native incidents (CSV)")
    #expect(incidents.rowCount == 3 && incidents.usableCount == 2 && incidents.rejects.count == 1)
    #expect(incidents.firstDay?.description == "2025-01-01" && incidents.lastDay?.description == "2025-02-01")
    #expect(incidents.extent == Envelope(minX: 0, minY: 0, maxX: 3, maxY: 4))
    #expect(incidents.tallies.first?.entries == [.init(value: "Battles", count: 2)])
    #expect(try look(Self.sites, "x.json").format == "sites (GeoJSON)")
    #expect(try look("threat: {}", "x.yaml").format == "model (YAML)")
    #expect(try look("threat: {}", "x").format == "model (YAML)")
    let control = "date,longitude,latitude,actor,status,confidence\n2025-01-01,0,0,A,controlled,1"
    #expect(try look(control, "x").format == "control observations (CSV)")
  }

  @Test("a reference system is meant for the files named, not for those in memory") func referenceSystem()
    throws
  {
    let bundled = DatasetFiles(
      name: "memory",
      files: [
        ("incidents.csv", Array("id,date,longitude,latitude,event_type\na,2026-06-01,-9,13,Riots\n".utf8)),
        (
          "sites.geojson",
          Array(
            #"{"type":"Feature","id":"s","properties":{},"geometry":{"type":"Point","coordinates":[-9,13]}}"#
              .utf8)
        ),
      ])
    let dataset = try Dataset(bundled, crs: "EPSG:32629")
    #expect(dataset.sites?.records.first?.geometry == .point(Coordinate(longitude: -9, latitude: 13)))
  }
}
