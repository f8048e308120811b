import GeoCore
import GeoRisk
import TestSupport
import Testing

@Suite("Surfaces on one day after another")
struct SurfaceSeriesTests {
  static let start = CalendarDay(daysSince1970: 20_300)
  /// Days until the next surface, 0 and a long pause among them.
  static let steps = [0, 7, 1, 0, 30, 7, 90, 3]

  /// Each surface against a full one for its day, for every region. Incidents have two half-lives (the default
  /// model's), all location errors, and are points in time, intervals and lasting states; some lie in the future.
  ///
  /// 1e-5 relative is what the single-precision loops of either side leave, 1e-6 of the largest value where a
  /// kernel ends. A surface that fades wrongly is off by per cents.
  @Test(arguments: TestRegion.all)
  func equalsFullSurfaces(region: TestRegion) throws {
    let seed: UInt64 = 77
    var random = SeededRandom(seed: seed)
    let last = Self.start.advanced(byDays: 120)
    var incidents = region.incidents(90, asOf: last, using: &random)
    for index in incidents.indices where index % 3 == 0 { incidents[index].precisionKm = 5 }
    let (x, y) = (region.middle.longitude, region.middle.latitude)
    let grid = try LonLatGrid(
      covering: Envelope(minX: x - 1, minY: y - 1, maxX: x + 1, maxY: y + 1), spacing: 6_000)
    var series = try SurfaceSeries(incidents: incidents, grid: grid, threads: 2)
    var day = Self.start
    for step in Self.steps {
      day = day.advanced(byDays: step)
      try series.advance(to: day)
      let full = try RiskScorer(incidents: incidents, asOf: day, threads: 2).surface(on: grid).values
      let largest = full.max() ?? 0
      #expect(largest > 0 && series.day == day)
      let worst = zip(series.values, full).map { abs($0 - $1) / (1e-5 * $1 + 1e-6 * largest) }.max() ?? 0
      #expect(worst <= 1, "seed \(seed), \(day)")
    }
  }

  /// Nothing but incidents that last, of one of which no end is known: no day comes on top of the one before.
  @Test func lastingIncidentsAloneEqualFullSurfaces() throws {
    let place = Coordinate(longitude: -9, latitude: 14)
    let kinds = [
      Incident(
        id: "interval", from: Self.start, to: Self.start.advanced(byDays: 300), coordinate: place,
        eventType: "Battles"),
      Incident(
        id: "open", from: Self.start.advanced(byDays: 2), ongoing: true, coordinate: place,
        eventType: "Blockade"),
    ]
    let grid = try LonLatGrid(
      covering: Envelope(minX: -10, minY: 13, maxX: -8, maxY: 15), spacing: 10_000)
    for incidents in [Array(kinds.prefix(1)), Array(kinds.suffix(1)), kinds] {
      var series = try SurfaceSeries(incidents: incidents, grid: grid, threads: 2)
      for day in (0..<6).map({ Self.start.advanced(byDays: $0) }) {
        try series.advance(to: day)
        let full = try RiskScorer(incidents: incidents, asOf: day, threads: 2).surface(on: grid).values
        let worst = zip(series.values, full).map { abs($0 - $1) / (1e-5 * $1 + 1e-12) }.max() ?? 0
        #expect(worst <= 1, "\(incidents.map(\.id)), \(day)")
      }
    }
  }

  @Test func threadsDoNotMatter() throws {
    var random = SeededRandom(seed: 3)
    let region = TestRegion.all[0]
    let incidents = region.incidents(40, asOf: Self.start, using: &random)
    let grid = try LonLatGrid(
      covering: Envelope(minX: -10, minY: 13, maxX: -8, maxY: 15), spacing: 5_000)
    let surfaces = try [1, 3].map { threads in
      var series = try SurfaceSeries(incidents: incidents, grid: grid, threads: threads)
      try series.advance(to: Self.start)
      try series.advance(to: Self.start.advanced(byDays: 7))
      return series.values
    }
    #expect(surfaces[0] == surfaces[1])
  }

  @Test func doesNotGoBack() throws {
    let grid = try LonLatGrid(covering: Envelope(minX: 0, minY: 0, maxX: 1, maxY: 1), spacing: 50_000)
    var series = try SurfaceSeries(incidents: [], grid: grid)
    try series.advance(to: Self.start)
    #expect(series.values.allSatisfy { $0 == 0 })
    #expect(throws: GeoRiskError.self) { try series.advance(to: Self.start.advanced(byDays: -1)) }
  }

  @Test func refusesUnknownProfile() throws {
    let grid = try LonLatGrid(covering: Envelope(minX: 0, minY: 0, maxX: 1, maxY: 1), spacing: 50_000)
    #expect(throws: GeoRiskError.self) { try SurfaceSeries(incidents: [], grid: grid, profile: "none") }
  }
}
