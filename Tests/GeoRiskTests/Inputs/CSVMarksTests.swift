import TestSupport
import ThreatField
import Testing

@testable import GeoRisk

/// The vectorised search must give what plain Swift gives, and rows read by marks what a reader byte by byte gives.
@Suite("CSV marks")
struct CSVMarksTests {
  /// Levels that this processor has.
  private static let levels: [VectorLevel] = VectorLevel.allCases.filter { $0 <= .current }

  private static func bytes(_ count: Int, rarity: Int, _ random: inout SeededRandom) -> [UInt8] {
    let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D, 0x3B, 0x09]
    let plain: [UInt8] = [0x61, 0x20, 0x2D, 0x7F, 0x30, 0x0B, 0x2B]
    return (0..<count).map { _ in
      if Int.random(in: 0..<4000, using: &random) == 0 { return UInt8.random(in: 128...255, using: &random) }
      return (Int.random(in: 0...rarity, using: &random) == 0 ? special : plain).randomElement(using: &random)
        ?? 0
    }
  }

  /// All marks from a place on, each with whether only ASCII was passed so far.
  private static func marks(_ bytes: [UInt8], from start: Int, level: VectorLevel?) -> [(Int, Bool)] {
    bytes.withUnsafeBufferPointer { buffer in
      var marks = CSVMarks(in: buffer, from: start, delimiter: 0x2C, level: level)
      var found: [(Int, Bool)] = []
      while true {
        if found.count % 3 == 0 { marks.startRow() }
        let mark = marks.next()
        found.append((mark, marks.passedOnlyASCII))
        if mark == bytes.count { return found }
      }
    }
  }

  @Test("every level finds the same marks", arguments: 0..<60) func levelsAgree(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    // Around the length of a vector, of a stride and of a block, whose ends are where a search goes wrong.
    let near = [0, 1, 31, 63, 64, 65, 127, 200, 8190, 8192, 8193, 8256, 20_000]
    let count = max(0, (near.randomElement(using: &random) ?? 0) + Int.random(in: -2...2, using: &random))
    let rarity = [0, 3, 10, 100].randomElement(using: &random) ?? 3
    let text = Self.bytes(count, rarity: rarity, &random)
    let start = Int.random(in: 0...min(70, count), using: &random)
    let expected = Self.marks(text, from: start, level: nil)
    for level in Self.levels {
      let found = Self.marks(text, from: start, level: level)
      #expect(found.map(\.0) == expected.map(\.0), "seed \(seed), \(level)")
      #expect(found.map(\.1) == expected.map(\.1), "seed \(seed), \(level)")
    }
    let marked = Set(expected.map(\.0))
    for index in start..<count {
      let isMark = [0x22, 0x2C, 0x0A, 0x0D].contains(text[index])
      #expect(marked.contains(index) == isMark, "seed \(seed), byte \(index)")
    }
  }

  @Test("every level counts the same line ends", arguments: 0..<60) func lineEnds(seed: Int) {
    var random = SeededRandom(seed: UInt64(1000 + seed))
    // Long enough for sums of bytes to be emptied several times.
    let count = Int.random(in: 0...(seed % 3 == 0 ? 80_000 : 300), using: &random)
    let text: [UInt8] =
      seed % 5 == 0
      ? Array(repeating: 0x0A, count: count) : Self.bytes(count, rarity: seed % 4, &random)
    let lower = Int.random(in: 0...count, using: &random)
    let range = lower..<Int.random(in: lower...count, using: &random)
    text.withUnsafeBufferPointer { buffer in
      let expected = CSVMarks.lineEnds(in: buffer, range, level: nil)
      for level in Self.levels {
        let found = CSVMarks.lineEnds(in: buffer, range, level: level)
        #expect(found == expected, "seed \(1000 + seed), \(level), \(range) of \(count)")
      }
    }
  }

  @Test("rows are those of a reader that looks at one byte after the other", arguments: 0..<40)
  func rowsByTheByte(seed: Int) {
    var random = SeededRandom(seed: UInt64(2000 + seed))
    for round in 0..<50 {
      let count = round == 0 ? 20_000 : Int.random(in: 1...60, using: &random)
      let text = Self.bytes(count, rarity: [1, 2, 6].randomElement(using: &random) ?? 1, &random)
      guard let reader = try? CSVReader(InputFile(name: "t.csv", bytes: text)) else { continue }
      var rows: [PlainReader.Row] = []
      var unclosedLine: Int?
      do {
        try reader.forEachRow { row in
          rows.append(
            PlainReader.Row(
              line: row.line, range: row.range, fields: row.fields.indices.map { row.exactText($0) },
              fault: row.fault))
          return true
        }
      } catch {
        unclosedLine = error.place.line
      }
      let expected = PlainReader.read(text, delimiter: reader.delimiter)
      #expect(rows == expected.rows, "seed \(2000 + seed), round \(round)")
      #expect(unclosedLine == expected.unclosedLine, "seed \(2000 + seed), round \(round)")
    }
  }
}

/// Reads rows byte by byte, by the rules that `CSVReader` documents.
private struct PlainReader {
  struct Row: Equatable {
    var line: Int
    var range: Range<Int>
    var fields: [String]
    var fault: String?
  }

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var index = 0
  private var line = 1

  static func read(_ bytes: [UInt8], delimiter: UInt8) -> (rows: [Row], unclosedLine: Int?) {
    var reader = PlainReader(bytes: bytes, delimiter: delimiter)
    var rows: [Row] = []
    while reader.index < bytes.count {
      guard let row = reader.readRow() else { return (rows, reader.line) }
      let isBlank = row.fields.count == 1 && bytes[row.range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
      if !isBlank { rows.append(row) }
    }
    return (rows, nil)
  }

  /// The next row; nil where a quote is never closed, and then `line` is the quote's.
  private mutating func readRow() -> Row? {
    let (start, firstLine) = (index, line)
    var fields: [String] = []
    var fault: String?
    while true {
      var content: [UInt8] = []
      if index < bytes.count, bytes[index] == 0x22 {
        let quoteLine = line
        index += 1
        while true {
          guard index < bytes.count else {
            line = quoteLine
            return nil
          }
          if bytes[index] == 0x22 {
            index += 1
            guard index < bytes.count, bytes[index] == 0x22 else { break }
          } else if endsLine {
            line += 1
          }
          content.append(bytes[index])
          index += 1
        }
        let behind = takePlain()
        if behind.contains(where: { $0 != 0x20 }), fault == nil {
          fault = "text follows the closing quote of field \(fields.count + 1)"
        }
      } else {
        content = takePlain()
      }
      fields.append(String(decoding: content, as: UTF8.self))
      guard index < bytes.count, bytes[index] == delimiter else { break }
      index += 1
    }
    let row = Row(line: firstLine, range: start..<index, fields: fields, fault: fault)
    if index < bytes.count {
      let isPair = bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
      index += isPair ? 2 : 1
      line += 1
    }
    return row
  }

  private var endsLine: Bool {
    bytes[index] == 0x0A
      || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
  }

  private mutating func takePlain() -> [UInt8] {
    let start = index
    while index < bytes.count, ![delimiter, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    return Array(bytes[start..<index])
  }

  private init(bytes: [UInt8], delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
  }
}
