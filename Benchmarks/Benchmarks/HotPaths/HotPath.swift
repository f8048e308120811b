/// Work that users wait for, on made-up inputs: small, seeded, and on one thread, so that it takes the same
/// instructions every time.
///
/// The benchmarks time each path, and `HotPathRunner` lets its instructions be counted; both take them from here.
public struct HotPath: Sendable {
  /// How the thresholds and filters call it; the peers' rows that do the same on large inputs bear the same name.
  public let name: String
  /// Which cost it guards, in one sentence.
  public let guards: String
  /// Makes the inputs and returns the work, which may be done many times.
  public let make: @Sendable () throws -> () throws -> Void

  /// A path whose result goes nowhere, but is made all the same.
  init<Result>(
    _ name: String, guards: String, make: @escaping @Sendable () throws -> () throws -> Result
  ) {
    self.name = name
    self.guards = guards
    self.make = {
      let work = try make()
      return { keep(try work()) }
    }
  }

  /// Every path, in the order in which it is shown.
  public static let all: [HotPath] = surfaces + scores + lines + areas + files
}

/// Takes a result, so that the optimiser cannot leave out what makes it.
@_optimize(none)
private func keep<Result>(_: Result) {}
