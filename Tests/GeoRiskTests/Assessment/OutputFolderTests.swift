import Foundation
import Testing

@testable import GeoRisk

@Suite("A folder's set of files is replaced as a whole")
struct OutputFolderTests {
  /// A fresh folder, removed when the test is over.
  final class Scratch {
    let path = NSTemporaryDirectory() + "georisk-test-\(UUID().uuidString)"
    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }
    func read(_ name: String) -> String? {
      try? String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
  }

  @Test("New files replace the set, absent ones of the set go, others stay")
  func replaces() throws {
    let scratch = try Scratch()
    try scratch.write("a", "old a")
    try scratch.write("b", "old b")
    try scratch.write("mine", "mine")
    let folder = try OutputFolder(path: scratch.path)
    try folder.stage("a") { (sink) throws(GeoRiskError) in
      try sink(Array("new ".utf8))
      try sink(Array("a".utf8))
    }
    #expect(scratch.read("a") == "old a")
    try folder.commit(["a"], replacing: ["a", "b"])
    #expect(scratch.names == ["a", "mine"])
    #expect(scratch.read("a") == "new a")
    #expect(scratch.read("mine") == "mine")
  }

  @Test("A file that was never staged brings the old set back")
  func failure() throws {
    let scratch = try Scratch()
    try scratch.write("a", "old a")
    try scratch.write("b", "old b")
    let folder = try OutputFolder(path: scratch.path)
    try folder.stage("a") { (sink) throws(GeoRiskError) in try sink(Array("new a".utf8)) }
    #expect(throws: GeoRiskError.self) { try folder.commit(["a", "b"], replacing: ["a", "b"]) }
    #expect(scratch.names == ["a", "b"])
    #expect(scratch.read("a") == "old a")
    #expect(scratch.read("b") == "old b")
  }

  @Test("A file in the folder's place is said to be one")
  func file() throws {
    let scratch = try Scratch()
    try scratch.write("a", "a")
    #expect {
      _ = try OutputFolder(path: scratch.path + "/a")
    } throws: { error in
      (error as? GeoRiskError)?.category == .cannotCreate
    }
  }

  @Test("An assessment leaves exactly the files of the contract")
  func assessment() throws {
    let scratch = try Scratch()
    try AssessmentFixture(TestRegion.all[0], seed: 1).assess().write(toFolder: scratch.path)
    #expect(scratch.names == LayerFile.all.sorted())
    let text = try #require(scratch.read(LayerFile.assessment))
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["as_of"] as? String == AssessmentFixture.asOf.description)
    #expect((document["corridors"] as? [[String: Any]])?.count == 2)
  }
}
