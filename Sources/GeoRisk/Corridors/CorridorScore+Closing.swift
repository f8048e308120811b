extension [CorridorScore] {
  /// Closes stretches of the corridors: a segment is closed whose middle lies in one. Totals and ranks are then those
  /// of what is open.
  ///
  /// - Throws: `badData` for a stretch that is not on its corridor, or that closes no segment.
  mutating func close(_ closures: [RoadClosure], model: RiskModel) throws(GeoRiskError) {
    if closures.isEmpty { return }
    for closure in closures {
      guard let index = firstIndex(where: { $0.corridorID == closure.corridorID }) else { continue }
      let end = self[index].segments.last?.toKm ?? 0
      // A kilometre more is how people round.
      guard closure.fromKm < end, closure.toKm <= end + 1 else {
        throw GeoRiskError(
          .badData,
          "km \(shortest(closure.fromKm < end ? closure.toKm : closure.fromKm)) lies beyond the end of \(quoted(closure.corridorID))",
          at: closure.record, suggestion: "it ends at km \(ReportNumber.fixed(end, 1))")
      }
      var count = 0
      for segment in self[index].segments.indices {
        let middle = (self[index].segments[segment].fromKm + self[index].segments[segment].toKm) / 2
        guard (closure.fromKm...closure.toKm).contains(middle) else { continue }
        self[index].segments[segment].isClosed = true
        count += 1
      }
      guard count > 0 else {
        throw GeoRiskError(
          .badData, "the closed stretch holds the middle of no segment", at: closure.record,
          suggestion: "close more of the road, or use a shorter segment length")
      }
    }
    for index in indices {
      self[index].totals = CorridorTotals(of: self[index].segments.filter { !$0.isClosed }, model: model)
    }
    rank()
  }

  /// Ranks corridors by mean threat, the highest first, closed ones last.
  mutating func rank() {
    let keys = map { $0.isClosed ? -1 : $0.totals.meanThreat }
    for (rank, index) in indices.ranked(by: { keys[$0] }).enumerated() {
      self[index].totals.rank = rank + 1
    }
  }
}
