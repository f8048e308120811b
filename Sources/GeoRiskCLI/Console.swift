import Dispatch
import Foundation
import GeoRisk
import Synchronization

/// Everything that is said to a person: standard error, in whole lines, with a passing progress line on a terminal.
enum Console {
  /// What `--quiet` and the kind of standard error allow.
  private struct State {
    var quiet = false
    /// What is being done; nil once results are out.
    var doing: String? = "reading"
    /// The progress line as it stands on the terminal.
    var shown: String?
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
  static func error(_ error: GeoRiskError) {
    endProgress()
    line("georisk: \(error)")
  }

  /// Says something worth knowing, unless quiet.
  static func note(_ text: String) {
    guard !state.withLock({ $0.quiet }) else { return }
    line(text)
  }

  /// Writes one line to standard error, whatever `--quiet` says.
  static func line(_ text: String) {
    state.withLock { state in
      erase(&state)
      write(plain(text) + "\n")
    }
  }

  /// Starts to show what is being done, once the run has taken a second, four times a second; on a terminal only.
  static func watch() {
    guard isTerminal else { return }
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(deadline: .now() + .milliseconds(1_000), repeating: .milliseconds(250))
    timer.setEventHandler { withExtendedLifetime(timer) { state.withLock { show(&$0) } } }
    timer.resume()
  }

  /// Notes how far a stage is, to be shown by and by.
  static func progress(_ stage: String, fraction: Double) {
    progress("\(stage) \(Int(fraction * 100)) %")
  }

  /// Notes what is being done, to be shown by and by.
  static func progress(_ text: String) {
    guard isTerminal else { return }
    state.withLock { if $0.doing != nil { $0.doing = text } }
  }

  /// Takes the progress line away for good: results come next, perhaps on the same terminal.
  static func endProgress() {
    state.withLock { state in
      state.doing = nil
      erase(&state)
    }
  }

  private static func show(_ state: inout State) {
    guard !state.quiet, let doing = state.doing, doing != state.shown else { return }
    state.shown = doing
    write("\r\u{1B}[K" + doing)
  }

  private static func erase(_ state: inout State) {
    guard state.shown != nil else { return }
    state.shown = nil
    write("\r\u{1B}[K")
  }

  /// Writes to standard error; if nobody takes it, there is nobody to tell.
  /// The text with control characters, which data may hold and a terminal would obey, as question marks.
  static func plain(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.value >= 0xA0 || (0x20..<0x7F).contains($0.value) || $0 == "\n" || $0 == "\t"
    }
    if isPlain { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
      scalars.append(isControl ? "?" : scalar)
    }
    return String(scalars)
  }

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
