import Foundation
import GeoCore
import GeoRisk
import ThreatField

/// Made-up inputs, the same in every run: numbers come from a seeded generator.
enum Inputs {
  /// Where everything lies, in degrees: a part of the Sahel.
  private static let box = Envelope(minX: -12, minY: 10, maxX: -2, maxY: 16)
  /// Where surfaces are summed: some 330 km from side to side.
  private static let window = Envelope(minX: -8, minY: 12, maxX: -5, maxY: 15)

  /// Places strewn evenly over the box.
  static func places(_ count: Int, seed: UInt64, in box: Envelope = box) -> [Coordinate] {
    var random = SplitMix(seed: seed)
    return (0..<count).map { _ in random.place(in: box) }
  }

  /// 62,500 nodes or so over the window.
  static func grid() throws -> LonLatGrid { try LonLatGrid(covering: window, spacing: 1_300) }

  /// Sources of one kernel over the window, half of them round one of ten towns and the others anywhere.
  static func sources(_ count: Int, seed: UInt64) -> [FieldSource] {
    var random = SplitMix(seed: seed)
    let towns = places(10, seed: 19, in: window)
    return (0..<count).map { number in
      var place = random.place(in: window)
      if number % 2 != 0 {
        // Two uniform numbers make a tent: heaped enough, and without a transcendental function.
        let town = towns[number / 2 % towns.count]
        place = Coordinate(
          longitude: town.longitude + random.within(-0.3, 0.3) + random.within(-0.3, 0.3),
          latitude: town.latitude + random.within(-0.3, 0.3) + random.within(-0.3, 0.3))
      }
      return FieldSource(
        coordinate: place, kernel: 0, weights: SIMD4(random.within(0.2, 4), 0, 0, 0), member: number)
    }
  }

  /// Incidents heaped on towns as reported ones are: ten to a place.
  static func incidents(_ count: Int) -> [Incident] {
    var random = SplitMix(seed: 20_260_731)
    var incidents: [Incident] = []
    incidents.reserveCapacity(count)
    var place = Coordinate(longitude: 0, latitude: 0)
    for number in 0..<count {
      if number % 10 == 0 { place = random.place(in: box) }
      let day = CalendarDay(daysSince1970: 20_600 - Int(random.within(0, 720)))
      incidents.append(
        Incident(
          id: "i\(number)", from: day, coordinate: place,
          precisionKm: [0, 2, 10, 40][number % 4], eventType: "Battles", fatalities: number % 7))
    }
    return incidents
  }

  /// Many small zones of three actors round the road.
  static func controlMap() throws -> ControlMap {
    var random = SplitMix(seed: 53)
    let day = CalendarDay(daysSince1970: 20_600)
    let observations = (0..<300).map { number in
      ControlObservation(
        id: "c\(number)", from: day,
        coordinate: Coordinate(longitude: random.within(-11, -5.5), latitude: random.within(13.2, 13.8)),
        actor: ["Army", "Front", "Militia"][number % 3], status: .controlled, confidence: 0.8, radiusKm: 4)
    }
    return try ControlMap(
      observations: observations, incidents: [], asOf: day, resolution: 4_000, workers: Workers(threads: 1))
  }

  /// A native table of incidents, about 60 bytes a row.
  static func incidentTable(_ rows: Int) -> [UInt8] {
    var random = SplitMix(seed: 41)
    var text = "id,date,longitude,latitude,event_type,severity\n"
    for row in 0..<rows {
      let day = CalendarDay(daysSince1970: 20_600 - Int(random.within(0, 720)))
      let place = random.place(in: box)
      let (longitude, latitude) = (round(place.longitude * 1e6) / 1e6, round(place.latitude * 1e6) / 1e6)
      text += "\(row),\(day),\(longitude),\(latitude),Battles,\(round(random.within(0.2, 10) * 1e4) / 1e4)\n"
    }
    return Array(text.utf8)
  }

