import Foundation
import GeoCore
import GeoJSON

extension Assessment {
  /// Checks that a folder can be written, before any work is done for it.
  ///
  /// - Throws: `GeoRiskError` with category `.cannotCreate` when `write(toFolder:)` would fail at once.
  public static func check(outputFolder path: String) throws(GeoRiskError) { try OutputFolder.exists(path) }

  /// Writes every layer, `assessment.json` and `report.html` into a folder.
  ///
  /// The folder is made where absent. A layer set already in it, change layers among them, is replaced as a whole:
  /// whatever fails, the folder holds either the old set or the new one. Nothing else in the folder is touched.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - change: written beside the layers.
  /// - Throws: `GeoRiskError` when the folder or a file cannot be made or written.
  public func write(toFolder path: String, change: AssessmentChange? = nil) throws(GeoRiskError) {
    let folder = try OutputFolder(path: path)
    do throws(GeoRiskError) {
      for layer in layers {
        try folder.stage(layer.fileName) { (sink) throws(GeoRiskError) in try layer.write(to: sink) }
      }
      try folder.stage(LayerFile.assessment) { (sink) throws(GeoRiskError) in
        try sink(JSONValue.object(document).jsonBytes(indented: true))
      }
      try folder.stage(LayerFile.report) { (sink) throws(GeoRiskError) in
        try sink(Array(Report(self).html().utf8))
      }
      try change?.stage(in: folder)
      try folder.commit(
        LayerFile.all + (change == nil ? [] : LayerFile.change), replacing: LayerFile.all + LayerFile.change)
    } catch {
      folder.discard()
      throw error
    }
  }
}

extension Layer {
  /// Writes the layer piece by piece.
  ///
  /// - Parameters:
  ///   - format: how the features are strung together; only a FeatureCollection carries the layer's name.
  ///   - threads: the threads that make the text; it is the same for any number of them.
  ///   - sink: takes the bytes in order.
  /// - Throws: what the sink throws.
  public func write<Failure: Error>(
    format: GeoJSONOutputFormat = .featureCollection,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    to sink: @escaping ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = GeoJSONWriter(format: format, foreignMembers: ["name": .string(name)], sink: sink)
    let pieceSize = 64
    let features = features
    try writer.write(
      pieces: (features.count + pieceSize - 1) / pieceSize, workers: Workers(threads: threads)
    ) { piece in Array(features[piece * pieceSize..<min((piece + 1) * pieceSize, features.count)]) }
    try writer.finish()
  }

  /// The file name without its extension.
  public var name: String { String(fileName.prefix { $0 != "." }) }
}
