#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Hashes of bytes by folded products of eight at a time (as in Wang Yi's wyhash), which are quick for short texts.
///
/// Each has a seed of its own, so that no file can be made whose texts all fall on the same place: a hash may
/// decide how fast something is, never what comes out.
struct ByteHash: Sendable {
  private let seed: UInt64

  init(seed: UInt64 = .random(in: .min ... .max)) { self.seed = seed }

  /// The hash of some bytes; equal for equal bytes and the same seed.
  ///
  /// - Parameter previous: the hash of what comes before them, where they are one of several parts.
  @inline(__always)
  func hash(_ bytes: UnsafeRawBufferPointer, after previous: UInt64 = 0) -> UInt64 {
    let count = bytes.count
    var hash = seed ^ previous ^ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    if count < 8 {
      return Self.fold(Self.fold(hash ^ Self.few(bytes), 0xA076_1D64_78BD_642F), 0xE703_7ED1_A0B4_28DB)
    }
    var index = 0
    while index + 8 < count {
      hash = Self.fold(hash ^ Self.word(bytes, index), 0xA076_1D64_78BD_642F)
      index += 8
    }
    // The last eight may overlap with those before.
    return Self.fold(
      Self.fold(hash ^ Self.word(bytes, count - 8), 0xA076_1D64_78BD_642F), 0xE703_7ED1_A0B4_28DB)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Up to seven bytes as a number.
  @inline(__always)
  private static func few(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    if count >= 4 {
      let first = bytes.loadUnaligned(as: UInt32.self)
      let last = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
      return UInt64(first) << 32 | UInt64(last)
    }
    if count == 0 { return 0 }
    return UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
  }

  /// Whether all bytes are below 128.
  @inline(__always)
  static func areASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let count = bytes.count
    if count < 8 { return few(bytes) & 0x8080_8080_8080_8080 == 0 }
    var high = word(bytes, count - 8)
    for index in stride(from: 0, to: count - 8, by: 8) { high |= word(bytes, index) }
    return high & 0x8080_8080_8080_8080 == 0
  }

  /// Whether the bytes are the same.
  @inline(__always)
  static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count else { return false }
    let count = left.count
    if count < 8 { return few(left) == few(right) }
    if count <= 16 {
      return word(left, 0) == word(right, 0) && word(left, count - 8) == word(right, count - 8)
    }
    guard let left = left.baseAddress, let right = right.baseAddress else { return true }
    return memcmp(left, right, count) == 0
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (high, low) = left.multipliedFullWidth(by: right)
    return high ^ low
  }
}
