import GeoCore
import TestSupport
import Testing
import ThreatField

@Suite struct FieldPropertyTests {
  private let profile = SIMD4(1, 0.5, 0.25, 1.5)

  private func kernels() throws -> [SpreadKernel] {
    try [
      SpreadKernel(DecayKernel(.exponential, halfDistance: 20_000, cutoff: 100_000)),
      SpreadKernel(DecayKernel(.logistic, halfDistance: 15_000), sigma: 10_000),
      SpreadKernel(DecayKernel(.triangular, halfDistance: 30_000)),
    ]
  }

  private func field(_ sources: [FieldSource]) throws -> DecayField {
    try DecayField(sources: sources, kernels: kernels(), profile: profile)
  }

  private func close(_ left: FieldSample, _ right: FieldSample, to tolerance: Double = 1e-12) -> Bool {
    let gap = left.components - right.components
    return abs(gap.x) + abs(gap.y) + abs(gap.z) + abs(gap.w) <= tolerance * (right.total + 1e-3)
      && abs(left.variance - right.variance) <= tolerance * (right.variance + 1e-3)
  }

  /// Clustered sources anywhere on Earth, asked near and far: the tree must lose none. Chords against chords,
  /// so only rounding and the tables' 1e-8 are left.
  @Test func treeFindsEverything() throws {
    let seed: UInt64 = 77
    var generator = SeededRandom(seed: seed)
    let kernels = try kernels()
    var sources: [FieldSource] = []
    for index in 0..<2000 {
      let globe = Region(name: "globe", west: -180, south: -90, east: 180, north: 90)
      var place = globe.coordinate(using: &generator)
      if index % 10 > 0, let last = sources.last {
        place.x = Longitude.wrapped(last.coordinate.x + Double.random(in: -0.5...0.5, using: &generator))
        place.y = max(-90, min(90, last.coordinate.y + Double.random(in: -0.5...0.5, using: &generator)))
      }
      sources.append(
        FieldSource(
          coordinate: place, kernel: index % kernels.count, weights: SIMD4(1, 2, 0, 1), member: index))
    }
    let field = try field(sources)
    for source in sources.indices where source.isMultiple(of: 50) {
      let point = EarthPosition(
        Coordinate(
          longitude: sources[source].coordinate.longitude + 0.1,
          latitude: sources[source].coordinate.latitude * 0.999))
      var truth = 0.0
      for source in sources {
        let distance = point.distance(to: EarthPosition(source.coordinate))
        truth +=
          kernels[source.kernel].value(atDistance: distance) * (source.weights * profile).sum()
      }
      let found = field.value(at: point).total
      #expect(abs(found - truth) <= 1e-7 * truth + 1e-9, "seed \(seed), source \(source)")
    }
  }

  @Test func fieldsAddUp() throws {
    var generator = SeededRandom(seed: 3)
    let region = Region.all[0]
    let first = randomSources(80, in: region, kernels: 3, using: &generator)
    let second = randomSources(60, in: region, kernels: 3, using: &generator)
    let (a, b, both) = try (field(first), field(second), field(first + second))
    let shuffled = try field((first + second).shuffled(using: &generator))
    for _ in 0..<40 {
      let point = EarthPosition(region.coordinate(using: &generator))
      let (left, right, whole) = (a.value(at: point), b.value(at: point), both.value(at: point))
      let sum = FieldSample(
        components: left.components + right.components, variance: left.variance + right.variance)
      #expect(close(whole, sum), "seed 3")
      #expect(close(shuffled.value(at: point), whole), "seed 3")
      // Monotone: more incidents never lower the threat.
      #expect(whole.total >= left.total && whole.variance >= left.variance)
    }
  }

  /// Incidents at one place: weights add up, squares add up apart, and the places shrink to one.
  @Test func mergingIsExact() throws {
    let place = Coordinate(longitude: 180, latitude: 14)
    let same = Coordinate(longitude: -180, latitude: 14)
    let sources = [
      FieldSource(coordinate: place, kernel: 0, weights: SIMD4(2, 0, 0, 0), member: 5),
      FieldSource(coordinate: same, kernel: 0, weights: SIMD4(0, 4, 0, 0), member: 1),
      FieldSource(coordinate: place, kernel: 0, weights: SIMD4(0, 0, 0, 2), member: 3),
    ]
    let merged = try field(sources)
    #expect(merged.placeCount == 1 && merged.sourceCount == 3)
    let point = EarthPosition(same)
    let sample = merged.value(at: point)
    #expect(close(sample, FieldSample(components: SIMD4(2, 2, 0, 3), variance: 4 + 4 + 9)))
    let other = FieldSource(coordinate: place, kernel: 1, weights: .one, member: 9)
    #expect(try field(sources + [other]).placeCount == 2)
    // Largest first, ties by member.
    let parts = merged.contributions(nodes: [FieldNode(position: point)])
    #expect(parts.map(\.member) == [3, 1, 5])
    #expect(zip(parts, [3, 2, 2]).allSatisfy { abs($0.value - $1) < 1e-12 })
  }

  private func segments(
    _ count: Int, in region: Region, using generator: inout SeededRandom
  ) -> (nodes: [FieldNode], offsets: [Int]) {
    var nodes: [FieldNode] = []
    var offsets = [0]
    for index in 0..<count {
      let start = region.coordinate(using: &generator)
      for step in 0...(index % 4) {
        let place = Coordinate(x: start.x + Double(step) * 0.02, y: start.y - Double(step) * 0.01)
        let weight = Double.random(in: 0.1...2, using: &generator)
        nodes.append(FieldNode(position: EarthPosition(place), weight: weight))
      }
      offsets.append(nodes.count)
    }
    return (nodes, offsets)
  }

