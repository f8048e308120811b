import GeoCore
import TestSupport
import Testing

@testable import ThreatField

@Suite("What a split is made of")
struct SplitPlanTests {
  static let grid = try? LonLatGrid(covering: Envelope(minX: -3, minY: 13, maxX: 1, maxY: 16), spacing: 1_000)

  struct Case: Sendable, CustomTestStringConvertible {
    let family: DecayKernel.Family
    let halfDistance, cutoff: Double
    let tolerance: SplitTolerance
    var testDescription: String { "\(family), \(tolerance)" }
  }

  static let cases: [Case] = [
    Case(family: .exponential, halfDistance: 13_863, cutoff: 100_000, tolerance: .exact),
    Case(family: .exponential, halfDistance: 13_863, cutoff: 100_000, tolerance: .bounded(1e-3)),
    Case(family: .exponential, halfDistance: 30_000, cutoff: 150_000, tolerance: .bounded(1e-4)),
    Case(family: .gaussian, halfDistance: 23_548, cutoff: 80_000, tolerance: .exact),
    Case(family: .power, halfDistance: 20_000, cutoff: 90_000, tolerance: .exact),
    Case(family: .logistic, halfDistance: 20_000, cutoff: 60_000, tolerance: .bounded(1e-3)),
    Case(family: .triangular, halfDistance: 30_000, cutoff: .infinity, tolerance: .bounded(1e-3)),
  ]

