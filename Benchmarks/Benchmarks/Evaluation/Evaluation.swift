import Foundation

/// Measures how right a method is on simulated data whose truth is known, and prints the table that stands in the
/// documentation: `scripts/evaluate NAME`.
@main
enum Evaluation {
  /// Every evaluation by name.
  static let all: [(name: String, run: @Sendable () throws -> Void)] = [
    ("control", { try ControlEvaluation.run() }),
    ("alarms", { AlarmEvaluation.run() }),
    ("intervals", { try IntervalEvaluation.run() }),
    // The same of other data sets.
    ("intervals-again", { try IntervalEvaluation.run(seed: 50_000_021) }),
  ]

  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    let known = all.map(\.name)
    guard !names.isEmpty, names.allSatisfy(known.contains) else {
      let usage = "usage: scripts/evaluate \(known.joined(separator: "|")) ...\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    for evaluation in all where names.contains(evaluation.name) { try evaluation.run() }
  }
}
