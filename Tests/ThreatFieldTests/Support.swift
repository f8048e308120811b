import Foundation
import GeoCore
import Testing
import ThreatField

/// A seeded generator (SplitMix64), so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A stretch of the globe that tests scatter sources over.
struct Region: Sendable, CustomTestStringConvertible {
  let name: String
  /// Degrees; may run beyond 180.
  let west, south, east, north: Double

  var testDescription: String { name }

  static let all = [
    Region(name: "Sahel", west: -6, south: 12, east: 0, north: 17),
    Region(name: "antimeridian", west: 177, south: -20, east: 183, north: -15),
    Region(name: "78° N", west: 5, south: 76, east: 30, north: 80),
    Region(name: "equator", west: 27, south: -3, east: 33, north: 3),
  ]

  func coordinate(using generator: inout SeededGenerator) -> Coordinate {
    let longitude = Double.random(in: west...east, using: &generator)
    let latitude = Double.random(in: south...north, using: &generator)
    return Coordinate(longitude: longitude > 180 ? longitude - 360 : longitude, latitude: latitude)
  }
}

/// The geodesic distance in metres by Vincenty's inverse formula (Survey Review 1975), good to a millimetre
/// for the distances of these tests: written here so that the oracle shares nothing with the library.
func vincentyDistance(_ from: Coordinate, _ to: Coordinate) -> Double {
  let a = 6_378_137.0
  let f = 1 / 298.257223563
  let b = a * (1 - f)
  let u1 = atan((1 - f) * tan(from.latitude * .pi / 180))
  let u2 = atan((1 - f) * tan(to.latitude * .pi / 180))
  let l = (to.longitude - from.longitude).remainder(dividingBy: 360) * .pi / 180
  var lambda = l
  for _ in 0..<100 {
    let p = cos(u2) * sin(lambda)
    let q = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)
    let sinSigma = (p * p + q * q).squareRoot()
    if sinSigma == 0 { return 0 }
    let cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda)
    let sigma = atan2(sinSigma, cosSigma)
    let sinAlpha = cos(u1) * cos(u2) * sin(lambda) / sinSigma
    let cos2Alpha = 1 - sinAlpha * sinAlpha
    let cos2m = cos2Alpha == 0 ? 0 : cosSigma - 2 * sin(u1) * sin(u2) / cos2Alpha
    let c = f / 16 * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
    let before = lambda
    lambda =
      l + (1 - c) * f * sinAlpha
      * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m * cos2m - 1)))
    if abs(lambda - before) < 1e-13 {
      let uu = cos2Alpha * (a * a - b * b) / (b * b)
      let A = 1 + uu / 16384 * (4096 + uu * (-768 + uu * (320 - 175 * uu)))
      let B = uu / 1024 * (256 + uu * (-128 + uu * (74 - 47 * uu)))
      let delta =
        B * sinSigma
        * (cos2m + B / 4
          * (cosSigma * (2 * cos2m * cos2m - 1)
            - B / 6 * cos2m * (4 * sinSigma * sinSigma - 3) * (4 * cos2m * cos2m - 3)))
      return b * A * (sigma - delta)
    }
  }
  return .nan
}

/// Random sources of one region; every fourth shares the coordinate of the one before.
func randomSources(
  _ count: Int, in region: Region, kernels: Int = 1, using generator: inout SeededGenerator
) -> [FieldSource] {
  var sources: [FieldSource] = []
  for index in 0..<count {
    var weights = SIMD4<Double>.zero
    weights[Int.random(in: 0..<4, using: &generator)] = Double.random(in: 0.1...4, using: &generator)
    let repeated = index % 4 == 3 ? sources.last : nil
    sources.append(
      FieldSource(
        coordinate: repeated?.coordinate ?? region.coordinate(using: &generator),
        kernel: repeated?.kernel ?? Int.random(in: 0..<kernels, using: &generator),
        weights: weights, member: index))
  }
  return sources
}
