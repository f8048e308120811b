import Foundation
import GeoRisk
import Testing

@Suite("An output file is whole or absent")
struct OutputFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "georisk-output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  private func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func replacesWhatIsThereAndLeavesNothingBeside() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try OutputFile(path: path("a.geojson"))
    try file.write(Array("a longer first text".utf8))
    try file.write(Array("second".utf8))
    #expect(try String(contentsOfFile: path("a.geojson"), encoding: .utf8) == "second")
    #expect(try contents() == ["a.geojson"])
  }

  @Test func keepsASymbolicLinkAndReplacesItsTarget() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("old".utf8).write(to: folder.appendingPathComponent("real"))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "real")
    try OutputFile(path: path("link")).write(Array("new".utf8))
    #expect(try String(contentsOfFile: path("real"), encoding: .utf8) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "real")
  }

  @Test func refusesAFolderAndAnAbsentFolderAtOnce() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for bad in [folder.path, path("absent/a.geojson"), ""] {
      let error = #expect(throws: GeoRiskError.self) { try OutputFile(path: bad) }
      #expect(error?.category == .cannotCreate)
    }
    #expect(try contents().isEmpty)
  }

  @Test func writesDevicesInPlace() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try OutputFile(path: "/dev/null").write([1, 2, 3])
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  #if os(Linux)
    @Test func saysThatTheDiskIsFull() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = try OutputFile(path: "/dev/full")
      let error = #expect(throws: GeoRiskError.self) { try file.write([1]) }
      #expect(error?.category == .inputOutput)
    }
  #endif
}
