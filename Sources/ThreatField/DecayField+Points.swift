import GeoCore

extension DecayField {
  /// The threat at a place.
  public func value(at position: EarthPosition) -> FieldSample {
    withView(empty: FieldSample()) { view in
      var loops = SegmentLoops()
      let sample = loops.samplePoint(view, position)
      return FieldSample(components: sample.components, variance: sample.variance)
    }
  }

  /// The threat at many places, in their order.
  ///
  /// Many places that lie close together are summed in single precision, and then differ from `value(at:)` by up to
  /// 1e-5 of the total, the variance by up to 3e-5; a source within a millionth of its reach may count or not. The
  /// answers are the same for any number of threads.
  public func values(at positions: [EarthPosition], workers: Workers) -> [FieldSample] {
    values(at: positions, workers: workers, level: .current)
  }

  /// The values by the vectorised loops of one level.
  func values(at positions: [EarthPosition], workers: Workers, level: VectorLevel) -> [FieldSample] {
    [FieldSample](unsafeUninitializedCapacity: positions.count) { buffer, initialized in
      buffer.initialize(repeating: FieldSample())
      // Every place is answered once, by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      sampleTargets(positions.count, nodeCount: 1, workers: workers, level: level) { target, _ in
        FieldNode(position: positions[target])
      } single: { view, loops, target in
        loops.samplePoint(view, positions[target])
      } _: { target, sample in
        results[target] = FieldSample(components: sample.components, variance: sample.variance)
      }
      initialized = positions.count
    }
  }
}
