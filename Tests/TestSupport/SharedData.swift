import Foundation

/// Files that some tests read where they are present beside the checkout, and that a fresh clone lacks.
public enum SharedData {
  /// The path of a file under `../shared/data`, or nil where it is absent.
  public static func path(_ name: String) -> String? {
    // This file lies at Tests/TestSupport/SharedData.swift.
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
