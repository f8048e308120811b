import Foundation

/// Files outside the package that some tests read where they are there: `../shared/data` from the package root.
enum SharedData {
  static let folder: URL = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { url.deleteLastPathComponent() }
    return url.appendingPathComponent("shared/data")
  }()

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  static func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
