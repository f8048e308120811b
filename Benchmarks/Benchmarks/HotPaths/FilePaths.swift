import GeoCore
import GeoRisk

extension HotPath {
  /// Reading and writing, from bytes in memory to bytes in memory.
  static let files = [
    HotPath("read-lines", guards: "one pass over the bytes of long lines, no tree of the document") {
      let bytes = FeatureCollection(features: try Inputs.lineFeatures(2_000)).geoJSONBytes()
      return { try GeoJSONReader(threads: 1).read(bytes) }
    },
    HotPath("read-points", guards: "what each Feature costs beside its coordinates: members and properties") {
      let bytes = FeatureCollection(features: Inputs.pointFeatures(5_000)).geoJSONBytes()
      return { try GeoJSONReader(threads: 1).read(bytes) }
    },
    // Below a megabyte a table is read by one thread, whatever the machine has.
    HotPath("read-csv", guards: "fields, numbers and dates of a row without a string for each") {
      let file = InputFile(name: "incidents.csv", bytes: Inputs.incidentTable(10_000))
      return { try Incident.read(from: file) }
    },
    HotPath("read-incident-features", guards: "rows read from Features without texts of their numbers") {
      let file = InputFile(name: "incidents.geojson", bytes: Inputs.incidentFeatures(5_000))
      return { try Incident.read(from: file, digest: false) }
    },
    HotPath("write-segments", guards: "shortest numbers, seven decimals, checks for each line") {
      let features = try Inputs.lineFeatures(2_000)
      return { () throws(Never) -> Int in
        var size = 0
        var writer = GeoJSONWriter { (bytes: [UInt8]) throws(Never) in size += bytes.count }
        writer.write(pieces: (features.count + 127) / 128, workers: .one) { piece in
          Array(features[piece * 128..<min((piece + 1) * 128, features.count)])
        }
        writer.finish()
        return size
      }
    },
  ]
}
