#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks the system for large pages behind memory that is about to be filled.
///
/// Fresh memory costs a fault for each page of 4 kB, which for the bytes of a large file and the records read from it,
/// or for a surface and its sources, adds up to a tenth of the time that the work takes. With pages of 2 MB hardly
/// anything is left of it. Only Linux is asked; a refusal does no harm.
@usableFromInline
package enum LargePages {
  /// - Parameter room: memory that the caller owns, of any size; small rooms are passed over.
  @usableFromInline package static func advise<Element>(for room: UnsafeMutableBufferPointer<Element>) {
    #if os(Linux)
      let pageSize = 1 << 12
      let bytes = UnsafeMutableRawBufferPointer(room)
      guard let start = bytes.baseAddress, bytes.count >= 1 << 22 else { return }
      let first = start.alignedUp(toMultipleOf: pageSize)
      let size = (start + bytes.count - first) / pageSize * pageSize
      _ = madvise(first, size, MADV_HUGEPAGE)
    #endif
  }
}
