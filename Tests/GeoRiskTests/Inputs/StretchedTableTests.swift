import Foundation
import GeoCore
import TestSupport
import Testing

@testable import GeoRisk

/// Tables read in stretches on several threads must give what one thread gives.
@Suite("tables in stretches")
struct StretchedTableTests {
  private struct Outcome: Equatable {
    var records: [Incident] = []
    var rejects: [RejectedRecord] = []
    var notes: [String] = []
    var error: String?
  }

  private static func read(_ text: String, threads: Int, strict: Bool = false) -> Outcome {
    let file = InputFile(name: "a name of more than fifteen bytes.csv", bytes: Array(text.utf8))
    do throws(GeoRiskError) {
      let table = try CSVTable(file)
      var list = RecordList<Incident>()
      let pass = try readTable(
        table, with: NativeIncidentDecoder(table.columns), format: "native", strict: strict,
        workers: Workers(threads: threads), into: &list)
      return Outcome(records: list.records, rejects: list.rejects, notes: pass.notes)
    } catch {
      return Outcome(rejects: error.rejects, error: "\(error)")
    }
  }

  private static func table(_ rows: Int, dates: [String], oddities: Bool, _ random: inout SeededRandom)
    -> String
  {
    let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    var text = "id,date,longitude,latitude,event_type,actor1,severity,notes" + lineEnd
    let types = ["Battles", "Violence against civilians", "Strategic developments", "\"Riots\""]
    let notes = ["", "x", "\"a \"\"b\"\"\nc\"", "\"1,2025-01-01,1,2,Battles,,,\nfour\"", "é, no: \u{2028}"]
    for row in 0..<rows {
      let odd = oddities ? Int.random(in: 0..<60, using: &random) : 99
      let id = odd == 0 ? "\(row / 2)" : "\(row)"
      let latitude = odd == 1 ? "95" : odd == 2 ? "1e1" : "\(Double.random(in: -90...90, using: &random))"
      let date = odd == 3 ? "2025-02-30" : dates.randomElement(using: &random) ?? ""
      let note = odd < 20 ? notes.randomElement(using: &random) ?? "" : ""
      let type = types.randomElement(using: &random) ?? ""
      if odd == 4 { text += lineEnd }
      text +=
        "\(id), \(date) ,\(row % 90)e0,\(latitude),\(type),MUJAO or the like,\(row)\(odd == 5 ? "x" : ".50")"
      text +=
        ",\(note.contains(",") && !note.hasPrefix("\"") ? "\"\(note)\"" : note)\(odd == 6 ? ",more" : "")"
      text += lineEnd
    }
    return text
  }

  @Test("records, rejects and notes are those of one thread") func same() {
    var random = SeededRandom(seed: 81)
    for round in 0..<40 {
      let dates = round % 4 == 0 ? ["13-02-2025", "01-02-2025"] : ["2025-08-30", "30 August 2025"]
      let text = Self.table(60, dates: dates, oddities: round % 3 > 0, &random)
      for strict in [false, true] {
        let expected = Self.read(text, threads: 1, strict: strict)
        #expect(expected.records.count > 20 || expected.error != nil)
        for threads in [2, 5] {
          #expect(
            Self.read(text, threads: threads, strict: strict) == expected,
            "seed 81, round \(round), strict \(strict)")
        }
      }
    }
  }

  @Test("faults of the whole file are told alike") func faults() {
    var random = SeededRandom(seed: 82)
    let good = Self.table(50, dates: ["2025-08-30"], oddities: false, &random)
    let texts = [
      good + "51,\"2025", good + good, String(good.prefix(while: { !$0.isNewline })),
      Self.table(50, dates: ["01/02/2025"], oddities: false, &random),
      Self.table(50, dates: ["13/02/2025", "02/13/2025"], oddities: false, &random),
      good.replacingOccurrences("Battles", with: ""),
      good + "é,1\n" + "K,2025-01-01,1,2,B,,,\n\u{212A},2025-01-01,1,2,B,,,",
    ]
    for (number, text) in texts.enumerated() {
      #expect(Self.read(text, threads: 4) == Self.read(text, threads: 1), "text \(number)")
    }
    #expect(Self.read(texts[6], threads: 4).rejects.contains { $0.reason.contains("used before") })
  }

  @Test("stretches that begin within quotes do not count") func withinQuotes() {
    var text = "id,date,longitude,latitude,event_type,notes\n"
    for row in 0..<200 {
      text += "\(row),2025-01-01,1,2,Battles,\"told:\n\(1000 + row),2025-01-01,1,2,Battles,\n"
      text += "\(2000 + row),2025-01-01,1,2,Battles,x\nend\"\n"
    }
    let read = Self.read(text, threads: 4)
    #expect(read == Self.read(text, threads: 1) && read.records.count == 200)
  }

  @Test("a file of some megabytes comes whole from the disk, on as many threads as there are") func large()
    throws
  {
    // Beyond 4 MB in bytes and in records memory comes in large pages.
    let rows = 90_000
    var text = "id,date,longitude,latitude,event_type,actor1,notes\n"
    for row in 0..<rows {
      let number = Double(row) / 1_000
      text += "ML\(row),2025-01-\(10 + row % 20),\(-number),\(number),Battles,Someone with a name \(row % 7),"
      text += row % 3 == 0 ? "\"told,\nof \(row)\"\n" : "\n"
    }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let file = try InputFile(path: path)
    #expect(file.bytes.count > 4 << 20 && file.bytes == Array(text.utf8))
    let reading = try Incident.read(from: file)
    #expect(reading.records.count == rows && reading.rejects.isEmpty)
    #expect(reading.sha256 == file.sha256)
    let plain = try Incident.read(from: file, digest: false)
    #expect(plain.records == reading.records && plain.sha256.isEmpty)
    var line = 2
    let isRight = reading.records.enumerated().allSatisfy { row, incident in
      defer { line += row % 3 == 0 ? 2 : 1 }
      let number = Double(row) / 1_000
      return incident.id == "ML\(row)" && incident.record == InputPlace(file: path, line: line)
        && incident.coordinate == Coordinate(longitude: -number, latitude: number)
        && incident.from == CalendarDay(year: 2025, month: 1, day: 10 + row % 20)
        && incident.actor1 == "Someone with a name \(row % 7)"
        && incident.notes == (row % 3 == 0 ? "told,\nof \(row)" : "")
    }
    #expect(isRight)
  }
}

extension String {
  fileprivate func replacingOccurrences(_ text: String, with other: String) -> String {
    split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
  }
}
