#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A result's destination: a file that appears whole or not at all, or standard output.
///
/// The bytes are written beside the destination and renamed into place, so that a reader never meets half a file
/// and a failure leaves what was there before. Devices and pipes are written directly. This is no lock: of two
/// writers to one path, the last to finish wins.
public struct OutputFile: Hashable, Sendable {
  /// The path as the user gave it; `-` is standard output.
  public let path: String

  /// Whether the destination is standard output.
  public var isStandardOutput: Bool { path == "-" }

  /// Checks that the destination can be written, before any work is done for it.
  ///
  /// - Throws: `cannotCreate` when the path is a folder, or its folder is absent or read-only.
  public init(path: String) throws(GeoRiskError) {
    self.path = path
    guard !isStandardOutput else { return }
    if path.isEmpty { throw failure(.cannotCreate, ENOENT) }
    switch Self.kind(of: path) {
    case S_IFDIR: throw failure(.cannotCreate, EISDIR)
    case S_IFREG, nil:
      if access(Self.folder(of: target), W_OK) != 0 { throw failure(.cannotCreate, errno) }
    default: if access(path, W_OK) != 0 { throw failure(.cannotCreate, errno) }
    }
  }

  /// Takes the bytes of an output in order.
  public typealias Sink = (_ bytes: [UInt8]) throws(GeoRiskError) -> Void

  /// Writes the whole content, replacing what is there.
  ///
  /// - Throws: as `write(_:)` with a closure.
  public func write(_ bytes: [UInt8]) throws(GeoRiskError) {
    try write { (sink) throws(GeoRiskError) in try sink(bytes) }
  }

  /// Writes the content piece by piece, replacing what is there once it is whole.
  ///
  /// - Parameter content: hands the bytes to the sink that it is given, in order.
  /// - Throws: `cannotCreate` when the file cannot be made, `inputOutput` when writing fails part-way, and what
  ///   `content` throws; nothing is left of the new file then.
  public func write(
    _ content: (_ sink: @escaping Sink) throws(GeoRiskError) -> Void
  ) throws(GeoRiskError) {
    if isStandardOutput { return try content(sink(to: STDOUT_FILENO)) }
    if let kind = Self.kind(of: path), kind != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(.cannotCreate, errno) }
      defer { close(descriptor) }
      return try content(sink(to: descriptor))
    }
    let target = target
    let staged = Self.folder(of: target) + "/.georisk-\(getpid())-" + Self.name(of: target)
    let descriptor = open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(.cannotCreate, errno) }
    // Who may read what was there may read the new one, and nobody else.
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    do throws(GeoRiskError) {
      try content(sink(to: descriptor))
    } catch {
      close(descriptor)
      unlink(staged)
      throw error
    }
    // Some file systems tell only now that the bytes found no room.
    guard close(descriptor) == 0 else {
      let code = errno
      unlink(staged)
      throw failure(.inputOutput, code)
    }
    guard rename(staged, target) == 0 else {
      let code = errno
      unlink(staged)
      throw failure(.cannotCreate, code)
    }
  }

  private func sink(to descriptor: Int32) -> Sink {
    { (bytes) throws(GeoRiskError) in
      var start = 0
      while start < bytes.count {
        let written = bytes[start...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
        if written > 0 {
          start += written
        } else if errno != EINTR {
          throw failure(.inputOutput, errno)
        }
      }
    }
  }

  /// The file behind the path: a symbolic link stays, and what it points to is replaced.
  private var target: String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    // A link to what is not there yet: the file comes to stand where it points.
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink(path, &bytes, Int(PATH_MAX)) > 0 else { return path }
    let link = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return link.hasPrefix("/") ? link : Self.folder(of: path) + "/" + link
  }

  private func failure(_ category: GeoRiskError.Category, _ code: Int32) -> GeoRiskError {
    let what =
      switch code {
      case ENOENT: "the folder of this output does not exist"
      case EISDIR: "this is a folder, the output needs a file"
      case EACCES, EPERM, EROFS: "the output must not be written by this user"
      default: "the output cannot be written: " + String(cString: strerror(code))
      }
    return GeoRiskError(category, what, at: InputPlace(file: isStandardOutput ? "standard output" : path))
  }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}

/// The C function, whose name the methods above hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
