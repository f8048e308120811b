import Foundation
import TestSupport
import Testing

@testable import GeoRisk

@Suite("Input files") struct InputFileTests {
  /// Files of many megabytes are read in pieces of 4 MB; a piece that is no whole one, and one byte more or less than
  /// whole ones, come last.
  @Test("a large file comes whole, however its size falls", arguments: [-1, 0, 1, 1_234_567])
  func large(_ more: Int) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pieces-\(UUID()).bin").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var random = SeededRandom(seed: 143)
    var bytes: [UInt8] = []
    let size = (8 << 20) + more
    bytes.reserveCapacity(size + 8)
    while bytes.count < size { withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) } }
    bytes.removeLast(bytes.count - size)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let file = try InputFile(path: path)
    #expect(file.byteCount == size && file.bytes == bytes)
  }

  /// A size of 0 tells nothing of what is in them.
  @Test(
    "files without a size are read to their end",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/maps")))
  func unsized() throws {
    #expect(try InputFile(path: "/proc/self/maps").byteCount > 0)
  }
}
