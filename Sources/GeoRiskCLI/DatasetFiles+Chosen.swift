import GeoData
import GeoRisk

extension DatasetFiles {
  /// The files of the folder, or of the bundled data set, each replaced where an option names another; options that
  /// name incidents and assets make a data set of their own.
  static func chosen(
    _ dataset: String?, named: [(role: Role, path: String?)]
  ) throws(GeoRiskError) -> DatasetFiles {
    func isNamed(_ role: Role) -> Bool { named.contains { $0.role == role && $0.path != nil } }
    var files: DatasetFiles
    if let dataset {
      files = try DatasetFiles(folder: dataset)
    } else if !isNamed(.incidents) || !(isNamed(.corridors) || isNamed(.sites)) {
      let mali = BundledDataset.mali
      files = DatasetFiles(name: mali.name, files: mali.files.map { ($0.name, $0.bytes) })
      if named.contains(where: { $0.path != nil }) {
        Console.note("what no option names is taken from the bundled data set on Mali")
      }
    } else {
      files = DatasetFiles(name: "own data")
    }
    for (role, path) in named {
      if let path { files[role] = .path(path) }
    }
    return files
  }

  /// As above, where the data set may also be a single file of corridors or sites, that no others stand beside.
  static func chosen(
    assets: String?, crs: String?, named: [(role: Role, path: String?)]
  ) throws(GeoRiskError) -> DatasetFiles {
    guard let assets, !isFolder(assets) else { return try chosen(assets, named: named) }
    let role = try role(ofAssets: InputFile(path: assets), crs: crs)
    var files = try chosen(nil, named: named + [(role, assets)])
    files[role == .corridors ? .sites : .corridors] = nil
    return files
  }
}
