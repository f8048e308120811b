import CKernels
import ThreatField

/// Where the bytes stand that give a CSV text its structure: the delimiter, quotes, LF and CR. They are found a block
/// of the text at a time.
struct CSVMarks {
  /// What fits into the first-level cache together with its marks.
  private static let blockSize = 1 << 13

  /// Memory for offsets, given back with the last copy of the marks.
  private final class Offsets {
    let base: UnsafeMutablePointer<UInt32>
    init(capacity: Int) { base = .allocate(capacity: capacity) }
    deinit { base.deallocate() }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let delimiter: UInt8
  private let level: VectorLevel?
  /// Where the block begins that `offsets` are counted from, and where it ends.
  private var blockStart: Int
  private var blockEnd: Int
  private let offsets: Offsets
  private var count = 0
  private var taken = 0
  private var blockIsASCII = true
  /// Whether no byte above 127 can have been passed since this was set: the blocks that were looked at have none.
  private(set) var passedOnlyASCII = true

  /// - Parameters:
  ///   - start: bytes before it are passed over.
  ///   - level: what to search with; nil for plain Swift.
  init(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int, delimiter: UInt8,
    level: VectorLevel? = .current
  ) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.level = level
    (blockStart, blockEnd) = (start, start)
    offsets = Offsets(capacity: Self.blockSize + Int(GR_CSV_STRIDE))
  }

  /// The next mark's offset, or the number of bytes where none is left.
  @inline(__always)
  mutating func next() -> Int {
    while taken == count {
      if blockEnd == bytes.count { return bytes.count }
      searchBlock()
    }
    defer { taken &+= 1 }
    return blockStart &+ Int(offsets.base[taken])
  }

  /// Starts `passedOnlyASCII` anew from here.
  mutating func startRow() { passedOnlyASCII = blockIsASCII }

  private mutating func searchBlock() {
    defer { passedOnlyASCII = passedOnlyASCII && blockIsASCII }
    blockStart = blockEnd
    blockEnd = min(bytes.count, blockStart + Self.blockSize)
    (count, taken) = (0, 0)
    if let level, let start = bytes.baseAddress {
      var isASCII: Int32 = 0
      count = Int(
        gr_csv_marks(
          start + blockStart, Int64(blockEnd - blockStart), delimiter, offsets.base, &isASCII, level.rawValue)
      )
      blockIsASCII = isASCII != 0
      return
    }
    blockIsASCII = true
    for index in blockStart..<blockEnd {
      let byte = bytes[index]
      if byte > 127 { blockIsASCII = false }
      if byte == delimiter || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D {
        offsets.base[count] = UInt32(index - blockStart)
        count += 1
      }
    }
  }

  /// The number of lines that end within a part of a text.
  ///
  /// - Parameter level: what to count with; nil for plain Swift.
  static func lineEnds(
    in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, level: VectorLevel? = .current
  ) -> Int {
    guard let level, let start = bytes.baseAddress else {
      return range.count { CSVReader.endsLine(bytes, at: $0) }
    }
    let next = range.upperBound < bytes.count ? bytes[range.upperBound] : 0
    return Int(gr_csv_line_ends(start + range.lowerBound, Int64(range.count), next, level.rawValue))
  }
}
