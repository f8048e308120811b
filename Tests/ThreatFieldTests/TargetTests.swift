import GeoCore
import TestSupport
import Testing

@testable import ThreatField

/// Many targets at once, in single precision by the tile, against one by one in double precision.
@Suite struct TargetTests {
  /// Reaches that a tile's plane makes the most of, and kernels blurred a little, much and not at all.
  private func kernels(_ family: DecayKernel.Family) throws -> [SpreadKernel] {
    let wide = try DecayKernel(family, halfDistance: 20_000, cutoff: 100_000)
    let narrow = try DecayKernel(family, halfDistance: 3_000)
    return try [
      SpreadKernel(wide), SpreadKernel(wide, sigma: 1_000), SpreadKernel(wide, sigma: 12_000),
      SpreadKernel(narrow), SpreadKernel(narrow, sigma: 100),
    ]
  }

  /// Points in clumps of 40 within 8 or 20 km, so that most are taken by the tile, some are not, and some tiles are as wide
  /// as they may be.
  private func points(_ count: Int, in region: Region, using generator: inout SeededRandom) -> [EarthPosition]
  {
    var middle = region.coordinate(using: &generator)
    return (0..<count).map { index in
      if index.isMultiple(of: 40) { middle = region.coordinate(using: &generator) }
      let side = index / 40 % 2 == 0 ? -0.05...0.05 : -0.13...0.13
      return EarthPosition(
        Coordinate(
          longitude: Longitude.wrapped(middle.longitude + Double.random(in: side, using: &generator)),
          latitude: middle.latitude + Double.random(in: side, using: &generator)))
    }
  }

  /// Segments of three nodes of a rule, 1 km long, from points.
  private func segments(from points: [EarthPosition]) -> (nodes: [FieldNode], offsets: [Int]) {
    let nodes = points.flatMap { p in
      [(-387.0, 5.0), (0, 8), (387, 5)].map { metres, weight in
        // Along the parallel: what is across the axis and the position.
        let rho = (p.x * p.x + p.y * p.y).squareRoot()
        return FieldNode(
          position: EarthPosition(x: p.x - metres * p.y / rho, y: p.y + metres * p.x / rho, z: p.z),
          weight: weight)
      }
    }
    return (nodes, (0...points.count).map { 3 * $0 })
  }

  /// Whether a source lies within 4e-6 of its reach from a place, where a plane may take it for in or out.
  private func isOnRim(_ position: EarthPosition, _ sources: [FieldSource], _ kernels: [SpreadKernel]) -> Bool
  {
    sources.contains { source in
      let reach = kernels[source.kernel].reach
      return abs(position.distance(to: EarthPosition(source.coordinate)) - reach) < 4e-6 * reach
    }
  }

  /// 1e-5 of a total, of which the plane has 1e-6 of a distance times its slope, and what a kernel's fit may lack
  /// of the largest weight, 1e-6; three times as much of a variance.
  private func agrees(
    _ found: (components: SIMD4<Double>, variance: Double),
    _ truth: (components: SIMD4<Double>, variance: Double),
    largest: Double
  ) -> Bool {
    let gap = found.components - truth.components
    let error = (0..<4).reduce(0) { $0 + abs(gap[$1]) }
    return error <= 1e-5 * truth.components.sum() + 1e-6 * largest
      && abs(found.variance - truth.variance) <= 3e-5 * truth.variance + 1e-6 * largest * largest
  }

  @Test(arguments: Region.all, DecayKernel.Family.allCases)
  func equalOneByOne(region: Region, family: DecayKernel.Family) throws {
    let kernels = try kernels(family)
    try expectEqualOneByOne(region, kernels)
    // Without the narrow ones, which keep tiles small.
    try expectEqualOneByOne(region, Array(kernels.prefix(3)))
  }

