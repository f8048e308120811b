import Foundation
import GeoProjection
@testable import GeoRisk
import TestSupport
import Testing

@Suite("Scores and zones term by term")
struct ExplanationTests {
  private static let asOf = CalendarDay(daysSince1970: 20_333)
  private static let seed: UInt64 = 41

  private func inputs(_ region: TestRegion) throws -> AssessmentInputs {
    var random = SeededRandom(seed: Self.seed)
    let incidents = region.incidents(80, asOf: Self.asOf, using: &random)
    let ends = [region.place(within: 80, using: &random), region.place(within: 80, using: &random)]
    return AssessmentInputs(
      incidents: incidents, corridors: [Corridor(id: "road", parts: [try LineString(ends)])],
      sites: [Site(id: "camp", geometry: .point(region.place(within: 50, using: &random)))])
  }

  private var options: AssessmentOptions { AssessmentOptions(asOf: Self.asOf, segmentLength: 5_000) }

  @Test(arguments: TestRegion.all)
  func siteTermsAreThoseOfTheSlowSum(region: TestRegion) throws {
    let inputs = try inputs(region)
    let explanation = try inputs.explainThreat(to: "camp", options: options)
    let oracle = ThreatOracle(incidents: inputs.incidents, model: inputs.model, asOf: Self.asOf)
    let profile = try #require(inputs.model.profile(named: "site"))
    let sum = explanation.terms.reduce(0) { $0 + $1.value }
    // The score reads kernels from tables good to 1e-8, the terms have them as they are.
    #expect(abs(sum - explanation.threat) <= 1e-8 * sum, "seed \(Self.seed)")
    #expect(abs(explanation.terms.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    #expect(explanation.terms.map(\.value) == explanation.terms.map(\.value).sorted(by: >))
    var missing = Set(inputs.incidents.map(\.id))
    for term in explanation.terms {
      missing.remove(term.incident.id)
      let product = term.profileWeight * term.severity * term.ageFactor * term.distanceFactor
      #expect(abs(product - term.value) <= 1e-12 * term.value)
      #expect(abs(term.ageFactor - oracle.age(term.incident)) <= 1e-12)
      let lone = ThreatOracle(incidents: [term.incident], model: inputs.model, asOf: Self.asOf)
        .components(at: explanation.place, profile: profile)
      // The chord's error in a distance of 150 km is 3e-7, and the kernel falls by e each 29 km.
      #expect(abs(lone[term.dimension.index] - term.value) <= 2e-6 * term.value)
      let inverse = Geodesic.wgs84.inverse(from: explanation.place, to: term.incident.coordinate)
      #expect(term.km == inverse.distance / 1_000)
      let turn = (term.bearing - inverse.initialAzimuth) / 360
      #expect(abs(turn - turn.rounded()) < 1e-12 && (0..<360).contains(term.bearing))
    }
    // What is not among the terms adds nothing.
    for incident in inputs.incidents where missing.contains(incident.id) && incident.from <= Self.asOf {
      let lone = ThreatOracle(incidents: [incident], model: inputs.model, asOf: Self.asOf)
        .components(at: explanation.place, profile: profile)
      #expect(lone.reduce(0, +) < 1e-9)
    }
  }

