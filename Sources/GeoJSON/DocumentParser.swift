import GeoCore

/// The parts of a document above its Features.
struct DocumentParser {
  var parser: FeatureParser
  var result = GeoJSONDocument(format: .featureCollection)
  /// The number of Features met, rejected ones included.
  var index = 0
  /// Threads for the Features of a collection.
  let workers: Workers
  /// Bytes of a stretch that a thread reads by itself, enough to make its start-up cost vanish.
  var stretchSize = 1 << 20
  /// Takes Features as they come; they are kept where nil.
  let handOut: ((GeoJSONPart) -> Void)?
  /// Whether what is read may have to be taken back.
  private var isInRecord = false
  /// Whether rejected Features get their lines at once.
  var countsLines = true
  // Lines are counted on from the last place asked for, which is cheap because places rise.
  private var lineCounted = (offset: 0, line: 1)

  private enum TextKind { case collection, feature, geometry }

  init(
    bytes: UnsafeBufferPointer<UInt8>, coordinatesAreProjected: Bool, workers: Workers,
    handOut: ((GeoJSONPart) -> Void)? = nil
  ) {
    self.workers = workers
    self.handOut = handOut
    parser = FeatureParser(
      scanner: JSONScanner(bytes), coordinatesAreProjected: coordinatesAreProjected)
  }

  mutating func document() throws(GeoJSONError) -> GeoJSONDocument {
    do throws(ReadFailure) {
      try skipByteOrderMark()
      if parser.scanner.next == 0x1E { try textSequence() } else { try textsInARow() }
    } catch {
      throw placed(error)
    }
    handOutFeatures()
    result.referenceSystem = parser.referenceSystem
    result.notes = parser.notes
    return result
  }

  private mutating func skipByteOrderMark() throws(ReadFailure) {
    let start = (parser.scanner.byte(at: 0), parser.scanner.byte(at: 1), parser.scanner.byte(at: 2))
    switch start {
    case (0xEF, 0xBB, 0xBF): parser.scanner.position = 3
    case (0xFF, 0xFE, _), (0xFE, 0xFF, _): throw foreign("a UTF-16 text")
    case (0x1F, 0x8B, _): throw foreign("gzip-compressed data")
    case (0x50, 0x4B, 0x03): throw foreign("a ZIP archive")
    default: break
    }
    parser.scanner.skipWhitespace()
    if parser.scanner.position == parser.scanner.end { throw foreign("nothing but white space") }
  }

  private func foreign(_ found: String) -> ReadFailure {
    let empty = parser.scanner.bytes.isEmpty
    return .malformed(
      expected: "GeoJSON in UTF-8", found: empty ? "an empty file" : found, offset: 0)
  }

  // MARK: Documents and records

  private mutating func textsInARow() throws(ReadFailure) {
    switch try text() {
    case .collection: result.format = .featureCollection
    case .feature: result.format = .feature
    case .geometry: result.format = .geometry
    }
    parser.scanner.skipWhitespace()
    if parser.scanner.position == parser.scanner.end { return }
    guard parser.scanner.next == UInt8(ascii: "{") else {
      throw parser.scanner.unexpected("the end of the file")
    }
    result.format = .newlineDelimited
    while parser.scanner.position < parser.scanner.end {
      let start = parser.scanner.position
      record(from: start) { scanner in
        // What is left of a malformed line is not read again.
        var end = start
        while end < scanner.end, scanner.bytes[end] != 0x0A { end += 1 }
        return end
      }
      parser.scanner.skipWhitespace()
      handOutFeatures(ifMoreThan: Self.fewFeatures)
    }
  }

  private mutating func textSequence() throws(ReadFailure) {
    result.format = .textSequence
    let fileEnd = parser.scanner.end
    var start = parser.scanner.position
    while start < fileEnd {
      var end = start + 1
      while end < fileEnd, parser.scanner.bytes[end] != 0x1E { end += 1 }
      parser.scanner.position = start + 1
      parser.scanner.end = end
      parser.scanner.skipWhitespace()
      if parser.scanner.position < end { record(from: parser.scanner.position, whole: true) { _ in end } }
      parser.scanner.end = fileEnd
      start = end
      handOutFeatures(ifMoreThan: Self.fewFeatures)
    }
    parser.scanner.position = fileEnd
  }

  /// Reads one record; a malformed one is rejected up to where `recover` says.
  private mutating func record(from start: Int, whole: Bool = false, recover: (JSONScanner) -> Int) {
    let before = (
      mark: parser.mark, rejects: result.rejects.count, features: result.features.count, index: index
    )
    isInRecord = true
    defer { isInRecord = false }
    do throws(ReadFailure) {
      _ = try text()
      if whole {
        parser.scanner.skipWhitespace()
        if parser.scanner.position < parser.scanner.end {
          throw parser.scanner.unexpected("the end of the record")
        }
      }
    } catch {
      parser.goBack(to: before.mark)
      result.features.removeSubrange(before.features...)
      result.rejects.removeSubrange(before.rejects...)
      index = before.index
      let end = recover(parser.scanner)
      reject(error, from: start, to: end)
      parser.scanner.position = end
    }
  }

  // MARK: Texts

  /// Reads one GeoJSON object of any type.
  private mutating func text() throws(ReadFailure) -> TextKind {
    guard parser.scanner.next == UInt8(ascii: "{") else {
      throw parser.scanner.unexpected("a GeoJSON object")
    }
    let type = try typeAhead()
    switch type {
    case "FeatureCollection":
      try collection()
      return .collection
    case "Feature":
      try element { parser throws(ReadFailure) in try parser.feature() }
      return .feature
    default:
      guard GeometryKind(name: type) != nil else {
        throw .malformed(
          expected: "the type FeatureCollection, Feature or that of a geometry", found: "\"\(type)\"",
          offset: parser.scanner.position)
      }
      try element { parser throws(ReadFailure) in try parser.bareGeometry() }
      return .geometry
    }
  }

