import GeoCore
import Synchronization
import TestSupport
import Testing

@testable import ThreatField

@Suite struct SurfaceTests {
  /// Extents in degrees (west, south, east, north), node spacing in metres and half-distance in metres.
  struct Case: Sendable {
    let name: String
    let extent: Envelope
    let spacing, halfDistance: Double
    var sources = 120
  }

  static let cases = [
    Case(
      name: "many tiles, short reach", extent: Envelope(minX: 10, minY: 50, maxX: 14, maxY: 51),
      spacing: 1_800, halfDistance: 500, sources: 2_000),
    Case(
      name: "Sahel", extent: Envelope(minX: -6, minY: 12, maxX: 0, maxY: 17), spacing: 15_000,
      halfDistance: 20_000),
    Case(
      name: "antimeridian", extent: Envelope(minX: 176, minY: -20, maxX: 184, maxY: -15),
      spacing: 17_000, halfDistance: 20_000),
    Case(
      name: "78° N", extent: Envelope(minX: 5, minY: 76, maxX: 30, maxY: 80), spacing: 12_000,
      halfDistance: 20_000),
    Case(
      name: "north pole", extent: Envelope(minX: -180, minY: 88, maxX: 180, maxY: 90), spacing: 9_000,
      halfDistance: 20_000),
    Case(
      name: "round the world", extent: Envelope(minX: -180, minY: -85, maxX: 180, maxY: 85),
      spacing: 400_000, halfDistance: 60_000),
    Case(
      name: "round the world from 40° E", extent: Envelope(minX: 40, minY: 60, maxX: 400, maxY: 90),
      spacing: 150_000, halfDistance: 60_000),
  ]

  private func field(_ spec: Case, seed: UInt64) throws -> DecayField {
    var generator = SeededRandom(seed: seed)
    let kernels = try [
      SpreadKernel(DecayKernel(.exponential, halfDistance: spec.halfDistance)),
      SpreadKernel(DecayKernel(.uniform, halfDistance: spec.halfDistance)),
      SpreadKernel(DecayKernel(.quartic, halfDistance: spec.halfDistance), sigma: spec.halfDistance / 3),
    ]
    let region = Region(
      name: spec.name, west: spec.extent.minX, south: spec.extent.minY, east: spec.extent.maxX,
      north: spec.extent.maxY)
    let sources = randomSources(spec.sources, in: region, kernels: 3, using: &generator)
    return try DecayField(sources: sources, kernels: kernels, profile: SIMD4(1, 0.5, 2, 1.5))
  }

