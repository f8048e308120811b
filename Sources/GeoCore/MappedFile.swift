#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A plain file whose bytes the system brings into memory when they are looked at, and may take out again.
///
/// So a file of any size can be read from end to end in a few megabytes. It must not shrink meanwhile.
package final class MappedFile: Sendable {
  /// Why there is no mapping: the system's `errno`.
  package struct Failure: Error { package let code: Int32 }

  private let start: UInt
  /// The number of bytes.
  package let count: Int

  /// Maps the file behind a descriptor, which may be closed afterwards.
  ///
  /// - Throws: `Failure`, with `EINVAL` for what is no plain file.
  package init(descriptor: Int32) throws(Failure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(code: EINVAL) }
    count = Int(status.st_size)
    // Nothing cannot be mapped.
    let memory = count == 0 ? nil : mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard memory != MAP_FAILED else { throw Failure(code: errno) }
    start = UInt(bitPattern: memory)
  }

  deinit { if count > 0 { munmap(UnsafeMutableRawPointer(bitPattern: start), count) } }

  /// Lends the bytes for the length of a call.
  package func withBytes<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    // The mapping must not end while they are looked at.
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: start), count: count))
  }

  /// Lets go of the memory of bytes that will not be looked at soon; they come back when they are.
  package func letGo(_ range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = range.lowerBound / page * page
    let end = range.upperBound / page * page
    guard end > first else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: start + UInt(first)), end - first, MADV_DONTNEED)
  }
}

/// Lets go of a mapping behind a reader, some megabytes at a time.
package struct MappingTail {
  private let file: MappedFile
  private var released = 0

  /// - Parameter file: what is read from its first byte on.
  package init(of file: MappedFile) { self.file = file }

  /// Says that the bytes before a position are read.
  package mutating func pass(_ position: Int) {
    guard position - released >= 1 << 22 else { return }
    file.letGo(released..<position)
    released = position
  }
}
