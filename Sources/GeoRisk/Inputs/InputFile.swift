#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of one input with the name under which errors speak of it.
public struct InputFile: Hashable, Sendable {
  /// The path as the user gave it, `-` for standard input, or the name of bundled bytes.
  public var name: String
  /// The whole content.
  public var bytes: [UInt8]

  /// Takes bytes that are in memory already.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Reads a file, or standard input where the path is `-`.
  ///
  /// - Throws: `missingInput` where there is nothing to read at the path, `inputOutput` where reading fails
  ///   part-way, and `badData` for an empty file.
  public init(path: String) throws(GeoRiskError) {
    self.init(name: path, bytes: try Self.contents(of: path))
    if bytes.isEmpty { throw GeoRiskError(.badData, "the file is empty", at: place) }
  }

  /// The SHA-256 of the content in lower-case hexadecimal.
  public var sha256: String { SHA256.hexDigest(of: bytes) }

  /// Whether the content is JSON or a JSON text sequence by its first character; a byte-order mark is passed over.
  public var looksLikeJSON: Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == 0x1E
  }

  /// The file as a whole, as a place for errors.
  var place: InputPlace { InputPlace(file: name) }

  private static func contents(of path: String) throws(GeoRiskError) -> [UInt8] {
    let place = InputPlace(file: path)
    func failure(_ category: GeoRiskError.Category, _ code: Int32) -> GeoRiskError {
      let reason =
        switch code {
        case ENOENT, ENOTDIR: "no such file"
        case EACCES, EPERM: "the file must not be read by this user"
        case EISDIR: "this is a folder, a file is needed"
        default: "the file cannot be read: " + String(cString: strerror(code))
        }
      return GeoRiskError(category, reason, at: place)
    }
    let isStandardInput = path == "-"
    let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.missingInput, errno) }
    defer { if !isStandardInput { close(descriptor) } }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(.missingInput, errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(.missingInput, EISDIR) }

    // The size is only a first guess: pipes have none, and files grow. A file that keeps its size comes in one
    // piece.
    var bytes: [UInt8] = []
    var chunk = max(1 << 16, Int(status.st_size) + 1)
    while true {
      var code: Int32 = 0
      let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        LargePages.advise(for: buffer)
        while count < buffer.count {
          let got = read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
          if got == 0 { break }
          if got > 0 {
            count += got
          } else if errno != EINTR {
            code = errno
            break
          }
        }
      }
      if code == EISDIR { throw failure(.missingInput, code) }
      if code != 0 { throw failure(.inputOutput, code) }
      let isLast = piece.count < chunk
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if isLast { return bytes }
      chunk = 1 << 24
    }
  }
}
