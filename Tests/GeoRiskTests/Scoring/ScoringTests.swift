import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing

@Suite("Scores against a brute-force geodesic sum")
struct ScoringTests {
  static let asOf = CalendarDay(daysSince1970: 20_333)
  static let cases = TestRegion.all.flatMap { region in
    KernelFamily.allCases.map { (region, $0) }
  }

  static func model(_ kernel: KernelFamily) -> RiskModel {
    var model = RiskModel()
    model.threat.kernel = kernel
    return model
  }

  /// 1e-4 is what the library promises anywhere on Earth. Measured: below 1e-6, the chord's error at 150 km.
  /// 1e-9 absolute lets kernels that end at 0 differ where nothing is left of them.
  static func agree(_ value: Double, _ truth: Double) -> Bool {
    abs(value - truth) <= 1e-4 * abs(truth) + 1e-9
  }

  @Test("Segments", arguments: cases)
  func segments(region: TestRegion, kernel: KernelFamily) throws {
    let seed: UInt64 = 20_250_905
    var random = SeededRandom(seed: seed)
    let incidents = region.incidents(60, asOf: Self.asOf, using: &random)
    let ends = [region.place(within: 80, using: &random), region.place(within: 80, using: &random)]
    let road = Corridor(id: "road", parts: [try LineString(ends)])
    let model = Self.model(kernel)
    let score = try RiskScorer(incidents: incidents, model: model, asOf: Self.asOf)
      .score(road, segmentLength: 5_000)
    let oracle = ThreatOracle(incidents: incidents, model: model, asOf: Self.asOf)
    let profile = try #require(model.profile(named: "corridor"))

    let whole = Geodesic.wgs84.inverse(from: ends[0], to: ends[1])
    #expect(score.segments.count == Int((whole.distance / 5_000).rounded(.up)))
    for segment in score.segments {
      let nodes = [-0.6.squareRoot(), 0, 0.6.squareRoot()].map { node -> Coordinate in
        let km = segment.fromKm + segment.lengthKm * (1 + node) / 2
        return Geodesic.wgs84.destination(
          from: ends[0], azimuth: whole.initialAzimuth, distance: 1_000 * km)
      }
      if nodes.contains(where: oracle.isOnJump) { continue }
      let values = nodes.map { oracle.components(at: $0, profile: profile) }
      let means = (0..<4).map { dimension -> Double in
        let outer = values[0][dimension] + values[2][dimension]
        return (5 * outer + 8 * values[1][dimension]) / 18
      }
      let note: Comment = "seed \(seed), segment \(segment.segment)"
      for dimension in Dimension.allCases {
        #expect(Self.agree(segment.score.component(dimension), means[dimension.index]), note)
      }
      #expect(Self.agree(segment.score.threat, means.reduce(0, +)), note)
      #expect(Self.agree(segment.threatMax, values.map { $0.reduce(0, +) }.max() ?? 0), note)
      let sum = Dimension.allCases.reduce(0) { $0 + segment.score.component($1) }
      #expect(abs(sum - segment.score.threat) <= 1e-12 * segment.score.threat, note)
      #expect(segment.score.topIncidents.reduce(0) { $0 + $1.share } <= 1 + 1e-9, note)
    }
  }

