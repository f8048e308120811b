import GeoRisk

/// How often emerging places are found where nothing changed, and where one town's rate did.
enum AlarmEvaluation {
  private static let runs = 400
  /// Rare alarms take more sets to be counted well.
  private static let unchangedRuns = 2_000
  private static let towns = (0..<40).map { number in
    Coordinate(longitude: -9 + 0.7 * Double(number % 8), latitude: 12 + 0.7 * Double(number / 8))
  }

  static func run() {
    print(
      """
      \(runs) simulated data sets each, \(unchangedRuns) where nothing changes: 40 towns 76 km apart, incidents at a
      steady rate over 210 days, and in the last 30 of them one town's rate times the factor. Circles of 25 km, level
      0.05, 999 draws.

      | incidents a town in 30 days | factor | data sets with an alarm | alarm at the town |
      |---|---|---|---|
      """)
    for rate in [0.25, 1, 4] {
      for factor in [1.0, 3, 6, 12] {
        var (alarms, hits) = (0, 0)
        let runs = factor == 1 ? unchangedRuns : runs
        for run in 0..<runs {
          let incidents = incidents(rate: rate, factor: factor, seed: UInt64(run))
          let found = EmergingPlaces(among: incidents, asOf: asOf)
          if !found.places.isEmpty { alarms += 1 }
          if found.places.contains(where: { $0.coordinate == towns[19] }) { hits += 1 }
        }
        let share = { (count: Int) in "\(Double(1_000 * count / runs) / 10) %" }
        print(
          "| \(rate) | \(factor == 1 ? "1 (no change)" : "\(Int(factor))") | \(share(alarms)) "
            + "| \(factor == 1 ? "–" : share(hits)) |")
      }
    }
  }

  private static let asOf = CalendarDay(daysSince1970: 20_333)

  private static func incidents(rate: Double, factor: Double, seed: UInt64) -> [Incident] {
    var random = Random(seed: seed &* 7_919 &+ UInt64(rate * 100) &* 104_729 &+ UInt64(factor))
    var incidents: [Incident] = []
    for (town, place) in towns.enumerated() {
      for (days, offset, factor) in [(180, 30, 1.0), (30, 0, town == 19 ? factor : 1)] {
        for _ in 0..<random.poisson(rate * factor * Double(days) / 30) {
          incidents.append(
            Incident(
              id: "\(incidents.count)", from: asOf.advanced(byDays: -offset - random.below(days)),
              coordinate: place, eventType: "Battles"))
        }
      }
    }
    return incidents
  }
}