  /// Incidents as GeoJSON points.
  static func incidentFeatures(_ count: Int) -> [UInt8] {
    var random = SplitMix(seed: 43)
    let features = (0..<count).map { number in
      let day = CalendarDay(daysSince1970: 20_600 - Int(random.within(0, 720)))
      let place = random.place(in: box)
      let (longitude, latitude) = (round(place.longitude * 1e6) / 1e6, round(place.latitude * 1e6) / 1e6)
      return """
        {"type":"Feature","properties":{"id":"\(number)","date":"\(day)","severity":1.5,"event_type":"Battles"},\
        "geometry":{"type":"Point","coordinates":[\(longitude),\(latitude)]}}
        """
    }
    return Array(
      ("{\"type\":\"FeatureCollection\",\"features\":[" + features.joined(separator: ",") + "]}").utf8)
  }

  /// A winding road of about 600 km from west to east.
  static func road() throws -> Corridor {
    var random = SplitMix(seed: 7)
    let vertices = (0...300).map { step in
      Coordinate(longitude: -11 + Double(step) * 0.0185, latitude: 13.5 + random.within(-0.01, 0.01))
    }
    return Corridor(id: "road", parts: [try LineString(vertices)])
  }

  /// Roads of fifty vertices about 500 m apart that turn a little at each.
  static func network(_ count: Int) throws -> [LineString] {
    var random = SplitMix(seed: 31)
    return try (0..<count).map { _ in
      var place = random.place(in: window)
      var heading = random.within(0, 2 * .pi)
      let vertices = (0..<50).map { _ in
        heading += random.within(-0.2, 0.2)
        let step = random.within(0.0035, 0.0058)
        place = Coordinate(
          longitude: place.longitude + step * sin(heading), latitude: place.latitude + step * cos(heading))
        return place
      }
      return try LineString(vertices)
    }
  }

  /// Camps strewn over the box of the incidents.
  static func sites(_ count: Int) -> [Site] {
    places(count, seed: 11).enumerated().map { Site(id: "s\($0)", geometry: .point($1)) }
  }

  /// Star-shaped zones of 48 vertices, 3 to 20 km in radius.
  static func zones(_ count: Int, within extent: Envelope) throws -> [MultiPolygon] {
    var random = SplitMix(seed: 43)
    return try (0..<count).map { _ in
      let middle = random.place(in: extent)
      let radius = random.within(0.03, 0.2)
      var ring = (0..<48).map { corner in
        let angle = Double(corner) * .pi / 24
        let distance = radius * random.within(0.8, 1.2)
        return Coordinate(
          longitude: middle.longitude + distance * cos(angle),
          latitude: middle.latitude + distance * sin(angle))
      }
      ring.append(ring[0])
      return MultiPolygon([try Polygon(rings: [ring])])
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
  static func lineFeatures(_ count: Int) throws -> [Feature] {
    var random = SplitMix(seed: 17)
    return try (0..<count).map { number in
      let start = random.place(in: box)
      let vertices = (0..<10).map { step in
        Coordinate(x: start.x + Double(step) * 0.001, y: start.y + random.within(-0.001, 0.001))
      }
      let properties: JSONObject = [
        "corridor_id": "road", "segment": .integer(number), "threat": .number(random.within(0, 3)),
      ]
      return Feature(geometry: .lineString(try LineString(vertices)), properties: properties)
    }
  }

  /// Points with a few properties, like incidents.
  static func pointFeatures(_ count: Int) -> [Feature] {
    places(count, seed: 47).enumerated().map { number, place in
      Feature(
        geometry: .point(place),
        properties: ["id": .integer(number), "weight": .number(Double(number % 97) / 16), "type": "battle"])
    }
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

  /// A place in a box of degrees.
  mutating func place(in box: Envelope) -> Coordinate {
    Coordinate(longitude: within(box.minX, box.maxX), latitude: within(box.minY, box.maxY))
  }
}
