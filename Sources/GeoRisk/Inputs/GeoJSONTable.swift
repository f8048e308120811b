import GeoCore
import GeoJSON

/// The point Features of a GeoJSON file, read as rows: properties are columns, and the geometry gives the columns
/// `longitude` and `latitude`.
///
/// The Feature's own `id` stands in where there is no property of that name.
struct GeoJSONTable: TextTable {
  let file: InputFile
  let columns: ColumnNames
  let encoding = "GeoJSON"
  let notes: [String]
  private let positions: [String: Int]
  /// All rows; nil where they are read anew on each walk.
  private var rows: [Row]?

  struct Row: TextRow {
    let place: InputPlace
    let file: InputFile
    let unreadable: String?
    let allowsDecimalComma = false
    fileprivate let values: [String]

    let plainLine: Int32 = 0

    var number: Int { (place.feature ?? 0) + 1 }
    var rawText: String { file.featureText(at: place) }

    func text(_ position: Int?) -> String {
      guard let position, position < values.count else { return "" }
      return values[position]
    }

    func plain(_ position: Int?) -> UnsafeBufferPointer<UInt8>? { nil }
  }

  /// Reads the whole file.
  ///
  /// - Throws: `badData` for what is no GeoJSON.
  init(_ file: InputFile) throws(GeoRiskError) {
    var entries: [FeatureLayer.Entry] = []
    self.init(file, try FeatureSurvey(FeatureLayer(file, crs: nil)) { entries.append($0) })
    rows = entries.map(row)
  }

  /// Leaves the rows in the file, of which the names are known.
  init(_ file: InputFile, _ survey: FeatureSurvey) {
    let own = ["longitude", "latitude", "id"]
    let names = own + survey.names.filter { !own.contains($0.lowercased()) }
    var positions: [String: Int] = [:]
    for (index, name) in names.enumerated() { positions[name.lowercased()] = index }
    self.file = file
    self.positions = positions
    columns = ColumnNames(names)
    notes = survey.notes
  }

  func forEachRow(_ visit: (Row) throws(GeoRiskError) -> Void) throws(GeoRiskError) {
    if let rows {
      for row in rows { try visit(row) }
      return
    }
    try FeatureLayer(file, crs: nil).forEachEntry { entry throws(GeoRiskError) in try visit(row(entry)) }
  }

  func stretches(_ count: Int, workers: Workers) -> [TableStretch] {
    let rows = rows ?? []
    return (0..<max(1, count)).map { piece in
      let range = rows.count * piece / max(1, count)..<rows.count * (piece + 1) / max(1, count)
      return TableStretch(range: range, capacity: range.count)
    }
  }

  func forEachRow(
    in stretch: TableStretch, _ visit: (Row) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int {
    for row in (rows ?? [])[stretch.range] { try visit(row) }
    return stretch.range.upperBound
  }

  private func row(_ entry: FeatureLayer.Entry) -> Row {
    switch entry {
    case .rejected(let rejected):
      return Row(place: rejected.place, file: file, unreadable: rejected.reason, values: [])
    case .feature(let feature, let place):
      let fault: String? =
        switch feature.geometry {
        case .point: nil
        case let other?: "the geometry is a \(other.typeName); a Point is needed"
        case nil: "the feature has no geometry"
        }
      return Row(place: place, file: file, unreadable: fault, values: values(of: feature))
    }
  }

  private func values(of feature: Feature) -> [String] {
    var values = [String](repeating: "", count: positions.count)
    if let id = feature.id { values[2] = id.text }
    for member in feature.properties.members {
      guard let position = positions[member.name.lowercased()] else { continue }
      let text = member.value.text ?? ""
      if position == 2, text.isEmpty { continue }
      values[position] = String(text.trimmingBlanks())
    }
    // The geometry has the last word on the place.
    if case .point(let coordinate) = feature.geometry {
      values[0] = "\(coordinate.longitude)"
      values[1] = "\(coordinate.latitude)"
    }
    return values
  }
}

extension String {
  fileprivate func trimmingBlanks() -> Substring {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
