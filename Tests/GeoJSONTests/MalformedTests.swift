import Foundation
import GeoJSON
import TestSupport
import Testing

@Suite struct MalformedTests {
  /// `¶` marks the byte that the error must point at.
  @Test(arguments: [
    ("¶", "an empty file"), ("¶  \n", "nothing but white space"), ("¶hello", "found `h`"),
    ("¶[1,2]", "expected a GeoJSON object, found `[`"), ("¶id;name", "found `i`"),
    (#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null¶"#, "end of the file"),
    (#"{"type":"FeatureCollection","features":[¶"#, "end of the file"),
    (#"{"type":"FeatureCollection","features":[]} ¶x"#, "expected the end of the file"),
    (#"{"type":"FeatureCollection","features":[¶,{}]}"#, "found `,`"),
    (#"{"type":"FeatureCollection","features":[],¶}"#, "expected a name, found `}`"),
    (#"{"type":"FeatureCollection" ¶"features":[]}"#, "expected `,` or `}`"),
    (#"{"type" ¶1}"#, "expected `:`"), (#"{¶type:1}"#, "expected a name or `}`"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":0¶1}}"#, "leading zeros"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":1.¶}}"#, "a digit"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":¶+1}}"#, "a value"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":¶tru}}"#, "`true`"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":"¶\#n"}}"#, "control character"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":"\¶x"}}"#, "after a backslash"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":"\u12¶g4"}}"#, "hexadecimal"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":"¶\ud800 "}}"#, "surrogate pair"),
    (#"{"type":"Feature","geometry":null,"properties":{"a":"¶\udc00"}}"#, "surrogate pair"),
    (#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2¶"#, "end of the file"),
    (#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2,¶]}}"#, "a value"),
  ]) func errorsPointAtTheFirstByteThatCannotBeRight(marked: String, message: String) throws {
    let parts = marked.split(separator: "¶", omittingEmptySubsequences: false)
    let text = Array(parts.joined().utf8)
    let error = try #require(throws: GeoJSONError.self) { try GeoJSONReader().read(text) }
    #expect(error.byteOffset == parts[0].utf8.count, "\(marked): \(error)")
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func errorsNameTheLineAndTheFeature() throws {
    let text =
      "{\"type\":\"FeatureCollection\",\n\"features\":[\n{\"type\":\"Feature\",\"geometry\":null},\n{\"type\" 1}]}"
    let error = try #require(throws: GeoJSONError.self) { try GeoJSONReader().read(Array(text.utf8)) }
    #expect(error.description == "line 4, byte 86, feature 1: expected `:`, found `1`")
  }

  @Test func otherKindsOfFileAreNamed() throws {
    let cases: [([UInt8], String)] = [
      ([0xFF, 0xFE, 0x7B, 0x00], "UTF-16"), ([0x1F, 0x8B, 0x08], "gzip"), (Array("PK\u{3}\u{4}".utf8), "ZIP"),
      ([0x00, 0x01, 0x02], "0x00"), ([0x89, 0x50, 0x4E, 0x47], "0x89"),
    ]
    for (bytes, name) in cases {
      let error = try #require(throws: GeoJSONError.self) { try GeoJSONReader().read(bytes) }
      #expect(error.description.contains(name), "\(error)")
    }
  }

  @Test func illFormedUTF8IsRefusedAtItsByte() throws {
    let sequences: [[UInt8]] = [
      [0xE9, 0x20], [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF],
    ]
    for sequence in sequences {
      let before = Array(#"{"type":"Feature","geometry":null,"properties":{"a":"é"#.utf8)
      let bytes = before + sequence + Array(#""}}"#.utf8)
      let error = try #require(throws: GeoJSONError.self) { try GeoJSONReader().read(bytes) }
      #expect(error.byteOffset == before.count && error.expected == "text in UTF-8", "\(sequence): \(error)")
    }
  }

  /// Far deeper than any stack: refused by count, in any place, on the small stack of a secondary thread.
  @Test func depthIsLimited() throws {
    let feature = #"{"type":"Feature","geometry":null,"properties":{"a":"#
    let deep = String(repeating: "[", count: 200_000)
    for text in [deep, feature + deep, #"{"type":"FeatureCollection","features":"# + deep, #"{"a":"# + deep] {
      #expect(throws: GeoJSONError.self) { try GeoJSONReader().read(Array(text.utf8)) }
    }
    let objects = feature + String(repeating: #"{"a":"#, count: 200_000)
    let error = try #require(throws: GeoJSONError.self) { try GeoJSONReader().read(Array(objects.utf8)) }
    #expect(error.expected == "at most 128 levels of nesting")

    let levels = 126
    let nested =
      feature + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}}"
    let geometries =
      String(repeating: #"{"type":"GeometryCollection","geometries":["#, count: 200_000)
    let thread = SmallStack {
      let document = try? GeoJSONReader().read(Array(nested.utf8))
      #expect(document?.features.count == 1)
      #expect(document?.collection.geoJSONBytes().count ?? 0 > 2 * levels)
      #expect(throws: GeoJSONError.self) { try GeoJSONReader().read(Array(geometries.utf8)) }
    }
    thread.run()
  }

  /// Every single-byte change, cut and doubling of a good document must give a document or an error with a place.
  @Test func mutatedDocumentsNeverCrash() throws {
    let seedDocument = Array(
      """
      {"type":"FeatureCollection","name":"é","features":[{"type":"Feature","id":1,"geometry":{"type":"Polygon",
      "coordinates":[[[0,0],[1.5e0,0],[1,-1.25],[0,0]]]},"properties":{"a":"x\\u00e9\\n","b":[true,null,-1e-7]}},
      {"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[NaN,2]}]}}]}
      """.utf8)
    let sequence =
      Array("\u{1E}".utf8) + seedDocument + Array("\n\u{1E}{\"type\":\"Point\",\"coordinates\":[1,2]}\n".utf8)
    var random = SeededRandom(seed: 99)
    let alphabet =
      Array("{}[],:\"\\0-.eE+19ntfuNI \n\u{1E}".utf8) + [0x00, 0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
    var thrown = 0
    for round in 0..<6_000 {
      var bytes = round % 3 == 0 ? sequence : seedDocument
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: bytes[place..<min(place + 20, bytes.count)], at: place)
        }
      }
      do {
        let document = try GeoJSONReader().read(bytes)
        for reject in document.rejects {
          #expect(reject.byteOffset + reject.text.count <= bytes.count, "seed 99, round \(round)")
          #expect((reject.byteOffset...reject.byteOffset + reject.text.count).contains(reject.faultOffset))
        }
        _ = document.collection.geoJSONBytes()
      } catch {
        thrown += 1
        #expect((0...bytes.count).contains(error.byteOffset) && error.line >= 1, "seed 99, round \(round)")
        #expect(!error.expected.isEmpty && !error.found.isEmpty)
      }
    }
    #expect(thrown > 1_000)
  }
}

/// Runs a block on a thread with the smallest stack that systems give to secondary threads, 512 KiB.
private struct SmallStack {
  let body: @Sendable () -> Void

  func run() {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
  }
}
