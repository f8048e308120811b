import GeoCore

extension Workers {
  /// An array of `count` results filled in parallel, `body` getting one stretch of indices after another and
  /// the whole result to write its stretch into.
  func mapEach<Value: Sendable>(
    _ count: Int, stretch: Int = 64, empty: Value,
    _ body: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Value>) -> Void
  ) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      LargePages.advise(for: buffer)
      buffer.initialize(repeating: empty)
      // Each stretch is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      let stretches = (count + stretch - 1) / stretch
      _ = map(stretches) { index in
        body(index * stretch..<min((index + 1) * stretch, count), results)
      }
      initialized = count
    }
  }
}
