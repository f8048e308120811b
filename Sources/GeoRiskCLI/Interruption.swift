import Dispatch
import Foundation

/// Ends the process with status 130 on Ctrl-C (143 when asked to terminate), never in the middle of an output.
///
/// Signals are handled on a queue of their own, and outputs are written on the same queue: whichever comes first
/// finishes before the other starts, so an interrupted run leaves each output whole or absent.
enum Interruption {
  private static let queue = DispatchQueue(label: "georisk.interruption")
  /// Starts to listen; to be called once, first thing.
  static func install() {
    for (number, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        withExtendedLifetime(source) {
          Console.line("georisk: interrupted")
          _exit(status)
        }
      }
      source.resume()
    }
  }

  /// Runs `body` so that no signal ends the process before it returns, unless it may be cut short anywhere.
  static func shielded<Value, Failure: Error>(
    unless mayBeCut: Bool = false, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if mayBeCut { return try body() }
    let outcome = queue.sync { () -> Result<Value, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
