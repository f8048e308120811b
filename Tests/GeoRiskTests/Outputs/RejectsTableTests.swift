import Testing

@testable import GeoRisk

@Suite("Table of rejects")
struct RejectsTableTests {
  /// The package's own CSV reader, itself tested against an outside corpus, must give back what was written.
  @Test func readsBackWhole() throws {
    let records = [
      "plain", "a,b", "say \"hello\"", "two\nlines", "", "\"", "carriage\r\nreturn", "a\"\u{301}b",
    ]
    let rejects = records.enumerated().map { index, record in
      RejectedRecord(
        kind: index == 0 ? .excluded : .bad, place: InputPlace(file: "a,b.csv", line: index + 2),
        reason: "reason \(index), with a comma", rawText: record)
    }
    let table = try CSVTable(InputFile(name: "rejects.csv", bytes: RejectsTable.csv(rejects)))
    #expect(table.columns.names == ["file", "line", "feature", "byte", "kind", "reason", "record"])
    var rows: [[String]] = []
    try table.forEachRow { row in rows.append((0..<7).map { row.text($0) }) }
    #expect(rows.map { $0[6] } == records)
    #expect(rows.map { $0[5] } == records.indices.map { "reason \($0), with a comma" })
    #expect(rows.map { $0[4] } == ["excluded"] + Array(repeating: "bad", count: 7))
    #expect(rows.map { $0[0] } == Array(repeating: "a,b.csv", count: 8))
    #expect(rows.map { $0[1] } == (2...9).map(String.init))
  }
}
