/// Told how far a long piece of work is: the stage's name and the part done, 0…1.
public typealias ProgressHandler = @Sendable (_ stage: String, _ fraction: Double) -> Void

/// How long a stage took.
public struct StageTiming: Hashable, Sendable {
  /// The stage's name, such as `corridors`.
  public var stage: String
  /// Wall-clock seconds.
  public var seconds: Double
  /// How many items it handled.
  public var items: Int

  /// Makes a timing.
  public init(stage: String, seconds: Double, items: Int) {
    self.stage = stage
    self.seconds = seconds
    self.items = items
  }
}

/// Times the stages of a run one after the other.
struct StageClock {
  private(set) var timings: [StageTiming] = []
  private let clock = ContinuousClock()

  /// Runs a stage and notes how long it took.
  mutating func time<Value, Failure: Error>(
    _ stage: String, items: Int, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = clock.now
    let value = try work()
    let seconds = (clock.now - start) / .seconds(1)
    timings.append(StageTiming(stage: stage, seconds: seconds, items: items))
    return value
  }
}
