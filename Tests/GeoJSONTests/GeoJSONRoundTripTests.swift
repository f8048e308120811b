import GeoCore
import Testing

@testable import GeoJSON

@Suite struct GeoJSONRoundTripTests {
  @Test func everyGeometryTypeReadsBackAsWritten() throws {
    let ring = [(0.0, 0.0), (4, 0), (4, 4), (0, 4), (0, 0)].map { Coordinate(x: $0, y: $1) }
    let hole = [(1.0, 1.0), (1, 2), (2, 2), (2, 1), (1, 1)].map { Coordinate(x: $0, y: $1) }
    let polygon = try Polygon(rings: [ring, hole])
    let line = try LineString([Coordinate(x: -7.5, y: 12.25), Coordinate(x: 0.1234567, y: -0.5)])
    let geometries: [Geometry?] = [
      .point(Coordinate(x: -8.0028, y: 12.6392)), .multiPoint([ring[0], ring[1]]), .lineString(line),
      .multiLineString([line, line]), .polygon(polygon), .multiPolygon(MultiPolygon([polygon])),
      .collection([.point(ring[2]), .lineString(line)]), nil,
    ]
    let features = geometries.enumerated().map { index, geometry in
      Feature(
        id: .integer(index), geometry: geometry,
        properties: ["name": "é\n\"x\"\u{1}", "n": 0.1, "big": 1e300, "none": nil, "list": [1, true, [:]]],
        foreignMembers: ["note": "kept"])
    }
    let collection = FeatureCollection(features: features, foreignMembers: ["name": "layer"])
    for format in GeoJSONOutputFormat.allCases {
      let document = try GeoJSONReader().read(collection.geoJSONBytes(format: format))
      #expect(document.features.map(\.feature) == features)
      #expect(document.rejects.isEmpty && document.notes.isEmpty)
      #expect(document.foreignMembers == (format == .featureCollection ? collection.foreignMembers : [:]))
      #expect(document.format.rawValue == format.rawValue)
    }
  }

  @Test("Foreign members of a geometry go through, those of RFC 7946 are made anew")
  func geometryForeignMembers() throws {
    let texts = [
      #"{"type":"Feature","geometry":{"a":1,"type":"Point","bbox":[0,0,9,9],"coordinates":[1,2],"b":{"c":[true]}},"properties":{}}"#,
      #"{"type":"Point","coordinates":[1,2],"a":1,"b":{"c":[true]}}"#,
    ]
    for text in texts {
      let read = try #require(try GeoJSONReader().read(Array(text.utf8)).features.first).feature
      #expect(read.geometryForeignMembers == ["a": 1, "b": ["c": [true]]])
      #expect(read.foreignMembers.isEmpty)
      let bytes = FeatureCollection(features: [read]).geoJSONBytes()
      #expect(
        String(decoding: bytes, as: UTF8.self).contains(#""coordinates":[1,2],"a":1,"b":{"c":[true]}}"#))
      #expect(try GeoJSONReader().read(bytes).features.first?.feature == read)
    }
    let collection =
      #"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2],"a":1}],"b":2}"#
    let read = try #require(try GeoJSONReader().read(Array(collection.utf8)).features.first).feature
    #expect(read.geometryForeignMembers == ["b": 2])
  }
}
