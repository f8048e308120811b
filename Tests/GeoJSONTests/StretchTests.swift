import Foundation
import GeoCore
import TestSupport
import Testing

@testable import GeoJSON

/// A collection read in stretches on several threads must be what one thread reads, to the last note and message.
@Suite struct StretchTests {
  /// Features of all kinds, among them texts that look like the start of another Feature.
  private static func features(_ count: Int, _ random: inout SeededRandom) -> [String] {
    let decoy = #","x":"},{\"type\":\"Feature\",","more":[{"type":"Feature"},{"a":1}]"#
    let fake = #"{"type":"Feature","geometry":null,"properties":{"fake":true}}"#
    return (0..<count).map { number in
      let x = Double.random(in: -180...180, using: &random)
      let geometry =
        switch Int.random(in: 0..<12, using: &random) {
        case 0: "null"
        case 1: #"{"type":"Point","coordinates":[\#(x),91]}"#
        case 2: #"{"type":"Point","coordinates":[\#(x),5,300]}"#
        case 3: #"{"coordinates":[[0,0],[1,1],[\#(x),2]],"type":"LineString"}"#
        default: #"{"type":"Point","coordinates":[\#(x),5.25]}"#
        }
      let extra =
        switch Int.random(in: 0..<9, using: &random) {
        case 0: decoy
        case 1: #","list":[\#(fake),\#(fake),\#(fake)]"#
        case 2: #","twice":1,"twice":NaN"#
        case 3: "\n,\"text\":\"é\\n,\(fake.replacingOccurrences(of: "\"", with: "\\\""))\""
        default: ""
        }
      return
        #"{"type":"Feature","id":\#(number),"geometry":\#(geometry),"properties":{"n":\#(number)\#(extra)}}"#
    }
  }

  private static func read(
    _ bytes: [UInt8], threads: Int, stretch: Int
  ) -> Result<GeoJSONDocument, GeoJSONError> {
    bytes.withUnsafeBufferPointer { buffer in
      var parser = DocumentParser(
        bytes: buffer, coordinatesAreProjected: false, workers: Workers(threads: threads))
      parser.stretchSize = stretch
      return Result { () throws(GeoJSONError) in try parser.document() }
    }
  }

  @Test func stretchesJoinToWhatOneThreadReads() {
    var random = SeededRandom(seed: 71)
    for round in 0..<60 {
      let separator = [",", ",\n", " ,\r\n  "].randomElement(using: &random) ?? ","
      let features = Self.features(Int.random(in: 1...120, using: &random), &random)
      let text =
        #"{"type":"FeatureCollection","features":["# + features.joined(separator: separator) + #"],"z":1}"#
      let expected = Self.read(Array(text.utf8), threads: 1, stretch: 1)
      for stretch in [1, 40, 300, 2_000] {
        #expect(
          Self.read(Array(text.utf8), threads: 3, stretch: stretch) == expected,
          "seed 71, round \(round), stretches of \(stretch) bytes")
      }
      #expect((try? expected.get())?.features.isEmpty == false || features.count < 12)
    }
  }

  @Test func faultsAreToldAlikeWhateverTheThreads() {
    var random = SeededRandom(seed: 72)
    var thrown = 0
    for round in 0..<400 {
      let features = Self.features(40, &random).joined(separator: ",\n")
      var bytes = Array((#"{"features":["# + features + #"],"type":"FeatureCollection"}"#).utf8)
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch round % 3 {
      case 0: bytes[place] = Array("{}[],:\"\\-.e9".utf8).randomElement(using: &random) ?? 0
      case 1: bytes.removeSubrange(place...)
      default: bytes.remove(at: place)
      }
      let expected = Self.read(bytes, threads: 1, stretch: 1)
      #expect(Self.read(bytes, threads: 4, stretch: 200) == expected, "seed 72, round \(round)")
      if case .failure = expected { thrown += 1 }
    }
    #expect(thrown > 100)
  }

  @Test func featuresAreHandedOutInOrderAndOnce() throws {
    var random = SeededRandom(seed: 73)
    let features = Self.features(9_000, &random)
    let collection = #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",\n") + "]}"
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("stretches-\(UUID()).geojson")
    defer { try? FileManager.default.removeItem(at: file) }
    for text in [collection, features.joined(separator: "\n")] {
      let bytes = Array(text.utf8)
      try Data(bytes).write(to: file)
      var whole = try GeoJSONReader(threads: 1).read(bytes)
      for threads in [1, 3] {
        var found: [ReadFeature] = []
        var rejected: [RejectedFeature] = []
        var calls = 0
        let rest = try GeoJSONReader(threads: threads).read(fileAt: file.path) { part in
          found += part.features
          rejected += part.rejects
          calls += 1
        }
        #expect(found == whole.features && rejected == whole.rejects && calls > 1)
        let all = whole
        (whole.features, whole.rejects) = ([], [])
        #expect(rest == whole)
        whole = all
      }
    }
  }

  @Test func filesThatCannotBeReadAreErrors() {
    let reader = GeoJSONReader()
    #expect(throws: GeoJSONFileError.unreadable(code: ENOENT)) {
      try reader.read(fileAt: "/nowhere/at/all.geojson") { _ in }
    }
    #expect(throws: GeoJSONFileError.unreadable(code: EINVAL)) { try reader.read(fileAt: "/") { _ in } }
  }
}
