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

@Suite struct IsobandsTests {
  @Test("Bands do not depend on the number of threads") func threads() throws {
    let grid = try unitGrid(columns: 150, rows: 130, width: 4)
    var random = SeededRandom(seed: 21)
    let values = (0..<grid.count).map { _ in Double.random(in: 0...1, using: &random) }
    let levels = (1..<20).map { Double($0) / 20 }
    for levels in [[0.5], [0.2, 0.3, 0.9], levels] {
      let one = try Isobands.bands(values: values, grid: grid, levels: levels, workers: Workers(threads: 1))
      let many = try Isobands.bands(values: values, grid: grid, levels: levels, workers: Workers(threads: 5))
      #expect(one == many)
    }
  }

  @Test func coneHasAnalyticAreas() throws {
    let grid = try unitGrid(columns: 201, rows: 201, width: 4)
    let center = grid.extent.center
    let values = grid.nodes.map { hypot($0.x - center.x, $0.y - center.y) * -1 }
    let bands = try Isobands.bands(values: values, grid: grid, levels: [-1.5, -1, -0.5])
    let expected = [1.5 * 1.5 - 1, 1 - 0.25, 0.25].map { $0 * .pi }
    for (band, area) in zip(bands, expected) {
      // A polygon inscribed in a circle of radius r with chords of a cell's width h loses about h²/(6 r²).
      #expect(abs(planarArea(band.area) / area - 1) < 2e-3, "\(band.lower)")
    }
    #expect(bands.map(\.upper) == [-1, -0.5, nil])
    #expect(bands.map { $0.area.polygons.count } == [1, 1, 1])
    #expect(bands.map { $0.area.polygons[0].ringCount } == [2, 2, 1])
  }

  @Test func gaussianHasAnalyticAreas() throws {
    let grid = try unitGrid(columns: 161, rows: 121, west: 178, south: -2, width: 4)
    let center = grid.extent.center
    let values = grid.nodes.map { place in
      let (dx, dy) = (place.x - center.x, place.y - center.y)
      return exp(-(dx * dx + dy * dy) / (2 * 0.09))
    }
    let levels = [0.2, 0.5, 0.9]
    let bands = try Isobands.bands(values: values, grid: grid, levels: levels)
    for (band, level) in zip(bands, levels) {
      let inner = band.upper.map { -2 * 0.09 * log($0) } ?? 0
      let area = Double.pi * (-2 * 0.09 * log(level) - inner)
      // Chords for arcs, (h/r)²/6 with h = 0.025 and r = 0.14 at the top, and the same again for the bell's bend.
      #expect(abs(planarArea(band.area) / area - 1) < 1.5e-2, "\(band.lower)")
    }
    #expect(bands[0].area.envelope.maxX > 180)
  }

  @Test func constantFields() throws {
    let grid = try unitGrid(columns: 5, rows: 4)
    func bands(_ value: Double) throws -> [IsoBand] {
      try Isobands.bands(values: Array(repeating: value, count: 20), grid: grid, levels: [1, 2])
    }
    #expect(try bands(0.5).allSatisfy { $0.area.isEmpty })
    for (value, filled) in [(1.0, 0), (1.5, 0), (2.0, 1), (9.0, 1)] {
      let bands = try bands(value)
      #expect(planarArea(bands[filled].area) == 12)
      #expect(bands[1 - filled].area.isEmpty)
      #expect(bands[filled].area.polygons[0].ringCount == 1)
    }
  }

  @Test func saddleFollowsTheMean() throws {
    let grid = try unitGrid(columns: 2, rows: 2)
    for (high, parts) in [(3.0, 1), (2.0, 1), (1.9, 2)] {
      let bands = try Isobands.bands(values: [high, 0, 0, high], grid: grid, levels: [1])
      #expect(bands[0].area.polygons.count == parts, "\(high)")
    }
  }

  @Test func holesBelongToTheirShell() throws {
    // A ring of high ground, in its middle an island with a pit of its own; another pit in a far corner.
    let rows = [
      "..........", ".#######..", ".#.....#..", ".#.###.#..", ".#.#.#.#..", ".#.###.#..", ".#.....#..",
      ".#######..", "..........", ".........#",
    ]
    let grid = try unitGrid(columns: 10, rows: 10)
    let values = rows.flatMap { row in row.map { $0 == "#" ? 1.0 : 0 } }
    let bands = try Isobands.bands(values: values, grid: grid, levels: [0, 0.5])
    #expect(bands[1].area.polygons.map(\.ringCount) == [2, 2, 1])
    #expect(bands[0].area.polygons.map(\.ringCount).sorted() == [1, 2, 2])
    #expect(abs(planarArea(bands[0].area) + planarArea(bands[1].area) - 81) < 1e-9)
  }

