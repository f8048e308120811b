import Foundation
import GeoCore

/// Looks for two equal identifiers among many by their hashes.
struct TwinSearch: Sendable {
  private let hash: ByteHash

  init(_ hash: ByteHash = ByteHash()) { self.hash = hash }

  /// The hash of an identifier; equal for texts that are equal as `String` has it, however they are composed.
  func hash(_ id: String) -> UInt64 {
    var id = id
    let plain = id.withUTF8 { utf8 -> UInt64? in
      let bytes = UnsafeRawBufferPointer(utf8)
      return ByteHash.areASCII(bytes) ? hash.hash(bytes) : nil
    }
    if let plain { return plain }
    var composed = id.precomposedStringWithCanonicalMapping
    return composed.withUTF8 { hash.hash(UnsafeRawBufferPointer($0)) }
  }

  /// Hashes sorted into shares by their highest bits, so that each share is looked through by itself, in memory
  /// that is near.
  struct Shares: Sendable {
    static let count = 64
    fileprivate var hashes = [[UInt64]](repeating: [], count: count)

    mutating func add(_ hash: UInt64) { hashes[Int(hash >> 58)].append(hash) }
  }

  /// Whether any hash occurs twice. Of a million different identifiers, two have the same one once in thirty
  /// million runs.
  static func hasTwins(_ lists: [Shares], workers: Workers) -> Bool {
    workers.map(Shares.count) { share in
      var slots = HashSlots(capacity: lists.reduce(0) { $0 + $1.hashes[share].count })
      return !lists.allSatisfy { $0.hashes[share].allSatisfy { slots.insert($0) } }
    }.contains(true)
  }
}

/// Whether identifiers rise, as those of most tables kept by number do: then none occurs twice, and nothing needs to be
/// remembered of them.
///
/// They are in order of length first, and of their bytes among those as long.
struct RisingIDs: Sendable {
  /// An identifier of up to 16 ASCII bytes as a number with the first of them highest: others are longer or differ.
  struct Key: Comparable, Sendable {
    let high, low: UInt64

    @inline(__always)
    static func < (left: Key, right: Key) -> Bool {
      left.high < right.high || left.high == right.high && left.low < right.low
    }
  }

  private(set) var first: Key?
  private(set) var last = Key(high: 0, low: 0)

  /// Takes the next one, unless it has no key or does not rise; false then.
  @inline(__always)
  mutating func add(_ id: String) -> Bool {
    guard let key = Self.key(id), last < key else { return false }
    if first == nil { first = key }
    last = key
    return true
  }

  @inline(__always)
  private static func key(_ id: String) -> Key? {
    var id = id
    return id.withUTF8 { utf8 -> Key? in
      let bytes = UnsafeRawBufferPointer(utf8)
      guard (1...16).contains(bytes.count), ByteHash.areASCII(bytes) else { return nil }
      let count = bytes.count
      // Words from both ends, which have the bytes between them in common.
      if count >= 8 {
        let high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) >> UInt64(8 * (16 - count))
        return Key(
          high: high, low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)))
      }
      if count >= 4 {
        let first = UInt64(UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)))
        let last = UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
        return Key(high: 0, low: first << UInt64(8 * (count - 4)) | last)
      }
      return Key(high: 0, low: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  /// Whether lists that rise by themselves do so one after the other.
  static func rise(_ lists: [RisingIDs]) -> Bool {
    var last = Key(high: 0, low: 0)
    for list in lists {
      guard let first = list.first else { continue }
      guard last < first else { return false }
      last = list.last
    }
    return true
  }
}

/// Hashes in open addressing, at most half full; the hash is its own address.
private struct HashSlots {
  /// 0 is an empty slot.
  private var slots: [UInt64]
  private let mask: Int

  /// - Parameter capacity: the most hashes that will be taken in.
  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: 0, count: size)
    mask = size - 1
  }

  /// Takes a hash in; false where it is there.
  mutating func insert(_ hash: UInt64) -> Bool {
    let hash = max(1, hash)
    return slots.withUnsafeMutableBufferPointer { slots in
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 {
        if slots[slot] == hash { return false }
        slot = (slot + 1) & mask
      }
      slots[slot] = hash
      return true
    }
  }
}
