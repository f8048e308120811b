extension AssessmentChange {
  /// Writes the change layers, the text and the page into a folder, as a whole; nothing else in it is touched.
  ///
  /// - Throws: `GeoRiskError` when the folder or a file cannot be made or written.
  public func write(toFolder path: String) throws(GeoRiskError) {
    let folder = try OutputFolder(path: path)
    do throws(GeoRiskError) {
      try stage(in: folder)
      try folder.commit(LayerFile.change, replacing: LayerFile.change)
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Writes the waiting files of a set that holds the change.
  func stage(in folder: OutputFolder) throws(GeoRiskError) {
    for layer in layers {
      try folder.stage(layer.fileName) { (sink) throws(GeoRiskError) in try layer.write(to: sink) }
    }
    try folder.stage(LayerFile.changeText) { (sink) throws(GeoRiskError) in
      try sink(Array((sentences.joined(separator: "\n") + "\n").utf8))
    }
    try folder.stage(LayerFile.changeReport) { (sink) throws(GeoRiskError) in
      try sink(Array(ChangeReport(self).html().utf8))
    }
  }
}
