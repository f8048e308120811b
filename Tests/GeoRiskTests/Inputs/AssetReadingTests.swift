import Testing

@testable import GeoRisk

@Suite("Corridor and site files")
struct AssetReadingTests {
  static func file(_ features: [String]) -> InputFile {
    let text = "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}"
    return InputFile(name: "a.geojson", bytes: Array(text.utf8))
  }

  static func feature(_ geometry: String, _ properties: String = "{}", id: String? = nil) -> String {
    "{\"type\":\"Feature\"," + (id.map { "\"id\":\($0)," } ?? "")
      + "\"properties\":\(properties),\"geometry\":\(geometry)}"
  }

  static let line = "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}"
  static let point = "{\"type\":\"Point\",\"coordinates\":[0,0]}"

  @Test("ids come from the properties, the Feature or its index; names default to ids") func ids() throws {
    let reading = try Corridor.read(
      from: Self.file([
        Self.feature(Self.line, "{\"id\":\"north\",\"name\":\"North road\",\"kind\":\"road\"}", id: "\"x\""),
        Self.feature(Self.line, id: "12"), Self.feature(Self.line, "{\"id\":null}"),
      ]))
    #expect(reading.records.map(\.id) == ["north", "12", "2"])
    #expect(reading.records.map(\.name) == ["North road", "12", "2"])
    #expect(reading.records.map(\.kind) == ["road", "", ""])
    #expect(reading.notes == ["1 corridor has no id: the index of the feature is used"])
    #expect(reading.records[1].record.feature == 1)
  }

