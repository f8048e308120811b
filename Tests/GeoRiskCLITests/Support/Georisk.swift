import Foundation
import Testing

/// The built program, run as a user runs it.
struct Georisk {
  /// What a run left behind.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
    /// Standard error line by line, without the last line's end.
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Runs `georisk` in a folder with standard output and error caught in files, so that no pipe can fill up.
  ///
  /// - Parameters:
  ///   - input: standard input; none reads as empty.
  ///   - interruptAfter: seconds after which SIGINT is sent.
  static func run(
    _ arguments: [String], in folder: borrowing Scratch, input: String = "",
    environment: [String: String] = [:],
    interruptAfter: Double? = nil
  ) throws -> Outcome {
    let caught = try Scratch()
    let files = ["input", "output", "errors"].map { caught.url.appendingPathComponent($0) }
    try Data(input.utf8).write(to: files[0])
    try Data().write(to: files[1])
    try Data().write(to: files[2])
    let process = Process()
    process.executableURL = try executable()
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    if let interruptAfter {
      Thread.sleep(forTimeInterval: interruptAfter)
      process.interrupt()
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
  }

  /// Runs a line of `sh` that begins with the arguments of `georisk`, and gives its status.
  static func shell(_ arguments: String, in folder: borrowing Scratch) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" " + arguments, try executable().path]
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The program lies beside the test bundle, wherever the build folder is.
  static func executable() throws -> URL {
    for argument in CommandLine.arguments {
      var folder = URL(fileURLWithPath: argument)
      while folder.pathComponents.count > 1 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("georisk")
        if argument.contains(".xctest"), FileManager.default.isExecutableFile(atPath: candidate.path) {
          return candidate
        }
      }
    }
    throw NotBuilt()
  }

  struct NotBuilt: Error, CustomStringConvertible {
    var description: String { "no georisk beside the test bundle; build the package first" }
  }
}

/// A folder of its own for one test, removed afterwards.
struct Scratch: ~Copyable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("georisk-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, making the folders on its way.
  func write(_ path: String, _ text: String) throws { try write(path, Data(text.utf8)) }

  /// Writes a file, making the folders on its way.
  func write(_ path: String, _ data: Data) throws {
    let file = url.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func read(_ path: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(path)) }

  func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

  /// Everything in the folder, hidden files included, sorted.
  var contents: [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()) ?? []
  }
}
