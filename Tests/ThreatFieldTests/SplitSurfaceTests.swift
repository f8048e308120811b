import GeoCore
import TestSupport
import Testing

@testable import ThreatField

@Suite("Surfaces split into rims, near parts and lattices")
struct SplitSurfaceTests {
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

  private func setUp(
    _ spec: Case, spacing: Double, using generator: inout SeededRandom
  ) throws -> (sources: [FieldSource], kernel: SpreadKernel, field: DecayField, grid: LonLatGrid) {
    let kernel = try SpreadKernel(
      DecayKernel(spec.family, halfDistance: spec.halfDistance, cutoff: spec.cutoff))
    let own = sources(spec, using: &generator)
    let field = try DecayField(sources: own, kernels: [kernel])
    return (own, kernel, field, try grid(spec.region, spacing: spacing))
  }

  private func grid(_ box: Region, spacing: Double) throws -> LonLatGrid {
    try LonLatGrid(
      covering: Envelope(minX: box.west, minY: box.south, maxX: box.east, maxY: box.north), spacing: spacing)
  }

  /// The documented bound at every node, against the plain double-precision loops, and against a sum over all
  /// sources written out at some. The fast way must have been taken.
  @Test(arguments: cases)
  func keepsTheBound(spec: Case) throws {
    let seed: UInt64 = 515
    var generator = SeededRandom(seed: seed)
    let (own, kernel, field, grid) = try setUp(spec, spacing: 1_300, using: &generator)
    let workers = Workers(threads: 2)
    let exact = field.plainSurface(on: grid, workers: workers)
    let largest = exact.max() ?? 0
    try #require(largest > 0)
    let bounded = field.splitSurface(
      on: grid, workers: workers, tolerance: .bounded(spec.tolerance), leastPlaces: Self.many)
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

  /// So many places make any plan worth its cost.
  static let many = 50_000_000

  /// Kernels of an exact surface: every family, cut at its own end, within it and not at all, and blurred ones.
  static let exactCases: [Case] =
    DecayKernel.Family.allCases.map {
      Case(
        region: regions[0], family: $0, halfDistance: 16_000, cutoff: 70_000, tolerance: 0, pattern: .dense)
    } + [
      Case(
        region: regions[0], family: .quartic, halfDistance: 30_000, cutoff: 40_000, tolerance: 0,
        pattern: .dense),
      Case(
        region: regions[1], family: .exponential, halfDistance: 13_863, cutoff: 100_000, tolerance: 0,
        pattern: .clustered),
      Case(
        region: regions[2], family: .gaussian, halfDistance: 23_548, cutoff: 80_000, tolerance: 0,
        pattern: .dense),
      Case(
        region: regions[3], family: .epanechnikov, halfDistance: 42_000, cutoff: .infinity, tolerance: 0,
        pattern: .sparse),
      Case(
        region: regions[1], family: .triweight, halfDistance: 40_000, cutoff: .infinity, tolerance: 0,
        pattern: .dense),
    ]

  /// An exact surface is within 1e-5 of the plain double-precision loops above 1e-3 of the maximum and within 1e-4
  /// elsewhere, on every level of this processor; its rims are exact, so a node out of reach has 0.
  @Test(arguments: exactCases)
  func exactSurface(spec: Case) throws {
    let seed: UInt64 = 516
    var generator = SeededRandom(seed: seed)
    let (_, _, field, grid) = try setUp(spec, spacing: 1_100, using: &generator)
    let workers = Workers(threads: 2)
    let truth = field.plainSurface(on: grid, workers: workers)
    for level in VectorLevel.allCases where level <= VectorLevel.current {
      let split = field.splitSurface(
        on: grid, workers: workers, tolerance: .exact, leastPlaces: Self.many, level: level)
      // The logistic's fall is too steep for lattices at this half-distance, and few sources leave too much.
      if spec.pattern == .dense, spec.family != .logistic {
        #expect((split == nil) == false, "the split was refused")
      }
      guard let split else { continue }
      expectExact(split, truth, "seed \(seed), \(level)")
    }
  }

  private func expectExact(_ found: [Double], _ truth: [Double], _ what: String) {
    let largest = truth.max() ?? 0
    var worst = 0.0
    for (value, truth) in zip(found, truth) {
      let allowed = (truth > 1e-3 * largest ? 1e-5 : 1e-4) * truth
      worst = max(worst, abs(value - truth) - allowed > 0 ? abs(value - truth) / max(allowed, 1e-300) : 0)
    }
    #expect(worst <= 1, "\(what): \(worst) times what is allowed")
  }

  /// Kernels blurred by a location error have no rim; several kernels and dimensions at once.
  @Test func blurredAndMixedKernels() throws {
    let seed: UInt64 = 517
    var generator = SeededRandom(seed: seed)
    let exponential = try DecayKernel(.exponential, halfDistance: 15_000, cutoff: 80_000)
    let kernels = try [
      SpreadKernel(exponential), SpreadKernel(exponential, sigma: 10_000),
      SpreadKernel(DecayKernel(.uniform, halfDistance: 30_000)),
    ]
    let own = randomSources(1_500, in: Self.regions[0], kernels: 3, using: &generator)
    let field = try DecayField(sources: own, kernels: kernels, profile: SIMD4(1, 0.5, 2, 1.5))
    let grid = try grid(Self.regions[0], spacing: 1_200)
    let split = try #require(
      field.splitSurface(on: grid, workers: Workers(threads: 2), tolerance: .exact, leastPlaces: Self.many))
    expectExact(split, field.plainSurface(on: grid, workers: Workers(threads: 2)), "seed \(seed)")
  }

