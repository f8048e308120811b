import GeoCore
import TestSupport
import Testing

@testable import ThreatField

@Suite("Fields that differ in few sources answer alike out of their reach, to the bit")
struct KnownSurfaceTests {
  /// Two fields of which the second lacks some sources of the first, has some more and has moved some.
  private struct Pair {
    let base, edited: DecayField
    let differences: [EarthPosition]

    init(_ region: Region, count: Int, using random: inout SeededRandom) throws {
      // The second kernel is a table.
      let kernels = [
        try SpreadKernel(DecayKernel(.exponential, halfDistance: 8_000, cutoff: 16_000), sigma: 0),
        try SpreadKernel(DecayKernel(.quartic, halfDistance: 9_000, cutoff: 15_000), sigma: 2_000),
      ]
      // A crowd in the middle, so many that a tile takes them in several batches.
      let (x, y) = ((region.west + region.east) / 2, (region.south + region.north) / 2)
      let middle = Region(
        name: "", west: x - 0.1 * (region.east - region.west), south: y - 0.5,
        east: x + 0.1 * (region.east - region.west), north: y + 0.5)
      let spread = randomSources(count, in: region, kernels: 2, using: &random)
      let sources = spread + randomSources(3 * count, in: middle, kernels: 2, using: &random)
      var edited = sources
      var differences: [Coordinate] = []
      for _ in 0..<2 {
        let index = Int.random(in: 0..<count - 10, using: &random)
        differences.append(edited[index].coordinate)
        edited.remove(at: index)
        let moved = Int.random(in: 0..<count - 10, using: &random)
        differences.append(edited[moved].coordinate)
        edited[moved].coordinate = region.coordinate(using: &random)
        differences.append(edited[moved].coordinate)
      }
      let added = randomSources(2, in: region, kernels: 2, using: &random)
      differences += added.map(\.coordinate)
      base = try DecayField(sources: sources, kernels: kernels)
      self.edited = try DecayField(sources: edited + added, kernels: kernels)
      self.differences = differences.map { EarthPosition($0) }
    }
  }

  @Test(arguments: Region.all, 0..<3 as Range<UInt64>)
  func surfaceEqualsThatComputedInFull(region: Region, seed: UInt64) throws {
    var random = SeededRandom(seed: 900 + seed)
    let pair = try Pair(region, count: 400, using: &random)
    let grid = try LonLatGrid(covering: region.envelope, spacing: 1_000)
    #expect(!pair.base.isSplit(on: grid, tolerance: .exact))
    let workers = Workers(threads: 2)
    let known = pair.base.surface(on: grid, workers: workers)
    let full = pair.edited.surface(on: grid, workers: workers)
    let quick = pair.edited.surface(
      on: grid, workers: workers, tolerance: 0, differingFrom: pair.base, known: known, at: pair.differences)
    #expect(quick.values.map(\.bitPattern) == full.map(\.bitPattern), "seed \(seed)")
    #expect(quick.computed > 0 && quick.computed < grid.count, "seed \(seed): \(quick.computed)")
    #expect(known != full)
  }

  /// Where sums run through the whole surface all of it is computed, and is right.
  @Test func splitSurfacesAreComputedInFull() throws {
    var random = SeededRandom(seed: 12)
    let region = Region.all[0]
    let kernels = [
      try SpreadKernel(DecayKernel(.exponential, halfDistance: 14_000, cutoff: 100_000), sigma: 0)
    ]
    let sources = randomSources(4_000, in: region, using: &random)
    let base = try DecayField(sources: sources, kernels: kernels)
    let edited = try DecayField(sources: Array(sources.dropFirst()), kernels: kernels)
    let grid = try LonLatGrid(covering: region.envelope, spacing: 1_000)
    #expect(base.isSplit(on: grid, tolerance: .exact))
    let workers = Workers(threads: 2)
    let quick = edited.surface(
      on: grid, workers: workers, tolerance: 0, differingFrom: base,
      known: base.surface(on: grid, workers: workers), at: [EarthPosition(sources[0].coordinate)])
    #expect(quick.values == edited.surface(on: grid, workers: workers))
    #expect(quick.computed == grid.count)
  }

  @Test(arguments: Region.all, 0..<3 as Range<UInt64>)
  func placesAreAnsweredAlikeOutOfReach(region: Region, seed: UInt64) throws {
    var random = SeededRandom(seed: 950 + seed)
    let pair = try Pair(region, count: 2_000, using: &random)
    let positions = (0..<300).map { _ in EarthPosition(region.coordinate(using: &random)) }
    let (before, after) = (pair.base.localValues(at: positions), pair.edited.localValues(at: positions))
    let reach = 1.0001 * pair.base.reach + 1
    var changed = 0
    for (index, position) in positions.enumerated() {
      if pair.differences.contains(where: { $0.distance(to: position) <= reach }) {
        changed += before[index] == after[index] ? 0 : 1
      } else {
        #expect(before[index] == after[index], "seed \(seed): place \(index)")
      }
      let value = pair.base.value(at: position)
      // The same terms in another order: some thousand roundings of 1e-16.
      #expect(abs(before[index].total - value.total) <= 1e-12 * value.total)
      #expect(abs(before[index].variance - value.variance) <= 1e-12 * value.variance)
    }
    #expect(changed > 0 && changed < positions.count)
  }
}

extension Region {
  fileprivate var envelope: Envelope { Envelope(minX: west, minY: south, maxX: east, maxY: north) }
}
