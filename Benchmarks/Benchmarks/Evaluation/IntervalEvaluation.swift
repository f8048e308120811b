import Foundation
import GeoProjection
import GeoRisk

/// How often 90 % intervals hold the threat to be expected.
enum IntervalEvaluation {
  private static let runs = 1_000

  /// Where incidents happen.
  private enum Ground: String, CaseIterable {
    case even
    /// Seven tenths some kilometres from one of six towns, 20 to 220 km from the site.
    case towns
  }

  /// - Parameter seed: what the data sets follow from.
  static func run(seed: UInt64 = 0) throws {
    print(
      """
      \(runs) simulated data sets each: incidents of a Poisson process, uniform within 250 km of a site (even), or
      seven tenths of them round six towns 20 to 220 km from it, by 10 km times a half-normal number (towns); over 120 days,
      of three severities and up to a few dead, half of them with places known to 5 km (standard deviation) and dates
      known to a week. The truth is the mean threat of all data sets. 300 draws, nominal 90 %.

      | ground | incidents within 150 km, if even | places and dates | intervals that hold the truth | too low | too high | median width / truth |
      |---|---|---|---|---|---|---|
      """)
    for ground in Ground.allCases {
      for expected in [2.0, 3, 5, 7, 10, 20, 50, 100] {
        for isImprecise in [false, true] { try row(ground, expected: expected, isImprecise, seed) }
      }
    }
  }

  private static func row(_ ground: Ground, expected: Double, _ isImprecise: Bool, _ seed: UInt64) throws {
    var (threats, intervals) = ([Double](), [ClosedRange<Double>]())
    for run in 0..<runs {
      let (threat, interval) = try result(
        ground, expected: expected, isImprecise, run: UInt64(run), seed: seed)
      threats.append(threat)
      intervals.append(interval)
    }
    let truth = threats.reduce(0, +) / Double(runs)
    let share = { (count: Int) in "\(Double(1_000 * count / runs) / 10) %" }
    let widths = intervals.map { ($0.upperBound - $0.lowerBound) / truth }.sorted()
    print(
      "| \(ground.rawValue) | \(Int(expected)) | \(isImprecise ? "half imprecise" : "exact") "
        + "| \(share(intervals.count { $0.contains(truth) })) | \(share(intervals.count { $0.upperBound < truth })) "
        + "| \(share(intervals.count { $0.lowerBound > truth })) | \(String(format: "%.2f", widths[runs / 2])) |"
    )
  }

  private static let asOf = CalendarDay(daysSince1970: 20_333)
  private static let site = Coordinate(longitude: -9, latitude: 14)

  private static func result(
    _ ground: Ground, expected: Double, _ isImprecise: Bool, run: UInt64, seed: UInt64
  ) throws -> (Double, ClosedRange<Double>) {
    var random = Random(seed: seed &+ run &* 7_919 &+ UInt64(expected) &* 104_729 &+ (isImprecise ? 1 : 0))
    let kinds = ["Battles", "Violence against civilians", "Strategic developments"]
    let count = random.poisson(expected * 250 * 250 / (150 * 150))
    let incidents = (0..<count).map { number -> Incident in
      var place = place(on: ground, using: &random)
      let isVague = isImprecise && number % 2 == 0
      if isVague {
        let degree = 5_000 / 111_195.0
        place.longitude += degree * random.normal() / cos(place.latitude * .pi / 180)
        place.latitude += degree * random.normal()
      }
      let day = asOf.advanced(byDays: -random.below(120))
      let from = isVague ? day.advanced(byDays: -random.below(7)) : day
      return Incident(
        id: "\(number)", from: from, to: isVague ? from.advanced(byDays: 6) : nil, coordinate: place,
        precisionKm: isVague ? 5 : 0, eventType: kinds[random.below(3)], fatalities: random.poisson(1))
    }
    let scorer = try RiskScorer(incidents: incidents, asOf: asOf, threads: 1)
    let score = try scorer.score(Site(id: "site", geometry: .point(site)))
    var options = IntervalOptions()
    options.replicates = 300
    options.seed = run
    let interval = try scorer.intervals(of: [score], options: options)[0]
    return (score.score.threat, interval.threat)
  }

  private static func place(on ground: Ground, using random: inout Random) -> Coordinate {
    if ground == .towns, random.unit() < 0.7 {
      let town = Double(random.below(6))
      let middle = Geodesic.wgs84.destination(
        from: site, azimuth: 60 * town, distance: 20_000 + 40_000 * town)
      return Geodesic.wgs84.destination(
        from: middle, azimuth: 360 * random.unit(), distance: 10_000 * abs(random.normal()))
    }
    let distance = 250_000 * random.unit().squareRoot()
    return Geodesic.wgs84.destination(from: site, azimuth: 360 * random.unit(), distance: distance)
  }
}
