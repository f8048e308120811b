import GeoCore
import GeoJSON
import GeoProjection

/// The Features of a GeoJSON file in WGS 84, usable and not, in the order of the file.
struct FeatureLayer {
  /// One Feature, or the report of one that cannot be used.
  enum Entry {
    case feature(Feature, InputPlace)
    case rejected(RejectedRecord)
  }

  let file: InputFile
  let entries: [Entry]
  let notes: [String]

  /// Reads the file and brings its coordinates to WGS 84.
  ///
  /// - Parameter crs: the reference system of the coordinates; nil for WGS 84 longitude and latitude.
  /// - Throws: `badData` for what is no GeoJSON, `usage` for a reference system that is not known.
  init(_ file: InputFile, crs: String?) throws(GeoRiskError) {
    var transformer: CoordinateTransformer?
    if let crs {
      do { transformer = try CoordinateTransformer(from: crs) } catch {
        throw GeoRiskError(.usage, "\(error)", at: InputPlace(key: "--crs"))
      }
    }
    let document: GeoJSONDocument
    do {
      document = try GeoJSONReader(coordinatesAreProjected: crs != nil).read(file.bytes)
    } catch {
      let place = InputPlace(
        file: file.name, line: error.line, feature: error.featureIndex, byte: error.byteOffset)
      throw GeoRiskError(.badData, "expected \(error.expected), found \(error.found)", at: place)
    }
    var indexed: [(index: Int, entry: Entry)] = []
    for read in document.features {
      let place = InputPlace(file: file.name, feature: read.index, byte: read.byteOffset)
      indexed.append((read.index, Self.transformed(read.feature, by: transformer, at: place, in: file)))
    }
    for reject in document.rejects {
      let record = RejectedRecord(
        place: InputPlace(file: file.name, feature: reject.index, byte: reject.byteOffset),
        reason: reject.reason, rawText: String(decoding: reject.text, as: UTF8.self))
      indexed.append((reject.index, .rejected(record)))
    }
    self.file = file
    entries = indexed.sorted { $0.index < $1.index }.map(\.entry)
    notes = document.notes.compactMap { note in
      if case .otherReferenceSystem = note {
        return crs == nil ? "\(note); state it with --crs if that is so" : nil
      }
      return "\(note)"
    }
  }

  private static func transformed(
    _ feature: Feature, by transformer: CoordinateTransformer?, at place: InputPlace,
    in file: InputFile
  ) -> Entry {
    guard let transformer, let geometry = feature.geometry else { return .feature(feature, place) }
    do {
      // `mapCoordinates` visits the coordinates in the order of `vertices`.
      var moved = try transformer.toWGS84(geometry.vertices).makeIterator()
      var result = feature
      result.geometry = try geometry.mapCoordinates { moved.next() ?? $0 }
      return .feature(result, place)
    } catch {
      return .rejected(
        RejectedRecord(place: place, reason: "\(error)", rawText: file.featureText(at: place)))
    }
  }
}

extension InputFile {
  /// The bytes of the JSON object that begins at a place, as text; the file has been found well-formed there.
  func featureText(at place: InputPlace) -> String {
    guard let start = place.byte, bytes.indices.contains(start) else { return "" }
    var depth = 0
    var inString = false
    var escaped = false
    for index in start..<bytes.count {
      let byte = bytes[index]
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return String(decoding: bytes[start...index], as: UTF8.self) }
      default: break
      }
    }
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
