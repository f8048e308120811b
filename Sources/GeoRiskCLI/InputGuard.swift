import GeoRisk

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps results from taking the place of what they are made from.
enum InputGuard {
  /// Refuses outputs that are files, or files of data sets and assessments in folders, to be read.
  ///
  /// - Parameters:
  ///   - outputs: paths that may not exist yet.
  ///   - inputs: files and folders of data sets.
  static func check(outputs: [String?], inputs: [String?]) throws(GeoRiskError) {
    let files = inputs.compactMap(\.self).flatMap { path in
      DatasetFiles.isFolder(path)
        ? (DatasetFiles.Role.allCases.flatMap(\.fileNames) + LayerFile.all).map { path + "/" + $0 } : [path]
    }
    let known = Dictionary(
      files.compactMap { path in identity(of: path).map { ($0, path) } },
      uniquingKeysWith: { first, _ in first })
    for output in outputs.compactMap(\.self) where output != "-" {
      guard let input = identity(of: output).flatMap({ known[$0] }) else { continue }
      throw GeoRiskError(
        .usage, "this output is an input (\(input)), which it would replace", at: InputPlace(file: output),
        suggestion: "name another file or folder for the results")
    }
  }

  /// Refuses to write a set of layers into a folder whose files are read: some have the names of a data set's files.
  static func check(outputFolder: String, dataset: String?) throws(GeoRiskError) {
    guard let dataset, let folder = identity(of: dataset), identity(of: outputFolder) == folder else {
      return
    }
    throw GeoRiskError(
      .usage, "the output folder is the data set's own", at: InputPlace(file: outputFolder),
      suggestion: "name another folder with --output, such as \(outputFolder)/results")
  }

  private struct Identity: Hashable {
    let device, node: UInt64
  }

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard path != "-", stat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR else { return nil }
    return Identity(device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(status.st_ino))
  }
}