  @Test func threadsDoNotMatter() throws {
    let seed: UInt64 = 518
    var generator = SeededRandom(seed: seed)
    let (_, _, field, grid) = try setUp(Self.cases[2], spacing: 1_300, using: &generator)
    let alone = field.splitSurface(
      on: grid, workers: Workers(threads: 1), tolerance: .exact, leastPlaces: Self.many)
    #expect(alone != nil)
    for threads in [2, 5] {
      let together = field.splitSurface(
        on: grid, workers: Workers(threads: threads), tolerance: .exact, leastPlaces: Self.many)
      #expect(alone == together, "\(threads) threads")
    }
  }

  /// A surface straight from sources is the field's own, with many sources at a place or none, and bad sources are
  /// named.
  @Test(arguments: [1, 40])
  func surfaceOfSources(perPlace: Int) throws {
    let seed: UInt64 = 519
    var generator = SeededRandom(seed: seed)
    let kernel = try SpreadKernel(DecayKernel(.quartic, halfDistance: 20_000))
    let region = Self.regions[1]
    let places = randomSources(6_000 / perPlace, in: region, kernels: 1, using: &generator)
    var own = (0..<6_000).map { places[$0 % places.count] }
    let grid = try grid(region, spacing: 900)
    let profile = SIMD4(1, 0.5, 2, 1.5)
    let field = try DecayField(sources: own, kernels: [kernel], profile: profile)
    let found = try DecayField.surface(
      of: own, kernels: [kernel], profile: profile, on: grid, workers: Workers(threads: 2))
    expectExact(found, field.plainSurface(on: grid, workers: Workers(threads: 2)), "seed \(seed)")
    own[77].weights.y = -1
    #expect(throws: FieldError.badWeight(source: 77)) {
      try DecayField.surface(of: own, kernels: [kernel], on: grid, workers: Workers(threads: 2))
    }
  }

  /// The sweep's own worst cases: discs that end on nodes, are cut by the grid's edges, hold it whole, miss it, and
  /// lie one on the other.
  @Test(arguments: [DecayKernel.Family.uniform, .epanechnikov, .quartic, .triweight])
  func rimsAtNodes(family: DecayKernel.Family) throws {
    let grid = try LonLatGrid(covering: Envelope(minX: 8, minY: 10, maxX: 9, maxY: 11), spacing: 1_000)
    let kernel = try SpreadKernel(DecayKernel(family, halfDistance: 22_000, cutoff: 40_000))
    var own: [FieldSource] = []
    func add(_ coordinate: Coordinate) {
      own.append(
        FieldSource(coordinate: coordinate, kernel: 0, weights: SIMD4(1, 0, 0, 0), member: own.count))
    }
    for row in stride(from: 0, to: grid.rows, by: 9) {
      for column in stride(from: 0, to: grid.columns, by: 7) {
        add(grid.coordinate(row: row, column: column))
      }
    }
    for offset in [-0.9, -0.37, 0.5, 1.36, 1.9] {
      add(Coordinate(longitude: 8 + offset, latitude: 10.5))
      add(Coordinate(longitude: 8.5, latitude: 10 + offset))
    }
    let field = try DecayField(sources: own + own, kernels: [kernel])
    let truth = field.plainSurface(on: grid, workers: Workers(threads: 1))
    for level in VectorLevel.allCases where level <= VectorLevel.current {
      let split = try #require(
        field.splitSurface(
          on: grid, workers: Workers(threads: 1), tolerance: .exact, leastPlaces: Self.many, level: level))
      expectExact(split, truth, "\(family), \(level)")
    }
  }

  /// Discs of a few nodes, down to less than one: rows between two that places of a bunch reach need not be reached.
  @Test(arguments: [0.4, 0.9, 1.7, 2.8, 3.6, 7])
  func discsOfFewRows(rows: Double) throws {
    let seed: UInt64 = 520
    var generator = SeededRandom(seed: seed)
    let region = Region(name: "town", west: 2, south: 13, east: 2.6, north: 13.6)
    let grid = try grid(region, spacing: 1_000)
    for family in [DecayKernel.Family.uniform, .epanechnikov, .quartic, .triweight] {
      let kernel = try SpreadKernel(DecayKernel(family, halfDistance: 1e6, cutoff: rows * 1_000))
      let own = randomSources(3_000, in: region, kernels: 1, using: &generator)
      let field = try DecayField(sources: own, kernels: [kernel])
      let truth = field.plainSurface(on: grid, workers: Workers(threads: 1))
      for level in VectorLevel.allCases where level <= VectorLevel.current {
        let split = try #require(
          field.splitSurface(
            on: grid, workers: Workers(threads: 2), tolerance: .exact, leastPlaces: Self.many, level: level))
        expectExact(split, truth, "seed \(seed), \(family), \(level)")
      }
    }
  }

  /// Cut near its fall a logistic's rim is a polynomial that changes its sign: no kernel by itself.
  @Test(arguments: [7.0, 10, 15, 20, 50], [0.8, 1, 1.1, 1.3])
  func steepLogistic(steepness: Double, cutoff: Double) throws {
    let seed: UInt64 = 521
    var generator = SeededRandom(seed: seed)
    let region = Self.regions[0]
    let kernel = try SpreadKernel(
      DecayKernel(.logistic, halfDistance: 20_000, cutoff: cutoff * 20_000, logisticA: steepness))
    let own = randomSources(300, in: region, kernels: 1, using: &generator)
    let field = try DecayField(sources: own, kernels: [kernel])
    let grid = try grid(region, spacing: 1_500)
    let truth = field.plainSurface(on: grid, workers: Workers(threads: 2))
    let found =
      field.splitSurface(on: grid, workers: Workers(threads: 2), tolerance: .exact, leastPlaces: Self.many)
      ?? field.surface(on: grid, workers: Workers(threads: 2))
    expectExact(found, truth, "seed \(seed)")
  }
}