  /// A segment against its nodes' points and, incident by incident, against fields of one source each.
  @Test(arguments: Region.all)
  func segmentsFollowTheirNodes(region: Region) throws {
    var generator = SeededRandom(seed: 12)
    let sources = randomSources(40, in: region, kernels: 3, using: &generator)
    let field = try field(sources)
    let alone = try sources.map { try self.field([$0]) }
    let (nodes, offsets) = segments(12, in: region, using: &generator)
    for index in 0..<12 {
      let part = Array(nodes[offsets[index]..<offsets[index + 1]])
      let weight = part.reduce(0) { $0 + $1.weight }
      let sample = field.sample(nodes: part)
      let totals = part.map { field.value(at: $0.position).total }
      let mean = zip(part, totals).reduce(0) { $0 + $1.0.weight * $1.1 } / weight
      #expect(abs(sample.total - mean) <= 1e-12 * (mean + 1e-3))
      let largest = totals.max() ?? 0
      #expect(abs(sample.maximum - largest) <= 1e-12 * (largest + 1e-3))

      let truth = alone.map { field in
        part.reduce(0) { $0 + $1.weight * field.value(at: $1.position).total } / weight
      }
      let variance = truth.reduce(0) { $0 + $1 * $1 }
      #expect(abs(sample.variance - variance) <= 1e-12 * (variance + 1e-3))
      let contributions = field.contributions(nodes: part)
      #expect(contributions.count == truth.filter { $0 > 0 }.count)
      for contribution in contributions {
        #expect(abs(contribution.value - truth[contribution.member]) <= 1e-12 * contribution.value)
      }
      let sum = contributions.reduce(0) { $0 + $1.value }
      #expect(abs(sum - sample.total) <= 1e-12 * (sum + 1e-3))
      #expect(field.contributions(nodes: part, top: 5) == Array(contributions.prefix(5)))
    }
  }

  /// Keeping the largest five of hundreds drops and refills its buffer many times.
  @Test func topIsThePrefixOfAll() throws {
    var generator = SeededRandom(seed: 8)
    let region = Region(name: "town", west: 0, south: 10, east: 0.5, north: 10.5)
    let sources = randomSources(700, in: region, kernels: 3, using: &generator)
    let field = try field(sources)
    let node = FieldNode(position: EarthPosition(region.coordinate(using: &generator)))
    let all = field.contributions(nodes: [node])
    #expect(all.count > 600)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.value >= $1.value })
    for top in [0, 1, 5, 100, 5000] {
      #expect(field.contributions(nodes: [node], top: top) == Array(all.prefix(top)))
    }
  }

  /// Questions in bulk answer as single ones, bit for bit where they are too few for tiles, whatever the number of
  /// threads. `TargetTests` has the others.
  @Test(arguments: [1, 2, 5])
  func bulkEqualsSingle(threads: Int) throws {
    var generator = SeededRandom(seed: 21)
    let region = Region.all[1]
    let field = try field(randomSources(90, in: region, kernels: 3, using: &generator))
    let workers = Workers(threads: threads)
    let points = (0..<60).map { _ in EarthPosition(region.coordinate(using: &generator)) }
    #expect(field.values(at: points, workers: workers) == points.map { field.value(at: $0) })
    let (nodes, offsets) = segments(70, in: region, using: &generator)
    let parts = zip(offsets, offsets.dropFirst()).map { Array(nodes[$0..<$1]) }
    #expect(
      field.samples(nodes: nodes, offsets: offsets, workers: workers)
        == parts.map { field.sample(nodes: $0) })
    #expect(
      field.contributions(nodes: nodes, offsets: offsets, top: 3, workers: workers)
        == parts.map { field.contributions(nodes: $0, top: 3) })
  }

  @Test func nothingAskedNothingAnswered() throws {
    var generator = SeededRandom(seed: 2)
    let field = try field(randomSources(5, in: Region.all[0], using: &generator))
    #expect(field.sample(nodes: []) == SegmentSample())
    #expect(field.contributions(nodes: []).isEmpty)
    #expect(field.values(at: [EarthPosition](), workers: Workers(threads: 2)).isEmpty)
    #expect(field.samples(nodes: [], offsets: [], workers: Workers(threads: 2)).isEmpty)
    let empty = try DecayField(sources: [], kernels: kernels())
    #expect(empty.value(at: EarthPosition(Coordinate(x: 0, y: 0))) == FieldSample())
  }

  @Test func badSourcesAreRefused() throws {
    let good = FieldSource(
      coordinate: Coordinate(x: 0, y: 0), kernel: 0, weights: .one, member: 0)
    var nowhere = good
    nowhere.coordinate.y = 90.5
    var infinite = good
    infinite.weights.z = .infinity
    var negative = good
    negative.weights.x = -1
    var unknown = good
    unknown.kernel = 3
    #expect(throws: FieldError.badCoordinate(source: 1)) { try field([good, nowhere]) }
    #expect(throws: FieldError.badWeight(source: 0)) { try field([infinite]) }
    #expect(throws: FieldError.badWeight(source: 0)) { try field([negative]) }
    #expect(throws: FieldError.unknownKernel(source: 0, kernel: 3)) { try field([unknown]) }
    #expect(throws: FieldError.badProfile) {
      try DecayField(sources: [good], kernels: kernels(), profile: SIMD4(1, -1, 0, 0))
    }
  }
}
