/// A stretch of a corridor that a reader can choose, told by its worst segment.
struct CorridorStretch {
  /// The anchor of its panel.
  var anchor: String
  /// The anchor of the corridor's own section.
  var corridorAnchor: String
  /// The corridor's name.
  var corridor: String
  /// Its open segments, in order.
  var segments: [SegmentScore]
  /// The one with the most threat, above 0.
  var worst: SegmentScore

  /// What a reader is told who points at it.
  var words: String {
    "\(corridor.isolated), \(chainage): reasons of its worst segment, index "
      + "\(ReportNumber.index(worst.score.index)), \(worst.score.grade.name)"
  }

  /// From where to where it runs.
  var chainage: String {
    ReportNumber.chainage(segments[0].fromKm, segments[segments.count - 1].toKm)
  }

  /// The stretches of corridors, about `limit` of them at most: 10 km long, or longer where the roads are.
  ///
  /// What no incident reaches is no stretch.
  static func stretches(
    of corridors: [ReportFacts.Ranked<CorridorScore>], limit: Int = 120
  ) -> [CorridorStretch] {
    let total = corridors.reduce(0) { $0 + $1.score.totals.lengthKm }
    let room = Double(max(limit - corridors.count, 1))
    let length = [10.0, 20, 50, 100, 200, 500].first { total / $0 <= room } ?? max(1_000, total / room)
    return corridors.flatMap { corridor in
      let open = corridor.score.segments.filter { !$0.isClosed }
      let groups = Dictionary(grouping: open) { Int(($0.fromKm / length).rounded(.down)) }
      return groups.sorted { $0.key < $1.key }.compactMap { number, segments -> CorridorStretch? in
        let worst = segments[segments.indices.ranked { segments[$0].score.threat }[0]]
        guard worst.score.threat > 0 else { return nil }
        return CorridorStretch(
          anchor: "\(corridor.anchor)-stretch-\(number)", corridorAnchor: corridor.anchor,
          corridor: corridor.score.name, segments: segments,
          worst: worst)
      }
    }
  }
}
