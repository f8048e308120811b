import GeoCore
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ZonesMosaicTests {
  private let rule = ControlZoneRule(actors: 3, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)

  /// Evidence of smooth bumps: `channels[actor][node]`.
  private func channels(_ grid: LonLatGrid, _ actors: Int, _ seed: UInt64, wild: Bool) -> [[Double]] {
    var random = SeededRandom(seed: seed)
    return (0..<actors).map { _ in
      if wild { return (0..<grid.count).map { _ in Double(Int.random(in: 0...3, using: &random)) / 5 } }
      let bumps = (0..<3).map { _ in
        (
          x: Double.random(in: 0...Double(grid.columns - 1), using: &random) * grid.longitudeStep,
          y: Double.random(in: 0...Double(grid.rows - 1), using: &random) * grid.latitudeStep,
          size: Double.random(in: 0.1...0.6, using: &random)
        )
      }
      return grid.nodes.map { node in
        bumps.reduce(0) { sum, bump in
          let (dx, dy) = (node.x - grid.west - bump.x, node.y - grid.south - bump.y)
          return sum + bump.size * exp(-(dx * dx + dy * dy) / 8)
        }
      }
    }
  }

  @Test(arguments: 0..<16 as Range<UInt64>) func componentsTileTheGround(seed: UInt64) throws {
    let wild = seed % 2 == 1
    let grid = try unitGrid(columns: wild ? 9 : 25, rows: wild ? 9 : 25, west: 175, width: wild ? 8 : 16)
    let channels = channels(grid, 3, seed, wild: wild)
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: channels)
    #expect(!mosaic.components.isEmpty, "seed \(seed)")
    for component in mosaic.components {
      let validity = try Geometry.polygon(component.polygon).validity()
      #expect(validity.isValid, "seed \(seed): \(validity)")
      #expect(component.polygon.ring(0).signedDoubleArea > 0, "seed \(seed)")
      // Seven decimals already: rounding for a file changes nothing.
      #expect(try rounded(MultiPolygon([component.polygon])).polygons == [component.polygon], "seed \(seed)")
    }
    let areas = mosaic.components.map { MultiPolygon([$0.polygon]) }
    for (index, one) in areas.enumerated() {
      for other in areas[(index + 1)...] where one.envelope.intersects(other.envelope) {
        // Borders are shared vertex by vertex: not even a sliver overlaps.
        #expect(planarArea(try one.intersection(with: other)) < 1e-12, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func randomPlacesHaveTheirClass(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 99)
    let grid = try unitGrid(columns: 41, rows: 41, width: 16)
    let channels = channels(grid, 3, seed, wild: false)
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: channels)
    var (checked, wrong) = (0, 0)
    for _ in 0..<1_500 {
      let (x, y) = (
        Double.random(in: 0..<Double(grid.columns - 1), using: &random),
        Double.random(in: 0..<Double(grid.rows - 1), using: &random)
      )
      // Judged only where the whole neighbourhood of a third of a cell agrees: the test's surface is bilinear,
      // the zones' is linear along edges.
      let offsets = [(0.0, 0.0), (-0.3, 0.0), (0.3, 0.0), (0.0, -0.3), (0.0, 0.3)]
      let verdicts = offsets.map { rule.verdict(bilinear(channels, grid, x + $0.0, y + $0.1)).found }
      guard verdicts.allSatisfy({ $0 == verdicts[0] }) else { continue }
      checked += 1
      let place = Coordinate(x: grid.west + x * grid.longitudeStep, y: grid.south + y * grid.latitudeStep)
      let found = mosaic.components.filter { contains($0.polygon, place) }
      if found.count > 1 || (found.first?.found ?? .none) != verdicts[0] { wrong += 1 }
    }
    #expect(checked > 750, "seed \(seed)")
    // Areas below one cell are counted to a neighbour: a handful of places in thousands.
    #expect(Double(wrong) <= 0.002 * Double(checked), "seed \(seed): \(wrong) of \(checked)")
  }

  private func bilinear(_ channels: [[Double]], _ grid: LonLatGrid, _ x: Double, _ y: Double) -> [Double] {
    let (x, y) = (min(max(x, 0), Double(grid.columns) - 1.001), min(max(y, 0), Double(grid.rows) - 1.001))
    let (column, row) = (Int(x), Int(y))
    let (u, v) = (x - Double(column), y - Double(row))
    let base = row * grid.columns + column
    return channels.map { channel in
      let south = channel[base] * (1 - u) + channel[base + 1] * u
      let north = channel[base + grid.columns] * (1 - u) + channel[base + grid.columns + 1] * u
      return south * (1 - v) + north * v
    }
  }

  @Test func evenOpponentsMeetWhereTheMarginsAre() throws {
    // Two actors whose shares run linearly from 1 to 0 across the extent: the borders are straight meridians.
    let grid = try unitGrid(columns: 11, rows: 5)
    let rule = ControlZoneRule(actors: 2, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)
    let first = grid.nodes.map { 1 - $0.x / 10 }
    let second = first.map { 1 - $0 }
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: [first, second])
    #expect(mosaic.components.map(\.found.status) == [.controlled, .contested, .controlled])
    // Share 0.6 at 4°, 0.4 at 6°: seven decimals, and cuts within a thousandth of a cell of a node go through it.
    let bounds = mosaic.components.map { ($0.polygon.envelope.minX, $0.polygon.envelope.maxX) }
    for (found, expected) in zip(bounds, [(0.0, 4.0), (4.0, 6.0), (6.0, 10.0)]) {
      #expect(abs(found.0 - expected.0) <= 1e-3)
      #expect(abs(found.1 - expected.1) <= 1e-3)
    }
    #expect(abs(mosaic.components[0].shares.first - 0.8) < 1e-3)
    #expect(abs(mosaic.components[1].shares.first - 0.5) < 1e-3)
    #expect(abs(mosaic.components[0].means[0] - 0.8) < 1e-3)
    #expect(mosaic.components.reduce(0) { $0 + planarArea(MultiPolygon([$1.polygon])) } == 40)
  }

  @Test func threeActorsMeetInOnePlace() throws {
    // Three equal bumps round the middle: whoever is nearest leads, and none has a lead in the middle.
    let grid = try unitGrid(columns: 61, rows: 61, width: 12)
    let places = [(6.0, 9.0), (3.4, 4.5), (8.6, 4.5)]
    let channels = places.map { place in
      grid.nodes.map {
        exp(-(($0.x - place.0) * ($0.x - place.0) + ($0.y - place.1) * ($0.y - place.1)) / 12)
      }
    }
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: channels)
    for actor in 0..<3 {
      let own = mosaic.components.filter { $0.found == .init(status: .controlled, first: actor, second: -1) }
      #expect(own.count == 1)
      #expect(own.contains { contains($0.polygon, Coordinate(x: places[actor].0, y: places[actor].1)) })
      let pair = [(0, 1), (0, 2), (1, 2)][actor]
      let contested = ControlZoneClass(status: .contested, first: pair.0, second: pair.1)
      #expect(mosaic.components.contains { $0.found == contested })
    }
  }

  @Test func tooLittleEvidenceIsNobodys() throws {
    let grid = try unitGrid(columns: 5, rows: 5)
    let channel = [Double](repeating: 0.03, count: 25)
    #expect(
      ControlZoneMosaic(grid: grid, rule: rule, channels: [channel, channel, channel]).components.isEmpty)
    let enough = [Double](repeating: 0.04, count: 25)
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: [enough, enough, enough])
    #expect(mosaic.components.map(\.found.status) == [.contested])
    #expect(mosaic.components.first.map { planarArea(MultiPolygon([$0.polygon])) } == 16)
  }

  @Test func saddlesFollowTheMean() throws {
    // Quarters of two actors: in the cell in the middle neither margin's mean is positive, so neither joins.
    let grid = try unitGrid(columns: 6, rows: 6)
    let rule = ControlZoneRule(actors: 2, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)
    let first = (0..<36).map { ($0 % 6 < 3) == ($0 / 6 < 3) ? 0.9 : 0.1 }
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: [first, first.map { 1 - $0 }])
    let statuses = mosaic.components.map(\.found.status)
    #expect(statuses.count { $0 == .controlled } == 4)
    #expect(statuses.count { $0 == .contested } == 1)
    // Where one has the mean, its quarters join.
    let stronger = ControlZoneMosaic(
      grid: grid, rule: rule, channels: [first.map { $0 + 0.4 }, first.map { 1 - $0 }])
    let joined = stronger.components.filter { $0.found.status == .controlled && $0.found.first == 0 }
    #expect(joined.count == 1)
  }

  @Test func smallPatchesJoinTheirNeighbour() throws {
    // One node of another actor amid an actor's ground, its patch smaller than a cell.
    let grid = try unitGrid(columns: 7, rows: 7)
    var first = [Double](repeating: 1, count: 49)
    var second = [Double](repeating: 0, count: 49)
    (first[24], second[24]) = (0.45, 0.55)
    let rule = ControlZoneRule(actors: 2, controlledShare: 0.6, contestedMargin: 0.2, threshold: 0.1)
    let mosaic = ControlZoneMosaic(grid: grid, rule: rule, channels: [first, second])
    #expect(mosaic.components.count == 1)
    #expect(mosaic.joined == 1)
    #expect(mosaic.components.first?.polygon.ringCount == 1)
  }
}
