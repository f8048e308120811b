extension CorridorTotals {
  /// Length in km of the stretch that `worst` names.
  static let worstStretchKm = 10.0

  /// What a corridor's segments add up to; `rank` is left at 1.
  ///
  /// - Parameter segments: in the order of their chainage; where some are left out, no stretch leads over the gap.
  init(of segments: [SegmentScore], model: RiskModel) {
    let length = segments.reduce(0) { $0 + $1.lengthKm }
    let threatKm = segments.reduce(0) { $0 + $1.score.threat * $1.lengthKm }
    let mean = length > 0 ? threatKm / length : 0
    let index = model.index(ofThreat: mean)
    var kmByGrade = [Double](repeating: 0, count: Grade.allCases.count)
    for segment in segments { kmByGrade[segment.score.grade.rawValue] += segment.lengthKm }
    self.init(
      lengthKm: length, threatKm: threatKm, meanThreat: mean,
      threatMax: segments.reduce(0) { max($0, $1.threatMax) }, index: index,
      grade: model.grade(ofIndex: index),
      worst: WorstStretch(of: segments, model: model), kmByGrade: kmByGrade, rank: 1)
  }
}

extension WorstStretch {
  /// The contiguous 10 km with the largest ∫ threat ds, within one part of the corridor.
  ///
  /// Threat counts as constant along a segment, so the best window starts or ends at a segment's edge; all
  /// those windows are tried, each in constant time from running sums. Parts shorter than 10 km compete with
  /// their whole length. Of equal windows the first wins.
  init(of segments: [SegmentScore], model: RiskModel) {
    var best = (from: 0.0, to: 0.0, sum: -1.0)
    for stretch in segments.runs(while: { $0.part == $1.part && abs($0.toKm - $1.fromKm) < 1e-6 }) {
      let profile = ThreatProfile(stretch)
      let window = min(CorridorTotals.worstStretchKm, profile.end - profile.start)
      for edge in profile.chainage {
        for start in [edge, edge - window] {
          let from = min(max(start, profile.start), profile.end - window)
          let sum = profile.sum(to: from + window) - profile.sum(to: from)
          // Equal windows differ by rounding only; a later one must be better by more than that.
          if sum > best.sum + 1e-9 * abs(best.sum) { best = (from, from + window, sum) }
        }
      }
    }
    let length = best.to - best.from
    let threat = length > 0 ? max(best.sum, 0) / length : 0
    let index = model.index(ofThreat: threat)
    self.init(
      fromKm: best.from, toKm: best.to, threat: threat, index: index, grade: model.grade(ofIndex: index))
  }
}

/// ∫ threat ds along one part of a corridor, as running sums at the segments' edges.
private struct ThreatProfile {
  /// Edges of the segments in km.
  private(set) var chainage: [Double]
  private var sums: [Double]
  private var threats: [Double]

  init(_ segments: ArraySlice<SegmentScore>) {
    chainage = [segments.first?.fromKm ?? 0]
    sums = [0]
    threats = []
    for segment in segments {
      chainage.append(segment.toKm)
      sums.append(sums[sums.count - 1] + segment.score.threat * segment.lengthKm)
      threats.append(segment.score.threat)
    }
  }

  var start: Double { chainage[0] }
  var end: Double { chainage[chainage.count - 1] }

  /// The integral from the start to a chainage in km.
  func sum(to km: Double) -> Double {
    let segment = threats.indices.partitioningIndex { chainage[$0 + 1] > km }
    guard segment < threats.count else { return sums[segment] }
    return sums[segment] + max(0, km - chainage[segment]) * threats[segment]
  }
}

extension Array {
  /// Runs of neighbours that belong together.
  fileprivate func runs(while belongs: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var runs: [ArraySlice<Element>] = []
    var start = startIndex
    for index in indices where index > start && !belongs(self[index - 1], self[index]) {
      runs.append(self[start..<index])
      start = index
    }
    if start < endIndex { runs.append(self[start...]) }
    return runs
  }
}
