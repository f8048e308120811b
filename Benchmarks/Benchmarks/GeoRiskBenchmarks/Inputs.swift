import GeoRisk

/// Made-up inputs, the same in every run: numbers come from a seeded generator.
enum Inputs {
  /// Incidents heaped on towns as reported ones are: ten to a place, in a box of 10° by 6° in the Sahel.
  static func incidents(_ count: Int) -> [Incident] {
    var random = SplitMix(seed: 20_260_731)
    var incidents: [Incident] = []
    incidents.reserveCapacity(count)
    var place = Coordinate(longitude: 0, latitude: 0)
    for number in 0..<count {
      if number % 10 == 0 {
        place = Coordinate(longitude: random.within(-12, -2), latitude: random.within(10, 16))
      }
      let day = CalendarDay(daysSince1970: 20_600 - Int(random.within(0, 720)))
      incidents.append(
        Incident(
          id: "i\(number)", from: day, coordinate: place,
          precisionKm: [0, 2, 10, 40][number % 4], eventType: "Battles", fatalities: number % 7))
    }
    return incidents
  }

  /// A winding road of about 600 km from west to east.
  static func road() throws -> Corridor {
    var random = SplitMix(seed: 7)
    let vertices = (0...300).map { step in
      Coordinate(longitude: -11 + Double(step) * 0.0185, latitude: 13.5 + random.within(-0.01, 0.01))
    }
    return Corridor(id: "road", parts: [try LineString(vertices)])
  }

  /// Camps strewn over the box of the incidents.
  static func sites(_ count: Int) -> [Site] {
    var random = SplitMix(seed: 11)
    return (0..<count).map { number in
      let place = Coordinate(longitude: random.within(-12, -2), latitude: random.within(10, 16))
      return Site(id: "s\(number)", geometry: .point(place))
    }
  }

  /// A hilly surface on a square grid: a few dozen rings per level, as threat surfaces have.
  static func surface(side: Int) throws -> (values: [Double], grid: LonLatGrid) {
    var random = SplitMix(seed: 13)
    let hills = (0..<60).map { _ in
      (x: random.within(0, 1), y: random.within(0, 1), width: random.within(0.01, 0.1))
    }
    let extent = Envelope(minX: -8, minY: -8, maxX: 8, maxY: 8)
    let grid = try LonLatGrid(covering: extent, spacing: 1_770_000 / Double(side))
    var values = [Double](repeating: 0, count: grid.count)
    for hill in hills {
      for row in 0..<grid.rows {
        let dy = Double(row) / Double(grid.rows) - hill.y
        for column in 0..<grid.columns {
          let dx = Double(column) / Double(grid.columns) - hill.x
          values[row * grid.columns + column] += 1 / (1 + (dx * dx + dy * dy) / (hill.width * hill.width))
        }
      }
    }
    return (values, grid)
  }

  /// Lines of ten vertices with a few properties, like segments of corridors.
  static func lines(_ count: Int) throws -> FeatureCollection {
    var random = SplitMix(seed: 17)
    var features: [Feature] = []
    for number in 0..<count {
      let start = Coordinate(longitude: random.within(-12, -2), latitude: random.within(10, 16))
      let vertices = (0..<10).map { step in
        Coordinate(x: start.x + Double(step) * 0.001, y: start.y + random.within(-0.001, 0.001))
      }
      var properties = JSONObject()
      properties["corridor_id"] = "road"
      properties["segment"] = .integer(number)
      properties["threat"] = .number(random.within(0, 3))
      features.append(Feature(geometry: .lineString(try LineString(vertices)), properties: properties))
    }
    return FeatureCollection(features: features)
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014): small, and the same everywhere.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `low` ..< `high`.
  mutating func within(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }
}
