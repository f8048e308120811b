import Dispatch
import Foundation
import GeoRisk
import Synchronization

/// Ends the process with status 130 on Ctrl-C (143 when asked to terminate), never in the middle of an output.
///
/// Outputs are written behind a gate that the end of the process has to pass too, so an interrupted run leaves each
/// output whole or absent. A long output asks now and then whether somebody waits at the gate, and gives up.
enum Interruption {
  private static let gate = DispatchQueue(label: "georisk.outputs")
  private static let isPending = Atomic<Bool>(false)

  /// Starts to listen; to be called once, first thing.
  static func install() {
    for (number, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        withExtendedLifetime(source) {
          isPending.store(true, ordering: .relaxed)
          gate.sync {
            Console.line("georisk: interrupted")
            _exit(status)
          }
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
    let outcome = gate.sync { () -> Result<Value, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    // Whoever waits at the gate passes now; nothing more is done or said.
    while isPending.load(ordering: .relaxed) { pause() }
    return try outcome.get()
  }

  /// Gives up an output that somebody waits for.
  ///
  /// - Throws: an error that never reaches a person: the process ends first.
  static func check() throws(GeoRiskError) {
    if isPending.load(ordering: .relaxed) { throw GeoRiskError(.internalFault, "interrupted") }
  }
}
