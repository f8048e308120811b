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
}
