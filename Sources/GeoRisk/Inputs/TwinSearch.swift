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
