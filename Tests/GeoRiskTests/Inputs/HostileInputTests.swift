import GeoData
import TestSupport
import Testing

@testable import GeoRisk

/// Damaged copies of the bundled files: whatever the bytes, reading ends in records or in an error.
@Suite("Damaged input files")
struct HostileInputTests {
  /// Deletes, repeats, overwrites and cuts, a few times.
  static func damaged(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    let telling = Array("\"\",;:{}[]-#&*!|>'%@`\n\r\t 0-9.eE+\\".utf8) + [0xFF, 0xC3, 0xE2, 0x80]
    for _ in 0..<Int.random(in: 1...6, using: &random) where bytes.count > 20 {
      let start = Int.random(in: 0..<bytes.count - 10, using: &random)
      let length = Int.random(in: 1...10, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(start..<start + length)
      case 1: bytes.insert(contentsOf: bytes[start..<start + length], at: start)
      case 2: bytes[start] = telling[Int.random(in: 0..<telling.count, using: &random)]
      case 3: bytes[start] = UInt8.random(in: 0...255, using: &random)
      default: bytes.removeSubrange(Int.random(in: start..<bytes.count, using: &random)...)
      }
    }
    return bytes
  }

  @Test("no damage crashes, and every row is accounted for", arguments: BundledDataset.mali.files.map(\.name))
  func damage(_ name: String) throws {
    let original = try #require(BundledDataset.mali.files.first { $0.name == name }).bytes
    var failures = 0
    for seed in 0..<150 {
      var random = SeededRandom(seed: UInt64(seed))
      let file = InputFile(name: name, bytes: Self.damaged(original, &random))
      do throws(GeoRiskError) {
        let inspection = try FileInspection(of: file)
        #expect(inspection.usableCount + inspection.rejects.count == inspection.rowCount, "seed \(seed)")
      } catch {
        failures += 1
        #expect(error.category == .badData && error.place.file == name, "seed \(seed): \(error)")
      }
    }
    // Both ends must have been seen, or the damage is too slight or too grave to test anything.
    #expect(failures > 0 && failures < 150)
  }
}
