import Foundation
import GeoCore
import TestSupport
import Testing

@testable import GeoRisk

/// Passes over files of any size must tell what reading them whole tells.
@Suite("files that are gone through without being kept")
struct UnboundedReadingTests {
  private struct Outcome: Equatable {
    var records: [Incident] = []
    var rejects: [RejectedRecord] = []
    var rowCount = 0
    var usableCount = 0
    var notes: [String] = []
    var format = ""
    var sha256 = ""
    var error: String?
  }

  private static func kept(_ file: InputFile, strict: Bool) -> Outcome {
    do throws(GeoRiskError) {
      let reading = try Incident.read(from: file, strict: strict)
      return Outcome(
        records: reading.records, rejects: reading.rejects, rowCount: reading.rowCount,
        usableCount: reading.records.count, notes: reading.notes, format: reading.format,
        sha256: reading.sha256)
    } catch {
      return Outcome(error: "\(error)")
    }
  }

  private static func passed(_ file: InputFile, strict: Bool) -> Outcome {
    var records: [Incident] = []
    var rejects: [RejectedRecord] = []
    do throws(GeoRiskError) {
      let pass = try Incident.forEach(in: file, strict: strict) {
        records.append($0)
      } keptOut: {
        rejects.append($0)
      }
      return Outcome(
        records: records, rejects: rejects, rowCount: pass.rowCount, usableCount: pass.usableCount,
        notes: pass.notes, format: pass.format, sha256: pass.sha256)
    } catch {
      return Outcome(error: "\(error)")
    }
  }

  private static func table(_ round: Int, _ random: inout SeededRandom) -> String {
    var text = "id,date,longitude,latitude,event_type,actor1,notes\n"
    let dates = [["2025-08-30"], ["30 August 2025", "13-02-2025"], ["13/02/2025", "01/02/2025"]][round % 3]
    for row in 0..<Int.random(in: 1...80, using: &random) {
      let odd = Int.random(in: 0..<12, using: &random)
      let id = odd < 3 ? Int.random(in: 0...row, using: &random) : row
      let latitude = odd == 3 ? "91" : "\(row)"
      let note = odd == 4 ? "\"two\nlines, \"\"quoted\"\"\"" : odd == 5 ? "a,b" : "plain"
      text += "\(id),\(dates.randomElement(using: &random) ?? ""),\(row),\(latitude),Battles,A,\(note)\n"
      if odd == 6 { text += "\n" }
    }
    return text
  }

  private static func collection(_ random: inout SeededRandom) -> String {
    let features = (0..<Int.random(in: 1...60, using: &random)).map { row in
      let odd = Int.random(in: 0..<8, using: &random)
      let id = odd == 0 ? row / 2 : row
      let latitude = odd == 1 ? 95 : row % 80
      let type =
        odd == 2
        ? #""type":"MultiPoint","coordinates":[[1,2]]"#
        : #""type":"Point","coordinates":[\#(row),\#(latitude)]"#
      let own = odd == 3 ? #","Notes":"x","only_here":1"# : ""
      return
        #"{"type":"Feature","properties":{"id":"\#(id)","date":"2025-08-30","event_type":"Riots"\#(own)},"geometry":{\#(type)}}"#
    }
    return #"{"type":"FeatureCollection","features":["# + features.joined(separator: ",\n") + "]}"
  }

  @Test("incidents, rejects, notes and errors are those of a reading into memory") func same() throws {
    let seed: UInt64 = 141
    var random = SeededRandom(seed: seed)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("passed-\(UUID()).txt").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var usable = 0
    for round in 0..<90 {
      let text = round % 3 == 2 ? Self.collection(&random) : Self.table(round, &random)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let mapped = try InputFile(mapping: path)
      let inMemory = try InputFile(path: path)
      #expect(mapped == inMemory && mapped.sha256 == inMemory.sha256 && mapped.mapping != nil)
      for strict in [false, true] {
        let kept = Self.kept(inMemory, strict: strict)
        #expect(Self.passed(mapped, strict: strict) == kept, "seed \(seed), round \(round), strict \(strict)")
        #expect(Self.passed(inMemory, strict: strict) == kept, "seed \(seed), round \(round)")
        usable += kept.records.count
      }
    }
    #expect(usable > 1_000)
  }

