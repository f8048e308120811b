/// The places along a corridor that deserve an explanation of their own.
enum CorridorPeaks {
  /// The segments with the most threat, the highest first: at least one, at most `limit`.
  ///
  /// A second peak stands 25 km or more from the first, with a dip to less than 0.7 of its height between them;
  /// it is told only when its index is beyond the lowest grade.
  static func find(in corridor: CorridorScore, limit: Int = 3) -> [SegmentScore] {
    let segments = corridor.segments.filter { !$0.isClosed }
    let threats = segments.map(\.score.threat)
    var isOpen = [Bool](repeating: true, count: segments.count)
    var peaks: [SegmentScore] = []
    while peaks.count < limit {
      var highest: Int?
      for index in segments.indices where isOpen[index] {
        if let known = highest, threats[known] >= threats[index] { continue }
        highest = index
      }
      guard let highest, threats[highest] > 0 else { break }
      if !peaks.isEmpty && segments[highest].score.grade == .veryLow { break }
      peaks.append(segments[highest])
      isOpen[highest] = false
      close(&isOpen, from: highest, by: 1, segments, threats)
      close(&isOpen, from: highest, by: -1, segments, threats)
    }
    return peaks
  }

  /// Closes the slope of a peak on one side, to where threat has dipped and risen again.
  private static func close(
    _ isOpen: inout [Bool], from peak: Int, by step: Int, _ segments: [SegmentScore], _ threats: [Double]
  ) {
    var lowest = threats[peak]
    var index = peak + step
    while segments.indices.contains(index) {
      let distance = abs(segments[index].fromKm - segments[peak].fromKm)
      if distance >= 25 && lowest < 0.7 * threats[index] { break }
      lowest = min(lowest, threats[index])
      isOpen[index] = false
      index += step
    }
  }
}