  @Test(arguments: TestRegion.all)
  func segmentTermsAddUpToItsScore(region: TestRegion) throws {
    let inputs = try inputs(region)
    let scores = try AssetScores(of: inputs, options: options)
    let segments = scores.corridors[0].segments
    for choice in [SegmentChoice.number(2), .chainage(segments[3].toKm - 0.1), .worst] {
      let explanation = try inputs.explainThreat(to: "road", segment: choice, options: options)
      let segment = segments[try #require(explanation.segment)]
      #expect(explanation.threat == segment.score.threat)
      #expect(explanation.chainageKm == segment.fromKm...segment.toKm)
      // Many segments are summed in single precision, good to 1e-5: see TargetLoops.
      let sum = explanation.terms.reduce(0) { $0 + $1.value }
      #expect(abs(sum - segment.score.threat) <= 2e-5 * sum, "seed \(Self.seed)")
      for (term, top) in zip(explanation.terms, segment.score.topIncidents) {
        #expect(abs(term.share - top.share) <= 4e-5)
        #expect(term.days == top.days || term.incident.id != top.incidentID)
      }
    }
    let worst = try inputs.explainThreat(to: "road", options: options)
    #expect(worst.threat == segments.map(\.score.threat).max())
  }

  @Test func whatIsNotThereIsNamedWithWhatIs() throws {
    let inputs = try inputs(TestRegion.all[0])
    func message(_ id: String, _ choice: SegmentChoice) -> String {
      do throws(GeoRiskError) {
        _ = try inputs.explainThreat(to: id, segment: choice, options: options)
        return ""
      } catch { return "\(error.category) \(error)" }
    }
    #expect(message("raod", .worst).contains("is it “road”?"))
    #expect(message("Z12", .worst).contains("--zone Z12"))
    #expect(message("road", .number(10_000)).contains("segments 0 to"))
    #expect(message("road", .chainage(-1)).contains("from km 0 to"))
    #expect(message("camp", .number(0)).contains("no segments"))
  }

  /// Three actors, a contested and a negotiated place.
  private let observations = [
    ("a", 0.0, "North", nil, ControlStatus.controlled), ("b", 0.3, "Army", nil, .controlled),
    ("c", 0.15, "Army", "North", .contested), ("d", 0.45, "Militia", nil, .negotiated),
  ].map { id, longitude, actor, other, status in
    ControlObservation(
      id: id, from: asOf.advanced(byDays: -30), coordinate: Coordinate(longitude: longitude, latitude: 14),
      actor: actor, actor2: other, status: status, confidence: 0.8)
  }

  @Test func controlTermsGiveTheVerdictOfTheZones() throws {
    let inputs = AssessmentInputs(incidents: [], control: observations)
    let map = try ControlMap(
      observations: observations, incidents: [], asOf: Self.asOf, resolution: 500,
      extent: Envelope(minX: -0.4, minY: 13.7, maxX: 0.8, maxY: 14.3))
    var compared = 0
    for step in 0..<200 {
      let place = Coordinate(longitude: -0.4 + 0.006 * Double(step), latitude: 14.05)
      let explanation = try inputs.explainControl(at: place, options: AssessmentOptions(asOf: Self.asOf))
      var sums: [String: Double] = [:]
      for term in explanation.terms {
        let product = term.confidence * term.statusWeight * term.ageFactor * term.distanceFactor
        #expect(abs(product - term.value) <= 1e-15)
        for actor in term.actors { sums[actor, default: 0] += term.value }
      }
      let total = sums.values.reduce(0, +)
      for actor in explanation.actors {
        #expect(abs(actor.evidence - (sums[actor.actor] ?? 0)) <= 1e-12)
        #expect(abs(actor.share - actor.evidence / total) <= 1e-12)
      }
      // Within a node of a border the grid interpolates.
      guard abs(map.edgeDistance(from: place) ?? .infinity) > 500 else { continue }
      compared += 1
      #expect(map.status(at: place)?.status == explanation.status, "at \(place)")
      if let zone = map.zone(at: place), zone.status != .contested {
        #expect(zone.actor == explanation.actors.first?.actor)
      }
    }
    #expect(compared > 150)
  }

  @Test func zoneIsExplainedInsideItself() throws {
    let inputs = AssessmentInputs(
      incidents: [], sites: [Site(id: "camp", geometry: .point(Coordinate(longitude: 0, latitude: 14)))],
      control: observations)
    let options = AssessmentOptions(asOf: Self.asOf)
    let map = try ControlMap(
      observations: observations, incidents: [], asOf: Self.asOf,
      extent: try Assessment(of: inputs, options: options).extent)
    #expect(map.zones.count > 2)
    for zone in map.zones {
      let explanation = try inputs.explainControl(ofZone: zone.id, options: options)
      #expect(map.zone(at: explanation.place)?.id == zone.id)
    }
  }

  /// A place beside a town: by shares its holder's, by localities nobody's.
  @Test func verdictIsThatOfTheMethod() throws {
    var inputs = AssessmentInputs(incidents: [], control: Array(observations.prefix(1)))
    let options = AssessmentOptions(asOf: Self.asOf)
    let beside = Coordinate(longitude: 0.22, latitude: 14)
    #expect(try inputs.explainControl(at: beside, options: options).status == .controlled)
    inputs.model.control.method = .voronoi
    let explanation = try inputs.explainControl(at: beside, options: options)
    #expect(explanation.status == nil && explanation.terms.map(\.id) == ["a"])
  }

  /// The Markov model looks at the map as a whole: the verdict is that of the zones that the assessment draws.
  @Test func verdictIsThatOfTheAssessmentsZones() throws {
    var random = SeededRandom(seed: Self.seed)
    let region = TestRegion.all[0]
    let incidents = (0..<40).map { number in
      Incident(
        id: "b\(number)", from: Self.asOf.advanced(byDays: -Int.random(in: 0..<90, using: &random)),
        coordinate: region.place(within: 80, using: &random), eventType: "Battles",
        subEventType: "Armed clash", actor1: ["Front", "Militia"][number % 2], actor2: "Army",
        inter1: "Rebel group", inter2: "State forces")
    }
    var inputs = AssessmentInputs(
      incidents: incidents, sites: [Site(id: "camp", geometry: .point(region.middle))],
      control: Array(observations.prefix(1)))
    inputs.model.control.method = .hmm
    let options = AssessmentOptions(asOf: Self.asOf, resolution: 10_000, bufferDistances: [])
    let map = ControlMap(zones: try Assessment(of: inputs, options: options).zones)
    let places = (0..<6).map { _ in region.place(within: 90, using: &random) }
    for place in places {
      let explanation = try inputs.explainControl(at: place, options: options)
      #expect(explanation.status == map.status(at: place)?.status, "seed \(Self.seed)")
    }
    #expect(places.contains { map.status(at: $0) != nil })
  }
}