  /// Node by node the value at the node's place. Only rounding differs: 1e-9 of the field's largest value.
  @Test(arguments: cases)
  func equalsPoints(spec: Case) throws {
    let seed: UInt64 = 41
    let field = try field(spec, seed: seed)
    let grid = try LonLatGrid(covering: spec.extent, spacing: spec.spacing)
    let surface = field.plainSurface(on: grid, workers: Workers(threads: 2))
    let parts = field.componentSurface(on: grid, workers: Workers(threads: 2))
    try #require(surface.count == grid.count && parts.count == grid.count)
    var positive = 0
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let node = grid.coordinate(row: row, column: column)
        let truth = field.value(at: EarthPosition(node)).total
        let found = surface[row * grid.columns + column]
        let partial = parts[row * grid.columns + column].sum()
        guard abs(found - truth) <= 1e-9 * truth + 1e-12, abs(partial - truth) <= 1e-9 * truth + 1e-12
        else {
          Issue.record("seed \(seed), node \(node): \(found) and \(partial) instead of \(truth)")
          return
        }
        positive += truth > 0 ? 1 : 0
      }
    }
    #expect(positive > grid.count / 20)
  }

  /// The vectorised loops on every level of this processor against the plain ones, for every kernel, plain and
  /// blurred.
  ///
  /// Single precision and its polynomials leave 5e-6 of a value, plus 1e-6 of the largest kernel value where a
  /// kernel fades to 0 at its rim.
  @Test(arguments: cases)
  func vectorsEqualPlainLoops(spec: Case) throws {
    let seed: UInt64 = 42
    var generator = SeededRandom(seed: seed)
    var kernels: [SpreadKernel] = []
    for family in DecayKernel.Family.allCases {
      let kernel = try DecayKernel(family, halfDistance: spec.halfDistance, cutoff: 6 * spec.halfDistance)
      for sigma in [0, 0.1, 2] { kernels.append(try SpreadKernel(kernel, sigma: sigma * spec.halfDistance)) }
    }
    let region = Region(
      name: spec.name, west: spec.extent.minX, south: spec.extent.minY, east: spec.extent.maxX,
      north: spec.extent.maxY)
    let sources = randomSources(spec.sources, in: region, kernels: kernels.count, using: &generator)
    let grid = try LonLatGrid(covering: spec.extent, spacing: spec.spacing)
    for (index, kernel) in kernels.enumerated() {
      let own = sources.map { source in
        FieldSource(coordinate: source.coordinate, kernel: 0, weights: source.weights, member: source.member)
      }
      let field = try DecayField(sources: own, kernels: [kernel])
      let plain = field.plainSurface(on: grid, workers: Workers(threads: 2))
      let largest = own.reduce(0) { max($0, $1.weights.sum()) }
      for level in VectorLevel.allCases where level <= VectorLevel.current {
        let found = field.directSurface(on: grid, workers: Workers(threads: 2), level: level)
        var worst = 0.0
        for (a, b) in zip(found, plain) {
          worst = max(worst, abs(a - b) / (5e-6 * b + 1e-6 * largest))
        }
        #expect(worst <= 1, "seed \(seed), kernel \(index), \(kernel.kernel.family), level \(level)")
      }
    }
  }

  /// The first and the last column of a grid round the world are one meridian, and a pole's row is one place.
  @Test func seamsAgree() throws {
    let spec = Self.cases[4]
    let grid = try LonLatGrid(covering: spec.extent, spacing: spec.spacing)
    let surface = try field(spec, seed: 5).surface(on: grid, workers: Workers(threads: 1))
    for row in 0..<grid.rows {
      let west = surface[row * grid.columns]
      let east = surface[(row + 1) * grid.columns - 1]
      #expect(abs(west - east) <= 1e-9 * west, "row \(row)")
    }
    let pole = surface[(grid.count - grid.columns)...]
    #expect(pole.allSatisfy { abs($0 - pole[pole.startIndex]) <= 1e-9 * $0 })
  }

  @Test(arguments: [2, 3, 7])
  func threadsDoNotMatter(threads: Int) throws {
    let spec = Self.cases[1]
    let field = try field(spec, seed: 9)
    let grid = try LonLatGrid(covering: spec.extent, spacing: 9_000)
    let alone = field.surface(on: grid, workers: Workers(threads: 1))
    #expect(alone == field.surface(on: grid, workers: Workers(threads: threads)))
  }

  /// Tiles at the grid's northern edge have any number of rows, odd ones too, which the loops take in pairs.
  @Test(arguments: [33, 34, 35, 47])
  func everyNumberOfRows(rows: Int) throws {
    let field = try field(Self.cases[1], seed: 12)
    let height = 0.05 * Double(rows - 1)
    let grid = try LonLatGrid(
      covering: Envelope(minX: -6, minY: 13, maxX: -3, maxY: 13 + height),
      spacing: height / Double(rows - 1) * 110_700)
    #expect(grid.rows == rows)
    let plain = field.plainSurface(on: grid, workers: Workers(threads: 1))
    let largest = plain.max() ?? 0
    for level in VectorLevel.allCases where level <= VectorLevel.current {
      let first = field.directSurface(on: grid, workers: Workers(threads: 2), level: level)
      #expect(first == field.directSurface(on: grid, workers: Workers(threads: 1), level: level), "\(level)")
      #expect(zip(first, plain).allSatisfy { abs($0 - $1) <= 5e-6 * $1 + 1e-6 * largest }, "\(level)")
    }
  }

  /// Old incidents weigh next to nothing; single precision must not turn that into something endless.
  @Test(arguments: DecayKernel.Family.allCases)
  func tinyWeights(family: DecayKernel.Family) throws {
    let kernel = try SpreadKernel(DecayKernel(family, halfDistance: 20_000, cutoff: 100_000))
    let grid = try LonLatGrid(covering: Envelope(minX: 0, minY: 13, maxX: 2, maxY: 15), spacing: 8_000)
    for exponent in stride(from: -40.0, through: -320, by: -10) {
      let source = FieldSource(
        coordinate: Coordinate(longitude: 1, latitude: 14), kernel: 0,
        weights: SIMD4(Double(sign: .plus, exponent: Int(exponent), significand: 1), 0, 0, 0), member: 0)
      let field = try DecayField(sources: [source], kernels: [kernel])
      let weight = source.weights.sum()
      for level in VectorLevel.allCases where level <= VectorLevel.current {
        let surface = field.directSurface(on: grid, workers: Workers(threads: 1), level: level)
        let plain = field.plainSurface(on: grid, workers: Workers(threads: 1))
        // Below 2^-100 nothing is added; above, the usual accuracy holds.
        let lost = weight < 0x1p-100 ? weight : 0
        #expect(
          zip(surface, plain).allSatisfy { abs($0 - $1) <= 5e-6 * $1 + 1e-6 * weight + lost },
          "2^\(exponent), \(level)")
      }
    }
  }

  @Test func progressReachesOne() throws {
    let spec = Self.cases[1]
    let grid = try LonLatGrid(covering: spec.extent, spacing: spec.spacing)
    let seen = Mutex<[Double]>([])
    _ = try field(spec, seed: 1).surface(on: grid, workers: Workers(threads: 1)) { part in
      seen.withLock { $0.append(part) }
    }
    let parts = seen.withLock { $0 }
    #expect(parts.last == 1 && parts == parts.sorted())
  }

  @Test func emptyFieldIsZero() throws {
    let grid = try LonLatGrid(covering: Self.cases[1].extent, spacing: 100_000)
    let field = try DecayField(sources: [], kernels: [])
    #expect(field.surface(on: grid, workers: Workers(threads: 2)).allSatisfy { $0 == 0 })
    #expect(field.reach == 0)
  }
}
