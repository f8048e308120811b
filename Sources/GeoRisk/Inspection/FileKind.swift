import GeoCore
import GeoJSON

/// What a file is for, told by its content.
enum FileKind: Hashable {
  case incidents, control, corridors, sites, mixedFeatures, model

  /// Looks at column names, properties and geometries.
  ///
  /// - Throws: `badData` for what is no table, no GeoJSON and no model.
  init(of file: InputFile, crs: String?) throws(GeoRiskError) {
    if file.looksLikeJSON {
      self = Self.kind(of: try FeatureLayer(file, crs: crs))
      return
    }
    let suffix = file.name.lowercased()
    if suffix.hasSuffix(".yaml") || suffix.hasSuffix(".yml") {
      self = .model
      return
    }
    let columns = try CSVTable(file).columns
    if columns.names.count == 1, columns.names[0].contains(":") || columns.names[0].hasPrefix("#") {
      self = .model
    } else {
      self = Self.isControl(columns) ? .control : .incidents
    }
  }

  private static func kind(of layer: FeatureLayer) -> FileKind {
    var names: Set<String> = []
    var hasPoints = false
    var hasLines = false
    var hasAreas = false
    for case .feature(let feature, _) in layer.entries {
      names.formUnion(feature.properties.names)
      switch feature.geometry {
      case .point, .multiPoint: hasPoints = true
      case .lineString, .multiLineString: hasLines = true
      case .polygon, .multiPolygon: hasAreas = true
      case .collection, nil: break
      }
    }
    let columns = ColumnNames(Array(names))
    if hasPoints, !hasLines, !hasAreas {
      if isControl(columns) { return .control }
      let dates = ["date", "event_date", "date_start"]
      if dates.contains(where: columns.has) { return .incidents }
    }
    if hasLines { return hasPoints || hasAreas ? .mixedFeatures : .corridors }
    return .sites
  }

  private static func isControl(_ columns: ColumnNames) -> Bool {
    columns.has("status") && columns.has("confidence")
  }
}
