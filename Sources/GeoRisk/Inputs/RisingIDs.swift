/// Whether identifiers rise, as those of most tables kept by number do: then none occurs twice, and nothing needs to be
/// remembered of them.
///
/// They are in order of length first, and of their bytes among those as long.
struct RisingIDs: Sendable {
  /// The keys of the first and the last one; 0 is nobody's.
  private var first: UInt128 = 0
  private var last: UInt128 = 0

  /// Takes the next one, unless it has no key or does not rise; false then.
  @inline(__always)
  mutating func add(_ id: String) -> Bool {
    guard let key = Self.key(id), last < key else { return false }
    if first == 0 { first = key }
    last = key
    return true
  }

  /// An identifier of up to 16 ASCII bytes as a number with the first of them highest, the same for equal ones; nil for
  /// others.
  @inline(__always)
  private static func key(_ id: String) -> UInt128? {
    var id = id
    return id.withUTF8 { utf8 -> UInt128? in
      let bytes = UnsafeRawBufferPointer(utf8)
      let count = bytes.count
      guard count > 0, count <= 16, ByteHash.areASCII(bytes) else { return nil }
      // Words from both ends, which have the bytes between them in common.
      if count >= 8 {
        let high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) >> UInt64(8 * (16 - count))
        let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        return UInt128(high) << 64 | UInt128(low)
      }
      if count >= 4 {
        let first = UInt64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
        let last = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
        return UInt128(first << UInt64(8 * (count - 4)) | last)
      }
      return bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }
  }

  /// Whether lists that rise by themselves do so one after the other.
  static func rise(_ lists: [RisingIDs]) -> Bool {
    var last: UInt128 = 0
    for list in lists where list.first > 0 {
      guard last < list.first else { return false }
      last = list.last
    }
    return true
  }
}
