import Foundation

/// The assessments in a folder of folders.
public struct AssessmentSeries: Sendable {
  /// What could be read, by day.
  public var digests: [AssessmentDigest]
  /// What could not, second ones of a day, and scenarios.
  public var problems: [GeoRiskError]

  /// The folders within a folder that hold an `assessment.json`, by name.
  public static func folders(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
      .filter { FileManager.default.fileExists(atPath: $0 + "/" + LayerFile.assessment) }
  }

  /// Reads every folder within a folder that holds an `assessment.json`, by name.
  ///
  /// - Throws: `missingInput` where there is no such folder, or no assessment in it.
  public init(folder path: String) throws(GeoRiskError) {
    guard DatasetFiles.isFolder(path) else {
      throw GeoRiskError(.missingInput, "no such folder", at: InputPlace(file: path))
    }
    digests = []
    problems = []
    for folder in Self.folders(in: path) {
      do throws(GeoRiskError) {
        let digest = try AssessmentDigest(folder: folder)
        if let scenario = digest.scenario {
          problems.append(
            GeoRiskError(
              .badData, "this is what scenario \(quoted(scenario)) supposes, not what happened",
              at: InputPlace(file: folder)))
        } else if let twin = digests.first(where: { $0.asOf == digest.asOf }) {
          problems.append(
            GeoRiskError(
              .badData, "this is of \(digest.asOf), as is \(twin.folder)", at: InputPlace(file: folder)))
        } else {
          digests.append(digest)
        }
      } catch {
        problems.append(error)
      }
    }
    guard !digests.isEmpty || !problems.isEmpty else {
      throw GeoRiskError(
        .missingInput, "no folder in it holds an assessment", at: InputPlace(file: path),
        suggestion: "write each day's with `georisk assess --output \(path)/2026-07-31`")
    }
    digests.sort { $0.asOf < $1.asOf }
  }
}
