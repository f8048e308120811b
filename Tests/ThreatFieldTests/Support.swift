import GeoCore
import TestSupport
import Testing
import ThreatField

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

  func coordinate(using generator: inout SeededRandom) -> Coordinate {
    let longitude = Double.random(in: west...east, using: &generator)
    let latitude = Double.random(in: south...north, using: &generator)
    return Coordinate(longitude: longitude > 180 ? longitude - 360 : longitude, latitude: latitude)
  }
}

/// Random sources of one region; every fourth shares the coordinate of the one before.
func randomSources(
  _ count: Int, in region: Region, kernels: Int = 1, using generator: inout SeededRandom
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
