import Foundation
import Testing

/// Reads the imports of every source file: the compiler lets an upper target import a C module that only a
/// lower one declares, and this closes the gap.
@Suite struct LayeringTests {
  /// What each target may import of ours and of other packages.
  static let layers: [String: Set<String>] = [
    "Sources/GeoCore": [],
    "Sources/GeoTopology": ["GeoCore", "CGEOS"],
    "Sources/GeoProjection": ["GeoCore", "CPROJ"],
    "Sources/GeoJSON": ["GeoCore"],
    "Sources/ThreatField": ["GeoCore", "CKernels"],
    "Sources/GeoRisk": [
      "GeoCore", "GeoTopology", "GeoProjection", "GeoJSON", "CKernels", "ThreatField", "Yams",
    ],
    "Sources/GeoRiskCLI": ["GeoRisk", "GeoData", "ArgumentParser"],
    "GeoData": [],
  ]

  /// What the language and the system bring along.
  static let system: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc", "Musl", "Darwin",
  ]

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: layers.keys.sorted())
  func targetsImportOnlyWhatLiesBelow(target: String) throws {
    let allowed = (Self.layers[target] ?? []).union(Self.system)
    let files = try Self.swiftFiles(in: target)
    #expect(!files.isEmpty)
    for file in files {
      for module in Self.imports(of: try String(contentsOf: file, encoding: .utf8)) {
        #expect(allowed.contains(module), "\(file.lastPathComponent) in \(target) imports \(module)")
      }
    }
  }

  @Test func everyTargetHasItsRow() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      at: Self.root.appendingPathComponent("Sources"), includingPropertiesForKeys: nil)
    for folder in folders {
      let target = "Sources/\(folder.lastPathComponent)"
      // Targets in C have no Swift to read.
      if try !Self.swiftFiles(in: target).isEmpty { #expect(Self.layers[target] != nil, "\(target)") }
    }
  }

  /// The reader of imports sees every form of them, and no comment.
  @Test func everyFormOfImportIsRead() {
    let source = """
      // import A
      /// `import B` in prose
      import C
        @_exported import D
      @testable public import struct E.Member
      internal import func F.call; import G
      let text = "import H"
      @preconcurrency import I // why
      """
    #expect(Self.imports(of: source) == ["C", "D", "E", "F", "G", "I"])
  }

  /// The top module of each import statement, in order.
  static func imports(of source: String) -> [String] {
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    let levels: Set<String> = ["public", "package", "internal", "fileprivate", "private"]
    let statements = source.split(separator: "\n").flatMap { $0.split(separator: ";") }
    return statements.compactMap { statement in
      let words = statement.split(separator: " ").map(String.init)
        .drop { $0.hasPrefix("@") || levels.contains($0) }
      guard words.first == "import" else { return nil }
      let name = words.dropFirst().first { !kinds.contains($0) }
      return name.flatMap { $0.split(separator: ".").first.map(String.init) }
    }
  }

  private static func swiftFiles(in folder: String) throws -> [URL] {
    let base = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
    return (found?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }
}
