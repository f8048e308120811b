import GeoCore
import TestSupport
import Testing

@testable import GeoJSON

@Suite struct WriterTests {
  @Test func coordinatesHaveAtMostSevenDecimals() {
    let cases: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (-0.00000004, "0"), (0.00000005, "0.0000001"), (12.5, "12.5"),
      (-8.00280001, "-8.0028"),
      (179.99999996, "180"), (1e-7, "0.0000001"), (123.4567891234, "123.4567891"), (-0.25, "-0.25"),
    ]
    for (number, text) in cases {
      let point = written(.point(Coordinate(x: number, y: 1)))
      #expect(point.contains("[\(text),1]"), "\(number): \(point)")
    }
  }

  @Test func whatIsWrittenIsTheNearestTenMillionthAndStaysPut() throws {
    var random = SeededRandom(seed: 8)
    let positions = (0..<5_000).map { _ in
      Coordinate(x: .random(in: -180...180, using: &random), y: .random(in: -90...90, using: &random))
    }
    let bytes = FeatureCollection(features: [Feature(geometry: .multiPoint(positions))]).geoJSONBytes()
    let document = try GeoJSONReader().read(bytes)
    guard case .multiPoint(let found)? = document.features[0].feature.geometry else {
      Issue.record("not read")
      return
    }
    for (a, b) in zip(positions, found) {
      // Half a ten-millionth and the rounding of a product of 1.8e9.
      #expect(abs(a.x - b.x) <= 5.0001e-8 && abs(a.y - b.y) <= 5.0001e-8, "seed 8")
    }
    #expect(document.collection.geoJSONBytes() == bytes)
  }

  @Test func ringsAreWoundAndCleaned() throws {
    let clockwise = ring([(0, 0), (0, 4), (4, 4), (4, 0)])
    let hole = ring([(1, 1), (3, 1), (3, 3), (1, 3)])
    let polygon = try Polygon(rings: [clockwise, hole])
    let text = written(.polygon(polygon))
    #expect(text.contains("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,3],[3,3],[3,1],[1,1]]]"))

    // Vertices nearer than the rounding, a spike, and a hole that collapses.
    let rough = ring([(0, 0), (4, 0), (4, 1e-9), (4, 4), (9, 4), (4, 4), (0, 4), (1e-9, 4)])
    let speck = ring([(1, 1), (1, 1.00000001), (1.00000001, 1)])
    let result = try write([.polygon(Polygon(rings: [rough, speck]))])
    #expect(result.text.contains("\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]]]}"))
    #expect(result.dropped == 1)

    let gone = try write([
      .polygon(Polygon(rings: [speck])), .multiPolygon(MultiPolygon([Polygon(rings: [speck])])),
      .multiPolygon(MultiPolygon([Polygon(rings: [speck]), polygon])),
      .collection([.polygon(Polygon(rings: [speck])), .point(Coordinate(x: 1, y: 1))]),
    ])
    #expect(gone.dropped == 4)
    #expect(gone.text.contains("\"geometry\":null") && !gone.text.contains("[]"))
    let document = try GeoJSONReader().read(Array(gone.text.utf8))
    #expect(
      document.features.map { $0.feature.geometry?.typeName } == [
        nil, nil, "MultiPolygon", "GeometryCollection",
      ])
  }

  @Test func seamsOfRingsAreCleanedToo() throws {
    // The first vertex repeats at the end, or is the tip of a spike, or the foot of one.
    for shift in 0..<7 {
      let corners: [(Double, Double)] = [(0, 0), (4, 0), (4, 4), (8, 8), (4, 4), (0, 4), (0, 4.00000001)]
      let turned = Array(corners[shift...] + corners[..<shift])
      let text = written(.polygon(try Polygon(rings: [ring(turned)])))
      let document = try GeoJSONReader().read(Array(text.utf8))
      let polygon = try #require(document.features[0].feature.geometry?.polygons.first)
      #expect(polygon.coordinates.count == 5 && polygon.ring(0).signedDoubleArea == 32, "\(shift): \(text)")
    }
  }

  @Test func shapesAcrossTheAntimeridianAreCut() throws {
    let box = ring([(170, -10), (190, -10), (190, 10), (170, 10)])
    let text = written(.polygon(try Polygon(rings: [box])))
    #expect(text.contains("\"type\":\"MultiPolygon\""))
    #expect(text.contains("[[[180,10],[170,10],[170,-10],[180,-10],[180,10]]]"))
    #expect(text.contains("[[[-180,-10],[-170,-10],[-170,10],[-180,10],[-180,-10]]]"))
    #expect(text.contains("\"bbox\":[170,-10,-170,10]"))
    let line = written(.lineString(try LineString([Coordinate(x: 179, y: 0), Coordinate(x: -179, y: 2)])))
    #expect(line.contains("[[[179,0],[180,1]],[[-180,1],[-179,2]]]"))
    #expect(line.contains("\"bbox\":[179,0,-179,2]"))
    // Beyond by less than the rounding is not beyond.
    let edge = written(
      .lineString(try LineString([Coordinate(x: 179, y: 0), Coordinate(x: 180.00000004, y: 2)])))
    #expect(edge.contains("\"LineString\",\"coordinates\":[[179,0],[180,2]]"))
  }

  @Test func boxesAreTheSmallestOnes() {
    func box(_ longitudes: [Double]) -> String {
      let features = longitudes.map { Feature(geometry: .point(Coordinate(x: $0, y: 1))) }
      let text = String(decoding: FeatureCollection(features: features).geoJSONBytes(), as: UTF8.self)
      return text.components(around: "\"bbox\":")
    }
    #expect(box([]).isEmpty)
    #expect(box([-8]) == "[-8,1,-8,1]}\n")
    #expect(box([-12, 4, 0]) == "[-12,1,4,1]}\n")
    #expect(box([177, -178, 179]) == "[177,1,-178,1]}\n")
    #expect(box([-90, 90]) == "[-90,1,90,1]}\n")
    #expect(box((0..<1_000).map { 170 + Double($0) * 0.02 }) == "[170,1,-170.02,1]}\n")
  }

  @Test func boxesHoldEverythingWhateverTheOrder() {
    var random = SeededRandom(seed: 6)
    for round in 0..<200 {
      let middle = Double.random(in: -180...180, using: &random)
      var box = GeographicBox()
      let longitudes = (0..<150).map { _ in
        Longitude.wrapped(middle + .random(in: -80...80, using: &random))
      }
      for longitude in longitudes {
        box.extend(by: Envelope(CollectionOfOne(Coordinate(x: longitude, y: 0))))
      }
      guard let bounds = box.bounds else { continue }
      let offsets = longitudes.map { Longitude.nearest($0, to: middle) }.sorted()
      let width = bounds.envelope.width
      #expect(abs(width - (offsets[offsets.count - 1] - offsets[0])) < 1e-9, "seed 6, round \(round)")
      for longitude in longitudes {
        let inside =
          bounds.west <= bounds.east
          ? (bounds.west...bounds.east).contains(longitude)
          : longitude >= bounds.west || longitude <= bounds.east
        #expect(inside, "seed 6, round \(round)")
      }
    }
  }

  @Test func documentsAreStreamed() throws {
    struct Full: Error {}
    var chunks: [Int] = []
    var writer = GeoJSONWriter { bytes throws(Full) in
      chunks.append(bytes.count)
      if chunks.count == 3 { throw Full() }
    }
    var failed = false
    do throws(Full) {
      for index in 0..<10_000 {
        try writer.write(
          Feature(geometry: .point(Coordinate(x: 1, y: 2)), properties: ["index": .integer(index)]))
      }
    } catch {
      failed = true
    }
    #expect(failed)
    #expect(chunks.allSatisfy { $0 < 70_000 } && chunks.count == 3)
  }

  @Test func piecesSideBySideGiveTheSameText() throws {
    var random = SeededRandom(seed: 61)
    let features = (0..<700).map { number -> Feature in
      let places = (0..<Int.random(in: 2...5, using: &random)).map { _ in
        Coordinate(
          x: Double.random(in: -200...200, using: &random), y: Double.random(in: -90...90, using: &random))
      }
      return Feature(
        id: .integer(number), geometry: (try? LineString(places)).map { .lineString($0) },
        properties: ["n": .number(Double(number) / 7)])
    }
    for format in GeoJSONOutputFormat.allCases {
      let expected = FeatureCollection(features: features).geoJSONBytes(
        format: format, writesFeatureBoxes: true)
      for threads in [1, 3] {
        var bytes: [UInt8] = []
        var writer = GeoJSONWriter<Never>(format: format, writesFeatureBoxes: true) { bytes += $0 }
        // The first piece is empty, and pieces are more than are made at a time.
        writer.write(pieces: 701, workers: Workers(threads: threads)) { $0 == 0 ? [] : [features[$0 - 1]] }
        writer.finish()
        #expect(bytes == expected && writer.featureCount == 700, "seed 61, \(format), \(threads) threads")
      }
    }
  }

  @Test func reservedNamesDoNotComeTwice() throws {
    let feature = Feature(
      id: 1, geometry: nil, properties: ["id": 2], foreignMembers: ["id": 3, "bbox": 4, "note": "é\u{7}\"\\"])
    let text = String(
      decoding: FeatureCollection(features: [feature], foreignMembers: ["type": 1, "name": "n"]).geoJSONBytes(
        writesFeatureBoxes: true), as: UTF8.self)
    #expect(
      text == """
        {"type":"FeatureCollection","name":"n","features":[
        {"type":"Feature","id":1,"geometry":null,"properties":{"id":2},"note":"é\\u0007\\"\\\\"}
        ]}

        """)
  }

  @Test func indentedTextReadsBack() throws {
    let value: JSONValue = ["a": [1, 2], "b": [["c": nil], [:], []], "d": ["e": ["f": 0.5]], "g": [:]]
    let text = value.jsonBytes(indented: true)
    #expect(try JSONValue(json: text) == value)
    #expect(
      String(decoding: text, as: UTF8.self).hasPrefix(
        "{\n  \"a\": [1,2],\n  \"b\": [\n    {\n      \"c\": null"))
  }

  // MARK: Support

  private func ring(_ corners: [(Double, Double)]) -> [Coordinate] {
    (corners + corners.prefix(1)).map { Coordinate(x: $0.0, y: $0.1) }
  }

  private func written(_ geometry: Geometry) -> String {
    String(decoding: FeatureCollection(features: [Feature(geometry: geometry)]).geoJSONBytes(), as: UTF8.self)
  }

  private func write(_ geometries: [Geometry]) throws -> (text: String, dropped: Int) {
    var bytes: [UInt8] = []
    var writer = GeoJSONWriter<Never> { bytes += $0 }
    for geometry in geometries { writer.write(Feature(geometry: geometry)) }
    writer.finish()
    return (String(decoding: bytes, as: UTF8.self), writer.droppedParts)
  }
}

extension String {
  /// What follows the last occurrence of a text, nothing where it does not occur.
  fileprivate func components(around text: String) -> String {
    let parts = split(separator: text)
    return parts.count > 1 ? String(parts[parts.count - 1]) : ""
  }
}