  private func expectEqualOneByOne(_ region: Region, _ kernels: [SpreadKernel]) throws {
    let seed: UInt64 = 62
    var generator = SeededRandom(seed: seed)
    let sources = randomSources(300, in: region, kernels: kernels.count, using: &generator)
    let largest = sources.reduce(0) { max($0, $1.weights.sum()) }
    let field = try DecayField(sources: sources, kernels: kernels, profile: SIMD4(1, 0.5, 2, 1.5))
    let points = points(280, in: region, using: &generator)
    let (nodes, offsets) = segments(from: points)
    let workers = Workers(threads: 2)
    for level in VectorLevel.allCases where level <= VectorLevel.current {
      let values = field.values(at: points, workers: workers, level: level)
      let samples = field.samples(nodes: nodes, offsets: offsets, workers: workers, level: level)
      for (index, point) in points.enumerated() {
        let own = nodes[3 * index..<3 * index + 3]
        if own.contains(where: { isOnRim($0.position, sources, kernels) }) { continue }
        let note: Comment = "seed \(seed), \(level), target \(index)"
        let value = field.value(at: point), sample = field.sample(nodes: Array(own))
        #expect(
          agrees(
            (values[index].components, values[index].variance), (value.components, value.variance),
            largest: largest), note)
        #expect(
          agrees(
            (samples[index].components, samples[index].variance), (sample.components, sample.variance),
            largest: largest), note)
        #expect(abs(samples[index].maximum - sample.maximum) <= 1e-5 * sample.maximum + 1e-6 * largest, note)
      }
    }
  }

  /// Tiles are used at all: single precision differs, if by little.
  @Test func tilesAreUsed() throws {
    var generator = SeededRandom(seed: 3)
    let kernel = try SpreadKernel(DecayKernel(.exponential, halfDistance: 20_000), sigma: 2_000)
    for level in VectorLevel.allCases {
      #expect(TargetKernel(kernel, level: level) != nil)
    }
    let field = try DecayField(
      sources: randomSources(200, in: Region.all[0], using: &generator), kernels: [kernel])
    let points = points(200, in: Region.all[0], using: &generator)
    let values = field.values(at: points, workers: Workers(threads: 1))
    #expect(zip(values, points).contains { $0.total != field.value(at: $1).total })
  }

  @Test(arguments: [2, 5])
  func threadsDoNotMatter(threads: Int) throws {
    var generator = SeededRandom(seed: 31)
    let region = Region.all[1]
    let kernels = try kernels(.exponential)
    let sources = randomSources(400, in: region, kernels: kernels.count, using: &generator)
    let field = try DecayField(sources: sources, kernels: kernels)
    #expect(
      try DecayField(sources: sources, kernels: kernels, workers: Workers(threads: threads)).places.map(
        \.weights)
        == field.places.map(\.weights))
    let points = points(3_000, in: region, using: &generator)
    let (nodes, offsets) = segments(from: points)
    let (one, many) = (Workers(threads: 1), Workers(threads: threads))
    #expect(field.values(at: points, workers: one) == field.values(at: points, workers: many))
    #expect(
      field.samples(nodes: nodes, offsets: offsets, workers: one)
        == field.samples(nodes: nodes, offsets: offsets, workers: many))
  }

  /// Candidates leave out none of the largest: bulk equals single to the bit, in groups and alone.
  @Test(arguments: DecayKernel.Family.allCases)
  func topContributionsAreTheLargest(family: DecayKernel.Family) throws {
    let seed: UInt64 = 90
    var generator = SeededRandom(seed: seed)
    let kernels = try kernels(family)
    let field = try DecayField(
      sources: randomSources(1_500, in: Region.all[0], kernels: kernels.count, using: &generator),
      kernels: kernels)
    let (nodes, offsets) = segments(from: points(240, in: Region.all[0], using: &generator))
    for top in [1, 5, 40] {
      let found = field.contributions(nodes: nodes, offsets: offsets, top: top, workers: Workers(threads: 2))
      for index in found.indices {
        let own = Array(nodes[offsets[index]..<offsets[index + 1]])
        #expect(
          found[index] == Array(field.contributions(nodes: own).prefix(top)),
          "seed \(seed), top \(top), segment \(index)")
      }
    }
  }

  /// Weights far from 1 stay within single precision.
  @Test(arguments: [1e-60, 1e-20, 1e20, 1e100])
  func anyScaleOfWeights(scale: Double) throws {
    var generator = SeededRandom(seed: 4)
    let kernel = try SpreadKernel(DecayKernel(.exponential, halfDistance: 20_000, cutoff: 100_000))
    let sources = randomSources(200, in: Region.all[0], using: &generator)
    let scaled = sources.map { source in
      FieldSource(
        coordinate: source.coordinate, kernel: 0, weights: source.weights * scale, member: source.member)
    }
    let points = points(200, in: Region.all[0], using: &generator)
    let values = try DecayField(sources: sources, kernels: [kernel]).values(
      at: points, workers: Workers(threads: 1))
    let found = try DecayField(sources: scaled, kernels: [kernel]).values(
      at: points, workers: Workers(threads: 1))
    for (value, other) in zip(values, found) {
      // Only rounding: weights that are no power of two apart.
      #expect(abs(other.total - scale * value.total) <= 1e-6 * scale * value.total)
      #expect(abs(other.standardError - scale * value.standardError) <= 1e-6 * scale * value.standardError)
    }
  }
}
