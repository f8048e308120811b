import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing
import ThreatField

@Suite("Intervals")
struct IntervalTests {
  private static let asOf = CalendarDay(daysSince1970: 20_333)
  private static let seed: UInt64 = 17

  private func inputs(precisionKm: Double = 0) throws -> AssessmentInputs {
    var random = SeededRandom(seed: Self.seed)
    let region = TestRegion.all[0]
    var incidents = region.incidents(60, asOf: Self.asOf, using: &random)
    for index in incidents.indices { incidents[index].precisionKm = precisionKm }
    let road = (0..<2).map { _ in region.place(within: 60, using: &random) }
    return AssessmentInputs(
      incidents: incidents, corridors: [Corridor(id: "road", parts: [try LineString(road)])],
      sites: (0..<4).map { Site(id: "s\($0)", geometry: .point(region.place(within: 60, using: &random))) })
  }

  private func options(_ replicates: Int = 400, threads: Int = 2) -> AssessmentOptions {
    var options = AssessmentOptions(asOf: Self.asOf, segmentLength: 5_000, threads: threads)
    var intervals = IntervalOptions()
    intervals.replicates = replicates
    options.intervals = intervals
    return options
  }

  /// Quantiles of the exponential distribution are known in closed form, and of χ² from tables (Abramowitz and Stegun
  /// 26.8): a χ² with n degrees of freedom is twice a gamma of shape n/2.
  @Test func gammaQuantilesAreThoseOfTheTables() {
    for p in [1e-6, 0.05, 0.5, 0.95, 0.999] {
      #expect(abs(GammaQuantile.value(p, shape: 1) / -log1p(-p) - 1) < 1e-9)
    }
    for (p, n, chi) in [
      (0.95, 1.0, 3.84146), (0.05, 2, 0.102587), (0.95, 5, 11.0705), (0.05, 10, 3.94030), (0.95, 30, 43.7729),
      (0.05, 1, 0.00393214), (0.99, 100, 135.807),
    ] {
      #expect(abs(2 * GammaQuantile.value(p, shape: n / 2) / chi - 1) < 1e-5, "\(p), \(n)")
    }
    for shape in [0.01, 0.3, 1.7, 40, 5_000] {
      for p in [0.001, 0.05, 0.5, 0.95, 0.9999] {
        #expect(
          abs(GammaQuantile.lower(shape, GammaQuantile.value(p, shape: shape)) - p) < 1e-9, "\(shape), \(p)")
      }
    }
  }

  /// Exact incidents: the draws' variance is that of Campbell's theorem, the standard error of the score.
  @Test func drawsHaveTheStandardErrorOfTheScore() throws {
    let scores = try AssetScores(of: inputs(), options: options(20_000))
    for site in scores.sites {
      let interval = try #require(site.interval)
      #expect(interval.threat.contains(site.score.threat))
      #expect(interval.rank.contains(site.rank))
      let model = RiskModel()
      #expect(interval.index.lowerBound == model.index(ofThreat: interval.threat.lowerBound))
      // The lower bound is a gamma quantile of that mean and variance; 20,000 draws know the variance to a few per cent.
      let (mean, variance) = (site.score.threat, site.score.standardError * site.score.standardError)
      let low = GammaQuantile.value(0.05, shape: mean * mean / variance) * variance / mean
      #expect(abs(interval.threat.lowerBound / low - 1) < 0.1, "seed \(Self.seed)")
    }
  }

  /// One exact incident with part y and weight W: the upper bound is that of mean y + m and variance y² + s² with
  /// m = y + 0.04 W and s = y + 0.22 W. W is the threat on the spot; 20,000 draws know y² to 3 %, the bound to 2 %. Out
  /// of reach, y is 0 and the bound is not.
  @Test func theUpperBoundAllowsForWhatMightHaveHappened() throws {
    let place = Coordinate(longitude: -9, latitude: 14)
    let incident = Incident(id: "i", from: Self.asOf, coordinate: place, eventType: "Battles")
    let scorer = try RiskScorer(incidents: [incident], asOf: Self.asOf)
    let sites = try scorer.score(
      [0, 5_000, 20_000, 50_000, 900_000].map { metres in
        let away = Geodesic.wgs84.destination(from: place, azimuth: 70, distance: metres)
        return Site(id: "\(metres)", geometry: .point(away))
      })
    var options = IntervalOptions()
    options.replicates = 20_000
    let intervals = try scorer.intervals(of: sites, options: options)
    let weight = sites[0].score.threat
    for (site, interval) in zip(sites, intervals) {
      let y = site.score.threat
      let (mean, size) = (2 * y + 0.04 * weight, y + 0.22 * weight)
      let variance = y * y + size * size
      let high = GammaQuantile.value(0.95, shape: mean * mean / variance) * variance / mean
      #expect(abs(interval.threat.upperBound / high - 1) < 0.02, "\(site.siteID) m")
    }
    #expect(sites[4].score.threat == 0 && intervals[4].threat.lowerBound == 0)
  }

  /// Drawing places is what the blurred kernel of the score is the mean of.
  @Test func drawnPlacesAverageToTheBlurredKernel() throws {
    let inputs = try inputs(precisionKm: 6)
    let scorer = try RiskScorer(incidents: inputs.incidents, asOf: Self.asOf)
    let sites = try scorer.score(inputs.sites)
    var wide = IntervalOptions()
    wide.replicates = 20_000
    let exact = try RiskScorer(
      incidents: inputs.incidents.map { incident in
        var incident = incident
        incident.precisionKm = 0
        return incident
      }, asOf: Self.asOf)
    let intervals = try scorer.intervals(of: sites, options: wide)
    let narrow = try exact.intervals(of: exact.score(inputs.sites), options: wide)
    #expect(zip(intervals, narrow).contains { $0.threat != $1.threat })
    for (site, interval) in zip(sites, intervals) {
      #expect(interval.threat.contains(site.score.threat))
      // Known less well, never better.
      let se = site.score.standardError
      #expect(interval.threat.upperBound - interval.threat.lowerBound > 2 * se, "seed \(Self.seed)")
    }
  }

  /// Neighbours share an incident's draws where it is far enough away: bounds are those of each by itself to 2 %.
  @Test(arguments: [2.0, 25]) func sharedDrawsAreThoseOfEach(precisionKm: Double) throws {
    let inputs = try inputs(precisionKm: precisionKm)
    let scorer = try RiskScorer(incidents: inputs.incidents, asOf: Self.asOf)
    let start = TestRegion.all[0].middle
    let places = (0..<40).map { step in
      Geodesic.wgs84.destination(from: start, azimuth: 60, distance: 700 * Double(step))
    }
    let sites = try scorer.score(
      places.enumerated().map { Site(id: "p\($0)", geometry: .point($1)) })
    var options = IntervalOptions()
    options.replicates = 2_000
    let together = try scorer.intervals(of: sites, options: options)
    for (site, interval) in zip(sites, together) {
      let alone = try scorer.intervals(of: [site], options: options)[0]
      #expect(abs(interval.threat.lowerBound / alone.threat.lowerBound - 1) < 0.02, "\(site.siteID)")
      #expect(abs(interval.threat.upperBound / alone.threat.upperBound - 1) < 0.02, "\(site.siteID)")
    }
  }

  /// Every level of the loops, rows kept or drawn again, and counts by a plain sum: the same to the bit.
  @Test(arguments: VectorLevel.allCases.filter { $0 <= .current }, [1, 32, 77, 500])
  func countedSumsAreThePlainOnes(level: VectorLevel, draws: Int) {
    var random = SeededRandom(seed: Self.seed + UInt64(draws))
    let members = (0..<700).map { _ in Int32.random(in: 0..<900, using: &random) }
    let values = members.map { _ in Double.random(in: 0...3, using: &random) }
    let workers = Workers(threads: 2)
    let kept = IncidentCounts(of: 900, draws: draws, seed: 4, workers: workers, level: level)
    let redrawn = IncidentCounts(
      of: 900, draws: draws, seed: 4, workers: workers, mostKept: 0, level: level)
    var plain = [Double](repeating: 0, count: draws)
    for (member, value) in zip(members, values) {
      for (draw, count) in kept.row(of: Int(member)).enumerated() { plain[draw] += value * Double(count) }
    }
    #expect(kept.sums(of: members, values: values) == plain)
    #expect(redrawn.sums(of: members, values: values) == plain)
    #expect(kept.sums(of: [], values: []) == [Double](repeating: 0, count: draws))
    for member in 0..<5 { #expect(kept.row(of: member) == redrawn.row(of: member)) }
    // The numbers are Poisson's with mean 1.
    if draws == 500 {
      let all = (0..<900).flatMap { kept.row(of: $0) }
      for (count, part) in [(0, 0.36788), (1, 0.36788), (2, 0.18394), (3, 0.06131), (4, 0.01533)] {
        let seen = Double(all.count { $0 == count }) / Double(all.count)
        #expect(abs(seen - part) < 5 * (part / Double(all.count)).squareRoot(), "\(count)")
      }
    }
  }

  @Test func sameSeedSameIntervals() throws {
    let inputs = try inputs(precisionKm: 2)
    let one = try AssetScores(of: inputs, options: options(threads: 1))
    let many = try AssetScores(of: inputs, options: options(threads: 7))
    #expect(one.corridors == many.corridors && one.sites == many.sites)
    var other = options()
    other.intervals?.seed = 2
    #expect(try AssetScores(of: inputs, options: other).sites != one.sites)
    // Without intervals the scores are the same.
    other.intervals = nil
    let plain = try AssetScores(of: inputs, options: other)
    #expect(plain.sites.map(\.score) == one.sites.map(\.score))
    #expect(plain.corridors[0].segments.allSatisfy { $0.interval == nil })
    #expect(one.corridors[0].segments.allSatisfy { $0.interval != nil })
  }

  @Test func nothingWithinReachIsNotNothingToBeExpected() throws {
    var far = try inputs()
    far.sites = [Site(id: "far", geometry: .point(Coordinate(longitude: 100, latitude: -40)))]
    let interval = try #require(try AssetScores(of: far, options: options()).sites[0].interval)
    #expect(interval.threat.lowerBound == 0 && interval.index.lowerBound == 0 && interval.rank == 1...1)
    #expect(interval.threat.upperBound > 0 && interval.index.upperBound > 0)
    // Without any incident there is no telling.
    far.incidents = []
    let none = try #require(try AssetScores(of: far, options: options()).sites[0].interval)
    #expect(none.threat == 0...0 && none.index == 0...0 && none.rank == 1...1)
  }

  /// The coverage of the evaluation in small: 300 data sets, nominal 90 %. By the binomial's 99.9 % bounds a true
  /// coverage of 85 to 95 % shows as 77 to 99 %.
  @Test func holdsTheTruthAboutAsOftenAsItSays() throws {
    let region = TestRegion.all[0]
    var results: [(threat: Double, interval: ClosedRange<Double>)] = []
    for run in 0..<300 as Range<UInt64> {
      var random = SeededRandom(seed: 500 + run)
      // Poisson by counting: 40 incidents expected within 200 km.
      var count = 0
      var sum = -log(1 - Double.random(in: 0..<1, using: &random))
      while sum < 40 {
        count += 1
        sum -= log(1 - Double.random(in: 0..<1, using: &random))
      }
      let incidents = (0..<count).map { number in
        Incident(
          id: "\(number)", from: Self.asOf.advanced(byDays: -Int.random(in: 0..<90, using: &random)),
          coordinate: region.place(within: 200, using: &random), eventType: "Battles",
          fatalities: Int.random(in: 0..<5, using: &random))
      }
      let scorer = try RiskScorer(incidents: incidents, asOf: Self.asOf, threads: 1)
      let score = try scorer.score(Site(id: "s", geometry: .point(region.middle)))
      var options = IntervalOptions()
      options.replicates = 200
      options.seed = run
      results.append((score.score.threat, try scorer.intervals(of: [score], options: options)[0].threat))
    }
    let truth = results.reduce(0) { $0 + $1.threat } / Double(results.count)
    let coverage = Double(results.count { $0.interval.contains(truth) }) / Double(results.count)
    #expect((0.77...0.99).contains(coverage), "\(coverage)")
  }
}

