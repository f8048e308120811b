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
  private let rows: [Row]

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
    let layer = try FeatureLayer(file, crs: nil)
    var names = ["longitude", "latitude", "id"]
    var seen = Set(names)
    for case .feature(let feature, _) in layer.entries {
      for name in feature.properties.names where seen.insert(name.lowercased()).inserted {
        names.append(name)
      }
    }
    self.file = file
    columns = ColumnNames(names)
    notes = layer.notes
    var positions: [String: Int] = [:]
    for (index, name) in names.enumerated() { positions[name.lowercased()] = index }
    rows = layer.entries.map { entry in
      switch entry {
      case .rejected(let rejected):
        return Row(
          place: rejected.place, file: file, unreadable: rejected.reason, values: [])
      case .feature(let feature, let place):
        let values = Self.values(of: feature, positions: positions)
        let fault: String? =
          switch feature.geometry {
          case .point: nil
          case let other?: "the geometry is a \(other.typeName); a Point is needed"
          case nil: "the feature has no geometry"
          }
        return Row(place: place, file: file, unreadable: fault, values: values)
      }
    }
  }

  func forEachRow(_ visit: (Row) throws(GeoRiskError) -> Void) throws(GeoRiskError) {
    for row in rows { try visit(row) }
  }

  func stretches(_ count: Int, workers: Workers) -> [TableStretch] {
    (0..<max(1, count)).map { piece in
      let range = rows.count * piece / max(1, count)..<rows.count * (piece + 1) / max(1, count)
      return TableStretch(range: range, capacity: range.count)
    }
  }

  func forEachRow(
    in stretch: TableStretch, _ visit: (Row) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int {
    for index in stretch.range { try visit(rows[index]) }
    return stretch.range.upperBound
  }

  private static func values(of feature: Feature, positions: [String: Int]) -> [String] {
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