  @Test("Sites", arguments: cases)
  func sites(region: TestRegion, kernel: KernelFamily) throws {
    let seed: UInt64 = 8
    var random = SeededRandom(seed: seed)
    let incidents = region.incidents(60, asOf: Self.asOf, using: &random)
    let model = Self.model(kernel)
    let sites = (0..<20).map { number in
      Site(id: "S\(number)", geometry: .point(region.place(within: 120, using: &random)))
    }
    let scores = try RiskScorer(incidents: incidents, model: model, asOf: Self.asOf, topIncidents: .max)
      .score(sites)
    let profile = try #require(model.profile(named: "site"))
    let now = ThreatOracle(incidents: incidents, model: model, asOf: Self.asOf)
    let earlier = Self.asOf.advanced(byDays: -90)
    let before = ThreatOracle(incidents: incidents, model: model, asOf: earlier)
    let new = ThreatOracle(
      incidents: incidents.filter { $0.from > earlier }, model: model, asOf: Self.asOf)

    for score in scores where !now.isOnJump(score.place) {
      let note: Comment = "seed \(seed), site \(score.siteID)"
      let truth = now.components(at: score.place, profile: profile)
      for dimension in Dimension.allCases {
        #expect(Self.agree(score.score.component(dimension), truth[dimension.index]), note)
      }
      let total = truth.reduce(0, +)
      let past = before.components(at: score.place, profile: profile).reduce(0, +)
      #expect(Self.agree(score.score.threat, total), note)
      #expect(abs(score.trend.change - (total - past)) <= 1e-4 * (total + past) + 1e-9, note)
      #expect(
        Self.agree(score.trend.new, new.components(at: score.place, profile: profile).reduce(0, +)), note)
      if total > 0 {
        #expect(abs(score.score.topIncidents.reduce(0) { $0 + $1.share } - 1) < 1e-9, note)
      }
      let nearest = incidents.filter { $0.from <= Self.asOf }
        .map { Geodesic.wgs84.distance(from: score.place, to: $0.coordinate) }.min()
      #expect(abs((score.nearestIncident?.km ?? -1) * 1_000 - (nearest ?? -2)) < 1e-6, note)
    }
    #expect(
      scores.sorted { $0.rank < $1.rank }.map(\.score.threat)
        == scores.map(\.score.threat).sorted(by: >))
  }

  @Test("Standard error is the root of the summed squares over incidents")
  func standardError() throws {
    let place = Coordinate(longitude: -9, latitude: 14)
    let day = Self.asOf
    let twins = (0..<3).map {
      Incident(id: "\($0)", from: day, coordinate: place, eventType: "Battles", subEventType: "Armed clash")
    }
    let score = try RiskScorer(incidents: twins, asOf: day).score(Site(id: "s", geometry: .point(place)))
    // Three battles of severity 3 at distance 0 and age 0: threat 9, and √(3 · 3²) for its error.
    #expect(abs(score.score.threat - 9) < 1e-9)
    #expect(abs(score.score.standardError - 27.0.squareRoot()) < 1e-9)
    #expect(abs(score.score.index - 100 * (1 - pow(2, -18))) < 1e-9)
  }

  @Test("A state counts with the age of its end, and wholly while it lasts or no end is known")
  func lastingStates() throws {
    let place = Coordinate(longitude: -9, latitude: 14)
    func threat(endingAfter days: Int?) throws -> (Double, Int?) {
      let from = Self.asOf.advanced(byDays: -240)
      let state = Incident(
        id: "state", from: from, to: days.map(from.advanced), ongoing: true, coordinate: place,
        eventType: "X", statedSeverity: 1)
      let score = try RiskScorer(incidents: [state], asOf: Self.asOf)
        .score(Site(id: "s", geometry: .point(place)))
      return (score.score.threat, score.score.topIncidents.first?.days)
    }
    #expect(try threat(endingAfter: nil) == (1, 0))
    #expect(try threat(endingAfter: 300) == (1, 0))
    #expect(try threat(endingAfter: 180) == (0.5, 60))
    #expect(try threat(endingAfter: 0) == (0.0625, 240))
  }

  @Test("Far too many segments are refused")
  func tooManySegments() throws {
    let line = try LineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 0)])
    let corridor = Corridor(id: "c", parts: [line])
    let scorer = try RiskScorer(incidents: [], asOf: Self.asOf)
    #expect(throws: GeoRiskError.self) { try scorer.score(corridor, segmentLength: 0.1) }
  }

  @Test("Nothing after the as-of date counts")
  func future() throws {
    let place = Coordinate(longitude: -9, latitude: 14)
    let later = Incident(
      id: "later", from: Self.asOf.advanced(byDays: 1), coordinate: place, eventType: "Battles")
    let site = Site(id: "s", geometry: .point(place))
    let score = try RiskScorer(incidents: [later], asOf: Self.asOf).score(site)
    #expect(score.score.threat == 0)
    #expect(score.score.topIncidents.isEmpty)
    #expect(score.nearestIncident == nil)
  }
}
