import Foundation
import GeoProjection
import GeoRisk
import TestSupport
import Testing

@Suite("Emerging places")
struct EmergingPlacesTests {
  private static let asOf = CalendarDay(daysSince1970: 20_333)

  /// Incidents at a steady rate over 210 days at some towns, and more of late at one of them.
  private func incidents(_ seed: UInt64, surplus: Int = 0) -> [Incident] {
    var random = SeededRandom(seed: seed)
    let towns = (0..<30).map { number in
      Coordinate(longitude: -9 + Double(number % 6), latitude: 12 + Double(number / 6))
    }
    let steady = (0..<120).map { _ in
      (towns.randomElement(using: &random) ?? towns[0], -Int.random(in: 0..<210, using: &random))
    }
    let late = (0..<surplus).map { _ in (towns[7], -Int.random(in: 0..<30, using: &random)) }
    return (steady + late).enumerated().map { number, entry in
      Incident(
        id: "E\(number)", from: Self.asOf.advanced(byDays: entry.1), coordinate: entry.0,
        eventType: "Battles",
        place: entry.0 == towns[7] ? "Seventh" : "")
    }
  }

  @Test func aRiseIsFoundWhereItIs() throws {
    let found = EmergingPlaces(among: incidents(3, surplus: 8), asOf: Self.asOf)
    let place = try #require(found.places.first)
    #expect(place.name == "Seventh" && place.recent >= 8 && place.chance < 0.05)
    #expect(place.incidents.count == place.recent)
    // The time before begins with the first incident.
    #expect((25...30).contains(found.circles) && (170...180).contains(found.earlierDays))
    // The expectation is that of the circle's incidents at the days' shares.
    let part = 30 / Double(30 + found.earlierDays)
    #expect(abs(place.expected - Double(place.recent + place.earlier) * part) < 1e-12)
    #expect(place.coordinate == Coordinate(longitude: -8, latitude: 13))
  }

  /// 200 data sets without a change: at most 0.05 of them raise an alarm. With 200 the binomial's 99.9 % bound on 0.05
  /// is 20; fewer than one would be a test that never speaks.
  @Test func steadyRatesRaiseFewAlarms() {
    var options = EmergingPlaces.Options()
    options.draws = 199
    let alarms = (0..<200 as Range<UInt64>).count { seed in
      !EmergingPlaces(among: incidents(1_000 + seed), asOf: Self.asOf, options: options).places.isEmpty
    }
    #expect(alarms <= 20 && alarms >= 1, "\(alarms) of 200")
  }

  /// Incidents in and round one town, each at a place of its own: more pairs than are looked at one by one. The rise is found,
  /// and nothing where there is none.
  @Test(arguments: [0, 400]) func crowdsAreLookedAtInSpots(surplus: Int) throws {
    var random = SeededRandom(seed: 21)
    func incident(_ number: Int, _ days: Range<Int>) -> Incident {
      let angle = Double.random(in: 0..<2 * .pi, using: &random)
      let radius = 0.12 * Double.random(in: 0..<1, using: &random)
      return Incident(
        id: "E\(number)", from: Self.asOf.advanced(byDays: -Int.random(in: days, using: &random)),
        coordinate: Coordinate(longitude: radius * cos(angle), latitude: 14 + radius * sin(angle)),
        eventType: "Battles")
    }
    var data = (0..<900).map { incident($0, 0..<210) }
    data += (0..<surplus).map { incident(900 + $0, 0..<30) }
    var options = EmergingPlaces.Options()
    options.draws = 39
    options.mostPairs = 300_000
    let found = EmergingPlaces(among: data, asOf: Self.asOf, options: options)
    #expect(found.circles > 50 && found.circles < 2_000)
    #expect(found.places.isEmpty == (surplus == 0))
    if let place = found.places.first {
      let near = data.filter {
        Geodesic.wgs84.distance(from: place.coordinate, to: $0.coordinate) <= 25_000
      }
      // Spots of 1.25 km: the circle's edge cuts few of them.
      #expect(abs(Double(place.recent + place.earlier) / Double(near.count) - 1) < 0.02)
      #expect(place.incidents.count == place.recent)
    }
  }

  @Test func shortHistoriesSayNothing() {
    let recent = incidents(5, surplus: 9).filter { $0.from > Self.asOf.advanced(byDays: -45) }
    let found = EmergingPlaces(among: recent, asOf: Self.asOf)
    #expect(found.places.isEmpty && found.circles == 0)
    #expect(EmergingPlaces(among: [], asOf: Self.asOf).places.isEmpty)
    // None has happened yet.
    let before = Self.asOf.advanced(byDays: -400)
    #expect(EmergingPlaces(among: recent, asOf: before).places.isEmpty)
  }

  @Test func threadsChangeNothing() {
    let data = incidents(9, surplus: 8)
    let one = EmergingPlaces(among: data, asOf: Self.asOf, workers: Workers(threads: 1))
    #expect(one.places == EmergingPlaces(among: data, asOf: Self.asOf, workers: Workers(threads: 5)).places)
  }
}
