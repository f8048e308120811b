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

  /// - Parameter visit: takes each Feature, for those who need them too.
  /// - Throws: `badData` for what is no GeoJSON.
  init(_ layer: FeatureLayer, visit: (FeatureLayer.Entry) -> Void = { _ in }) throws(GeoRiskError) {
    notes = try layer.forEachEntry { entry in
      visit(entry)
      guard case .feature(let feature, _) = entry else { return }
      for name in feature.properties.names where !seen.contains(name) {
        seen.insert(name)
        // Names that differ in case alone are one column.
        if name == name.lowercased() || seen.insert(name.lowercased()).inserted { names.append(name) }
      }
      switch feature.geometry {
      case .point, .multiPoint: hasPoints = true
      case .lineString, .multiLineString: hasLines = true
      case .polygon, .multiPolygon: hasAreas = true
      case .collection, nil: break
      }
    }
  }
}
