import Foundation
import GeoRisk
import Synchronization

/// Everything that is said to a person: standard error, in whole lines, with a passing progress line on a terminal.
enum Console {
  /// What `--quiet` and the kind of standard error allow.
  private struct State {
    var quiet = false
    var progressShown = false
    var started = ContinuousClock.now
    var lastShown = ContinuousClock.now
  }

  private static let state = Mutex(State())

  /// Whether a passing progress line makes sense: a person is looking, at something that can erase it.
  private static let isTerminal =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// Silences notes and progress; errors and rejects are still said.
  static func setQuiet(_ quiet: Bool) { state.withLock { $0.quiet = quiet } }

  /// Says what went wrong, where, and what would mend it.
  static func error(_ error: GeoRiskError) { line("georisk: \(error)") }

  /// Says something worth knowing, unless quiet.
  static func note(_ text: String) {
    guard !state.withLock({ $0.quiet }) else { return }
    line(text)
  }

  /// Writes one line to standard error, whatever `--quiet` says.
  static func line(_ text: String) {
    state.withLock { state in
      erase(&state)
      write(text + "\n")
    }
  }

  /// Shows how far a stage is, once the run has taken a second, and at most ten times a second.
  static func progress(_ stage: String, fraction: Double) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      guard !state.quiet, now - state.started > .seconds(1), now - state.lastShown > .milliseconds(100) else {
        return
      }
      state.lastShown = now
      state.progressShown = true
      write("\r\u{1B}[K\(stage) \(Int(fraction * 100)) %")
    }
  }

  /// Takes the progress line away.
  static func eraseProgress() { state.withLock { erase(&$0) } }

  private static func erase(_ state: inout State) {
    guard state.progressShown else { return }
    state.progressShown = false
    write("\r\u{1B}[K")
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
