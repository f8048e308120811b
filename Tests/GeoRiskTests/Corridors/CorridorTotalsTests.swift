import TestSupport
import Testing

@testable import GeoRisk

@Suite("What a corridor's segments add up to")
struct CorridorTotalsTests {
  static func segments(
    _ threats: [Double], lengthKm: Double, lastKm: Double? = nil, part: Int = 0, startKm: Double = 0
  ) throws -> [SegmentScore] {
    let model = RiskModel()
    let line = try LineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 0)])
    return threats.enumerated().map { number, threat in
      let from = startKm + Double(number) * lengthKm
      let last = number == threats.count - 1
      let index = model.index(ofThreat: threat)
      return SegmentScore(
        segment: number, part: part, fromKm: from, toKm: from + (last ? lastKm ?? lengthKm : lengthKm),
        line: line, middle: line.coordinates[0],
        score: ThreatScore(
          threat: threat, components: SIMD4(threat, 0, 0, 0), standardError: 0, index: index,
          grade: model.grade(ofIndex: index), topIncidents: []),
        threatMax: threat, zone: nil, zoneShare: 0)
    }
  }

  @Test("The worst 10 km are the best of many windows, slid in small steps")
  func worst() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let lengthKm = Double.random(in: 0.3...4, using: &random)
      let threats = (0..<30).map { _ in Double.random(in: 0..<2, using: &random) }
      let segments = try Self.segments(threats, lengthKm: lengthKm, lastKm: lengthKm / 3)
      let totals = CorridorTotals(of: segments, model: RiskModel())
      let end = segments.last?.toKm ?? 0
      let window = min(10, end)
      func mean(from start: Double) -> Double {
        segments.reduce(0) { sum, segment in
          let common = min(segment.toKm, start + window) - max(segment.fromKm, start)
          return sum + max(0, common) * segment.score.threat
        } / window
      }
      let note: Comment = "seed \(seed)"
      let steps = 5_000
      let best = (0...steps).map { mean(from: (end - window) * Double($0) / Double(steps)) }.max() ?? 0
      #expect(totals.worst.threat >= best - 1e-9, note)
      #expect(abs(mean(from: totals.worst.fromKm) - totals.worst.threat) < 1e-9, note)
      #expect(abs(totals.worst.toKm - totals.worst.fromKm - window) < 1e-9, note)
      let sum = segments.reduce(0) { $0 + $1.score.threat * $1.lengthKm }
      #expect(abs(totals.threatKm - sum) < 1e-9, note)
      #expect(abs(totals.kmByGrade.reduce(0, +) - totals.lengthKm) < 1e-9, note)
    }
  }

  @Test("The worst stretch stays within one part")
  func parts() throws {
    let first = try Self.segments([0, 0, 0, 3], lengthKm: 5)
    let second = try Self.segments([3, 0, 0, 0], lengthKm: 5, part: 1, startKm: 20)
    let worst = CorridorTotals(of: first + second, model: RiskModel()).worst
    #expect(worst.fromKm == 10)
    #expect(worst.toKm == 20)
    #expect(worst.threat == 1.5)
  }

  @Test("A corridor without threat has its first 10 km as the worst")
  func none() throws {
    let totals = CorridorTotals(of: try Self.segments([0, 0, 0], lengthKm: 8), model: RiskModel())
    #expect(totals.worst.threat == 0)
    #expect(totals.worst.fromKm == 0)
    #expect(totals.worst.toKm == 10)
    #expect(totals.grade == .veryLow)
  }
}
