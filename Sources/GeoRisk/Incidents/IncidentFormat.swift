/// The layouts of incident tables, told apart by the names of their columns.
enum IncidentFormat: String, CaseIterable {
  case native = "native incidents"
  case acled = "ACLED export"
  case ucdp = "UCDP GED"

  /// The columns that the format cannot do without; of several names in one entry any will do.
  var requiredColumns: [[String]] {
    switch self {
    case .native: [["id"], ["date"], ["longitude"], ["latitude"], ["event_type"]]
    case .acled:
      [["event_id_cnty", "data_id"], ["event_date"], ["event_type"], ["longitude"], ["latitude"]]
    case .ucdp:
      [
        ["id"], ["type_of_violence"], ["date_start"], ["date_end"], ["longitude"], ["latitude"],
        ["best", "best_est"],
      ]
    }
  }

  /// The columns that are read where they are there.
  var optionalColumns: [String] {
    switch self {
    case .native:
      [
        "end_date", "sub_event_type", "actor1", "actor2", "inter1", "inter2", "fatalities", "place", "source",
        "location_precision_km", "dimension", "severity", "ongoing", "civilian_targeting",
        "type_of_violence", "notes",
      ]
    case .acled:
      [
        "sub_event_type", "actor1", "actor2", "inter1", "inter2", "civilian_targeting", "time_precision",
        "geo_precision", "location", "source", "fatalities", "notes",
      ]
    case .ucdp: ["where_prec", "side_a", "side_b", "where_coordinates", "source_office"]
    }
  }

  /// The one format whose columns are all there.
  ///
  /// - Throws: `badData` where none fits, saying for each what is missing, or where more than one does.
  static func recognise(_ columns: ColumnNames, in file: InputFile) throws(GeoRiskError) -> IncidentFormat {
    let place = InputPlace(file: file.name, line: file.looksLikeJSON ? nil : 1)
    let fitting = allCases.filter { $0.missingColumns(in: columns).isEmpty }
    guard let format = fitting.first else {
      throw GeoRiskError(.badData, misfit(columns), at: place, suggestion: advice(columns))
    }
    if fitting.count > 1 {
      let names = fitting.map(\.rawValue).joined(separator: " and ")
      throw GeoRiskError(
        .badData, "the columns are ambiguous: they fit \(names)", at: place,
        suggestion: "keep the columns of one format only")
    }
    let used = format.requiredColumns.flatMap { $0 } + format.optionalColumns
    if let twice = columns.firstDuplicate(among: used) {
      throw GeoRiskError(
        .badData, "two columns are called \(quoted(twice.name)): number \(twice.first) and \(twice.second)",
        at: place, suggestion: "rename or remove one of them")
    }
    return format
  }

  private func missingColumns(in columns: ColumnNames) -> [String] {
    requiredColumns.filter { columns.position(of: $0) == nil }.map { $0[0] }
  }

  private static func misfit(_ columns: ColumnNames) -> String {
    if columns.names.contains(where: looksLikeValue) {
      return "the first row holds values where the names of the columns are needed"
    }
    let lacks = allCases.map { format in
      let missing = format.missingColumns(in: columns).map { name in
        let near = NearestName.of(name, among: columns.names.filter { !isKnown($0) })
        return name + (near.map { " (is it \(quoted($0))?)" } ?? "")
      }
      return "\(format.rawValue) lacks \(missing.joined(separator: ", "))"
    }
    return "the columns fit no format of incidents: " + lacks.joined(separator: "; ")
  }

  private static func advice(_ columns: ColumnNames) -> String {
    "a native table needs the columns id, date, longitude, latitude and event_type"
  }

  private static func isKnown(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return allCases.contains { format in
      format.requiredColumns.contains { $0.contains(lowered) } || format.optionalColumns.contains(lowered)
    }
  }

  private static func looksLikeValue(_ name: String) -> Bool {
    Double(name) != nil || WrittenDate(name) != nil
  }
}
