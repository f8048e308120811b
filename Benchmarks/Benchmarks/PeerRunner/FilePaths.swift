import Foundation
import GeoCore
import GeoRisk

/// Reading and writing files; all are in the page cache.
enum FilePaths {
  static let all: [String: @Sendable (Inputs) throws -> any PeerPath] = [
    "read-lines": { read("network_100mb.geojson", $0) },
    "read-points": { read("points_1m.geojson", $0) },
    "stream-lines": { stream("network_100mb.geojson", $0) },
    "read-csv": { readCSV($0) },
    "write-segments": { try write($0) },
  ]

  /// The check: features and vertices.
  private static func read(_ name: String, _ inputs: Inputs) -> any PeerPath {
    Path {
      try GeoJSONReader().read(InputFile(path: inputs.path(name)).bytes)
    } check: { document in
      var count = 0
      var sum = 0.0
      for feature in document.features {
        for vertex in vertices(of: feature.feature.geometry) {
          count += 1
          sum += vertex.x + vertex.y
        }
      }
      return [Double(document.features.count), Double(count), sum]
    }
  }

  /// Counts vertices in one pass; no row, but what shows that memory does not grow with the file.
  private static func stream(_ name: String, _ inputs: Inputs) -> any PeerPath {
    Path {
      var count = 0
      _ = try GeoJSONReader().read(fileAt: inputs.path(name)) { part in
        for feature in part.features { count += vertices(of: feature.feature.geometry).count }
      }
      return Double(count)
    } check: {
      [$0]
    }
  }

  private static func vertices(of geometry: Geometry?) -> [Coordinate] {
    switch geometry {
    case .point(let place): [place]
    case .lineString(let line): line.coordinates
    default: []
    }
  }

  /// The check: rows, rows kept out, and the sum of coordinates and severities.
  private static func readCSV(_ inputs: Inputs) -> any PeerPath {
    Path {
      try Incident.read(from: InputFile(path: inputs.path("incidents_1000000.csv")), digest: false)
    } check: { reading in
      let sum = reading.records.reduce(0) {
        $0 + $1.coordinate.x + $1.coordinate.y + ($1.statedSeverity ?? 0)
      }
      return [Double(reading.records.count), Double(reading.rejects.count), sum]
    }
  }

  /// The check: features and bytes written.
  private static func write(_ inputs: Inputs) throws -> any PeerPath {
    let counts = try inputs.doubles("segment_counts.bin").map { Int($0) }
    let places = try inputs.places("segment_places.bin")
    let scores = try inputs.doubles("segment_scores.bin")
    var first = 0
    var lines: [LineString] = []
    for count in counts {
      lines.append(try LineString(Array(places[first..<first + count])))
      first += count
    }
    let output = inputs.path("georisk-segments.geojson")
    return Path { [lines] in
      _ = FileManager.default.createFile(atPath: output, contents: nil)
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
      var size = 0
      var writer = GeoJSONWriter { (bytes: [UInt8]) throws(CocoaError) in
        size += bytes.count
        file.write(Data(bytes))
      }
      let pieceSize = 128
      try writer.write(
        pieces: (lines.count + pieceSize - 1) / pieceSize,
        workers: Workers(threads: ProcessInfo.processInfo.activeProcessorCount)
      ) { piece in
        (piece * pieceSize..<min((piece + 1) * pieceSize, lines.count)).map { number in
          Feature(
            geometry: .lineString(lines[number]),
            properties: ["id": .integer(number), "score": .number(scores[number])])
        }
      }
      try writer.finish()
      try file.close()
      return size
    } check: {
      [Double(counts.count), Double($0)]
    }
  }
}
