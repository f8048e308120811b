import GeoCore
import GeoJSON

/// What a first walk through the Features of a file tells: the names of their properties and the kinds of geometry.
struct FeatureSurvey {
  /// The names in the order in which they turn up, each once whatever its case.
  private(set) var names: [String] = []
  private(set) var hasPoints = false
  private(set) var hasLines = false
  private(set) var hasAreas = false
  /// What was noticed about the file as a whole.
  private(set) var notes: [String] = []
  private var seen: Set<String> = []
  private var last: [String] = []

  /// Walks through a file.
  ///
  /// - Throws: `badData` for what is no GeoJSON.
  init(_ layer: FeatureLayer) throws(GeoRiskError) {
    notes = try layer.forEachEntry { entry in
      if case .feature(let feature, _) = entry { add(feature) }
    }
  }

  /// Looks at Features that are in memory.
  init(_ document: GeoJSONDocument, notes: [String]) {
    self.notes = notes
    for read in document.features { add(read.feature) }
  }

  private mutating func add(_ feature: Feature) {
    // Most Features have the names of the one before.
    let members = feature.properties.members
    if !members.elementsEqual(last, by: { $0.name == $1 }) {
      last = members.map(\.name)
      for name in last where !seen.contains(name) {
        seen.insert(name)
        // Names that differ in case alone are one column.
        if name == name.lowercased() || seen.insert(name.lowercased()).inserted { names.append(name) }
      }
    }
    switch feature.geometry {
    case .point, .multiPoint: hasPoints = true
    case .lineString, .multiLineString: hasLines = true
    case .polygon, .multiPolygon: hasAreas = true
    case .collection, nil: break
    }
  }
}
