import GeoProjection
import TestSupport
import Testing

@testable import GeoRisk

@Suite("Cutting corridors by chainage")
struct CorridorPieceTests {
  static func road(_ region: TestRegion, vertices: Int, seed: UInt64) throws -> LineString {
    var random = SeededRandom(seed: seed)
    return try LineString((0..<vertices).map { _ in region.place(within: 30, using: &random) })
  }

  static func length(_ coordinates: [Coordinate]) -> Double {
    zip(coordinates, coordinates.dropFirst()).reduce(0) { $0 + Geodesic.wgs84.distance(from: $1.0, to: $1.1) }
  }

  @Test("Pieces have the asked length, join up and keep every vertex", arguments: TestRegion.all)
  func cutting(region: TestRegion) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      let line = try Self.road(region, vertices: 12, seed: seed)
      let total = Self.length(line.coordinates)
      for segmentLength in [700.0, 5_000, total / 7, total * 2] {
        let note: Comment = "\(region), seed \(seed), segments of \(segmentLength) m"
        let pieces = try Corridor(id: "r", parts: [line]).pieces(segmentLength: segmentLength)
        #expect(pieces.count == Int((total / segmentLength - 1e-9).rounded(.up)), note)
        for piece in pieces.dropLast() { #expect(abs(piece.length - segmentLength) < 1e-6, note) }
        #expect(abs((pieces.last?.to ?? 0) - total) < 1e-6, note)
        for piece in pieces {
          // 1 µm: a sum of a dozen geodesic lengths, each good to nanometres.
          #expect(abs(Self.length(piece.line.coordinates) - piece.length) < 1e-6, note)
        }
        for (left, right) in zip(pieces, pieces.dropFirst()) {
          #expect(left.line.coordinates.last == right.line.coordinates.first, note)
          #expect(left.to == right.from, note)
        }
        let all = Set(pieces.flatMap { $0.line.coordinates.map(Self.onGlobe) })
        #expect(line.coordinates.allSatisfy { all.contains(Self.onGlobe($0)) }, note)
      }
    }
  }

  /// The same place on one turn of longitude, rounded to 1e-9°: unwrapping adds 360 and rounds.
  static func onGlobe(_ place: Coordinate) -> Coordinate {
    Coordinate(
      longitude: (Longitude.wrapped(place.longitude) * 1e9).rounded() / 1e9, latitude: place.latitude)
  }

  @Test("Nodes lie at the Gauss–Legendre places by chainage")
  func nodes() throws {
    let line = try Self.road(TestRegion.all[0], vertices: 6, seed: 9)
    for piece in try Corridor(id: "r", parts: [line]).pieces(segmentLength: 4_000) {
      for (node, part) in zip(
        (0..<3).map { piece.nodes[$0] }, [0.112_701_665_379_258_3, 0.5, 0.887_298_334_620_741_7])
      {
        // The place at that chainage of the piece's own vertices.
        var rest = part * piece.length
        var expected = piece.line.coordinates[0]
        for (from, to) in zip(piece.line.coordinates, piece.line.coordinates.dropFirst()) {
          let edge = Geodesic.wgs84.inverse(from: from, to: to)
          expected = Geodesic.wgs84.destination(
            from: from, azimuth: edge.initialAzimuth, distance: min(rest, edge.distance))
          rest -= edge.distance
          if rest <= 0 { break }
        }
        #expect(Geodesic.wgs84.distance(from: node, to: expected) < 1e-5)
      }
    }
  }

  @Test("Chainage runs on over the parts, and no piece spans a gap")
  func parts() throws {
    let first = try Self.road(TestRegion.all[0], vertices: 3, seed: 1)
    let second = try Self.road(TestRegion.all[0], vertices: 3, seed: 2)
    let pieces = try Corridor(id: "r", parts: [first, second]).pieces(segmentLength: 2_000)
    let border = Self.length(first.coordinates)
    let before = pieces.filter { $0.part == 0 }
    let after = pieces.filter { $0.part == 1 }
    #expect(abs((before.last?.to ?? 0) - border) < 1e-6)
    #expect(after.first?.from == before.last?.to)
    #expect(after.first?.line.coordinates.first == second.coordinates.first)
    #expect(abs((after.last?.to ?? 0) - border - Self.length(second.coordinates)) < 1e-6)
  }

  @Test("Repeated vertices and parts of no length do no harm")
  func degenerate() throws {
    let a = Coordinate(longitude: -8, latitude: 12)
    let b = Coordinate(longitude: -8, latitude: 12.02)
    let repeated = try LineString([a, a, b, b])
    let pieces = try Corridor(id: "r", parts: [try LineString([a, a]), repeated]).pieces(segmentLength: 1_000)
    #expect(pieces.count == 3)
    #expect(pieces.allSatisfy { $0.part == 1 })
    #expect(throws: GeoRiskError.self) {
      try RiskScorer(incidents: [], asOf: CalendarDay(daysSince1970: 0))
        .score(Corridor(id: "dot", parts: [try LineString([a, a])]))
    }
  }
}
