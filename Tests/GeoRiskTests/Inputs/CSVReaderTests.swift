import Foundation
import TestSupport
import Testing

@testable import GeoRisk

/// All rows of a CSV text as plain strings, and the lines on which they start.
func rows(_ bytes: [UInt8]) throws(GeoRiskError) -> (fields: [[String]], lines: [Int]) {
  let reader = try CSVReader(InputFile(name: "t.csv", bytes: bytes))
  var fields: [[String]] = []
  var lines: [Int] = []
  try reader.forEachRow { row in
    fields.append(row.fields.indices.map { row.exactText($0) })
    lines.append(row.line)
    return true
  }
  return (fields, lines)
}

func rows(_ text: String) throws(GeoRiskError) -> (fields: [[String]], lines: [Int]) {
  try rows(Array(text.utf8))
}

@Suite("CSV")
struct CSVReaderTests {
  static let cases = [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
    "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
  ]

  @Test(
    "the csv-spectrum set reads as the JSON beside it says",
    .enabled(if: SharedData.path("csv-spectrum/csvs/simple.csv") != nil, "needs ../shared/data"),
    arguments: cases)
  func spectrum(_ name: String) throws {
    let path = try #require(SharedData.path("csv-spectrum/csvs/\(name).csv"))
    let all = try rows(InputFile(path: path).bytes).fields
    let header = try #require(all.first)
    let read = all.dropFirst().map { row in
      Dictionary(uniqueKeysWithValues: zip(header, row))
    }
    let json = try Data(
      contentsOf: URL(fileURLWithPath: try #require(SharedData.path("csv-spectrum/json/\(name).json"))))
    let expected = try JSONDecoder().decode([[String: String]].self, from: json)
    // This copy of newlines_crlf.csv has lost its carriage returns, its JSON has not.
    #expect(read == expected.map { $0.mapValues { $0.replacingOccurrences(of: " \r\n", with: " \n") } })
  }

  @Test(
    "quotes inside an unquoted field stand for themselves",
    .enabled(if: SharedData.path("csv-spectrum/csvs/simple.csv") != nil, "needs ../shared/data"))
  func quotesInside() throws {
    let path = try #require(SharedData.path("csv-spectrum/csvs/location_coordinates.csv"))
    let all = try rows(InputFile(path: path).bytes).fields
    #expect(all.map(\.count) == [4, 4])
    #expect(all[1][1].hasSuffix("17.9\"W") && all[1][2] == "Modesto")
  }

  @Test("rows start where they start, whatever their quoted line ends") func lines() throws {
    let read = try rows("a,b\n1,\"x\ny\"\r\n\n\"q\r\nr\",3\r4,5")
    #expect(read.fields == [["a", "b"], ["1", "x\ny"], ["q\r\nr", "3"], ["4", "5"]])
    #expect(read.lines == [1, 2, 5, 7])
  }

  @Test("the delimiter is told by the first row") func delimiters() throws {
    #expect(try rows("a;b;c\n1,5;2;3").fields == [["a", "b", "c"], ["1,5", "2", "3"]])
    #expect(try rows("a\tb\n1,5\t2").fields == [["a", "b"], ["1,5", "2"]])
    #expect(try rows("\"a;b;c;d\",e\n1,2").fields == [["a;b;c;d", "e"], ["1", "2"]])
  }

  @Test("a byte-order mark is no part of the first name; quotes inside a field stand for themselves")
  func oddities() throws {
    #expect(try rows("\u{FEFF}id,b\n1,5\" gun").fields == [["id", "b"], ["1", "5\" gun"]])
    #expect(try rows("a,\n,\n").fields == [["a", ""], ["", ""]])
  }

  @Test("a quote that is never closed is an error at the quote's line") func unclosed() {
    let error = #expect(throws: GeoRiskError.self) { try rows("a,b\n1,2\n3,\"x\ny,4\n5,6\n") }
    #expect(error?.place.line == 3)
    #expect(error?.description.contains("field 2 of this line is never closed") == true)
  }

  @Test(
    "files that are no text are named for what they are",
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04, 1], "Excel workbook"), ([0x1F, 0x8B, 8], "gzip"),
      ([0xFF, 0xFE, 0x61, 0], "UTF-16"),
      ([0x61, 0x2C, 0, 0x62], "zero byte"), ([], "empty"),
    ] as [([UInt8], String)])
  func binary(_ bytes: [UInt8], _ reason: String) {
    let error = #expect(throws: GeoRiskError.self) { try rows(bytes) }
    #expect(error?.category == .badData)
    #expect(error?.description.contains(reason) == true)
  }

  @Test("any bytes at all give rows or an error, and no crash; fields are never lost") func arbitraryBytes()
    throws
  {
    let alphabet: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0x3B, 0x09, 0xC3, 0xA9, 0x20]
    for seed in 0..<2000 {
      var random = SeededRandom(seed: UInt64(seed))
      let bytes = (0..<Int.random(in: 1...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      guard let read = try? rows(bytes) else { continue }
      #expect(read.lines == read.lines.sorted(), "seed \(seed)")
    }
  }

  @Test("rows written by the rules read back as they were") func roundTrip() throws {
    let pieces = ["a", ",", "\"", "\n", "\r\n", "é", " ", "1.5", ";"]
    for seed in 0..<300 {
      var random = SeededRandom(seed: UInt64(seed))
      let table = (0..<4).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...5, using: &random)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &random)]
          }.joined()
        }
      }
      let header = ["x", "y", "z"]
      let written = ([header] + table).map { row in
        row.map { "\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }.joined(separator: "\n")
      #expect(try rows(written).fields == [header] + table, "seed \(seed)")
    }
  }
}
