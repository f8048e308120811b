import GeoCore

extension DecayField {
  /// The threat at a place.
  public func value(at position: EarthPosition) -> FieldSample {
    withView(empty: FieldSample()) { view in
      var loops = SegmentLoops()
      return FieldSample(loops.sample(view, position))
    }
  }

  /// The threat at places by what is within reach alone, added up one by one in the order of a curve.
  ///
  /// As `value(at:)` but for rounding. What is out of reach of a position leaves no trace in
  /// its answer: fields with equal kernels and profiles that differ only there give answers that are equal to the bit.
  public func localValues(at positions: [EarthPosition]) -> [FieldSample] {
    withView(empty: positions.map { _ in FieldSample() }) { view in
      var loops = SegmentLoops()
      return positions.map { FieldSample(loops.localSample(view, $0)) }
    }
  }

  /// As `values(at:workers:)`, for places in degrees.
  public func values(at coordinates: [Coordinate], workers: Workers) -> [FieldSample] {
    values(at: workers.inBlocks(of: coordinates.count) { EarthPosition(coordinates[$0]) }, workers: workers)
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
    guard takesTargets(positions.count) else {
      return workers.mapEach(positions.count, empty: FieldSample()) { range, results in
        withView(empty: ()) { view in
          var loops = SegmentLoops(level: level)
          for index in range { results[index] = FieldSample(loops.sample(view, positions[index])) }
        }
      }
    }
    return [FieldSample](unsafeUninitializedCapacity: positions.count) { buffer, initialized in
      LargePages.advise(for: buffer)
      // Every place is answered once, by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      sample(PointTargets(positions: positions), workers: workers, level: level) { target, sample in
        results.initializeElement(at: target, to: FieldSample(sample))
      }
      initialized = positions.count
    }
  }
}

extension FieldSample {
  fileprivate init(_ sample: SegmentSample) {
    self.init(components: sample.components, variance: sample.variance)
  }
}
