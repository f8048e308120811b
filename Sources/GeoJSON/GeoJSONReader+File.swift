import GeoCore

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
  ///   - handOut: takes Features, usable or not; those before a fault are handed out before the error is thrown.
  /// - Returns: all but the Features.
  /// - Throws: `GeoJSONFileError`.
  public func read(
    fileAt path: String, handOut: @escaping (_ part: GeoJSONPart) -> Void
  ) throws(GeoJSONFileError) -> GeoJSONDocument {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(code: errno) }
    defer { close(descriptor) }
    let file: MappedFile
    do throws(MappedFile.Failure) { file = try MappedFile(descriptor: descriptor) } catch {
      throw .unreadable(code: error.code)
    }
    do throws(GeoJSONError) { return try read(file, handOut: handOut) } catch { throw .malformed(error) }
  }

  /// Reads a mapped file as a document and lets go of what is read.
  package func read(
    _ file: MappedFile, handOut: @escaping (_ part: GeoJSONPart) -> Void
  ) throws(GeoJSONError) -> GeoJSONDocument {
    var tail = MappingTail(of: file)
    return try file.withBytes { bytes throws(GeoJSONError) in
      try read(bytes) { part in
        handOut(part)
        tail.pass(part.end)
      }
    }
  }
}