  @Test("a mapped file of many megabytes is read whole, though its memory is let go") func large() throws {
    let rows = (0..<120_000).map {
      "\($0),2025-08-\(10 + $0 % 20),\($0 % 90).5,\($0 % 70),Battles,\"a\nb, \($0)\""
    }
    let text = "id,date,longitude,latitude,event_type,notes\n" + rows.joined(separator: "\n")
    #expect(text.utf8.count > 5 << 20)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("large-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let kept = Self.kept(InputFile(name: path, bytes: Array(text.utf8)), strict: false)
    #expect(Self.passed(try InputFile(mapping: path), strict: false) == kept && kept.usableCount == 120_000)
  }

  @Test("repeated identifiers are found whatever the room", arguments: [8, 50, 1_000])
  func repeatedIDs(room: Int) {
    let seed: UInt64 = 142
    var random = SeededRandom(seed: seed)
    for round in 0..<30 {
      let ids = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        "id \(Int.random(in: 0..<150, using: &random))"
      }
      var counts: [String: Int] = [:]
      for id in ids { counts[id, default: 0] += 1 }
      var walks = 0
      let found = RepeatedIDs(room: room, search: TwinSearch(ByteHash(seed: random.next()))) { take in
        walks += 1
        for id in ids { take(id) }
      }
      for (id, count) in counts {
        #expect(found.mayContain(id) == (count > 1), "seed \(seed), round \(round), room \(room): \(id)")
      }
      // A share is halved to a quarter of the room at least, but for luck: eight times that many walks, and a few
      // for shares that hold next to nothing.
      #expect(walks <= 4 + 32 * counts.count / room, "seed \(seed), round \(round), room \(room)")
    }
  }

  @Test("an inspection counts what it does not list") func manyRejects() throws {
    let good = "id,date,longitude,latitude,event_type\na,2025-08-30,1,2,Riots\n"
    let text = good + String(repeating: "b,2025-08-30,1,95,Riots\n", count: 1_500)
    let inspection = try FileInspection(of: InputFile(name: "x.csv", bytes: Array(text.utf8)))
    #expect(inspection.rowCount == 1_501 && inspection.usableCount == 1 && inspection.rejects.count == 1_000)
    #expect(inspection.rejects.first?.place.line == 3)
  }

  @Test("values are counted whatever their order, and the many beyond the listed ones together")
  func tallies() {
    var count = ColumnCount(name: "x")
    for value in ["a", "a", "b", "a", "", "b", "a"] { count.add(value) }
    #expect(
      count.tally.entries.map(\.value) == ["a", "b", ""] && count.tally.entries.map(\.count) == [4, 2, 1])
    for number in 0..<70_000 { count.add("\(number)") }
    count.add("a")
    #expect(count.tally.entries.count == 65_536 && count.tally.entries[0].count == 5)
    #expect(count.tally.entries.reduce(count.tally.otherCount) { $0 + $1.count } == 70_008)
  }

  @Test("the extent is the narrowest box") func extent() throws {
    let seed: UInt64 = 143
    var random = SeededRandom(seed: seed)
    for round in 0..<60 {
      let middle = Double.random(in: -180...180, using: &random)
      let width = Double.random(in: 0...170, using: &random)
      let places = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Coordinate(
          longitude: Longitude.wrapped(middle + Double.random(in: -width...width, using: &random)),
          latitude: Double.random(in: -90...90, using: &random))
      }
      var findings = Findings([])
      for place in places { findings.add(place) }
      #expect(findings.extent == MapExtent.around(places, metres: 0), "seed \(seed), round \(round)")
    }
  }
}
