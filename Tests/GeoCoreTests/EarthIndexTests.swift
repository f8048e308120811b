import GeoCore
import TestSupport
import Testing

@Suite struct EarthIndexTests {
  /// Regions where planes fail: both poles, the antimeridian, and one ordinary place.
  static let centers = [(-8.0, 12.6), (179.9, -17), (30, 89.9), (-120, -89.95)]

  @Test(arguments: centers) func nearestSegmentIsTheOneThatBruteForceFinds(center: (Double, Double)) throws {
    var random = SeededRandom(seed: 11)
    for count in [1, 2, 8, 9, 300] {
      var lines: [[Coordinate]] = []
      for _ in 0..<count {
        let start = Self.place(center, 2, &random)
        var line = [start]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          line.append(Self.place((line[0].x, line[0].y), 0.2, &random))
        }
        // Segments of no length and lines given twice.
        if lines.count % 5 == 1 { line.append(line[line.count - 1]) }
        lines.append(lines.count % 6 == 4 ? lines[0] : line)
      }
      lines.append([])
      let index = NearestSegmentIndex(lines: lines)
      let threaded = NearestSegmentIndex(lines: lines, workers: Workers(threads: 3))
      let many = (0..<700).map { _ in EarthPosition(Self.place(center, 3, &random)) }
      #expect(
        threaded.nearest(toAll: many, workers: Workers(threads: 3)) == many.map { index.nearest(to: $0) },
        "seed 11, \(count) lines")
      for _ in 0..<40 {
        let position = EarthPosition(Self.place(center, 3, &random))
        let found = try #require(index.nearest(to: position))
        let expected = Self.bruteForce(lines, position)
        // A ternary search ends where rounding makes its neighbours alike, micrometres from the foot.
        #expect(abs(found.chord - expected) < 1e-5, "seed 11, \(count) lines")
        let line = lines[found.line]
        let again = Self.chord(line[found.segment], line[min(found.segment + 1, line.count - 1)], position)
        #expect(abs(again - expected) < 1e-5)
        #expect(index.nearest(to: position, within: max(0, expected * 0.999 - 1e-5)) == nil || expected < 1)
        #expect(index.nearest(to: position, within: expected * 1.001 + 1e-5) == found)
      }
    }
    #expect(NearestSegmentIndex(lines: []).nearest(to: EarthPosition(Coordinate(x: 0, y: 0))) == nil)
    #expect(NearestSegmentIndex(lines: [[]]).count == 0)
  }

  @Test func ofEquallyNearSegmentsTheFirstIsTaken() throws {
    let line = [Coordinate(x: 1, y: 1), Coordinate(x: 2, y: 1), Coordinate(x: 1, y: 1)]
    let index = NearestSegmentIndex(lines: [line, line, line])
    for x in [0.5, 1, 1.25, 2, 3] {
      let found = try #require(index.nearest(to: EarthPosition(Coordinate(x: x, y: 1.2))))
      #expect(found.line == 0)
      if x < 2 { #expect(found.segment == 0) }
    }
  }

  /// A meridian is a geodesic, so the true line is known: the stated bound of a step's bulge must hold.
  @Test func theErrorOfLongStepsIsWithinTheStatedBound() throws {
    for degrees in [0.02, 0.1, 1.0] {
      let steps = Int(2 / degrees)
      let coarse = (0...steps).map { Coordinate(x: 10, y: 40 + Double($0) * degrees) }
      let fine = (0...20_000).map { Coordinate(x: 10, y: 40 + Double($0) * 1e-4) }
      let length = EarthPosition(coarse[0]).distance(to: EarthPosition(coarse[1]))
      let bound = length * length / (8 * Ellipsoid.meanRadius) * 1.01 + 1e-3
      let (long, short) = (NearestSegmentIndex(lines: [coarse]), NearestSegmentIndex(lines: [fine]))
      var worst = 0.0
      for step in 0..<80 {
        let position = EarthPosition(
          Coordinate(x: 10 + Double(step % 5) * 0.05, y: 40.0123 + Double(step) * 0.0241))
        let difference =
          try #require(long.nearest(to: position)).chord - #require(short.nearest(to: position)).chord
        worst = max(worst, abs(difference))
      }
      #expect(worst <= bound)
      #expect(worst > bound / 20, "the bound is not empty")
    }
  }

  @Test(arguments: centers) func pointsInReachAreThoseBruteForceFinds(center: (Double, Double)) {
    var random = SeededRandom(seed: 5)
    for count in [0, 1, 8, 9, 700] {
      var places = (0..<count).map { _ in Self.place(center, 2, &random) }
      for index in places.indices where index % 4 == 3 { places[index] = places[index / 4] }
      let index = PointIndex(places)
      #expect(index.count == count)
      for metres in [-1, 0, 1_000, 30_000, 200_000, 3e6] {
        let at = places.isEmpty || metres > 1_000 ? Self.place(center, 2, &random) : places[count / 2]
        let position = EarthPosition(at)
        let chord = EarthPosition.chord(arc: metres)
        let expected = places.indices.filter {
          metres >= 0 && EarthPosition(places[$0]).squaredChord(to: position) <= chord * chord
        }
        #expect(
          index.indices(within: metres, of: position) == expected, "seed 5, \(count) places, \(metres) m")
        let distances = places.map { EarthPosition($0).squaredChord(to: position) }
        #expect(index.nearest(to: position) == distances.indices.min { distances[$0] < distances[$1] })
      }
    }
  }

  @Test func positionsComeBackAsDegrees() {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2_000 {
      let place = Coordinate(
        x: .random(in: -180..<180, using: &random), y: .random(in: -90...90, using: &random))
      let back = Coordinate(EarthPosition(place))
      // 1e-11° is a micrometre; near a pole a degree of longitude is shorter.
      #expect(abs(back.y - place.y) < 1e-11)
      #expect(
        EarthPosition(back).squaredChord(to: EarthPosition(place)).squareRoot() < 2e-6, "seed 2 \(place)")
    }
    #expect(Coordinate(EarthPosition(x: 0, y: 0, z: 6_356_752.3)).y == 90)
  }

  // MARK: Brute force

  private static func place(_ center: (Double, Double), _ reach: Double, _ random: inout SeededRandom)
    -> Coordinate
  {
    let y = center.1 + .random(in: -reach...reach, using: &random)
    let wide = abs(center.1) > 85 ? 180.0 : reach
    let folded = abs(y) > 90 ? (y > 0 ? 180 : -180) - y : y
    return Coordinate(x: center.0 + .random(in: -wide...wide, using: &random), y: folded)
  }

  private static func bruteForce(_ lines: [[Coordinate]], _ position: EarthPosition) -> Double {
    var least = Double.infinity
    for line in lines where !line.isEmpty {
      for start in 0..<max(1, line.count - 1) {
        least = min(least, chord(line[start], line[min(start + 1, line.count - 1)], position))
      }
    }
    return least
  }

  /// By ternary search along the segment, which knows nothing of projections.
  private static func chord(_ a: Coordinate, _ b: Coordinate, _ position: EarthPosition) -> Double {
    let (p, q) = (EarthPosition(a), EarthPosition(b))
    func at(_ t: Double) -> Double {
      let point = EarthPosition(x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t, z: p.z + (q.z - p.z) * t)
      return point.squaredChord(to: position).squareRoot()
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let third = (high - low) / 3
      if at(low + third) < at(high - third) { high -= third } else { low += third }
    }
    return at((low + high) / 2)
  }
}
