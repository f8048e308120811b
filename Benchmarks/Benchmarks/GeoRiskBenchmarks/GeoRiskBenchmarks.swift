import Benchmark
import HotPaths

/// Times every hot path; `HotPath.all` says which cost each guards. Run by `scripts/bench`.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .peakMemoryResident], maxDuration: .seconds(2), maxIterations: 20)

  for path in HotPath.all {
    Benchmark(path.name) { benchmark, work in
      for _ in benchmark.scaledIterations { try work() }
    } setup: {
      try path.make()
    }
  }
}