  /// The `type` of the object at the position, which stays where it is.
  private func typeAhead() throws(ReadFailure) -> String {
    var scanner = parser.scanner
    let start = scanner.position
    try scanner.openObject()
    var first = true
    while let name = try scanner.nextMember(&first) {
      if scanner.equals(name, "type") {
        guard scanner.next == UInt8(ascii: "\"") else {
          throw .malformed(
            expected: "a string as type", found: scanner.describeValue(), offset: scanner.position)
        }
        return scanner.text(try scanner.string())
      }
      try scanner.skipValue()
    }
    throw .malformed(expected: "a GeoJSON object", found: "one without `type`", offset: start)
  }

  private mutating func collection() throws(ReadFailure) {
    let start = parser.scanner.position
    var foreign: [JSONObject.Member] = []
    var hasType = false
    var hasFeatures = false
    try parser.scanner.openObject()
    var first = true
    while let name = try parser.scanner.nextMember(&first) {
      let offset = name.start - 1
      if parser.scanner.equals(name, "features") {
        guard !hasFeatures else { throw twice("features", offset) }
        hasFeatures = true
        try features()
      } else if parser.scanner.equals(name, "type") {
        guard !hasType else { throw twice("type", offset) }
        hasType = true
        try parser.scanner.skipValue()
      } else if parser.scanner.equals(name, "crs") {
        try parser.readReferenceSystem()
      } else if parser.scanner.equals(name, "bbox") {
        try parser.scanner.skipValue()
      } else {
        foreign.append(.init(name: parser.scanner.text(name), value: try parser.scanner.value()))
      }
    }
    guard hasFeatures else {
      throw .malformed(
        expected: "an array `features`", found: "a FeatureCollection without it", offset: start)
    }
    for member in JSONObject(foreign).members { result.foreignMembers[member.name] = member.value }
  }

  private func twice(_ name: String, _ offset: Int) -> ReadFailure {
    .malformed(expected: "one member `\(name)`", found: "a second one", offset: offset)
  }

  private mutating func features() throws(ReadFailure) {
    guard parser.scanner.next == UInt8(ascii: "[") else {
      throw .malformed(
        expected: "an array of Features", found: parser.scanner.describeValue(),
        offset: parser.scanner.position)
    }
    try parser.scanner.openArray()
    var first = !readSideBySide()
    while try parser.scanner.nextElement(&first) {
      try feature()
      handOutFeatures(ifMoreThan: Self.fewFeatures)
    }
  }

  /// Reads the Feature at the position.
  mutating func feature() throws(ReadFailure) {
    try element { parser throws(ReadFailure) in try parser.feature() }
  }

  /// Reads one Feature or, where that fails on well-formed JSON, rejects it and goes on behind it.
  private mutating func element(
    _ body: (inout FeatureParser) throws(ReadFailure) -> Feature
  ) throws(ReadFailure) {
    let before = parser.mark
    let start = parser.scanner.position
    do throws(ReadFailure) {
      let feature = try body(&parser)
      result.features.append(ReadFeature(feature: feature, index: index, byteOffset: start))
    } catch {
      guard case .unusable = error else { throw error }
      parser.goBack(to: before)
      try parser.scanner.skipValue()
      reject(error, from: start, to: parser.scanner.position)
      return
    }
    index += 1
  }

  // MARK: Handing out

  private static let fewFeatures = 4096

  /// Hands out what was read since the last time, if there is enough of it. Lines are counted up to here before
  /// the bytes may go.
  mutating func handOutFeatures(ifMoreThan few: Int = 0) {
    guard let handOut, !isInRecord, result.features.count + result.rejects.count > few else { return }
    _ = line(at: parser.scanner.position)
    handOut(GeoJSONPart(features: result.features, rejects: result.rejects, end: parser.scanner.position))
    result.features.removeAll(keepingCapacity: true)
    result.rejects.removeAll()
  }

  // MARK: Failures

  private mutating func reject(_ failure: ReadFailure, from start: Int, to end: Int) {
    let line = countsLines ? line(at: start) : 0
    let (reason, offset): (String, Int) =
      switch failure {
      case .unusable(let reason, let offset): (reason, offset)
      case .malformed(let expected, let found, let offset): ("expected \(expected), found \(found)", offset)
      }
    result.rejects.append(
      RejectedFeature(
        index: index, byteOffset: start, line: line, faultOffset: offset, reason: reason,
        text: Array(parser.scanner.bytes[start..<end])))
    index += 1
  }

  private mutating func placed(_ failure: ReadFailure) -> GeoJSONError {
    let insideFeatures = index > 0 || parser.scanner.depth > 1
    switch failure {
    case .malformed(let expected, let found, let offset):
      return GeoJSONError(
        expected: expected, found: found, byteOffset: offset, line: line(at: offset),
        featureIndex: insideFeatures ? index : nil)
    case .unusable(let reason, let offset):
      return GeoJSONError(
        expected: "a usable Feature", found: reason, byteOffset: offset, line: line(at: offset),
        featureIndex: index)
    }
  }

  mutating func line(at offset: Int) -> Int {
    if offset < lineCounted.offset { lineCounted = (0, 1) }
    let bytes = parser.scanner.bytes
    var line = lineCounted.line
    for index in lineCounted.offset..<min(offset, bytes.count) where bytes[index] == 0x0A { line += 1 }
    lineCounted = (min(offset, bytes.count), line)
    return line
  }
}
