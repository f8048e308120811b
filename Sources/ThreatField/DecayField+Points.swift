import GeoCore

extension DecayField {
  /// The threat at a place.
  public func value(at position: EarthPosition) -> FieldSample {
    withView(empty: FieldSample()) { view in
      var loops = SegmentLoops()
      var result = FieldSample()
      withUnsafeMutablePointer(to: &result) { loops.samplePoints(view, [position], to: $0) }
      return result
    }
  }

  /// The threat at many places, in their order; fastest where they follow one another closely.
  public func values(at positions: [EarthPosition], workers: Workers) -> [FieldSample] {
    workers.mapEach(positions.count, empty: FieldSample()) { range, results in
      guard let results = results.baseAddress else { return }
      withView(empty: ()) { view in
        var loops = SegmentLoops()
        var start = range.lowerBound
        while start < range.upperBound {
          let end = neighbours(of: positions, from: start, within: range)
          loops.samplePoints(view, positions[start..<end], to: results)
          start = end
        }
      }
    }
  }

  /// The end of the next few points that feel much the same places.
  private func neighbours(of positions: [EarthPosition], from start: Int, within range: Range<Int>) -> Int {
    let limit = reach * reach / 64
    var end = start + 1
    while end < min(start + 16, range.upperBound),
      positions[end].squaredChord(to: positions[start]) <= limit
    { end += 1 }
    return end
  }
}