  @Test(arguments: 0..<12 as Range<UInt64>) func noiseIsPartitioned(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (columns, rows) = (Int.random(in: 2...14, using: &random), Int.random(in: 2...14, using: &random))
    let grid = try unitGrid(columns: columns, rows: rows, west: -3)
    try #require(grid.columns == columns && grid.rows == rows)
    // Half of the seeds use few distinct values that equal the levels: plateaus and saddles everywhere.
    let plateaus = seed % 2 == 0
    let values = (0..<grid.count).map { _ in
      plateaus ? Double(Int.random(in: 0...3, using: &random)) : Double.random(in: -0.5...3.5, using: &random)
    }
    let levels = [1, 1.5, 2, 3]
    let bands = try Isobands.bands(values: values, grid: grid, levels: levels)

    for band in bands {
      for polygon in band.area.polygons {
        #expect(polygon.ring(0).signedDoubleArea > 0, "seed \(seed)")
        #expect((1..<polygon.ringCount).allSatisfy { polygon.ring($0).signedDoubleArea < 0 }, "seed \(seed)")
      }
    }
    // Bands and the ground below them tile the extent: every point has the band of the surface there.
    var wrong = 0
    var checked = 0
    for _ in 0..<1_200 {
      let x = Double.random(in: 0..<Double(columns - 1), using: &random)
      let y = Double.random(in: 0..<Double(rows - 1), using: &random)
      let place = Coordinate(
        longitude: grid.west + x * grid.longitudeStep, latitude: grid.south + y * grid.latitudeStep)
      let found = bands.indices.filter { contains(bands[$0].area, place) }
      if found.count > 1 { wrong += 1 }
      guard let expected = expectedBand(values, grid, x, y, levels) else { continue }
      checked += 1
      if found.first != (expected < 0 ? nil : expected) { wrong += 1 }
    }
    #expect(wrong == 0, "seed \(seed)")
    #expect(checked > 300, "seed \(seed)")
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func bandsAreValidForGEOS(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    // Steps down to some metres, where seven decimals are coarsest.
    let width = [20, 1, 0.01, 0.001][Int(seed % 4)]
    let grid = try unitGrid(columns: 21, rows: 21, west: 179.9995, width: width)
    let values = (0..<grid.count).map { _ in
      seed < 5 ? Double(Int.random(in: 0...4, using: &random)) : Double.random(in: -1...5, using: &random)
    }
    let levels = [0.5, 1, 2, 2 + 1e-9, 3.7]
    let bands = try Isobands.bands(values: values, grid: grid, levels: levels).map { try rounded($0.area) }
    for band in bands {
      let validity = try band.validity()
      #expect(validity.isValid, "seed \(seed): \(validity)")
      let cut = MultiPolygon(Geometry.multiPolygon(band).cutAtAntimeridian().polygons)
      let written = try rounded(cut).validity()
      #expect(written.isValid, "seed \(seed), cut at the antimeridian: \(written)")
      #expect(abs(planarArea(cut) - planarArea(band)) < 1e-6 * grid.longitudeStep * grid.latitudeStep)
    }
    let box = grid.extent
    let cell = grid.longitudeStep * grid.latitudeStep
    for (index, band) in bands.enumerated() {
      for other in bands[(index + 1)...] {
        #expect(planarArea(try band.intersection(with: other)) <= 1e-9 * cell, "seed \(seed)")
      }
      // What lies from this level up is one area, drawn on its own with no other levels: borders may differ by the
      // thousandth of a cell that neighbouring levels keep from each other.
      let above = try MultiPolygon.union(of: Array(bands[index...]))
      let alone = try Isobands.bands(values: values, grid: grid, levels: [levels[index]])[0].area
      let difference = try above.difference(with: alone).polygons + alone.difference(with: above).polygons
      #expect(planarArea(MultiPolygon(difference)) < 0.01 * box.width * box.height, "seed \(seed)")
      #expect(abs(planarArea(above) - bands[index...].reduce(0) { $0 + planarArea($1) }) < 1e-6 * cell)
    }
  }

  @Test func refusesUnusableInput() throws {
    let grid = try unitGrid(columns: 2, rows: 2)
    #expect(throws: IsobandError.wrongCount(values: 3, nodes: 4)) {
      try Isobands.bands(values: [0, 0, 0], grid: grid, levels: [1])
    }
    #expect(throws: IsobandError.notFinite(index: 2)) {
      try Isobands.bands(values: [0, 0, .nan, 0], grid: grid, levels: [1])
    }
    for (levels, index) in [([], 0), ([1, 1], 1), ([2, 1], 1), ([.nan], 0), ([1, .infinity], 1)] {
      #expect(throws: IsobandError.badLevels(index: index)) {
        try Isobands.bands(values: [0, 0, 0, 0], grid: grid, levels: levels)
      }
    }
  }

  @Test func extremeValuesStayFinite() throws {
    let grid = try unitGrid(columns: 3, rows: 3)
    let big = Double.greatestFiniteMagnitude
    let values = [-big, big, -big, big, -big, big, -big, big, -big]
    let levels = (0..<50).map { Double($0 - 25) * (big / 26) }
    let bands = try Isobands.bands(values: values, grid: grid, levels: levels)
    // The lowest corner-of-a-cell pieces lie below the first level; all else is in some band.
    let area = bands.map { planarArea($0.area) }.reduce(0, +)
    #expect(area > 3.8 && area < 4)
  }
}

