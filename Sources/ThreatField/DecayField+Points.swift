import GeoCore

extension DecayField {
  /// The threat at a place.
  public func value(at position: EarthPosition) -> FieldSample {
    withView(empty: FieldSample()) { view in
      var loops = SegmentLoops()
      return Self.sample(view, at: position, &loops)
    }
  }

  /// The threat at many places, in their order.
  public func values(at positions: [EarthPosition], workers: Workers) -> [FieldSample] {
    workers.mapEach(positions.count, empty: FieldSample()) { range, results in
      withView(empty: ()) { view in
        var loops = SegmentLoops()
        for index in range { results[index] = Self.sample(view, at: positions[index], &loops) }
      }
    }
  }

  private static func sample(
    _ view: FieldView, at position: EarthPosition, _ loops: inout SegmentLoops
  ) -> FieldSample {
    let sample = loops.sample(view, SegmentBall(position), [FieldNode(position: position)])
    return FieldSample(components: sample.components, variance: sample.variance)
  }
}
