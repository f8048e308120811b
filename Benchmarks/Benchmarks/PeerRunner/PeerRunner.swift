import Foundation
import GeoRisk

/// Does one path of GeoRisk on the peers' inputs, again and again in one process, as the peers do.
///
///     PeerRunner surface-exponential-100k FOLDER
///
/// Reads its inputs, does the path once to warm up, then answers each line on standard input with a line:
/// `run` does the path and says `{"seconds": …, "cpu": …, "peak_mb": …}`; `memory` does it with no memory in reserve
/// and says `{"held_mb": …, "result_mb": …}`, at most beyond the inputs and at the end; `check FILE` writes what the
/// accuracy is judged by as little-endian doubles and says `{}`.
@main
struct PeerRunner {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let make = paths[arguments[1]] else {
      print("usage: PeerRunner PATH FOLDER, with PATH one of\n" + paths.keys.sorted().joined(separator: "\n"))
      exit(2)
    }
    let path = try make(Inputs(folder: arguments[2]))
    try path.run()
    answer("{}")
    while let line = readLine() {
      let words = line.split(separator: " ")
      if words.first == "run" {
        path.forget()
        Memory.forgetPeak()
        let cpu = Memory.cpuSeconds
        let seconds = try ContinuousClock().measure(path.run) / .seconds(1)
        answer(
          "{\"seconds\": \(seconds), \"cpu\": \(Memory.cpuSeconds - cpu), \"peak_mb\": \(Memory.peakMegabytes)}"
        )
      } else if words.first == "memory" {
        path.forget()
        Memory.giveBack()
        let bare = Memory.residentMegabytes
        var before = bare
        try path.run {
          before = Memory.residentMegabytes
          Memory.forgetPeak()
        }
        let peak = Memory.peakMegabytes
        Memory.giveBack()
        let result = Memory.residentMegabytes - bare
        answer("{\"held_mb\": \(peak - before), \"result_mb\": \(result)}")
      } else if words.first == "check", words.count == 2 {
        let values = try path.check()
        let bytes = values.withUnsafeBytes { Data($0) }
        try bytes.write(to: URL(fileURLWithPath: String(words[1])))
        answer("{}")
      }
    }
  }

  private static func answer(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  /// Every path by its name, as the rows of `bench.py` call it.
  static let paths: [String: @Sendable (Inputs) throws -> any PeerPath] = {
    var paths = SurfacePaths.all
    paths.merge(LinePaths.all) { $1 }
    paths.merge(AreaPaths.all) { $1 }
    paths.merge(FilePaths.all) { $1 }
    return paths
  }()
}

/// One hot path with its inputs in memory.
protocol PeerPath {
  /// Does the work that is timed; keeps the result. Says when the library's input is there.
  func run(_ prepared: () -> Void) throws
  /// Lets go of the result, as a caller would that asks again.
  func forget()
  /// What the accuracy of the last result is judged by.
  func check() throws -> [Double]
}

/// A path made of closures: what makes the library's input of what is in memory, what is done with it, and how the
/// result is judged.
final class Path<Input, Result>: PeerPath {
  private let prepare: () throws -> Input
  private let work: (Input) throws -> Result
  private let judge: (Result) throws -> [Double]
  private var result: Result?

  init(
    input prepare: @escaping () throws -> Input, _ work: @escaping (Input) throws -> Result,
    check judge: @escaping (Result) throws -> [Double]
  ) {
    self.prepare = prepare
    self.work = work
    self.judge = judge
  }

  func run(_ prepared: () -> Void) throws {
    let input = try prepare()
    prepared()
    result = try work(input)
  }

  func forget() { result = nil }

  func check() throws -> [Double] { try result.map(judge) ?? [] }
}

extension Path where Input == Void {
  /// A path whose inputs are as the library takes them.
  convenience init(
    _ work: @escaping () throws -> Result, check judge: @escaping (Result) throws -> [Double]
  ) {
    self.init(input: {}, { _ in try work() }, check: judge)
  }
}

extension PeerPath {
  func run() throws { try run {} }
}

/// What the process has used, from /proc.
enum Memory {
  /// The largest resident size in MB since `forgetPeak`.
  static var peakMegabytes: Double { megabytes("VmHWM:") }

  /// The resident size in MB.
  static var residentMegabytes: Double { megabytes("VmRSS:") }

  /// Gives free memory back to the system, so that what is resident is in use.
  static func giveBack() {
    // Swift's import of Glibc leaves this function out.
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "malloc_trim") else { return }
    typealias Trim = @convention(c) (Int) -> Int32
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }

  private static func megabytes(_ name: String) -> Double {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({
        Double($0)
      })
    else { return 0 }
    return kilobytes / 1_024
  }

  /// Starts the peak anew; where the system does not allow it, the peak is that of the whole run.
  static func forgetPeak() {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  /// Processor seconds of all threads so far.
  static var cpuSeconds: Double {
    var usage = rusage()
    getrusage(0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
