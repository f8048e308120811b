import Foundation
import GeoProjection
import GeoRisk
import TestSupport

/// Threats summed the slow way: every incident, geodesic distances, formulas written out from their definition.
///
/// Shares no code with the library's field, kernels, decay or segments; only the model's tables of severity and
/// dimension are asked, which have tests of their own.
struct ThreatOracle {
  let incidents: [Incident]
  let model: RiskModel
  let asOf: CalendarDay

  /// The threat at a place by dimension, with the profile's weights.
  func components(at place: Coordinate, profile: DimensionWeights) -> [Double] {
    var sums = [0.0, 0, 0, 0]
    for incident in incidents where incident.from <= asOf {
      let dimension = model.dimension(of: incident)
      sums[dimension.index] +=
        profile[dimension] * model.severity(of: incident) * age(incident) * kernel(at: place, incident)
    }
    return sums
  }

  func age(_ incident: Incident) -> Double {
    let halfLife = model.threatParameters(of: incident).halfLifeDays
    let old = Double(asOf.daysSince(incident.from))
    let new = max(0, Double(asOf.daysSince(incident.to)))
    if incident.ongoing || old == new { return pow(0.5, new / halfLife) }
    return halfLife / (log(2) * (old - new)) * (pow(0.5, new / halfLife) - pow(0.5, old / halfLife))
  }

  private func kernel(at place: Coordinate, _ incident: Incident) -> Double {
    let decay = model.threatParameters(of: incident)
    let km = Geodesic.wgs84.distance(from: place, to: incident.coordinate) / 1_000
    guard km <= decay.cutoffKm else { return 0 }
    let value = Self.uncut(decay, km)
    let unbounded: [KernelFamily] = [.exponential, .gaussian, .power, .logistic]
    return value < 1e-4 && unbounded.contains(decay.kernel) ? 0 : value
  }

  private static func uncut(_ decay: DecayParameters, _ km: Double) -> Double {
    let half = decay.halfDistanceKm
    func bounded(_ scale: Double, _ shape: (Double) -> Double) -> Double {
      km < scale ? shape(km / scale) : 0
    }
    switch decay.kernel {
    case .exponential: return exp(-km * log(2) / half)
    case .gaussian: return exp(-log(2) * (km / half) * (km / half))
    case .quartic: return bounded(half / sqrt(1 - pow(2, -0.5))) { pow(1 - $0 * $0, 2) }
    case .triweight: return bounded(half / sqrt(1 - pow(2, -1.0 / 3))) { pow(1 - $0 * $0, 3) }
    case .epanechnikov: return bounded(half * sqrt(2)) { 1 - $0 * $0 }
    case .triangular: return bounded(2 * half) { 1 - $0 }
    case .uniform: return km <= half ? 1 : 0
    case .power:
      let scale = half / sqrt(pow(2, 1 / decay.powerQ) - 1)
      return pow(1 + (km / scale) * (km / scale), -decay.powerQ)
    case .logistic:
      let a = decay.logisticA
      return (1 + exp(-a)) / (1 + exp(-a + a * km / half))
    }
  }

  /// Whether a place lies so near a jump of an incident's kernel that rounding decides which side it is on.
  func isOnJump(_ place: Coordinate) -> Bool {
    incidents.contains { incident in
      let decay = model.threatParameters(of: incident)
      let km = Geodesic.wgs84.distance(from: place, to: incident.coordinate) / 1_000
      if abs(km - decay.cutoffKm) < 1e-5 * decay.cutoffKm { return true }
      if decay.kernel == .uniform { return abs(km - decay.halfDistanceKm) < 1e-5 * decay.halfDistanceKm }
      return abs(Self.uncut(decay, km) / 1e-4 - 1) < 1e-3
    }
  }
}

/// A part of the Earth where scores are compared with the oracle.
struct TestRegion: CustomStringConvertible, Sendable {
  let name: String
  let middle: Coordinate
  var description: String { name }

  static let all = [
    TestRegion(name: "Sahel", middle: Coordinate(longitude: -9, latitude: 14)),
    TestRegion(name: "antimeridian", middle: Coordinate(longitude: 179.9, latitude: -17)),
    TestRegion(name: "78° N", middle: Coordinate(longitude: 16, latitude: 78)),
    TestRegion(name: "equator", middle: Coordinate(longitude: 30, latitude: 0)),
  ]

  /// A place within a square round the middle, its half-width in km.
  func place(within km: Double, using random: inout SeededRandom) -> Coordinate {
    let azimuth = Double.random(in: 0..<360, using: &random)
    let distance = km * 1_000 * Double.random(in: 0..<1, using: &random).squareRoot()
    let place = Geodesic.wgs84.destination(from: middle, azimuth: azimuth, distance: distance)
    return Coordinate(longitude: Longitude.wrapped(place.longitude), latitude: place.latitude)
  }

  /// Incidents of many kinds and ages, some at one place, some known to an interval, some lasting, some to come.
  func incidents(_ count: Int, asOf: CalendarDay, using random: inout SeededRandom) -> [Incident] {
    let kinds = [
      ("Battles", "Armed clash"), ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
      ("Violence against civilians", "Attack"), ("Riots", "Mob violence"),
      ("Strategic developments", "Looting/property destruction"), ("Strategic developments", "Agreement"),
    ]
    let heap = place(within: 60, using: &random)
    return (0..<count).map { number in
      let kind = kinds[number % kinds.count]
      let from = asOf.advanced(byDays: -Int.random(in: -10..<200, using: &random))
      let lasts = number % 5 == 0
      return Incident(
        id: "I\(number)", from: from,
        to: lasts ? from.advanced(byDays: Int.random(in: 1..<40, using: &random)) : nil,
        ongoing: number % 10 == 0,
        coordinate: number % 4 == 0 ? heap : place(within: 160, using: &random), eventType: kind.0,
        subEventType: kind.1, fatalities: number % 7)
    }
  }
}
