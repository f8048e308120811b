import CKernels
import GeoCore
import ThreatField

/// How often each incident happens in each draw of a Poisson bootstrap: a number with mean 1 that follows from the seed
/// and the incident's number alone.
struct IncidentCounts: Sendable {
  private let seed: UInt64
  private let draws: Int
  /// A row of `stride` numbers an incident; empty where they are too many to be kept.
  private let kept: [UInt8]
  private let level: VectorLevel
  /// Draws, rounded up.
  private var stride: Int { Self.stride(draws) }

  init(
    of incidents: Int, draws: Int, seed: UInt64, workers: Workers, mostKept: Int = 1 << 29,
    level: VectorLevel = .current
  ) {
    self.seed = seed
    self.draws = draws
    self.level = level
    let isKept = incidents * Self.stride(draws) <= mostKept
    kept =
      isKept ? workers.map(incidents) { Self.row(of: $0, draws: draws, seed: seed) }.flatMap { $0 } : []
  }

  private static func stride(_ draws: Int) -> Int {
    (draws + Int(GR_DRAWS) - 1) / Int(GR_DRAWS) * Int(GR_DRAWS)
  }

  private static func row(of incident: Int, draws: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed, stream: 2 * UInt64(incident))
    let row = (0..<draws).map { _ in UInt8(random.poisson1()) }
    return row + Array(repeating: 0, count: stride(draws) - draws)
  }

  /// The counts of one incident, draw by draw.
  func row(of incident: Int) -> ArraySlice<UInt8> {
    kept.isEmpty
      ? Self.row(of: incident, draws: draws, seed: seed).prefix(draws)
      : kept[incident * stride..<incident * stride + draws]
  }

  /// What incidents of given values add up to in every draw.
  ///
  /// - Parameters:
  ///   - members: the incidents' numbers.
  ///   - values: what each adds whenever it happens.
  func sums(of members: [Int32], values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: stride)
    if !kept.isEmpty {
      add(kept, members, values[...], to: &sums)
    } else {
      // Some at a time, so that what is drawn again stays small.
      for start in Swift.stride(from: 0, to: members.count, by: 256) {
        let some = start..<min(start + 256, members.count)
        let rows = members[some].flatMap { Self.row(of: Int($0), draws: draws, seed: seed) }
        add(rows, (0..<Int32(some.count)).map { $0 }, values[some], to: &sums)
      }
    }
    return Array(sums.prefix(draws))
  }

  private func add(
    _ rows: [UInt8], _ members: [Int32], _ values: ArraySlice<Double>, to sums: inout [Double]
  ) {
    rows.withUnsafeBufferPointer { rows in
      values.withUnsafeBufferPointer { values in
        sums.withUnsafeMutableBufferPointer { sums in
          gr_counts_add(
            rows.baseAddress, Int64(stride), members, values.baseAddress, Int32(members.count), Int32(stride),
            sums.baseAddress, level.rawValue)
        }
      }
    }
  }
}
