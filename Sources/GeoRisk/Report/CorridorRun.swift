import GeoCore

/// Consecutive segments of one grade as one line: what the map draws instead of thousands of pieces.
struct CorridorRun {
  var grade: Grade
  /// Whether nobody travels on it.
  var isClosed: Bool
  var coordinates: [Coordinate]
  /// What a reader is told who points at it.
  var words: String

  /// The runs of a corridor in order.
  static func runs(of corridor: CorridorScore) -> [CorridorRun] {
    chains(of: corridor.segments) {
      $0.isClosed == $1.isClosed && ($0.isClosed || $0.score.grade == $1.score.grade)
    }.compactMap { segments in
      guard let first = segments.first, let last = segments.last else { return nil }
      let indexes = segments.map(\.score.index)
      let low = ReportNumber.index(indexes.min() ?? 0)
      let high = ReportNumber.index(indexes.max() ?? 0)
      let words =
        "\(corridor.name.isolated), \(ReportNumber.chainage(first.fromKm, last.toKm)): "
        + (first.isClosed
          ? "closed" : "\(first.score.grade.name), index \(low == high ? low : low + " to " + high)")
      return CorridorRun(
        grade: first.score.grade, isClosed: first.isClosed, coordinates: joined(segments), words: words)
    }
  }

  /// The lines that the segments make, one for each unbroken chain.
  static func lines(of segments: [SegmentScore]) -> [[Coordinate]] {
    chains(of: segments) { _, _ in true }.map(joined)
  }

  /// The segments cut where the part changes, a segment is missing, or `belongs` says no.
  private static func chains(
    of segments: [SegmentScore], belongs: (SegmentScore, SegmentScore) -> Bool
  ) -> [[SegmentScore]] {
    var chains: [[SegmentScore]] = []
    var chain: [SegmentScore] = []
    for segment in segments {
      if let last = chain.last,
        last.part != segment.part || last.segment + 1 != segment.segment || !belongs(last, segment)
      {
        chains.append(chain)
        chain = []
      }
      chain.append(segment)
    }
    if !chain.isEmpty { chains.append(chain) }
    return chains
  }

  private static func joined(_ segments: [SegmentScore]) -> [Coordinate] {
    segments.reduce(into: []) { line, segment in
      let vertices = segment.line.coordinates
      line += line.last == vertices.first ? vertices[1...] : vertices[...]
    }
  }
}
