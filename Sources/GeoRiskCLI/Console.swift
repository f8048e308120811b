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

  /// Opens what the caller has closed, lest an output file take the place of a standard stream and be written to.
  static func claimStandardStreams() {
    for (stream, access) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(stream, F_GETFD) == -1 {
      // The lowest free descriptor is taken: this one, for those below it are open.
      _ = open("/dev/null", access)
    }
  }

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
    progress("\(stage) \(Int(fraction * 100)) %")
  }

  /// Shows how far a stage is in its own words, as rarely as `progress(_:fraction:)`.
  static func progress(_ text: String) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      guard !state.quiet, now - state.started > .seconds(1), now - state.lastShown > .milliseconds(100) else {
        return
      }
      state.lastShown = now
      state.progressShown = true
      write("\r\u{1B}[K" + text)
    }
  }

  /// Takes the progress line away.
  static func eraseProgress() { state.withLock { erase(&$0) } }

  private static func erase(_ state: inout State) {
    guard state.progressShown else { return }
    state.progressShown = false
    write("\r\u{1B}[K")
  }

  /// Writes to standard error; if nobody takes it, there is nobody to tell.
  private static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
