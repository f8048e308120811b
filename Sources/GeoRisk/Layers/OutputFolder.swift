import Foundation

/// Puts a set of files into a folder as a whole: either all are new, or the folder is as it was.
///
/// Files are written into a hidden folder beside their places and moved in at the end. Files of an earlier set
/// step aside first and come back if a move fails. Nothing else in the folder is touched.
struct OutputFolder: Sendable {
  /// The folder as the user named it.
  let path: String
  /// Where files wait until all are there.
  private let staging: URL
  private let folder: URL
  /// Whether the folder was absent before.
  private let isNew: Bool

  /// Makes the folder where it is absent, and a place for the new files in it.
  ///
  /// - Throws: `GeoRiskError` with category `.cannotCreate` when the path is a file or cannot be written.
  init(path: String) throws(GeoRiskError) {
    self.path = path
    folder = URL(fileURLWithPath: path, isDirectory: true)
    staging = folder.appendingPathComponent(".georisk-\(ProcessInfo.processInfo.processIdentifier)")
    isNew = try !Self.exists(path)
    try Self.attempt("the folder '\(path)' cannot be made or written") {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? FileManager.default.removeItem(at: staging)
      try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: false)
    }
  }

  /// Writes a waiting file piece by piece.
  ///
  /// - Parameters:
  ///   - name: the file's name in the folder.
  ///   - write: hands its bytes, in order, to the closure that it is given.
  /// - Throws: `GeoRiskError` when the file cannot be made or written; what `write` throws.
  func stage(
    _ name: String,
    _ write: (_ sink: @escaping ([UInt8]) throws(GeoRiskError) -> Void) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    let path = staging.appendingPathComponent(name).path
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw GeoRiskError(.cannotCreate, "'\(name)' cannot be made in '\(self.path)'") }
    let folder = self.path
    try write { (bytes) throws(GeoRiskError) in
      do { try file.write(contentsOf: bytes) } catch {
        throw GeoRiskError(
          .inputOutput, "'\(name)' cannot be written in '\(folder)': \(error.localizedDescription)")
      }
    }
    do { try file.close() } catch {
      throw GeoRiskError(
        .inputOutput, "'\(name)' cannot be written in '\(folder)': \(error.localizedDescription)")
    }
  }

  /// Throws away what was written so far, and the folder where it was made for it.
  func discard() {
    try? FileManager.default.removeItem(at: staging)
    if isNew { rmdir(path) }
  }

  /// Whether there is a folder at the path.
  ///
  /// - Throws: `GeoRiskError` with category `.cannotCreate` when it is a file, or when no folder can be made or
  ///   written there.
  @discardableResult static func exists(_ path: String) throws(GeoRiskError) -> Bool {
    var isFolder: ObjCBool = false
    let url = URL(fileURLWithPath: path, isDirectory: true)
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else {
        throw GeoRiskError(
          .cannotCreate, "'\(path)' is a file, not a folder", suggestion: "name another --output")
      }
      guard FileManager.default.isWritableFile(atPath: path) else {
        throw GeoRiskError(.cannotCreate, "the folder '\(path)' must not be written by this user")
      }
      return true
    }
    var parent = url.deletingLastPathComponent()
    while parent.pathComponents.count > 1, !FileManager.default.fileExists(atPath: parent.path) {
      parent.deleteLastPathComponent()
    }
    guard FileManager.default.fileExists(atPath: parent.path, isDirectory: &isFolder), isFolder.boolValue,
      FileManager.default.isWritableFile(atPath: parent.path)
    else { throw GeoRiskError(.cannotCreate, "the folder '\(path)' cannot be made in '\(parent.path)'") }
    return false
  }

  /// Moves the waiting files to their places.
  ///
  /// - Parameters:
  ///   - names: the files of the new set, each written before.
  ///   - set: all names that belong to such a set; an old file among them that the new set lacks is removed.
  /// - Throws: `GeoRiskError` when a file cannot be moved; the earlier set is then back in place.
  func commit(_ names: [String], replacing set: [String]) throws(GeoRiskError) {
    let files = FileManager.default
    let aside = staging.appendingPathComponent("before", isDirectory: true)
    var movedAside: [String] = []
    var movedIn: [String] = []
    do {
      try files.createDirectory(at: aside, withIntermediateDirectories: false)
      for name in set where files.fileExists(atPath: folder.appendingPathComponent(name).path) {
        try files.moveItem(
          at: folder.appendingPathComponent(name), to: aside.appendingPathComponent(name))
        movedAside.append(name)
      }
      for name in names {
        try files.moveItem(
          at: staging.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        movedIn.append(name)
      }
    } catch {
      for name in movedIn { try? files.removeItem(at: folder.appendingPathComponent(name)) }
      for name in movedAside {
        try? files.moveItem(
          at: aside.appendingPathComponent(name), to: folder.appendingPathComponent(name))
      }
      discard()
      throw GeoRiskError(
        .cannotCreate, "files cannot be moved into '\(path)': \(error.localizedDescription)")
    }
    discard()
  }

  private static func attempt(_ what: String, _ work: () throws -> Void) throws(GeoRiskError) {
    do { try work() } catch {
      throw GeoRiskError(.cannotCreate, "\(what): \(error.localizedDescription)")
    }
  }
}
