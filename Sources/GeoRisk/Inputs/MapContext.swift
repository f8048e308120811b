import GeoCore
import GeoJSON

/// What stands behind a report's map and counts for nothing: outlines of countries, and towns.
public struct MapContext: Hashable, Sendable {
  /// A named shape.
  public struct Outline: Hashable, Sendable {
    /// The name; empty where not given.
    public var name: String
    /// Lines or areas on WGS 84.
    public var geometry: Geometry

    /// Makes an outline.
    public init(name: String, geometry: Geometry) {
      self.name = name
      self.geometry = geometry
    }
  }

  /// A named place.
  public struct Town: Hashable, Sendable {
    /// The name; empty where not given.
    public var name: String
    /// The place on WGS 84.
    public var coordinate: Coordinate

    /// Makes a town.
    public init(name: String, coordinate: Coordinate) {
      self.name = name
      self.coordinate = coordinate
    }
  }

  /// The outlines, in the order of the file.
  public var outlines: [Outline] = []
  /// The towns, in the order of the file.
  public var towns: [Town] = []

  /// Nothing behind the map.
  public init() {}

  /// Gathers what a file holds: points are towns, lines and areas are outlines.
  init(_ reading: InputReading<Feature>) {
    for feature in reading.records {
      let name = feature.properties["name"]?.text ?? ""
      switch feature.geometry {
      case .point(let place): towns.append(Town(name: name, coordinate: place))
      case .multiPoint(let places): towns += places.map { Town(name: name, coordinate: $0) }
      case let geometry?: outlines.append(Outline(name: name, geometry: geometry))
      case nil: break
      }
    }
  }

  /// The features of `map-context.geojson`, of which `init(_:)` gathers the same again, to seven decimals.
  var features: [Feature] {
    let shapes =
      outlines.map { ($0.name, $0.geometry) } + towns.map { ($0.name, Geometry.point($0.coordinate)) }
    return shapes.map { name, geometry in
      Feature(geometry: geometry, properties: ["name": name.isEmpty ? .null : .string(name)])
    }
  }

  /// Reads the Features of a GeoJSON file, whatever their geometry.
  static func features(
    from file: InputFile, crs: String?, strict: Bool
  ) throws(GeoRiskError) -> InputReading<Feature> {
    var list = RecordList<Feature>()
    return InputReading(try features(from: file, crs: crs, strict: strict, into: &list), list)
  }

  static func features<Sink: RecordSink>(
    from file: InputFile, crs: String?, strict: Bool, into sink: inout Sink
  ) throws(GeoRiskError) -> FilePass where Sink.Record == Feature {
    var collector = RecordCollector(file: file, strict: strict, into: sink)
    let notes = try FeatureLayer(file, crs: crs).forEachEntry { entry throws(GeoRiskError) in
      switch entry {
      case .rejected(let rejected): try collector.reject(rejected)
      case .feature(let feature, let place):
        guard feature.geometry == nil else { return collector.keep(feature) }
        try collector.reject(
          RejectedRecord(
            place: place, reason: "the feature has no geometry", rawText: file.featureText(at: place)))
      }
    }
    for note in notes { collector.note(note) }
    sink = collector.sink
    return try collector.finish(format: "map context (GeoJSON)", record: "feature")
  }
}
