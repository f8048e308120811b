import Foundation
import GeoCore
import GeoTopology
import TestSupport
import Testing

@testable import GeoRisk

@Suite struct LatticeUnionTests {
  private typealias Place = (Int, Int)

  private func rings(_ rings: [[Place]]) -> LatticeRings {
    var result = LatticeRings()
    for ring in rings { result.append(ring.map { LatticePoint(x: $0.0, y: $0.1) }) }
    return result
  }

  private func square(_ x: Int, _ y: Int, _ side: Int) -> [Place] {
    [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
  }

  private func united(_ rings: LatticeRings, threads: Int = 2) throws -> MultiPolygon {
    let polygons = try #require(
      LatticeUnion.polygons(of: rings, workers: Workers(threads: threads)) { Array($0.rings) })
    return MultiPolygon(
      try polygons.map { rings in
        try Polygon(rings: rings.map { $0.map { Coordinate(x: Double($0.x), y: Double($0.y)) } })
      })
  }

  private func area(_ area: MultiPolygon) -> Double {
    area.polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + $1.signedDoubleArea / 2 } }
  }

  @Test func overlappingSquaresBecomeOneRing() throws {
    let found = try united(rings([square(0, 0, 10), square(5, 5, 10)]))
    let ring = [(0, 0), (10, 0), (10, 5), (15, 5), (15, 15), (5, 15), (5, 10), (0, 10)]
    #expect(found.polygons.count == 1 && found.polygons[0].ringCount == 1)
    let corners = Set(found.polygons[0].coordinates)
    #expect(corners == Set(ring.map { Coordinate(x: Double($0.0), y: Double($0.1)) }))
    #expect(area(found) == 175)
  }

  @Test func nothingAndCollapsedRingsAreNothing() throws {
    #expect(try united(LatticeRings()).isEmpty)
    #expect(try united(rings([[(0, 0), (5, 5), (0, 0)], [(3, 3), (3, 3), (3, 3)]])).isEmpty)
    // A spike has no inside either, and a ring and its reverse take away what they give.
    #expect(try united(rings([[(0, 0), (5, 5), (9, 9), (5, 5)]])).isEmpty)
    #expect(try united(rings([square(0, 0, 9), square(0, 0, 9).reversed()])).isEmpty)
  }

  @Test func coincidentRingsAndEdgesLeaveNoTrace() throws {
    let thrice = try united(rings([square(0, 0, 8), square(0, 0, 8), square(0, 0, 8)]))
    #expect(area(thrice) == 64 && thrice.polygons.map(\.ringCount) == [1])
    // Neighbours along a whole edge, and along part of one.
    let along = try united(rings([square(0, 0, 8), square(8, 0, 8), square(2, 8, 4)]))
    #expect(area(along) == 144 && along.polygons.map(\.ringCount) == [1])
    // A ring with a spike outwards, and one inwards.
    let spiked = try united(
      rings([[(0, 0), (8, 0), (8, 4), (20, 4), (8, 4), (8, 8), (4, 8), (4, 3), (4, 8), (0, 8)]]))
    #expect(area(spiked) == 64 && spiked.envelope.maxX == 8)
    #expect(try spiked.validity() == .valid)
  }

  @Test func onlyPositiveWindingsCount() throws {
    // A bow tie turns right in one half; a five-pointed star winds twice round its middle.
    let tie = try united(rings([[(0, 0), (10, 10), (10, 0), (0, 10)]]))
    #expect(area(tie) == 25)
    let star = (0..<5).map { (corner: Int) -> Place in
      let angle = Double(corner) * 4 * .pi / 5
      return (Int(100_000 * cos(angle)), Int(100_000 * sin(angle)))
    }
    let found = try united(rings([star]))
    #expect(found.polygons.map(\.ringCount) == [1] && found.polygons[0].coordinates.count == 11)
  }

  @Test func holesAndIslandsNest() throws {
    let nested = rings([
      square(0, 0, 100), square(10, 10, 80).reversed(), square(20, 20, 60), square(30, 30, 40).reversed(),
      square(40, 40, 5), square(60, 60, 5),
      // A frame of four beams, overlapping at their corners.
      [(200, 0), (300, 0), (300, 10), (200, 10)], [(200, 90), (300, 90), (300, 100), (200, 100)],
      [(200, 0), (210, 0), (210, 100), (200, 100)], [(290, 0), (300, 0), (300, 100), (290, 100)],
    ])
    let found = try united(nested)
    #expect(try found.validity() == .valid)
    #expect(found.polygons.map(\.ringCount).sorted() == [1, 1, 2, 2, 2])
    #expect(area(found) == 3_600 + 2_000 + 50 + 3_600)
  }

  @Test(arguments: [1, 7, 64])
  func boardsThatTouchInCornersAndAlongCells(side: Int) throws {
    let board = (0..<24).flatMap { row in (0..<24).map { (row, $0) } }
    let black = rings(
      board.filter { ($0.0 + $0.1) % 2 == 0 }.map { square($0.1 * side, $0.0 * side, side) })
    let checked = try united(black)
    #expect(checked.polygons.count == 288)
    #expect(try checked.validity() == .valid)
    // Whichever half is missing, the ground round the holes hangs together only by edges.
    let holed = try united(
      rings(
        [square(0, 0, 24 * side)]
          + board.filter { $0.0 % 2 == 1 && $0.1 % 2 == 1 && $0.0 < 23 && $0.1 < 23 }
          .map { square($0.1 * side, $0.0 * side, side).reversed() }))
    #expect(try holed.validity() == .valid)
    #expect(holed.polygons.map(\.ringCount) == [122])
    let whole = try united(rings(board.map { square($0.1 * side, $0.0 * side, side) }))
    #expect(whole.polygons.map(\.ringCount) == [1])
    #expect(area(whole) == Double(24 * 24 * side * side))
  }

  @Test func ringsOfHolesThatTouchDivideTheGround() throws {
    // Four holes round a square, corner to corner: what they enclose is a polygon of its own.
    let found = try united(
      rings([
        square(0, 0, 50), square(20, 10, 10).reversed(), square(30, 20, 10).reversed(),
        square(20, 30, 10).reversed(), square(10, 20, 10).reversed(),
      ]))
    #expect(try found.validity() == .valid)
    #expect(found.polygons.count == 2)
    #expect(area(found) == 2_100)
  }

  @Test func whatSpansTooMuchIsRefused() {
    let wide = rings([square(0, 0, LatticeRings.greatestSpan)])
    #expect(LatticeUnion.polygons(of: wide, workers: Workers(threads: 1)) { Array($0.rings) } == nil)
    // The longest that is allowed, on either side of a far point.
    let far = LatticeRings.greatestSpan - 1
    let found = LatticeUnion.polygons(
      of: rings([
        [(-far, -far), (0, 0), (-far, 0)], [(0, 0), (far, 0), (far, far)],
        [(-far, 1), (0, -far + 1), (0, 1)],
      ]), workers: Workers(threads: 1)
    ) { Array($0.rings) }
    #expect(found?.count == 2)
  }

  @Test func whatLiesTooFarFromTheOriginIsRefused() {
    for (x, isHeld) in [(Int(Int32.max) - 8, true), (Int(Int32.max) - 7, false), (-1 << 40, false)] {
      let found = LatticeUnion.polygons(of: rings([square(x, 0, 8)]), workers: Workers(threads: 1)) {
        Array($0.rings)
      }
      #expect((found?.count == 1) == isHeld, "\(x)")
    }
  }

  @Test func crowdsAreUnitedFirst() throws {
    let seed: UInt64 = 12
    var random = SeededRandom(seed: seed)
    var crowd = LatticeRings()
    var polygons: [Polygon] = []
    // Discs within a tenth of their radius of each other, some with holes that others cover only in part.
    for disc in 0..<500 {
      let x = Double.random(in: 0...10_000, using: &random)
      let y = Double.random(in: 0...10_000, using: &random)
      var rings: [[LatticePoint]] = []
      for radius in disc % 5 == 0 ? [100_000.0, 99_000] : [Double.random(in: 1_000...5_000, using: &random)] {
        rings.append(
          (0...24).map { corner in
            let angle = Double(corner % 24) * .pi / 12
            return LatticePoint(x: Int(x + radius * cos(angle)), y: Int(y + radius * sin(angle)))
          })
      }
      for (place, ring) in rings.enumerated() {
        if place == 0 { crowd.append(ring) } else { crowd.append(ring.reversed(), isHole: true) }
      }
      polygons.append(
        try Polygon(rings: rings.map { $0.map { Coordinate(x: Double($0.x), y: Double($0.y)) } }))
    }
    let dispersed = try #require(LatticeCrowds.dispersed(crowd, workers: Workers(threads: 2)))
    #expect(dispersed.points.count < crowd.points.count / 2, "seed \(seed)")
    let mine = try united(crowd)
    let theirs = try MultiPolygon.union(of: polygons)
    #expect(try mine.validity() == .valid, "seed \(seed)")
    #expect(mine.polygons.map(\.ringCount).sorted() == theirs.polygons.map(\.ringCount).sorted())
    // Three rounds of 0.71 units along the edges of the result.
    let length = theirs.polygons.flatMap { $0.rings.flatMap { zip($0, $0.dropFirst()) } }
      .reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
    let differences = try [mine.difference(with: theirs), theirs.difference(with: mine)]
    #expect(differences.reduce(0) { $0 + abs(area($1)) } <= 2.2 * length, "seed \(seed)")
    #expect(try united(crowd, threads: 4) == mine, "seed \(seed)")
  }

  @Test func nestedBeltsAreNoCrowd() throws {
    // Boxes all over each other, and no ground in common.
    var belts = LatticeRings()
    for belt in 1...80 {
      belts.append(square(-10 * belt, -10 * belt, 20 * belt).map { LatticePoint(x: $0.0, y: $0.1) })
      belts.append(
        square(4 - 10 * belt, 4 - 10 * belt, 20 * belt - 8).reversed()
          .map { LatticePoint(x: $0.0, y: $0.1) }, isHole: true)
    }
    let found = try united(belts)
    #expect(found.polygons.count == 80 && found.polygons.allSatisfy { $0.ringCount == 2 })
    // Each belt is four units wide.
    let total = (1...80).reduce(0) { (sum: Int, belt: Int) in sum + 16 * (20 * belt - 4) }
    #expect(area(found) == Double(total))
    #expect(try found.validity() == .valid)
  }

  // Snapping moves an edge by at most 0.71 units, so that the area differs from that of the exact union by at
  // most that much along all edges.
  @Test(arguments: [(4, 3), (10, 5), (30, 8), (1_000, 20), (1_000_000, 40), (8, 25)])
  func randomRingsAgreeWithGEOS(size: Int, most: Int) throws {
    for seed in UInt64(1)...40 {
      var random = SeededRandom(seed: seed)
      func within(_ a: Int, _ b: Int) -> Int { Int.random(in: a...b, using: &random) }
      var all: [[Place]] = []
      for _ in 0..<within(1, most) {
        let (x, y, width, height) = (within(0, size), within(0, size), within(1, size), within(1, size))
        var ring =
          Bool.random(using: &random)
          ? [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
          : [(x, y), (x + width, y + within(0, size)), (x + within(0, size), y + height)]
        let turn =
          (ring[1].0 - ring[0].0) * (ring[2].1 - ring[0].1) - (ring[1].1 - ring[0].1)
          * (ring[2].0 - ring[0].0)
        if turn == 0 { continue }
        if turn < 0 { ring.reverse() }
        all.append(ring)
      }
      let mine = try united(rings(all))
      let polygons = try all.map { ring in
        try Polygon(rings: [(ring + [ring[0]]).map { Coordinate(x: Double($0.0), y: Double($0.1)) }])
      }
      let theirs = try MultiPolygon.union(of: polygons)
      let length = polygons.flatMap { zip($0.coordinates, $0.coordinates.dropFirst()) }
        .reduce(0) { $0 + hypot($1.1.x - $1.0.x, $1.1.y - $1.0.y) }
      let validity = try mine.validity()
      #expect(validity == .valid, "seed \(seed)")
      // GEOS winds its shells clockwise, so their areas come out negative.
      let differences = try [mine.difference(with: theirs), theirs.difference(with: mine)]
      let difference = differences.reduce(0) { $0 + abs(area($1)) }
      #expect(difference <= 0.71 * length, "seed \(seed)")
      #expect(mine.polygons.allSatisfy { $0.ring(0).signedDoubleArea > 0 }, "seed \(seed)")
      #expect(try united(rings(all), threads: 4) == mine, "seed \(seed)")
    }
  }
}
