import GeoCore

/// Reads one Feature at a time and keeps what was noticed on the way.
struct FeatureParser {
  var scanner: JSONScanner
  let coordinatesAreProjected: Bool
  var referenceSystem: String?
  var altitudes = 0

  // Room for one geometry's coordinates, used again and again.
  var coordinates: [Coordinate] = []
  var ringEnds: [Int] = []
  var polygonEnds: [Int] = []

  // Foreign members of the outermost geometry, and how deep in a collection the parser stands.
  var geometryMembers: [JSONObject.Member] = []
  var geometryDepth = 0

  init(scanner: JSONScanner, coordinatesAreProjected: Bool) {
    self.scanner = scanner
    self.coordinatesAreProjected = coordinatesAreProjected
  }

  /// What was noticed, each kind once.
  var notes: [GeoJSONNote] {
    var notes: [GeoJSONNote] = []
    if altitudes > 0 { notes.append(.altitudesDropped(positions: altitudes)) }
    if scanner.noticed.duplicates > 0 {
      notes.append(
        .duplicateNames(example: scanner.noticed.duplicateExample, count: scanner.noticed.duplicates))
    }
    if scanner.noticed.nonFinite > 0 { notes.append(.nonFiniteNumbers(count: scanner.noticed.nonFinite)) }
    if let referenceSystem, !isLongitudeLatitude(referenceSystem) {
      notes.append(.otherReferenceSystem(referenceSystem))
    }
    return notes
  }

  /// A place to come back to, with what was noticed before it.
  struct Mark {
    let position: Int
    let depth: Int
    let noticed: JSONScanner.Noticed
    let referenceSystem: String?
    let altitudes: Int
  }

  var mark: Mark {
    Mark(
      position: scanner.position, depth: scanner.depth, noticed: scanner.noticed,
      referenceSystem: referenceSystem, altitudes: altitudes)
  }

  mutating func goBack(to mark: Mark) {
    scanner.position = mark.position
    scanner.depth = mark.depth
    scanner.noticed = mark.noticed
    referenceSystem = mark.referenceSystem
    altitudes = mark.altitudes
  }

  /// Takes over what another parser noticed further behind.
  mutating func add(noticedBy later: FeatureParser) {
    altitudes += later.altitudes
    referenceSystem = referenceSystem ?? later.referenceSystem
    if scanner.noticed.duplicates == 0 {
      scanner.noticed.duplicateExample = later.scanner.noticed.duplicateExample
    }
    scanner.noticed.duplicates += later.scanner.noticed.duplicates
    scanner.noticed.nonFinite += later.scanner.noticed.nonFinite
  }

  private func isLongitudeLatitude(_ name: String) -> Bool {
    name.hasSuffix("CRS84") || name.hasSuffix(":4326") || name.hasSuffix("WGS84") || name.hasSuffix("/4326")
  }

  // MARK: Feature

  private struct Seen {
    var type = false
    var id = false
    var geometry = false
    var properties = false
  }

  /// Reads the Feature at the position.
  ///
  /// - Throws: `.unusable` also for some malformed JSON; skipping the value afterwards tells which it is.
  mutating func feature() throws(ReadFailure) -> Feature {
    let start = scanner.position
    try requireObject("a Feature object")
    var feature = Feature(geometry: nil)
    var foreign: [JSONObject.Member] = []
    var seen = Seen()
    try scanner.openObject()
    var first = true
    while let name = try scanner.nextMember(&first) {
      if scanner.equals(name, "type") {
        try once(&seen.type, name)
        try requireType("Feature")
      } else if scanner.equals(name, "geometry") {
        try once(&seen.geometry, name)
        feature.geometry = try geometryOrNull()
        feature.geometryForeignMembers = JSONObject(geometryMembers)
      } else if scanner.equals(name, "properties") {
        try once(&seen.properties, name)
        feature.properties = try properties()
      } else if scanner.equals(name, "id") {
        try once(&seen.id, name)
        feature.id = try identifier()
      } else if scanner.equals(name, "bbox") {
        try scanner.skipValue()
      } else if scanner.equals(name, "crs") {
        try readReferenceSystem()
      } else {
        foreign.append(.init(name: scanner.text(name), value: try scanner.value()))
      }
    }
    guard seen.type else { throw .unusable(reason: "it has no member `type`", offset: start) }
    guard seen.geometry else {
      throw .unusable(reason: "it has no member `geometry` (null where there is none)", offset: start)
    }
    if !foreign.isEmpty { feature.foreignMembers = JSONObject(foreign) }
    return feature
  }

  private mutating func requireType(_ type: StaticString) throws(ReadFailure) {
    let offset = scanner.position
    if scanner.next == UInt8(ascii: "\""), scanner.equals(try scanner.string(), type) { return }
    scanner.position = offset
    let value = try scanner.value()
    guard value.string == type.description else {
      let found = value.string.map { "\"\($0)\"" } ?? value.kind
      throw .unusable(reason: "its type is \(found), not \"\(type)\"", offset: offset)
    }
  }

  private mutating func properties() throws(ReadFailure) -> JSONObject {
    if scanner.next == UInt8(ascii: "n") {
      try scanner.literal("null")
      return [:]
    }
    try requireObject("an object or null as properties")
    return try scanner.object()
  }

  private mutating func identifier() throws(ReadFailure) -> FeatureID? {
    let offset = scanner.position
    let value = try scanner.value()
    switch value {
    case .string(let text): return .string(text)
    case .integer(let number): return .integer(number)
    case .number(let number): return .number(number)
    case .null: return nil
    default:
      throw .unusable(reason: "its id is \(value.kind), not a string or number", offset: offset)
    }
  }

  /// Reads the `crs` of the first GeoJSON (2008), which RFC 7946 dropped but many files carry.
  mutating func readReferenceSystem() throws(ReadFailure) {
    let value = try scanner.value()
    let properties = value.object?["properties"]?.object
    if let name = properties?["name"]?.text ?? properties?["href"]?.text ?? properties?["code"]?.text {
      referenceSystem = referenceSystem ?? name
    }
  }

  // MARK: Shared checks

  @inline(__always) func requireObject(_ expected: String) throws(ReadFailure) {
    guard scanner.next == UInt8(ascii: "{") else { throw unusable(expected) }
  }

  /// A failure that says what stands at the position instead of what was expected.
  func unusable(_ expected: String) -> ReadFailure {
    .unusable(reason: "expected \(expected), found \(scanner.describeValue())", offset: scanner.position)
  }

  func once(_ seen: inout Bool, _ name: JSONScanner.StringToken) throws(ReadFailure) {
    guard !seen else {
      throw .unusable(reason: "it has the member `\(scanner.text(name))` twice", offset: name.start - 1)
    }
    seen = true
  }
}
