/// What a file is for, told by its content.
enum FileKind: Hashable {
  case incidents, control, corridors, sites, mixedFeatures, model

  /// Looks at column names, properties and geometries.
  ///
  /// - Throws: `badData` for what is no table, no GeoJSON and no model.
  init(of file: InputFile, crs: String?) throws(GeoRiskError) {
    self =
      file.looksLikeJSON
      ? FileKind(try FeatureSurvey(FeatureLayer(file, crs: crs))) : try FileKind(ofText: file)
  }

  /// Looks at the column names of what is no GeoJSON.
  ///
  /// - Throws: `badData` for what is no table and no model.
  init(ofText file: InputFile) throws(GeoRiskError) {
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

  /// Tells what Features are.
  init(_ survey: FeatureSurvey) {
    let columns = ColumnNames(survey.names)
    let isPointsOnly = survey.hasPoints && !survey.hasLines && !survey.hasAreas
    let dates = ["date", "event_date", "date_start"]
    if isPointsOnly, Self.isControl(columns) {
      self = .control
    } else if isPointsOnly, dates.contains(where: columns.has) {
      self = .incidents
    } else if survey.hasLines {
      self = survey.hasPoints || survey.hasAreas ? .mixedFeatures : .corridors
    } else {
      self = .sites
    }
  }

  private static func isControl(_ columns: ColumnNames) -> Bool {
    columns.has("status") && columns.has("confidence")
  }
}
