import Foundation
import GeoCore
import GeoJSON
import Testing

@Suite struct ReaderTests {
  @Test func formatsAreToldApartByContent() throws {
    let point = #"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}}"#
    let bare = #"{"coordinates":[1,2],"type":"Point"}"#
    let cases: [(String, GeoJSONFormat, Int)] = [
      (#"{"type":"FeatureCollection","features":[\#(point),\#(point)]}"#, .featureCollection, 2),
      (#"{"features":[\#(point)],"name":"x","type":"FeatureCollection"}"#, .featureCollection, 1),
      ("\u{FEFF} \r\n\t" + point, .feature, 1), (bare, .geometry, 1),
      ("\(point)\n\(point)\r\n\n\(bare)\n", .newlineDelimited, 3),
      ("\u{1E}\(point)\n\u{1E}\(bare)", .textSequence, 2),
      ("\u{1E}\u{1E}\(point)\n\u{1E}\n", .textSequence, 1),
    ]
    for (text, format, count) in cases {
      let document = try GeoJSONReader().read(Array(text.utf8))
      #expect(document.format == format, "\(text)")
      #expect(document.features.count == count && document.rejects.isEmpty, "\(text)")
      #expect(document.features.allSatisfy { $0.feature.geometry == .point(Coordinate(x: 1, y: 2)) })
      for read in document.features {
        #expect(Array(text.utf8)[read.byteOffset] == UInt8(ascii: "{"))
      }
    }
  }

  @Test func membersKeepTheirTypesAndOrder() throws {
    let text = """
      {"type":"Feature","x-style":{"a":[1,{"b":null}]},"id":"r\\u0031","geometry":null,"bbox":[1,2,3,4],
       "properties":{"z":"\\u00e9\\ud83d\\ude00\\n\\/","n":12345678901234567890,"i":-7,"minus":-0,"f":1.50,"e":1E2,
       "t":true,"nothing":null,"emoji":"é😀","deep":{"type":"Feature"},"z":"last"}}
      """
    let document = try GeoJSONReader().read(Array(text.utf8))
    let feature = document.features[0].feature
    #expect(feature.id == "r1")
    #expect(feature.geometry == nil)
    #expect(feature.foreignMembers == ["x-style": ["a": [1, ["b": nil]]]])
    #expect(feature.properties.names == ["z", "n", "i", "minus", "f", "e", "t", "nothing", "emoji", "deep"])
    #expect(feature.properties["z"] == "last")
    #expect(feature.properties["n"] == .number(1.2345678901234567e19))
    #expect(feature.properties["i"]?.int == -7)
    #expect(feature.properties["minus"]?.double?.sign == .minus)
    #expect(feature.properties["f"] == 1.5)
    #expect(feature.properties["e"]?.int == 100)
    #expect(feature.properties["emoji"] == "é😀")
    #expect(document.notes == [.duplicateNames(example: "z", count: 1)])
  }

  @Test func manyMembersKeepTheLastValueToo() throws {
    let members = (0..<5_000).map { "\"k\($0 % 2_500)\":\($0)" }.joined(separator: ",")
    let object = try #require(JSONValue(json: Array("{\(members)}".utf8)).object)
    #expect(object.count == 2_500)
    #expect(object.members.enumerated().allSatisfy { $1.value.int == 2_500 + $0 && $1.name == "k\($0)" })
  }

  /// One bad Feature never spoils its neighbours.
  @Test(arguments: [
    (#"{"type":"Point","coordinates":[NaN,2]}"#, "expected a number, found NaN"),
    (#"{"type":"Point","coordinates":[1,-Infinity]}"#, "found -Infinity"),
    (#"{"type":"Point","coordinates":[1,1e999]}"#, "beyond 1e308"),
    (#"{"type":"Point","coordinates":[180.1,2]}"#, "longitude 180.1 is outside"),
    (#"{"type":"Point","coordinates":[12.5,-120]}"#, "given before the longitude"),
    (#"{"type":"Point","coordinates":[1,"2"]}"#, "found a string"),
    (#"{"type":"Point","coordinates":[1]}"#, "one number"),
    (#"{"type":"Point","coordinates":null}"#, "expected an array of coordinates, found null"),
    (#"{"type":"Point","coordinates":[1,2],"coordinates":[3,4]}"#, "`coordinates` twice"),
    (#"{"type":"LineString","coordinates":[[1,2]]}"#, "1 coordinates, at least 2"),
    (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "does not end where it starts"),
    (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#, "3 coordinates, at least 4"),
    (#"{"type":"Polygon","coordinates":[[]]}"#, "empty position"),
    (#"{"type":"MultiPolygon","coordinates":[[[1,2],[3,4]],[5,6]]}"#, "not all nested alike"),
    (#"{"type":"Circle","coordinates":[1,2]}"#, "\"Circle\" is not a type"),
    (#"{"type":"GeometryCollection"}"#, "no member `geometries`"),
    (#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,95]}]}"#, "latitude 95.0"),
    ("17", "expected a geometry object, found a number"),
  ]) func badFeaturesAreRejectedAlone(geometry: String, reason: String) throws {
    let good = #"{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}"#
    let bad = #"{"type":"Feature","properties":{"name":"x"},"geometry":\#(geometry)}"#
    let text = "{\"type\":\"FeatureCollection\",\n\"features\":[\(good),\n \(bad),\n\(good)]}"
    let document = try GeoJSONReader().read(Array(text.utf8))
    #expect(document.features.map(\.index) == [0, 2])
    let reject = try #require(document.rejects.first)
    #expect(reject.reason.contains(reason), "\(reject.reason)")
    #expect(reject.index == 1 && reject.line == 3)
    #expect(String(decoding: reject.text, as: UTF8.self) == bad)
    #expect(Array(text.utf8)[reject.byteOffset...].starts(with: Array(bad.utf8)))
    #expect((reject.byteOffset..<reject.byteOffset + bad.utf8.count).contains(reject.faultOffset))
  }

  @Test func malformedRecordsAreRejectedAlone() throws {
    let good = #"{"type":"Feature","properties":null,"geometry":null}"#
    for text in [
      "\(good)\n{\"type\":\"Feature\",\n\(good)", "\u{1E}{\"type\"\n\u{1E}\(good)\n\u{1E}\(good)\n",
    ] {
      let document = try GeoJSONReader().read(Array(text.utf8))
      #expect(document.features.count == 2 && document.rejects.count == 1)
      #expect(document.rejects[0].reason.hasPrefix("expected"))
    }
  }

  @Test func coordinatesAtTheLimitAndBeyond() throws {
    func read(_ text: String, projected: Bool = false) throws -> Geometry? {
      let text = #"{"type":"Point","coordinates":\#(text)}"#
      let document = try GeoJSONReader(coordinatesAreProjected: projected).read(Array(text.utf8))
      return document.features.first?.feature.geometry
    }
    #expect(try read("[180.00000005,-90.00000001]") == .point(Coordinate(x: 180, y: -90)))
    #expect(try read("[180.000001,0]") == nil)
    #expect(try read("[797494.32,5827326.6]") == nil)
    #expect(
      try read("[797494.32,5827326.6]", projected: true) == .point(Coordinate(x: 797494.32, y: 5827326.6)))
    #expect(try read("[]") == nil)
    #expect(try read("[1,2,3,4]") == .point(Coordinate(x: 1, y: 2)))
  }

  @Test func referenceSystemsAreNamed() throws {
    func read(_ name: String) throws -> GeoJSONDocument {
      let crs = #""crs":{"type":"name","properties":{"name":"\#(name)"}}"#
      return try GeoJSONReader().read(Array(#"{"type":"FeatureCollection",\#(crs),"features":[]}"#.utf8))
    }
    #expect(try read("urn:ogc:def:crs:OGC:1.3:CRS84").notes.isEmpty)
    #expect(try read("urn:ogc:def:crs:EPSG::4326").notes.isEmpty)
    let other = try read("EPSG:32630")
    #expect(other.notes == [.otherReferenceSystem("EPSG:32630")])
    #expect(other.referenceSystem == "EPSG:32630" && other.foreignMembers.isEmpty)
  }
}
