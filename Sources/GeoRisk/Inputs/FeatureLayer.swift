import GeoCore
import GeoJSON
import GeoProjection

/// The Features of a GeoJSON file in WGS 84, usable and not, in the order of the file. They are read anew on each walk.
struct FeatureLayer {
  /// One Feature, or the report of one that cannot be used.
  enum Entry {
    case feature(Feature, InputPlace)
    case rejected(RejectedRecord)
  }

  let file: InputFile
  /// Whether the user states a reference system.
  private let isProjected: Bool
  private let transformer: CoordinateTransformer?

  /// - Parameter crs: the reference system of the coordinates; nil for WGS 84 longitude and latitude.
  /// - Throws: `usage` for a reference system that is not known.
  init(_ file: InputFile, crs: String?) throws(GeoRiskError) {
    self.file = file
    isProjected = crs != nil
    do { transformer = try crs.map { try CoordinateTransformer(from: $0) } } catch {
      throw GeoRiskError(.usage, "\(error)", at: InputPlace(key: "--crs"))
    }
  }

  /// Visits every Feature in order, its coordinates brought to WGS 84.
  ///
  /// - Returns: what was noticed about the file as a whole.
  /// - Throws: `badData` for what is no GeoJSON, even where some Features were visited before that showed; what
  ///   `visit` throws ends the visits.
  @discardableResult
  func forEachEntry(_ visit: (Entry) throws(GeoRiskError) -> Void) throws(GeoRiskError) -> [String] {
    var failure: GeoRiskError?
    let document = try withoutActuallyEscaping(visit) { visit throws(GeoRiskError) in
      try placed { () throws(GeoJSONError) in
        try read { part in
          guard failure == nil else { return }
          do throws(GeoRiskError) {
            for entry in entries(of: part) { try visit(entry) }
          } catch {
            failure = error
          }
        }
      }
    }
    if let failure { throw failure }
    return notes(of: document)
  }

  /// All Features as they stand in the file, in its own reference system.
  ///
  /// - Throws: `badData` for what is no GeoJSON.
  func document() throws(GeoRiskError) -> (document: GeoJSONDocument, notes: [String]) {
    let document = try placed { () throws(GeoJSONError) in
      let reader = GeoJSONReader(coordinatesAreProjected: isProjected)
      return try file.withBytes { bytes throws(GeoJSONError) in try reader.read(UnsafeRawBufferPointer(bytes))
      }
    }
    return (document, notes(of: document))
  }

  private func placed<Value>(_ read: () throws(GeoJSONError) -> Value) throws(GeoRiskError) -> Value {
    do throws(GeoJSONError) { return try read() } catch {
      let place = InputPlace(
        file: file.name, line: error.line, feature: error.featureIndex, byte: error.byteOffset)
      throw GeoRiskError(.badData, "expected \(error.expected), found \(error.found)", at: place)
    }
  }

  private func notes(of document: GeoJSONDocument) -> [String] {
    document.notes.compactMap { note in
      if case .otherReferenceSystem = note {
        return isProjected ? nil : "\(note); state it with --crs if that is so"
      }
      return "\(note)"
    }
  }

  private func read(_ handOut: @escaping (GeoJSONPart) -> Void) throws(GeoJSONError) -> GeoJSONDocument {
    let reader = GeoJSONReader(coordinatesAreProjected: isProjected)
    if let mapping = file.mapping { return try reader.read(mapping, handOut: handOut) }
    return try file.withBytes { bytes throws(GeoJSONError) in
      try reader.read(UnsafeRawBufferPointer(bytes), handOut: handOut)
    }
  }

  /// The Features of a part, those that cannot be used between the others.
  private func entries(of part: GeoJSONPart) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(part.features.count + part.rejects.count)
    var rejects = part.rejects[...]
    func addRejects(before index: Int) {
      while let reject = rejects.first, reject.index < index {
        rejects.removeFirst()
        entries.append(.rejected(RejectedRecord(reject, in: file)))
      }
    }
    for read in part.features {
      addRejects(before: read.index)
      let place = InputPlace(file: file.name, feature: read.index, byte: read.byteOffset)
      entries.append(transformed(read.feature, at: place))
    }
    addRejects(before: .max)
    return entries
  }

  private func transformed(_ feature: Feature, at place: InputPlace) -> Entry {
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

extension RejectedRecord {
  /// A Feature that cannot be used.
  init(_ reject: RejectedFeature, in file: InputFile) {
    self.init(
      place: InputPlace(file: file.name, feature: reject.index, byte: reject.byteOffset),
      reason: reject.reason, rawText: String(decoding: reject.text, as: UTF8.self))
  }
}

extension InputFile {
  /// The bytes of the JSON object that begins at a place, as text; the file has been found well-formed there.
  func featureText(at place: InputPlace) -> String {
    guard let start = place.byte, (0..<byteCount).contains(start) else { return "" }
    return withBytes { bytes in
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
}
