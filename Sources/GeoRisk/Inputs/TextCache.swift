#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes strings of bytes, handing out one of the last ones again where the bytes are the same.
///
/// Event types and actors come again in row after row; this saves their memory and the time to get it. Strings of
/// up to fifteen bytes need no memory of their own, and texts told in free words hardly come twice: both pass by.
///
/// One thread may use it at a time.
final class TextCache {
  private static let size = 256
  private var recent = [String](repeating: "", count: size)

  /// The bytes as text; they must be UTF-8.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard bytes.count > 15, bytes.count <= 64, let start = bytes.baseAddress else {
      // The quicker way to a string without memory of its own.
      return String(unsafeUninitializedCapacity: bytes.count) { $0.initialize(fromContentsOf: bytes) }
    }
    // The ends tell most texts apart; any slot would be right.
    let raw = UnsafeRawBufferPointer(bytes)
    let ends =
      raw.loadUnaligned(as: UInt64.self)
      ^ raw.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self) &* 31
    let slot = Int(truncatingIfNeeded: (ends &* 0x9E37_79B9_7F4A_7C15) >> 56)
    let isSame = recent[slot].utf8.withContiguousStorageIfAvailable { known in
      known.count == bytes.count && known.baseAddress.map { memcmp($0, start, bytes.count) == 0 } == true
    }
    if isSame != true { recent[slot] = String(decoding: bytes, as: UTF8.self) }
    return recent[slot]
  }
}
