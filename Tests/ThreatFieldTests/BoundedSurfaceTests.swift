import GeoCore
import TestSupport
import Testing

@testable import ThreatField

@Suite("Surfaces with a bounded error")
struct BoundedSurfaceTests {
  /// How sources lie.
  enum Pattern: CaseIterable, Sendable { case single, sparse, dense, clustered }

  struct Case: Sendable, CustomTestStringConvertible {
    let region: Region
    let family: DecayKernel.Family
    /// Metres.
    let halfDistance, cutoff: Double
    let tolerance: Double
    let pattern: Pattern
    var testDescription: String { "\(region.name), \(family), \(pattern), \(tolerance)" }
  }

  static let regions = [
    Region(name: "Sahel", west: -3, south: 13, east: -1.4, north: 14.4),
    Region(name: "antimeridian", west: 179.2, south: -18, east: 180.8, north: -16.6),
    Region(name: "equator", west: 30, south: -0.8, east: 31.4, north: 0.7),
    Region(name: "58° N", west: 10, south: 57, east: 12.4, north: 58.2),
  ]

  static let cases: [Case] =
    Pattern.allCases.map {
      Case(
        region: regions[0], family: .exponential, halfDistance: 13_863, cutoff: 100_000, tolerance: 1e-3,
        pattern: $0)
    }
    + [
      Case(
        region: regions[1], family: .exponential, halfDistance: 20_000, cutoff: 150_000, tolerance: 1e-2,
        pattern: .clustered),
      Case(
        region: regions[2], family: .exponential, halfDistance: 20_000, cutoff: 150_000, tolerance: 3e-4,
        pattern: .sparse),
      Case(
        region: regions[3], family: .gaussian, halfDistance: 40_000, cutoff: 90_000, tolerance: 1e-3,
        pattern: .clustered),
      Case(
        region: regions[1], family: .power, halfDistance: 25_000, cutoff: 120_000, tolerance: 1e-3,
        pattern: .dense),
      Case(
        region: regions[0], family: .quartic, halfDistance: 30_000, cutoff: 200_000, tolerance: 1e-3,
        pattern: .dense),
    ]

  private func sources(_ spec: Case, using generator: inout SeededRandom) -> [FieldSource] {
    let counts: [Pattern: Int] = [.single: 1, .sparse: 4, .dense: 600, .clustered: 500]
    let heaps = (0..<3).map { _ in spec.region.coordinate(using: &generator) }
    return (0..<(counts[spec.pattern] ?? 1)).map { index in
      var coordinate = spec.region.coordinate(using: &generator)
      // The grid is a tenth of what the sources cover at most, so that rims cross it.
      if spec.pattern == .clustered, index % 20 != 0 {
        let heap = heaps[index % 3]
        coordinate = Coordinate(
          longitude: heap.longitude + (coordinate.longitude - heap.longitude).remainder(dividingBy: 0.1),
          latitude: heap.latitude + (coordinate.latitude - heap.latitude) / 20)
      }
      let weight = Double.random(in: 0.1...4, using: &generator)
      return FieldSource(
        coordinate: coordinate, kernel: 0, weights: SIMD4(weight, 0, 0, 0), member: index)
    }
  }

  /// The documented bound at every node, against the plain double-precision loops, and against a sum over all
  /// sources written out at some. The fast way must have been taken.
  @Test(arguments: cases)
  func keepsTheBound(spec: Case) throws {
    let seed: UInt64 = 515
    var generator = SeededRandom(seed: seed)
    let kernel = try SpreadKernel(
      DecayKernel(spec.family, halfDistance: spec.halfDistance, cutoff: spec.cutoff))
    let own = sources(spec, using: &generator)
    let field = try DecayField(sources: own, kernels: [kernel])
    let box = spec.region
    let grid = try LonLatGrid(
      covering: Envelope(minX: box.west, minY: box.south, maxX: box.east, maxY: box.north), spacing: 1_300)
    let workers = Workers(threads: 2)
    let exact = field.plainSurface(on: grid, workers: workers)
    let largest = exact.max() ?? 0
    try #require(largest > 0)
    let bounded = field.boundedSurface(on: grid, workers: workers, tolerance: spec.tolerance, leastPlaces: 1)
    // Few sources may leave too many nodes to be summed exactly; many must not.
    if spec.pattern == .dense { #expect((bounded == nil) == false, "the split was refused") }
    let found = bounded ?? field.surface(on: grid, workers: workers)
    var worst = 0.0
    for (value, truth) in zip(found, exact) {
      let allowed = truth > 1e-3 * largest ? spec.tolerance * truth : 1e-6 * largest
      worst = max(worst, abs(value - truth) / allowed)
    }
    #expect(worst <= 1, "seed \(seed): \(worst) times what is allowed")
    for _ in 0..<40 {
      let node = Int.random(in: 0..<grid.count, using: &generator)
      let place = EarthPosition(grid.coordinate(row: node / grid.columns, column: node % grid.columns))
      let truth = own.reduce(0.0) { sum, source in
        let distance = place.distance(to: EarthPosition(source.coordinate))
        return sum + source.weights.sum() * kernel.kernel.value(atDistance: distance)
      }
      let allowed = truth > 1e-3 * largest ? spec.tolerance * truth : 1e-6 * largest
      #expect(abs(found[node] - truth) <= allowed, "seed \(seed), node \(node)")
    }
  }
}
