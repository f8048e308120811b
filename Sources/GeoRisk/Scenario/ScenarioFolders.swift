import Foundation

/// The folders that an assessment of several scenarios writes into its output folder: one each, the base, and a table.
public enum ScenarioFolders {
  /// Removes the table of an earlier run and the assessments that it names; what else lies in their folders stays.
  ///
  /// - Parameters:
  ///   - path: the output folder.
  ///   - names: the scenarios whose assessments stay.
  public static func removeAll(from path: String, except names: [String]) {
    let table = path + "/" + LayerFile.scenarios
    // A table of that name may be another's.
    guard let file = try? InputFile(path: table), let rows = try? CSVTable(file),
      rows.columns.names == ScenarioTable.columns
    else { return }
    var found: [String] = []
    try? rows.forEachRow { row in found.append(row.text(0)) }
    for name in Set(found) where !names.contains(name) && (try? Scenario(name: name)) != nil {
      Assessment.remove(fromFolder: path + "/" + name)
    }
    try? FileManager.default.removeItem(atPath: table)
  }
}

extension Assessment {
  /// Removes an assessment and the change beside it from a folder, and the folder where nothing else is in it.
  public static func remove(fromFolder path: String) {
    guard FileManager.default.fileExists(atPath: path + "/" + LayerFile.assessment) else { return }
    for name in LayerFile.all + LayerFile.change { unlink(path + "/" + name) }
    rmdir(path)
  }
}
