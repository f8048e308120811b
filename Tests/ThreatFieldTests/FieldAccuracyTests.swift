import GeoCore
import GeoProjection
import TestSupport
import Testing
import ThreatField

@Suite struct FieldAccuracyTests {
  /// Relative error ≤ 1e-4 against the sum over geodesics, for every kernel, plain and spread, anywhere.
  ///
  /// A source within a millionth of its reach could count on one side only, since a chord's distance is good
  /// to about that: such pairs are left out by moving on to another point, and are then counted.
  @Test(arguments: Region.all, DecayKernel.Family.allCases)
  func matchesTheSumOverGeodesics(region: Region, family: DecayKernel.Family) throws {
    let seed: UInt64 = 20_261_123
    var generator = SeededRandom(seed: seed)
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 150_000)
    let near = try DecayKernel(family, halfDistance: 3_000, cutoff: 60_000)
    let kernels = try [
      SpreadKernel(kernel), SpreadKernel(near), SpreadKernel(kernel, sigma: 10_000),
      SpreadKernel(near, sigma: 12_000),
    ]
    let profile = SIMD4(1, 0.5, 0.5, 1.5)
    let sources = randomSources(150, in: region, kernels: kernels.count, using: &generator)
    let field = try DecayField(sources: sources, kernels: kernels, profile: profile)
    var asked = 0
    var skipped = 0
    while asked < 8 {
      let point = region.coordinate(using: &generator)
      var components = SIMD4<Double>.zero
      var variance = 0.0
      var rim = false
      for source in sources {
        let distance = Geodesic.wgs84.distance(from: point, to: source.coordinate)
        let spread = kernels[source.kernel]
        rim = rim || abs(distance - spread.reach) < 4e-6 * spread.reach
        let part = spread.value(atDistance: distance) * source.weights * profile
        components += part
        variance += part.sum() * part.sum()
      }
      if rim || components.sum() == 0 {
        skipped += 1
        try #require(skipped < 1000)
        continue
      }
      asked += 1
      let sample = field.value(at: EarthPosition(point))
      let error = abs(sample.total / components.sum() - 1)
      #expect(error < 1e-4, "seed \(seed), point \(point): relative error \(error)")
      let varianceError = abs(sample.variance / variance - 1)
      #expect(varianceError < 2e-4, "seed \(seed), point \(point): variance \(varianceError)")
    }
  }
}
