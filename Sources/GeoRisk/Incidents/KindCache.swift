/// The kinds of incidents met last, each with the texts that it was made of.
///
/// A place in the table is overwritten by the next kind that falls on it; an incident of a kind forgotten so gets
/// one of its own, with the same value.
struct KindCache {
  private struct Entry {
    var hash: UInt64 = 0
    /// Where its texts begin in `texts`.
    var start = 0
    var kind: Shared<Incident.Kind>?
  }

  /// A power of two.
  private static let size = 1024
  /// Longer texts are not kept.
  private static let longest = 256
  /// When so many bytes of texts have been kept, all is forgotten.
  private static let mostTexts = 1 << 18

  private let columns: Columns
  private let hash = ByteHash()
  private var entries: [Entry] = []
  private var texts: [UInt8] = []

  /// - Parameter columns: what the kinds are made of.
  init(_ columns: Columns) { self.columns = columns }

  /// The kind made of a row with the same texts, or nil.
  @inline(__always)
  func known(_ row: some TextRow) -> Shared<Incident.Kind>? {
    if entries.isEmpty { return nil }
    let hash = hash(row)
    return entries.withUnsafeBufferPointer { entries in
      let slot = Self.slot(hash)
      guard entries[slot].hash == hash else { return nil }
      return isMade(ofTextsFrom: entries[slot].start, row) ? entries[slot].kind : nil
    }
  }

  /// Keeps a kind made of a row.
  mutating func add(_ kind: Shared<Incident.Kind>, of row: some TextRow) {
    if entries.isEmpty || texts.count > Self.mostTexts {
      entries = Array(repeating: Entry(), count: Self.size)
      texts.removeAll(keepingCapacity: true)
    }
    let start = texts.count
    for index in 0..<columns.count {
      let fits = Self.withText(row, columns[index]) { text -> Bool in
        guard text.count < Self.longest else { return false }
        texts.append(UInt8(text.count))
        texts.append(contentsOf: text)
        return true
      }
      if !fits { return }
    }
    let hash = hash(row)
    entries[Self.slot(hash)] = Entry(hash: hash, start: start, kind: kind)
  }

  /// Whether the texts kept from a place on, each behind its length, are those of the row.
  @inline(__always)
  private func isMade(ofTextsFrom start: Int, _ row: some TextRow) -> Bool {
    texts.withUnsafeBytes { texts in
      var start = start
      for index in 0..<columns.count {
        let end = start &+ 1 &+ Int(texts[start])
        let known = UnsafeRawBufferPointer(rebasing: texts[(start &+ 1)..<end])
        guard Self.withText(row, columns[index], { ByteHash.areEqual(known, $0) }) else { return false }
        start = end
      }
      return true
    }
  }

  @inline(__always)
  private func hash(_ row: some TextRow) -> UInt64 {
    var sum: UInt64 = 0
    for index in 0..<columns.count {
      sum = Self.withText(row, columns[index]) { hash.hash($0, after: sum) }
    }
    return sum
  }

  @inline(__always)
  private static func withText<Value>(
    _ row: some TextRow, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value {
    if let bytes = row.plain(column) { return body(UnsafeRawBufferPointer(bytes)) }
    var text = row.text(column)
    return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  private static func slot(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (size - 1) }

  /// Up to eight columns; no array, as in `IncidentColumns`.
  struct Columns: Sendable {
    private var positions = SIMD8<Int32>()
    private(set) var count = 0

    init(_ positions: [Int?]) {
      for case let position? in positions {
        self.positions[count] = Int32(position)
        count += 1
      }
    }

    @inline(__always)
    subscript(index: Int) -> Int { Int(positions[index]) }
  }
}
