import GeoProjection
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Areas with shared borders, simplified together")
struct CoverageSimplificationTests {
  /// Mosaics of three actors with holes, islands and places where three meet, far from seven decimals or across the
  /// antimeridian; wild ones are noise, in which nearly everything touches.
  private func mosaic(_ seed: UInt64) throws -> [MultiPolygon] {
    var random = SeededRandom(seed: seed)
    let wild = seed % 3 == 2
    let size = wild ? 14 : 40
    let grid = try unitGrid(
      columns: size, rows: size, west: seed % 2 == 0 ? 175 : -12, width: Double(size) / 4)
    let rule = ControlZoneRule(actors: 3, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)
    let channels = (0..<3).map { _ -> [Double] in
      if wild { return (0..<grid.count).map { _ in Double(Int.random(in: 0...3, using: &random)) / 5 } }
      let bumps = (0..<6).map { _ in
        (
          x: Double.random(in: 0...10, using: &random), y: Double.random(in: 0...10, using: &random),
          size: Double.random(in: 0.1...0.6, using: &random)
        )
      }
      return grid.nodes.map { node in
        bumps.reduce(0) { sum, bump in
          let (dx, dy) = (node.x - grid.west - bump.x, node.y - grid.south - bump.y)
          return sum + bump.size * exp(-(dx * dx + dy * dy) / 3)
        }
      }
    }
    return ControlZoneMosaic(grid: grid, rule: rule, channels: channels).components.map {
      MultiPolygon([$0.polygon])
    }
  }

  private func vertices(_ areas: [MultiPolygon]) -> Int {
    areas.reduce(0) { $0 + $1.polygons.reduce(0) { $0 + $1.coordinates.count } }
  }

  @Test(arguments: 0..<18 as Range<UInt64>)
  func stayACoverage(seed: UInt64) throws {
    let before = try mosaic(seed)
    for metres in [500.0, 5_000, 60_000] {
      let after = CoverageSimplification.simplified(before, within: metres)
      let note: Comment = "seed \(seed), \(metres) m"
      #expect(after.count == before.count, note)
      for (old, new) in zip(before, after) {
        #expect(new.polygons.count == old.polygons.count, note)
        #expect(new.polygons.map(\.ringCount) == old.polygons.map(\.ringCount), note)
        let validity = try Geometry.multiPolygon(new).validity()
        #expect(validity.isValid, "\(note.rawValue): \(validity)")
        for (oldRing, newRing) in zip(old.polygons[0].rings, new.polygons[0].rings) {
          #expect((oldRing.signedDoubleArea > 0) == (newRing.signedDoubleArea > 0), note)
          // No vertex is new, and their order is as it was.
          let kept = Set(newRing)
          #expect(Array(newRing.dropLast()) == oldRing.dropLast().filter { kept.contains($0) }, note)
        }
      }
      // No overlaps: neighbours share their border vertex by vertex.
      for (index, one) in after.enumerated() {
        for other in after[(index + 1)...] where one.envelope.intersects(other.envelope) {
          #expect(planarArea(try one.intersection(with: other)) < 1e-12, note)
        }
      }
      // No gaps: all together they have as many holes, and cover what their outline holds.
      let (whole, wholeBefore) = (try MultiPolygon.union(of: after), try MultiPolygon.union(of: before))
      #expect(
        whole.polygons.reduce(0) { $0 + $1.ringCount }
          == wholeBefore.polygons.reduce(0) { $0 + $1.ringCount }, note)
      let sum = after.reduce(0) { $0 + planarArea($1) }
      #expect(abs(planarArea(whole) - sum) < 1e-9 * sum, note)
    }
  }

  /// The distance of every old vertex from the new border, by points along its edges.
  @Test(arguments: 0..<4 as Range<UInt64>)
  func bordersStayWithinTheTolerance(seed: UInt64) throws {
    let before = try mosaic(seed)
    for metres in [2_000.0, 20_000] {
      let after = CoverageSimplification.simplified(before, within: metres)
      var farthest = 0.0
      for (old, new) in zip(before, after) {
        for (oldRing, newRing) in zip(old.polygons[0].rings, new.polygons[0].rings) {
          let border = zip(newRing, newRing.dropFirst()).flatMap { from, to -> [EarthPosition] in
            let steps = max(2, Int(Geodesic.wgs84.distance(from: from, to: to) / 1_000))
            return (0..<steps).map { step -> EarthPosition in
              let part = Double(step) / Double(steps)
              return EarthPosition(
                Coordinate(x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y)))
            }
          }
          for place in oldRing {
            let position = EarthPosition(place)
            farthest = max(farthest, border.reduce(.infinity) { min($0, $1.distance(to: position)) })
          }
        }
      }
      // The border is sampled every kilometre, so half of one may be missed along it.
      #expect(
        farthest <= (metres * metres + 600 * 600).squareRoot(), "seed \(seed), \(metres) m: \(farthest)")
      #expect(farthest > 0.1 * metres, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func saysTheSameAgain(seed: UInt64) throws {
    let before = try mosaic(seed)
    #expect(CoverageSimplification.simplified(before, within: 0) == before)
    let after = CoverageSimplification.simplified(before, within: 8_000)
    #expect(vertices(after) < (seed % 3 == 2 ? vertices(before) : vertices(before) * 2 / 3), "seed \(seed)")
  }

  /// A thin corridor of one area between two parts of another: lines simplified one by one would cross.
  @Test func thinNeckIsNotCut() throws {
    func ring(_ points: [(Double, Double)]) throws -> Polygon {
      let places = points.map { Coordinate(x: $0.0, y: $0.1) }
      return try Polygon(rings: [places + [places[0]]])
    }
    let upper = [(0.0, 0.0), (1, 0.001), (2, 0.2), (3, 0.001), (4, 0)]
    let neck = try ring(upper + [(4, -0.01), (3, -0.009), (2, 0.19), (1, -0.009), (0, -0.01)])
    let above = try ring([(0, 1)] + upper.map { ($0.0, $0.1) } + [(4, 1)])
    let areas = [MultiPolygon([neck]), MultiPolygon([above])]
    for metres in [100.0, 1_500, 30_000, 500_000] {
      let after = CoverageSimplification.simplified(areas, within: metres)
      for area in after { #expect(try Geometry.multiPolygon(area).validity().isValid, "\(metres) m") }
      #expect(planarArea(try after[0].intersection(with: after[1])) < 1e-12, "\(metres) m")
    }
  }
}
