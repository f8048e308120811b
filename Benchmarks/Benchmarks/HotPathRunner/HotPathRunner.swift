import Foundation
import HotPaths

/// Does one hot path inside a function that valgrind knows by name.
///
///     valgrind --tool=callgrind --toggle-collect=georisk_hot_path HotPathRunner cut-network
///
/// Only the work is counted, not the making of its inputs nor the start of the process. It is done once before: the
/// first time, Swift's runtime looks up types and conformances, which costs millions of instructions and changes with
/// whatever else the program holds. `--list` prints the names with what each guards.
@main
struct HotPathRunner {
  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    if names == ["--list"] {
      for path in HotPath.all { print("\(path.name)\t\(path.guards)") }
      return
    }
    guard names.count == 1, let path = HotPath.all.first(where: { $0.name == names.first }) else {
      FileHandle.standardError.write(Data("usage: HotPathRunner --list | NAME\n".utf8))
      exit(2)
    }
    let work = try path.make()
    try work()
    let call = CountedCall(work)
    // Through a pointer, so that the C symbol itself is entered and nothing of it is inlined here.
    let count: @convention(c) (UnsafeMutableRawPointer) -> Void = hotPath
    withExtendedLifetime(call) { count(Unmanaged.passUnretained(call).toOpaque()) }
    if let error = call.error { throw error }
  }
}

/// Work to be done by `hotPath`, which as a C function can neither capture nor throw.
private final class CountedCall {
  private let work: () throws -> Void
  private(set) var error: (any Error)?

  init(_ work: @escaping () throws -> Void) { self.work = work }

  func run() {
    do { try work() } catch { self.error = error }
  }
}

/// What callgrind counts: from the entry of this function to its return.
@inline(never)
@_cdecl("georisk_hot_path")
func hotPath(_ call: UnsafeMutableRawPointer) {
  Unmanaged<CountedCall>.fromOpaque(call).takeUnretainedValue().run()
}