  private func plan(_ spec: Case) throws -> SplitPlan {
    let kernel = try SpreadKernel(
      DecayKernel(spec.family, halfDistance: spec.halfDistance, cutoff: spec.cutoff))
    let grid = try #require(Self.grid)
    return try #require(
      SplitPlan(kernel, grid: grid, places: SplitSurfaceTests.many, tolerance: spec.tolerance))
  }

  /// Rim, near part and lattice parts add up to the kernel at any distance: to 2e-6 of its value at 0, which is what
  /// the near part's polynomial may miss.
  @Test(arguments: cases)
  func partsAddUp(spec: Case) throws {
    let plan = try plan(spec)
    let slack = spec.tolerance.share / 4
    for step in 0..<1_000 {
      let u = Double(step) / 1_000
      let chord = u.squareRoot() * plan.split.reach
      var sum = plan.split.rim(u) + plan.parts.reduce(0) { $0 + $1.value(u) }
      if chord < plan.nearRadius { sum += Polynomial.value(plan.nearFactors, chord / plan.nearRadius) }
      #expect(abs(sum - plan.split.kernel(u)) <= slack + 1e-9, "u \(u)")
    }
    // Beyond the reach nothing but the rim goes on, and that is cut.
    #expect(plan.parts.allSatisfy { abs($0.value(1.0001)) < 1e-12 && $0.value(1.5) == 0 })
  }

  /// Interpolating a part at both ends, over random pairs of place and node: never above θ K plus the excess that
  /// the plan states, the bound that a tolerance promises.
  @Test(arguments: cases)
  func errorsStayBelowThePlan(spec: Case) throws {
    let seed: UInt64 = 99
    var generator = SeededRandom(seed: seed)
    let plan = try plan(spec)
    let grid = try #require(Self.grid)
    let finest = max(SplitPlan.spacing(grid).x, SplitPlan.spacing(grid).y)
    for _ in 0..<1_500 {
      let distance = Double.random(in: 0...plan.fringe, using: &generator)
      let (x, y) = (
        Double.random(in: 0...1, using: &generator), Double.random(in: 0...1, using: &generator)
      )
      let angle = Double.random(in: 0...6.283, using: &generator)
      var error = 0.0
      for part in plan.parts {
        let spacing = finest * Double(part.stride)
        error += interpolated(part, plan.split.reach, spacing, from: (x, y), distance: distance, angle: angle)
      }
      let u = distance * distance / plan.split.reach / plan.split.reach
      let allowed =
        plan.share * (u < 1 ? plan.split.kernel(u) : 0)
        + (plan.excess.isEmpty ? 0 : plan.largestExcess.between(distance, distance))
      #expect(abs(error) <= allowed + 1e-9, "seed \(seed), distance \(distance)")
    }
  }

  /// What interpolation in the plane makes of a part, less the part.
  private func interpolated(
    _ part: SplitPlan.Part, _ reach: Double, _ spacing: Double, from place: (x: Double, y: Double),
    distance: Double, angle: Double
  ) -> Double {
    let end = (
      x: place.x + distance * cosine(angle) / spacing,
      y: place.y + distance * cosine(angle - 1.5707963) / spacing
    )
    let base = (x: end.x.rounded(.down), y: end.y.rounded(.down))
    let down = [lagrange(place.y), lagrange(place.x), lagrange(end.y - base.y), lagrange(end.x - base.x)]
    // The two ends' weights along an axis combine to weights of whole differences.
    func combined(_ near: [Double], _ far: [Double]) -> [Double] {
      var sums = [Double](repeating: 0, count: 15)
      for (i, a) in near.enumerated() { for (j, b) in far.enumerated() { sums[j - i + 7] += a * b } }
      return sums
    }
    let (rows, columns) = (combined(down[0], down[2]), combined(down[1], down[3]))
    var sum = 0.0
    for (i, a) in rows.enumerated() {
      for (j, b) in columns.enumerated() {
        let dy = (base.y + Double(i - 7)) * spacing
        let dx = (base.x + Double(j - 7)) * spacing
        sum += a * b * part.value((dx * dx + dy * dy) / (reach * reach))
      }
    }
    return sum - part.value(distance * distance / (reach * reach))
  }

  private func cosine(_ angle: Double) -> Double {
    // Of the position on the equator: the tests import no mathematics of their own.
    EarthPosition(Coordinate(longitude: angle * 180 / .pi, latitude: 0)).x / Ellipsoid.semiMajorAxis
  }

  private func lagrange(_ t: Double) -> [Double] {
    (-3...4).map { own in
      (-3...4).reduce(1.0) { product, other in
        other == own ? product : product * (t - Double(other)) / Double(own - other)
      }
    }
  }

  /// The sum of a series' seven terms is the kernel nearby.
  @Test(arguments: DecayKernel.Family.allCases)
  func seriesAreDerivatives(family: DecayKernel.Family) throws {
    let kernel = try DecayKernel(family, halfDistance: 20_000, cutoff: 25_000)
    let reach = EarthPosition.chord(arc: 25_000)
    func value(_ u: Double) -> Double {
      kernel.uncut(atDistance: EarthPosition.arc(squaredChord: u * reach * reach))
    }
    for u in [0.2, 0.5, 0.9] {
      let series = kernel.series(at: u, reach: reach, terms: 7)
      for offset in [-0.03, 0.01, 0.05] {
        let sum = series.reversed().reduce(0) { $0 * offset + $1 }
        // Less than what the eighth term leaves, with the nearest singularity at 0 or, of the logistic, near the rim.
        let rest = 8 * (abs(offset) / u) * (abs(offset) / u) * (abs(offset) / u) * (abs(offset) / u)
        #expect(abs(sum - value(u + offset)) < rest * rest + 1e-12, "u \(u), offset \(offset)")
      }
    }
  }

  /// Where a split cannot be right there is none: near a pole, and where too few places pay for it.
  @Test func refusals() throws {
    let kernel = try SpreadKernel(DecayKernel(.exponential, halfDistance: 20_000, cutoff: 100_000))
    let polar = try LonLatGrid(covering: Envelope(minX: 0, minY: 80, maxX: 20, maxY: 84), spacing: 4_000)
    #expect(SplitPlan(kernel, grid: polar, places: SplitSurfaceTests.many, tolerance: .exact) == nil)
    let grid = try #require(Self.grid)
    #expect(SplitPlan(kernel, grid: grid, places: 1, tolerance: .exact) == nil)
    // Lattices that reach 20,000 nodes beyond the map would be far larger than the map.
    let close = try LonLatGrid(covering: Envelope(minX: 0, minY: 13, maxX: 0.01, maxY: 13.01), spacing: 5)
    #expect(SplitPlan(kernel, grid: close, places: SplitSurfaceTests.many, tolerance: .exact) == nil)
  }

  /// The weights of interpolating along and across at a node and along at a place, 512 products and what they begin with,
  /// by how far off their nodes lie, wherever node and place lie between lattice nodes.
  @Test func windowsHoldAsMuchOfTheWeightAsTheySay() {
    typealias Node = (offset: Double, weight: Double)
    func nodes(_ t: Double) -> [Node] {
      (-3...4).map { own in
        let weight = (-3...4).filter { $0 != own }.reduce(1.0) { $0 * (t - Double($1)) / Double(own - $1) }
        return (Double(own) - t, abs(weight))
      }
    }
    let places = stride(from: 0, through: 0.5, by: 0.0625).map(nodes)
    var most = [Double](repeating: 0, count: PartError.windows.count + 1)
    for along in places {
      for across in places {
        for place in places + places.map({ $0.map { (-$0.offset, $0.weight) } }) {
          var all: [Node] = [(0, 1)]
          for a in along {
            all.append((abs(a.offset), a.weight))
            for b in across {
              let distance = (a.offset * a.offset + b.offset * b.offset).squareRoot()
              all.append((distance, a.weight * b.weight))
              for c in place {
                let far = a.offset + c.offset
                all.append(
                  ((far * far + b.offset * b.offset).squareRoot(), a.weight * b.weight * c.weight))
              }
            }
          }
          for (index, least) in ([-1] + PartError.windows.map { $0.0 }).enumerated() {
            most[index] = max(most[index], all.reduce(0) { $1.offset > least ? $0 + $1.weight : $0 })
          }
        }
      }
    }
    for (index, found) in most.enumerated() {
      let stated = PartError.windows.dropFirst(index).reduce(0) { $0 + $1.1 }
      #expect(found <= stated + 1e-8, "beyond window \(index)")
      #expect(stated - found < 0.1, "beyond window \(index)")
    }
  }

  @Test func rangesHaveTheirMaxima() {
    var random = SeededRandom(seed: 71)
    for count in [0, 1, 2, 3, 7, 8, 9, 200] {
      let values = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
      let maxima = RangeMaxima(values)
      for first in -2...count + 1 {
        for last in first...max(first, count + 3) {
          let own = values.indices.filter { (first...last).contains($0) }.map { values[$0] }
          #expect(maxima.value(from: first, through: last) == own.max() ?? 0, "\(count), \(first)…\(last)")
        }
      }
    }
  }

  /// Every block with a node at which Σ weight · excess, place by place, is more than a surface of some value leaves room
  /// for is found; where much is left, not all are.
  @Test func blocksInDoubtAreFound() throws {
    let seed: UInt64 = 72
    var random = SeededRandom(seed: seed)
    let kernel = try SpreadKernel(DecayKernel(.gaussian, halfDistance: 23_548, cutoff: 80_000))
    let grid = try LonLatGrid(covering: Envelope(minX: -3, minY: 13, maxX: -0.5, maxY: 15.5), spacing: 1_000)
    let plan = try #require(
      SplitPlan(kernel, grid: grid, places: SplitSurfaceTests.many, tolerance: .exact))
    let crowd = Region(name: "", west: -2.05, south: 13.9, east: -1.95, north: 14)
    let around = Region(name: "", west: -4, south: 12, east: 0.5, north: 16.5)
    let field = try DecayField(
      sources: randomSources(150, in: crowd, using: &random) + randomSources(150, in: around, using: &random),
      kernels: [kernel])
    let workers = Workers(threads: 2)
    let places = SplitPlaces(
      MergedPlaces(field.places[...]), grid: grid, reach: plan.fringe, workers: workers)
    var check = SplitCheck(grid)
    check.add(plan, places: places)
    let (piles, excess) = (RowPiles(all: grid), plan.largestExcess)
    // Blocks all of one value, which leaves 0.99e-5 of it.
    for share in [0.02, 0.1, 0.5] {
      let value =
        share * (excess.between(0, plan.fringe) * field.places.reduce(0) { $0 + $1.total }) / 0.99e-5
      let values = [Double](repeating: value, count: grid.count)
      let found = Set(
        check.doubtfulBlocks(
          check.extremes(of: values, piles: piles, known: nil, workers: workers), tolerance: .exact, share: 0,
          isWhole: true, workers: workers
        ).flatMap { block in
          stride(from: block.columns.lowerBound, to: block.columns.upperBound, by: SplitCheck.size).map {
            block.rows.lowerBound / SplitCheck.size * check.across + $0 / SplitCheck.size
          }
        })
      var sure = Set<Int>()
      for row in stride(from: 0, to: grid.rows, by: 4) {
        for column in stride(from: 0, to: grid.columns, by: 4) {
          let node = EarthPosition(grid.coordinate(row: row, column: column))
          let error = field.places.reduce(0) { sum, place in
            let chord = place.position.squaredChord(to: node).squareRoot()
            return sum + place.total * excess.between(chord, chord)
          }
          if error > 0.99e-5 * value {
            sure.insert(row / SplitCheck.size * check.across + column / SplitCheck.size)
          }
        }
      }
      #expect(sure.isSubset(of: found), "seed \(seed), share \(share)")
      #expect(found.count < check.down * check.across, "seed \(seed), share \(share): \(found.count)")
      #expect(share > 0.1 || !sure.isEmpty)
    }
  }
}