extension LonLatGrid {
  var nodes: [Coordinate] {
    (0..<rows).flatMap { row in (0..<columns).map { coordinate(row: row, column: $0) } }
  }
}

/// The band of a point by drawing its cell's chords afresh, or nil too near to a border to tell.
///
/// The part of a cell above a level is bounded by chords between linear crossings; a point lies in it when it is
/// on the inner side of all chords (joined or one corner out) or cut off with a high corner.
private func expectedBand(
  _ values: [Double], _ grid: LonLatGrid, _ x: Double, _ y: Double, _ levels: [Double]
) -> Int? {
  let (column, row) = (Int(x), Int(y))
  let (u, v) = (x - Double(column), y - Double(row))
  let base = row * grid.columns + column
  let corner = [base, base + 1, base + grid.columns + 1, base + grid.columns].map { values[$0] }
  let at: [(x: Double, y: Double)] = [(0, 0), (1, 0), (1, 1), (0, 1)]
  var band = -1
  for (index, level) in levels.enumerated() {
    let high = corner.map { $0 >= level }
    /// The distance of the point beyond the chord that cuts corner i off; positive on the corner's side.
    func beyond(_ i: Int) -> Double {
      let (j, k) = ((i + 1) % 4, (i + 3) % 4)
      func point(_ other: Int) -> (x: Double, y: Double) {
        let t: Double = (level - corner[i]) / (corner[other] - corner[i])
        return (at[i].x + t * (at[other].x - at[i].x), at[i].y + t * (at[other].y - at[i].y))
      }
      let (p, q) = (point(j), point(k))
      // A corner exactly at the level has no chord of its own.
      let length = hypot(q.x - p.x, q.y - p.y)
      if length < 1e-9 { return -1 }
      let cross: Double = (q.x - p.x) * (v - p.y) - (q.y - p.y) * (u - p.x)
      let side = cross / length
      let toCorner = (x: at[i].x - p.x, y: at[i].y - p.y)
      let own = (q.x - p.x) * toCorner.y - (q.y - p.y) * toCorner.x
      return own > 0 ? side : -side
    }
    let alone = (0..<4).filter { i in
      let neighbours = [high[(i + 1) % 4], high[(i + 3) % 4]]
      return !neighbours.contains(high[i])
    }
    let inside: Bool
    // The borders are shifted by at most a thousandth of a cell: closer than 0.005 is not judged.
    switch (high.count { $0 }, alone.count) {
    case (4, _): inside = true
    case (0, _): inside = false
    case (2, 4):
      let joined = corner.reduce(0, +) / 4 >= level
      let cut = alone.filter { high[$0] != joined }.map(beyond)
      if cut.contains(where: { abs($0) < 0.005 }) { return nil }
      inside = cut.contains { $0 > 0 } != joined
    case (2, _):
      let i = (0..<4).first { high[$0] && !high[($0 + 3) % 4] } ?? 0
      let (a, b, c, d) = (i, (i + 1) % 4, (i + 2) % 4, (i + 3) % 4)
      // a and b are high: the value along the strip from d to a and from c to b.
      let s: Double = (level - corner[a]) / (corner[d] - corner[a])
      let t: Double = (level - corner[b]) / (corner[c] - corner[b])
      let (du, dv): (Double, Double) = (u - at[a].x, v - at[a].y)
      let along: Double = du * (at[b].x - at[a].x) + dv * (at[b].y - at[a].y)
      let across: Double = du * (at[d].x - at[a].x) + dv * (at[d].y - at[a].y)
      let border = s + (t - s) * along
      if abs(across - border) < 0.005 { return nil }
      inside = across < border
    default:
      let single = high.count { $0 } == 1
      let i = alone.first { high[$0] == single } ?? 0
      let distance = beyond(i)
      if abs(distance) < 0.005 { return nil }
      inside = (distance > 0) == high[i]
    }
    if inside { band = index }
  }
  return band
}