@Suite("Intervals in the report")
struct IntervalReportTests {
  @Test func boundsAndFactorsAreShown() throws {
    let day = CalendarDay(daysSince1970: 20_333)
    let place = Coordinate(longitude: -9, latitude: 14)
    let inputs = AssessmentInputs(
      incidents: (0..<3).map { number in
        Incident(
          id: "i\(number)", from: day.advanced(byDays: -60), coordinate: place, eventType: "Battles")
      }, sites: [Site(id: "camp", name: "Camp", geometry: .point(place))])
    var options = AssessmentOptions(asOf: day, resolution: 20_000, bufferDistances: [])
    let plain = Report(try Assessment(of: inputs, options: options)).html()
    // On the spot, one half-life old: all that is taken is by age.
    #expect(plain.contains("weight 1 × severity 3.00 × age 0.500 × distance 1.00"))
    #expect(!plain.contains("of the time"))
    options.intervals = IntervalOptions()
    let assessment = try Assessment(of: inputs, options: options)
    let bounds = try #require(assessment.sites[0].interval).index
    let page = Report(assessment).html()
    #expect(
      page.contains(
        "90\u{A0}% of the time index \(Int(bounds.lowerBound.rounded())) to \(Int(bounds.upperBound.rounded()))"
      ))
  }
}