  @Test("two assets of one id are an error that names both") func duplicates() {
    let error = #expect(throws: GeoRiskError.self) {
      try Site.read(
        from: Self.file([Self.feature(Self.point, id: "1"), Self.feature(Self.point, "{\"id\":\"1\"}")]))
    }
    #expect(error?.place.feature == 1 && error?.category == .badData)
    #expect(error?.description.contains("was used before, by feature 0") == true)
  }

  @Test(
    "what is no corridor is kept out",
    arguments: [
      (point, "a corridor is a LineString or MultiLineString"), ("null", "no geometry"),
      ("{\"type\":\"LineString\",\"coordinates\":[[5,5],[5,5]]}", "has no length"),
      ("{\"type\":\"LineString\",\"coordinates\":[[180,5],[-180,5]]}", "has no length"),
      ("{\"type\":\"LineString\",\"coordinates\":[[5,90],[70,90]]}", "has no length"),
      ("{\"type\":\"MultiLineString\",\"coordinates\":[]}", "has no length"),
      ("{\"type\":\"LineString\",\"coordinates\":[[5,5]]}", ""),
      ("{\"type\":\"LineString\",\"coordinates\":[[5,5],[5,95]]}", ""),
    ])
  func noCorridor(_ geometry: String, _ reason: String) throws {
    let reading = try Corridor.read(from: Self.file([Self.feature(Self.line), Self.feature(geometry)]))
    #expect(reading.records.count == 1 && reading.rowCount == 2)
    let reject = try #require(reading.rejects.first)
    #expect(reject.place.feature == 1 && reject.place.byte != nil && reject.rawText == Self.feature(geometry))
    #expect(reason.isEmpty || reject.reason.contains(reason), "\(reject)")
    #expect(throws: GeoRiskError.self) {
      try Corridor.read(from: Self.file([Self.feature(Self.line), Self.feature(geometry)]), strict: true)
    }
  }

  @Test("parts without length are left out of a corridor, with a note") func emptyParts() throws {
    let several = "{\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[1,1]],[[2,2],[2,2]]]}"
    let reading = try Corridor.read(from: Self.file([Self.feature(several)]))
    #expect(reading.records[0].parts.count == 1)
    #expect(reading.notes.contains { $0.contains("1 of 2 parts have no length") })
  }

  @Test("a polygon that crosses itself is repaired, and the note says where") func repaired() throws {
    let bowTie = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}"
    let reading = try Site.read(from: Self.file([Self.feature(bowTie)]))
    guard case .multiPolygon(let halves) = reading.records[0].geometry else {
      Issue.record("expected two halves")
      return
    }
    // Two triangles with a base of 2 and a height of 1.
    #expect(halves.polygons.map { abs($0.ring(0).signedDoubleArea) } == [2, 2])
    #expect(
      reading.notes.contains { $0.contains("repaired (self-intersection at 1.0, 1.0)") }, "\(reading.notes)")
  }

  @Test("valid polygons stay as they are, also across the antimeridian") func untouched() throws {
    for ring in ["[[0,0],[2,0],[2,2],[0,0]]", "[[179,0],[-179,0],[-179,2],[179,2],[179,0]]"] {
      let reading = try Site.read(
        from: Self.file([Self.feature("{\"type\":\"Polygon\",\"coordinates\":[\(ring)]}", id: "1")]))
      #expect(reading.notes.isEmpty)
      guard case .polygon(let polygon) = reading.records[0].geometry else {
        Issue.record("not a polygon")
        continue
      }
      #expect(polygon.coordinates.count == (ring.count > 30 ? 5 : 4))
    }
  }

  @Test("polygons without area, lines and nothing at all are no sites") func noSites() throws {
    let flat = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[2,2],[0,0]]]}"
    let reading = try Site.read(
      from: Self.file([
        Self.feature(Self.point), Self.feature(flat), Self.feature(Self.line),
        Self.feature("{\"type\":\"MultiPoint\",\"coordinates\":[]}"),
        Self.feature("{\"type\":\"GeometryCollection\",\"geometries\":[]}"),
      ]))
    #expect(reading.records.count == 1)
    #expect(reading.rejects.map(\.place.feature) == [1, 2, 3, 4])
    #expect(reading.rejects[0].reason == "the polygon encloses no area")
  }

  @Test("coordinates of another reference system are brought to WGS 84") func referenceSystem() throws {
    // The false easting of a UTM zone lies on its central meridian: 9° W for zone 29.
    let utm = "{\"type\":\"Point\",\"coordinates\":[500000,0]}"
    let reading = try Site.read(from: Self.file([Self.feature(utm)]), crs: "EPSG:32629")
    guard case .point(let place) = reading.records[0].geometry else {
      Issue.record("not a point")
      return
    }
    // Far less than a micrometre.
    #expect(abs(place.longitude + 9) < 1e-12 && abs(place.latitude) < 1e-12)
    #expect(throws: GeoRiskError.self) { try Site.read(from: Self.file([Self.feature(utm)])) }
    let unknown = #expect(throws: GeoRiskError.self) {
      try Site.read(from: Self.file([Self.feature(utm)]), crs: "EPSG:0")
    }
    #expect(unknown?.category == .usage)
  }

  @Test(
    "what is no GeoJSON is an error with its place",
    arguments: [
      "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Fea", "{}", "[]", "{\"type\":\"Topology\"}",
      "words",
      String(repeating: "[", count: 200_000), "{\"a\":" + String(repeating: "{\"a\":", count: 100_000),
    ])
  func noGeoJSON(_ text: String) {
    let error = #expect(throws: GeoRiskError.self) {
      try Corridor.read(from: InputFile(name: "a.geojson", bytes: Array(text.utf8)))
    }
    #expect(error?.category == .badData && error?.place.byte != nil && error?.place.line != nil)
  }

  /// An outline round a pole is one like others; one that is too large and an id without text spoil their own feature
  /// alone.
  @Test func hopelessOutlinesAreKeptOutOfSites() throws {
    func feature(_ id: String, _ geometry: String) -> String {
      "{\"type\":\"Feature\",\"id\":\"\(id)\",\"properties\":{},\"geometry\":\(geometry)}"
    }
    let lines = [
      feature("good", "{\"type\":\"Point\",\"coordinates\":[1,2]}"),
      feature(
        "pole", "{\"type\":\"Polygon\",\"coordinates\":[[[0,89],[90,89],[180,89],[-90,89],[0,89]]]}"),
      feature(
        "huge", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[40,0],[40,40],[0,40],[0,0]]]}"),
      feature("", "{\"type\":\"Point\",\"coordinates\":[1,2]}"),
      feature("", "{\"type\":\"Point\",\"coordinates\":[2,2]}"),
    ]
    let reading = try Site.read(
      from: InputFile(name: "s.geojsonl", bytes: Array(lines.joined(separator: "\n").utf8)))
    #expect(reading.records.map(\.id) == ["good", "pole", "3", "4"])
    #expect(reading.rejects.map { $0.place.feature } == [2])
    #expect(reading.rejects[0].reason.contains("too large"))
  }
}
