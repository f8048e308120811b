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
      on: grid, workers: workers, tolerance: 0, differingFrom: pair.base, known: (known, nil),
      at: pair.differences)
    #expect(quick.values.map(\.bitPattern) == full.map(\.bitPattern), "seed \(seed)")
    #expect(quick.computed > 0 && quick.computed < grid.count, "seed \(seed): \(quick.computed)")
    #expect(known != full)
  }

  /// Edits of surfaces that are split into parts, with a second kernel summed node by node or not. A few are removed, moved
  /// and added within a small part of the region, so that most rows are out of their reach.
  @Test(arguments: Region.all, [0, 1e-3])
  func splitSurfacesEqualThoseComputedInFull(region: Region, tolerance: Double) throws {
    var (taken, repaired) = (0, 0)
    for seed in 0..<4 as Range<UInt64> {
      var random = SeededRandom(seed: 1_200 + seed)
      let kernels = [
        try SpreadKernel(DecayKernel(.exponential, halfDistance: 9_000, cutoff: 60_000), sigma: 0),
        try SpreadKernel(DecayKernel(.quartic, halfDistance: 9_000, cutoff: 15_000), sigma: 2_000),
      ]
      // A crowd in the middle leaves ground in its rims that lattices are too coarse for.
      let (x, y) = ((region.west + region.east) / 2, (region.south + region.north) / 2)
      let middle = Region(name: "", west: x - 0.05, south: y - 0.05, east: x + 0.05, north: y + 0.05)
      var sources = randomSources(3_000, in: region, using: &random)
      if seed % 2 == 0 { sources += randomSources(3_000, in: middle, using: &random) }
      if seed > 1 {
        sources += randomSources(20, in: region, using: &random).map { source in
          var source = source
          source.kernel = 1
          return source
        }
      }
      let corner = Region(
        name: "", west: region.west, south: region.south, east: region.west + 0.2, north: region.south + 0.2)
      var edited = sources
      var differences: [Coordinate] = []
      let near = (0..<3_000).filter { sources[$0].coordinate.latitude < corner.north }
      for (number, index) in near.prefix(4).enumerated().reversed() {
        differences.append(edited[index].coordinate)
        if number == 0 {
          edited.remove(at: index)
        } else {
          edited[index].coordinate = corner.coordinate(using: &random)
          differences.append(edited[index].coordinate)
        }
      }
      let added = randomSources(2, in: corner, using: &random)
      differences += added.map(\.coordinate)
      edited.insert(added[0], at: 7)
      edited.append(added[1])
      let base = try DecayField(sources: sources, kernels: kernels)
      let other = try DecayField(sources: edited, kernels: kernels)
      let grid = try LonLatGrid(covering: region.envelope, spacing: 1_000)
      let workers = Workers(threads: 2)
      let known = base.tracedSurface(on: grid, workers: workers, tolerance: tolerance)
      let full = other.tracedSurface(on: grid, workers: workers, tolerance: tolerance)
      let quick = other.surface(
        on: grid, workers: workers, tolerance: tolerance, differingFrom: base, known: known,
        at: differences.map { EarthPosition($0) })
      #expect(quick.values.map(\.bitPattern) == full.values.map(\.bitPattern), "seed \(seed)")
      #expect(quick.trace?.blocks == full.trace?.blocks, "seed \(seed)")
      #expect(known.values != full.values)
      if known.trace != nil, quick.computed < grid.count { taken += 1 }
      // Without the trace all of a split surface is computed.
      let untraced = other.surface(
        on: grid, workers: workers, tolerance: tolerance, differingFrom: base, known: (known.values, nil),
        at: differences.map { EarthPosition($0) })
      #expect(untraced.values == full.values)
      #expect(known.trace == nil || untraced.computed == grid.count)
      repaired += known.trace?.blocks.count ?? 0
    }
    // So near a pole no surface is split.
    #expect(region.south > 70 ? taken == 0 : taken == 4 && repaired > 0, "\(taken) taken, \(repaired) blocks")
  }

  /// What was the largest value decides elsewhere what must be summed anew: where it changes, all is computed if need be.
  @Test func aNewMaximumIsReckonedWith() throws {
    let region = Region.all[0]
    let centre = Region(name: "", west: -3.05, south: 14.45, east: -2.95, north: 14.55)
    var inFull = 0
    for seed in 0..<3 as Range<UInt64> {
      var random = SeededRandom(seed: 1_300 + seed)
      let kernels = [
        try SpreadKernel(DecayKernel(.exponential, halfDistance: 9_000, cutoff: 60_000), sigma: 0)
      ]
      let corner = Region(
        name: "", west: region.west, south: region.south, east: region.west + 0.1, north: region.south + 0.1)
      // Few incidents but for a crowd, whose rims are then below a share of the largest value or not.
      let sources =
        randomSources(1_000, in: region, using: &random) + randomSources(3_000, in: centre, using: &random)
      let crowd = randomSources(30_000, in: corner, using: &random)
      let (few, many) = (
        try DecayField(sources: sources, kernels: kernels),
        try DecayField(sources: sources + crowd, kernels: kernels)
      )
      let grid = try LonLatGrid(covering: region.envelope, spacing: 1_000)
      let workers = Workers(threads: 2)
      for (base, other) in [(few, many), (many, few)] {
        let known = base.tracedSurface(on: grid, workers: workers, tolerance: 0)
        let quick = other.surface(
          on: grid, workers: workers, tolerance: 0, differingFrom: base, known: known,
          at: crowd.map { EarthPosition($0.coordinate) })
        let full = other.surface(on: grid, workers: workers, tolerance: 0)
        #expect(quick.values.map(\.bitPattern) == full.map(\.bitPattern), "seed \(seed)")
        if quick.computed == grid.count { inFull += 1 }
      }
    }
    #expect(inFull > 0)
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
