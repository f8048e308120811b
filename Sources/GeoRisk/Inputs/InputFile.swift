import GeoCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of one input with the name under which errors speak of it.
public struct InputFile: Sendable {
  /// The path as the user gave it, `-` for standard input, or the name of bundled bytes.
  public var name: String
  private var content: Content

  private enum Content: Sendable {
    case memory([UInt8])
    case mapped(MappedFile)
  }

  /// Takes bytes that are in memory already.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    content = .memory(bytes)
  }

  /// Reads a file, or standard input where the path is `-`.
  ///
  /// - Throws: `missingInput` where there is nothing to read at the path, `inputOutput` where reading fails
  ///   part-way, and `badData` for an empty file.
  public init(path: String) throws(GeoRiskError) {
    self.init(name: path, bytes: try Self.contents(of: path))
    if byteCount == 0 { throw GeoRiskError(.badData, "the file is empty", at: place) }
  }

  /// Opens a file of which only some megabytes are to be in memory at a time, for walks from its first byte to its
  /// last; what is no plain file is read. The file must not shrink meanwhile.
  ///
  /// - Throws: as `init(path:)`.
  public init(mapping path: String) throws(GeoRiskError) {
    let descriptor = path == "-" ? -1 : open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, let file = try? MappedFile(descriptor: descriptor), file.count > 0 else {
      try self.init(path: path)
      return
    }
    self.init(name: path, bytes: [])
    content = .mapped(file)
  }

  /// The whole content; of a mapped file a copy in memory.
  public var bytes: [UInt8] {
    switch content {
    case .memory(let bytes): bytes
    case .mapped(let file): file.withBytes { Array($0) }
    }
  }

  /// The number of bytes.
  public var byteCount: Int {
    switch content {
    case .memory(let bytes): bytes.count
    case .mapped(let file): file.count
    }
  }

  /// The content for the length of a call, without a copy.
  func withBytes<Value, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    switch content {
    case .memory(let bytes): try bytes.withUnsafeBufferPointer(body)
    case .mapped(let file):
      try file.withBytes { bytes throws(Failure) in try body(bytes.assumingMemoryBound(to: UInt8.self)) }
    }
  }

  /// The mapping, for those who hand it on; nil where the bytes are in memory.
  var mapping: MappedFile? {
    if case .mapped(let file) = content { file } else { nil }
  }

  /// What keeps a walk from end to end small in memory; nil where the bytes are there for good.
  var tail: MappingTail? { mapping.map { MappingTail(of: $0) } }

  /// The SHA-256 of the content in lower-case hexadecimal.
  public var sha256: String {
    var tail = tail
    return withBytes { SHA256.hexDigest(of: $0) { tail?.pass($0) } }
  }

  /// Whether the content is JSON or a JSON text sequence by its first character; a byte-order mark is passed over.
  public var looksLikeJSON: Bool {
    withBytes { bytes in
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let first = bytes[start...].first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == 0x1E
    }
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

    if status.st_mode & S_IFMT == S_IFREG, let bytes = pieces(of: descriptor, size: Int(status.st_size)) {
      return bytes
    }
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

extension InputFile {
  /// The bytes of a large plain file, pieces of it read side by side; nil where it is small, changes its size meanwhile
  /// or cannot be read so.
  private static func pieces(of descriptor: Int32, size: Int) -> [UInt8]? {
    let piece = 1 << 22
    guard size >= 2 * piece else { return nil }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      LargePages.advise(for: buffer)
      // Each piece is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let start = base
      let fills = Workers.allProcessors.map((size + piece - 1) / piece) { index -> Bool in
        var position = index * piece
        let end = min(position + piece, size)
        while position < end {
          let got = pread(descriptor, start + position, end - position, off_t(position))
          guard got > 0 || got < 0 && errno == EINTR else { return false }
          position += max(got, 0)
        }
        return true
      }
      var more: UInt8 = 0
      isWhole = !fills.contains(false) && pread(descriptor, &more, 1, off_t(size)) == 0
      count = isWhole ? size : 0
    }
    return isWhole ? bytes : nil
  }
}

extension InputFile: Hashable {
  /// Equal are files of one name and the same bytes.
  public static func == (left: InputFile, right: InputFile) -> Bool {
    left.name == right.name
      && left.withBytes { bytes in
        right.withBytes { ByteHash.areEqual(UnsafeRawBufferPointer(bytes), UnsafeRawBufferPointer($0)) }
      }
  }

  /// Hashes the name and the number of bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(byteCount)
  }
}
