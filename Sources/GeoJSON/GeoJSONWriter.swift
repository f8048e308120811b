import GeoCore

/// How Features are strung together when they are written.
public enum GeoJSONOutputFormat: String, Hashable, Sendable, CaseIterable {
  /// One FeatureCollection (RFC 7946).
  case featureCollection
  /// Records that begin with the byte 0x1E and end with a line feed (RFC 8142).
  case textSequence
  /// One Feature a line.
  case newlineDelimited

  /// The format that a file's name asks for by its extension, whatever its case: `.geojsons` and `.json-seq` for a
  /// text sequence, `.geojsonl`, `.ndjson`, `.ndgeojson` and `.jsonl` for one Feature a line, anything else for a
  /// FeatureCollection.
  public init(fileName: String) {
    let name = fileName.lowercased()
    func ends(_ extensions: [String]) -> Bool { extensions.contains { name.hasSuffix($0) } }
    self =
      if ends([".geojsons", ".json-seq"]) {
        .textSequence
      } else if ends([".geojsonl", ".ndjson", ".ndgeojson", ".jsonl"]) {
        .newlineDelimited
      } else {
        .featureCollection
      }
  }
}

/// Writes Features one by one as GeoJSON (RFC 7946); the document is never held as a whole.
///
///     var writer = GeoJSONWriter { bytes throws(FileError) in try file.write(bytes) }
///     for feature in features { try writer.write(feature) }
///     try writer.finish()
///
/// - Coordinates have at most seven decimals (about 1 cm); repeated vertices that this makes are left out, rings
///   and lines that collapse are dropped and counted in `droppedParts`. Rounding can also make edges cross: a
///   caller whose areas must stay valid repairs them on the rounded grid beforehand.
/// - Outer rings run counter-clockwise, holes clockwise.
/// - Shapes across the antimeridian, given by longitudes beyond ±180 or by steps over 180°, are cut there.
/// - Other numbers have the shortest digits that read back to the same double; NaN and infinities become null.
/// - A collection ends with its `bbox`, whose west exceeds its east when it crosses the antimeridian.
/// - Foreign members with a name that RFC 7946 uses for the same object are left out.
public struct GeoJSONWriter<Failure: Error> {
  /// Rings and lines left out so far because rounding left nothing of them.
  public private(set) var droppedParts = 0
  /// Features written so far.
  public private(set) var featureCount = 0

  private let format: GeoJSONOutputFormat
  private let writesFeatureBoxes: Bool
  private let foreignMembers: JSONObject
  private let sink: ([UInt8]) throws(Failure) -> Void
  private var output = JSONOutput()
  private var isOpen = false
  private var box = GeographicBox()

  private static var flushSize: Int { 1 << 16 }

  /// Makes a writer; nothing reaches the sink before the first Feature.
  ///
  /// - Parameters:
  ///   - format: how Features are strung together.
  ///   - foreignMembers: further members of the collection, such as `name`; the other formats have no place for
  ///     them and ignore them.
  ///   - writesFeatureBoxes: whether each Feature gets a `bbox` of its own.
  ///   - sink: takes the bytes in order, about 64 KiB at a time.
  public init(
    format: GeoJSONOutputFormat = .featureCollection, foreignMembers: JSONObject = [:],
    writesFeatureBoxes: Bool = false, sink: @escaping ([UInt8]) throws(Failure) -> Void
  ) {
    self.format = format
    self.foreignMembers = foreignMembers
    self.writesFeatureBoxes = writesFeatureBoxes
    self.sink = sink
  }

  /// Writes one Feature.
  ///
  /// - Throws: what the sink throws.
  public mutating func write(_ feature: Feature) throws(Failure) {
    var text = FeatureText()
    text.append(feature, format: format, boxed: writesFeatureBoxes)
    try take(text)
  }

  /// Writes the Features that pieces of work give, in order: some hundred pieces at a time are made and turned into
  /// text side by side.
  ///
  /// - Parameters:
  ///   - count: the number of pieces.
  ///   - workers: the threads; what is written is the same for any number of them.
  ///   - features: the Features of a piece, best some dozens to hundreds.
  /// - Throws: what the sink throws.
  public mutating func write(
    pieces count: Int, workers: Workers, _ features: @Sendable (Int) -> [Feature]
  ) throws(Failure) {
    let (format, boxed) = (format, writesFeatureBoxes)
    var start = 0
    while start < count {
      let texts = workers.map(min(128 * workers.threads, count - start)) { [start] index in
        var text = FeatureText()
        for feature in features(start + index) { text.append(feature, format: format, boxed: boxed) }
        return text
      }
      for text in texts { try take(text) }
      start += texts.count
    }
  }

  /// Ends the document and hands the last bytes to the sink; a collection without Features is written too.
  ///
  /// - Throws: what the sink throws.
  public mutating func finish() throws(Failure) {
    if format == .featureCollection {
      open()
      output.append(raw: "\n]")
      if let bounds = box.bounds {
        output.append(raw: ",\"bbox\":")
        output.append(box: bounds)
      }
      output.append(raw: "}\n")
    }
    try flush()
  }

  // MARK: Parts

  private mutating func open() {
    guard !isOpen else { return }
    isOpen = true
    output.append(raw: "{\"type\":\"FeatureCollection\"")
    output.append(
      foreignMembers,
      except: ["type", "features", "bbox", "coordinates", "geometries", "geometry", "properties"])
    output.append(raw: ",\"features\":[")
  }

  private mutating func take(_ text: FeatureText) throws(Failure) {
    guard !text.boxes.isEmpty else { return }
    if format == .featureCollection { open() }
    // The first Feature follows nothing that its comma could part it from.
    let separator = format == .featureCollection && featureCount == 0 ? 1 : 0
    output.bytes.append(contentsOf: text.output.bytes[separator...])
    for part in text.boxes { box.extend(by: part) }
    droppedParts += text.droppedParts
    featureCount += text.boxes.count
    if output.bytes.count >= Self.flushSize { try flush() }
  }

  private mutating func flush() throws(Failure) {
    guard !output.bytes.isEmpty else { return }
    try sink(output.bytes)
    output.bytes.removeAll(keepingCapacity: true)
  }
}

extension FeatureCollection {
  /// The collection as a GeoJSON document in UTF-8, made whole in memory; see `GeoJSONWriter` for its rules.
  ///
  /// - Parameters:
  ///   - format: how Features are strung together.
  ///   - writesFeatureBoxes: whether each Feature gets a `bbox` of its own.
  public func geoJSONBytes(
    format: GeoJSONOutputFormat = .featureCollection, writesFeatureBoxes: Bool = false
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = GeoJSONWriter<Never>(
      format: format, foreignMembers: foreignMembers, writesFeatureBoxes: writesFeatureBoxes
    ) { bytes.append(contentsOf: $0) }
    for feature in features { writer.write(feature) }
    writer.finish()
    return bytes
  }
}
