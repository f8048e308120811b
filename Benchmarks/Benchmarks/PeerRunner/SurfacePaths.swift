import Foundation
import GeoCore
import GeoRisk
import ThreatField

/// Kernel sums on the grid and at points.
enum SurfacePaths {
  static let all: [String: @Sendable (Inputs) throws -> any PeerPath] = {
    var paths: [String: @Sendable (Inputs) throws -> any PeerPath] = [:]
    for (label, count) in [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)] {
      paths["surface-exponential-\(label)"] = { try exact(exponential(), count, $0) }
      paths["surface-gaussian-\(label)"] = {
        try exact(
          DecayKernel(.gaussian, halfDistance: 20_000 * (2 * log(2)).squareRoot(), cutoff: 80_000), count, $0)
      }
      paths["surface-quartic-\(label)"] = {
        try exact(
          DecayKernel(.quartic, halfDistance: 60_000 * (1 - 0.5.squareRoot()).squareRoot()), count, $0)
      }
      paths["surface-epanechnikov-\(label)"] = {
        try exact(DecayKernel(.epanechnikov, halfDistance: 60_000 / 2.squareRoot()), count, $0)
      }
      paths["surface-bounded-\(label)"] = { try bounded(count, $0) }
    }
    paths["surface-weekly"] = { try weekly($0) }
    paths["segment-scores"] = { try segmentScores($0) }
    return paths
  }()

  /// L = 20 km, cut off at 100 km.
  private static func exponential() throws -> DecayKernel {
    try DecayKernel(.exponential, halfDistance: 20_000 * log(2), cutoff: 100_000)
  }

  private static func field(
    _ events: [(place: Coordinate, weight: Double)], _ kernel: DecayKernel
  ) throws -> DecayField {
    try DecayField(
      sources: sources(events), kernels: [SpreadKernel(kernel)], workers: .allProcessors)
  }

  private static func sources(_ events: [(place: Coordinate, weight: Double)]) -> [FieldSource] {
    events.enumerated().map { number, event in
      FieldSource(
        coordinate: event.place, kernel: 0, weights: SIMD4(event.weight, 0, 0, 0), member: number)
    }
  }

  private static func exact(_ kernel: DecayKernel, _ count: Int, _ inputs: Inputs) throws -> any PeerPath {
    let events = try inputs.events(count)
    let grid = try inputs.grid()
    return Path(input: { sources(events) }) {
      try DecayField.surface(of: $0, kernels: [SpreadKernel(kernel)], on: grid, workers: .allProcessors)
    } check: {
      sample($0, grid)
    }
  }

  private static func bounded(_ count: Int, _ inputs: Inputs) throws -> any PeerPath {
    let events = try inputs.events(count)
    let grid = try inputs.grid()
    let kernel = try exponential()
    return Path(input: { sources(events) }) {
      try DecayField.surface(
        of: $0, kernels: [SpreadKernel(kernel)], on: grid, workers: .allProcessors, tolerance: 1e-3)
    } check: {
      sample($0, grid)
    }
  }

  /// 52 surfaces a week apart, with a half-life of 60 days: each is the last one, faded, and a week's events. The
  /// check is the largest relative difference of the last one from a surface of all events, faded one by one.
  private static func weekly(_ inputs: Inputs) throws -> any PeerPath {
    let events = try inputs.events(100_000)
    let grid = try inputs.grid()
    let kernel = try exponential()
    let weeks = (0..<52).map { week in
      Array(events[week * events.count / 52..<(week + 1) * events.count / 52])
    }
    let fade = exp2(-7.0 / 60)
    return Path {
      var values = [Double](repeating: 0, count: grid.count)
      for week in weeks {
        for index in values.indices { values[index] *= fade }
        try field(week, kernel).add(to: &values, on: grid, workers: .allProcessors)
      }
      return values
    } check: { last in
      let faded = weeks.enumerated().flatMap { number, week in
        week.map { ($0.place, $0.weight * pow(fade, Double(51 - number))) }
      }
      let truth = try field(faded.map { (place: $0.0, weight: $0.1) }, kernel)
        .surface(on: grid, workers: .allProcessors)
      let floor = 1e-3 * (truth.max() ?? 0)
      return [zip(last, truth).reduce(0) { $1.1 > floor ? max($0, abs($1.0 / $1.1 - 1)) : $0 }]
    }
  }

  private static func segmentScores(_ inputs: Inputs) throws -> any PeerPath {
    let events = try inputs.events(100_000)
    let middles = try inputs.places("midpoints.bin")
    let kernel = try exponential()
    return Path {
      try field(events, kernel).values(at: middles, workers: .allProcessors)
    } check: { samples in
      var random = SplitMix(seed: 3)
      var values = [samples.reduce(0) { max($0, $1.total) }]
      for _ in 0..<400 {
        let index = random.below(samples.count)
        values += [middles[index].longitude, middles[index].latitude, samples[index].total]
      }
      return values
    }
  }

  /// The largest value, then longitude, latitude and value of 400 nodes.
  private static func sample(_ values: [Double], _ grid: LonLatGrid) -> [Double] {
    var random = SplitMix(seed: 5)
    var sample = [values.max() ?? 0]
    for _ in 0..<400 {
      let (row, column) = (random.below(grid.rows), random.below(grid.columns))
      sample += [grid.longitude(column), grid.latitude(row), values[row * grid.columns + column]]
    }
    return sample
  }
}
