import GeoCore

/// Features of a collection read side by side.
///
/// The bytes are cut where a Feature seems to begin. That is a guess (the same text could stand in a string), so a
/// stretch counts only when the reading of the one before it ends exactly where it begins: then its Features are
/// those that a single reader finds. The first stretch that does not fit ends the walk, and the plain reader goes
/// on from the last place that is certain; so it meets every malformed byte itself.
extension DocumentParser {
  /// Stretches between two joinings for each thread, so that all are busy.
  private static let stretchesPerThread = 8

  /// Reads Features from the start of an array on, and answers whether there were any; the position is then behind
  /// the last one of them.
  mutating func readSideBySide() -> Bool {
    guard workers.threads > 1, parser.scanner.next == UInt8(ascii: "{") else { return false }
    let begin = parser.scanner.position
    var start = begin
    var hasMore = true
    while hasMore, parser.scanner.end - start > 2 * stretchSize {
      let starts = guessedStarts(from: start)
      let stretches = read(starts)
      if result.features.isEmpty { reserve(stretches, starts) }
      (hasMore, start) = join(stretches, starts)
      handOutFeatures()
    }
    return parser.scanner.position > begin
  }

  /// The starts of some stretches and, last, where the one behind them seems to begin.
  private func guessedStarts(from start: Int) -> [Int] {
    var starts = [start]
    for _ in 0..<workers.threads * Self.stretchesPerThread {
      guard let next = featureStart(from: starts[starts.count - 1] + stretchSize) else {
        return starts + [parser.scanner.end]
      }
      starts.append(next)
    }
    return starts
  }

  /// The first place behind `wanted` where a whole Feature can be read behind a comma.
  private func featureStart(from wanted: Int) -> Int? {
    let bytes = parser.scanner.bytes
    var isBehindComma = false
    var attempts = 0
    var index = wanted
    while index < parser.scanner.end, attempts < 64 {
      switch bytes[index] {
      case UInt8(ascii: ","): isBehindComma = true
      case UInt8(ascii: "{") where isBehindComma:
        var probe = parser
        probe.scanner.position = index
        if (try? probe.feature()) != nil { return index }
        attempts += 1
        isBehindComma = false
      case 0x20, 0x09, 0x0A, 0x0D: break
      default: isBehindComma = false
      }
      index += 1
    }
    return nil
  }

  private func read(_ starts: [Int]) -> [Stretch] {
    var blank = DocumentParser(
      bytes: parser.scanner.bytes, coordinatesAreProjected: parser.coordinatesAreProjected,
      workers: Workers(threads: 1))
    blank.parser.scanner.depth = parser.scanner.depth
    blank.parser.scanner.end = parser.scanner.end
    blank.countsLines = false
    // The bytes stay as they are while the threads read them.
    nonisolated(unsafe) let reader = blank
    return workers.map(starts.count - 1) { Stretch(reader, from: starts[$0], to: starts[$0 + 1]) }
  }

  /// Takes over the stretches that fit, in order; answers whether all did, and where the next one begins.
  private mutating func join(_ stretches: [Stretch], _ starts: [Int]) -> (hasMore: Bool, start: Int) {
    for (stretch, next) in zip(stretches, starts.dropFirst()) {
      guard let end = stretch.end else { return (false, next) }
      take(stretch.reader)
      parser.scanner.position = end
      guard stretch.next == next else { return (false, next) }
    }
    return (true, starts[starts.count - 1])
  }

  private mutating func take(_ other: DocumentParser) {
    let before = index
    let first = result.features.count
    result.features.append(contentsOf: other.result.features)
    for place in first..<result.features.count { result.features[place].index += before }
    for var rejected in other.result.rejects {
      rejected.index += before
      rejected.line = line(at: rejected.byteOffset)
      result.rejects.append(rejected)
    }
    index += other.index
    parser.add(noticedBy: other.parser)
  }

  /// Makes room for all Features of the document, as many a byte as in the first stretches.
  private mutating func reserve(_ stretches: [Stretch], _ starts: [Int]) {
    guard handOut == nil else { return }
    let count = stretches.reduce(0) { $0 + $1.reader.result.features.count }
    let bytes = starts[starts.count - 1] - starts[0]
    result.features.reserveCapacity(count * (parser.scanner.end - starts[0]) / bytes * 17 / 16)
  }

  /// What one stretch gave.
  private struct Stretch: @unchecked Sendable {
    /// A reader of its own, which has counted from 0.
    var reader: DocumentParser
    /// Behind the last Feature; nil where there was none.
    var end: Int?
    /// Where the Feature behind the stretch begins, if there is one.
    var next: Int?

    init(_ reader: DocumentParser, from start: Int, to limit: Int) {
      self.reader = reader
      self.reader.parser.scanner.position = start
      var isFirst = true
      while true {
        do throws(ReadFailure) {
          if !isFirst {
            guard try self.reader.parser.scanner.nextElement(&isFirst) else { return }
            if self.reader.parser.scanner.position >= limit {
              next = self.reader.parser.scanner.position
              return
            }
          }
          isFirst = false
          try self.reader.feature()
          end = self.reader.parser.scanner.position
        } catch {
          // The plain reader comes to the same place and says what is wrong there.
          return
        }
      }
    }
  }
}
