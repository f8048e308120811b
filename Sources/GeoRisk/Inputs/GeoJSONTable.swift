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
  /// All Features; nil where they are read anew on each walk.
  private var document: GeoJSONDocument?

  /// Reads the whole file.
  ///
  /// - Throws: `badData` for what is no GeoJSON.
  init(_ file: InputFile) throws(GeoRiskError) {
    let (document, notes) = try FeatureLayer(file, crs: nil).document()
    self.init(file, FeatureSurvey(document, notes: notes))
    self.document = document
  }

  /// Leaves the rows in the file, of which the names are known.
  init(_ file: InputFile, _ survey: FeatureSurvey) {
    self.file = file
    columns = ColumnNames(
      FeatureRow.ownColumns + survey.names.filter { !FeatureRow.ownColumns.contains($0.lowercased()) })
    notes = survey.notes
  }

  func forEachRow(_ visit: (FeatureRow) throws(GeoRiskError) -> Void) throws(GeoRiskError) {
    if let document {
      try forEachRow(0..<rowCount(of: document), in: document, visit)
      return
    }
    let row = FeatureRow(in: file, columns)
    try FeatureLayer(file, crs: nil).forEachEntry { entry throws(GeoRiskError) in
      switch entry {
      case .feature(let feature, let place):
        row.take(feature, index: place.feature ?? 0, byte: place.byte ?? 0)
      case .rejected(let rejected): row.take(rejected)
      }
      try visit(row)
    }
  }

  func stretches(_ count: Int, workers: Workers) -> [TableStretch] {
    let rows = document.map(rowCount) ?? 0
    return (0..<max(1, count)).map { piece in
      let range = rows * piece / max(1, count)..<rows * (piece + 1) / max(1, count)
      return TableStretch(range: range, capacity: range.count)
    }
  }

  func forEachRow(
    in stretch: TableStretch, _ visit: (FeatureRow) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) -> Int {
    if let document { try forEachRow(stretch.range, in: document, visit) }
    return stretch.range.upperBound
  }

  private func rowCount(of document: GeoJSONDocument) -> Int {
    document.features.count + document.rejects.count
  }

  /// Visits Features by their index, those that cannot be used between the others.
  private func forEachRow(
    _ indices: Range<Int>, in document: GeoJSONDocument, _ visit: (FeatureRow) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    let row = FeatureRow(in: file, columns)
    let (features, rejects) = (document.features, document.rejects)
    var nextReject = rejects.partitioningIndex { $0.index >= indices.lowerBound }
    for index in indices {
      if nextReject < rejects.count, rejects[nextReject].index == index {
        row.take(RejectedRecord(rejects[nextReject], in: file))
        nextReject += 1
      } else {
        let read = features[index - nextReject]
        row.take(read.feature, index: index, byte: read.byteOffset)
      }
      try visit(row)
    }
  }
}
