#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a GeoJSON file could not be read.
public enum GeoJSONFileError: Error, Hashable, Sendable {
  /// There is no plain file that this user may read; the number is the system's `errno`.
  case unreadable(code: Int32)
  /// The content is not GeoJSON.
  case malformed(GeoJSONError)
}

extension GeoJSONReader {
  /// Reads a file whatever its size and hands its Features out, some thousands at a time and in order.
  ///
  /// Some dozen megabytes of text and Features are in memory at a time, or the largest Feature where that is more;
  /// and the whole file once, if `type` stands behind `features` in it. The file must not shrink meanwhile.
  ///
  /// - Parameters:
  ///   - path: a plain file, no pipe.
  ///   - handOut: takes Features; those before a fault are handed out before the error is thrown.
  /// - Returns: all but the Features.
  /// - Throws: `GeoJSONFileError`.
  public func read(
    fileAt path: String, handOut: @escaping (_ features: [ReadFeature]) -> Void
  ) throws(GeoJSONFileError) -> GeoJSONDocument {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(code: EINVAL) }
    let size = Int(status.st_size)
    // Nothing cannot be mapped; it has its own message.
    let memory = size == 0 ? nil : mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard memory != MAP_FAILED else { throw .unreadable(code: errno) }
    defer { if let memory { munmap(memory, size) } }

    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    var released = 0
    do {
      return try read(UnsafeRawBufferPointer(start: memory, count: size)) { features, position in
        handOut(features)
        // What is read for good need not stay in memory.
        let end = position / page * page
        guard let memory, end - released >= 1 << 22 else { return }
        madvise(memory + released, end - released, MADV_DONTNEED)
        released = end
      }
    } catch {
      throw .malformed(error)
    }
  }
}
