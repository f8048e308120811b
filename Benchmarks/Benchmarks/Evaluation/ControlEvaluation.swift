import Foundation
import GeoProjection
import GeoRisk

/// How well each way of drawing control zones finds who holds which ground, where that is known.
enum ControlEvaluation {
  private static let fields = 12
  private static let asOf = CalendarDay(daysSince1970: 20_333)
  private static let box = Envelope(minX: -11, minY: 12, maxX: -7, maxY: 16)
  private static let actors = ["Army", "Group", "Militia"]

  static func run() throws {
    print(
      """
      \(fields) simulated fields each, 4° by 4°: an army in the west, an armed group in the east behind a winding front that
      moved 100 km west over a year, a militia's ground 55 km round between them. So many observations of who holds a place
      over the year, a tenth of them wrong, and as many battles and attacks within 30 km of the borders or behind them.
      Accuracy is the part of the ground for which anything is said that has the right leader; said is the part of all
      ground. Brier: the squared error over the three actors (a third each where nothing is said). Border: mean km from
      places on the true borders to the nearest zone edge.

      | evidence | method | said | accuracy | Brier | border km |
      |---|---|---|---|---|---|
      """)
    for evidence in [30, 100, 300] {
      for method in RiskModel.ControlModel.Method.allCases {
        var sums = [0.0, 0, 0, 0, 0]
        for field in 0..<fields {
          let result = try result(method, evidence: evidence, seed: UInt64(field))
          for index in sums.indices { sums[index] += result[index] }
        }
        let said = sums[0] / sums[4]
        print(
          "| \(evidence) + \(evidence) | \(method.rawValue) | \(percent(said)) | \(percent(sums[1] / max(sums[0], 1))) "
            + "| \(String(format: "%.3f", sums[2] / sums[4])) | \(String(format: "%.1f", sums[3] / Double(fields))) |"
        )
      }
    }
  }

  private static func percent(_ part: Double) -> String { String(format: "%.0f %%", 100 * part) }

  /// The truth of one field.
  private struct Field {
    let phase, height: Double

    func front(_ latitude: Double, daysAgo: Double) -> Double {
      -9.2 + 0.9 * daysAgo / 365 + 0.35 * sin(2 * latitude + phase)
    }

    func holder(_ place: Coordinate, daysAgo: Double) -> Int {
      let middle = Coordinate(longitude: front(height, daysAgo: 0), latitude: height)
      if Geodesic.wgs84.distance(from: place, to: middle) < 55_000 { return 2 }
      return place.longitude < front(place.latitude, daysAgo: daysAgo) ? 0 : 1
    }
  }

  /// Nodes said, nodes right, Brier's sum, mean border error, nodes.
  private static func result(
    _ method: RiskModel.ControlModel.Method, evidence: Int, seed: UInt64
  ) throws -> [Double] {
    var random = Random(seed: 77 + seed)
    let field = Field(phase: 6.28 * random.unit(), height: 13 + 2 * random.unit())
    func place() -> Coordinate {
      Coordinate(longitude: box.minX + 4 * random.unit(), latitude: box.minY + 4 * random.unit())
    }
    var observations: [ControlObservation] = []
    while observations.count < evidence {
      let (place, days) = (place(), random.below(365))
      let truth = field.holder(place, daysAgo: Double(days))
      let told = random.unit() < 0.9 ? truth : (truth + 1 + random.below(2)) % 3
      observations.append(
        ControlObservation(
          id: "c\(observations.count)", from: asOf.advanced(byDays: -days), coordinate: place,
          actor: actors[told],
          status: .controlled, confidence: 0.8))
    }
    var incidents: [Incident] = []
    while incidents.count < evidence {
      let (place, days) = (place(), random.below(365))
      let own = field.holder(place, daysAgo: Double(days))
      let near = (0..<8).map { step -> Int in
        let other = Geodesic.wgs84.destination(from: place, azimuth: 45 * Double(step), distance: 30_000)
        return field.holder(other, daysAgo: Double(days))
      }.first { $0 != own }
      guard near != nil || (own == 1 && random.unit() < 0.2) else { continue }
      incidents.append(
        Incident(
          id: "i\(incidents.count)", from: asOf.advanced(byDays: -days), coordinate: place,
          eventType: near == nil ? "Violence against civilians" : "Battles",
          subEventType: near == nil ? "Attack" : "Armed clash", actor1: actors[own],
          actor2: near.map { actors[$0] } ?? "",
          inter1: own == 0 ? "State forces" : "Rebel group",
          inter2: near.map { $0 == 0 ? "State forces" : "Rebel group" } ?? ""))
    }
    var model = RiskModel()
    model.control.method = method
    let map = try ControlMap(
      observations: observations, incidents: incidents, model: model, asOf: asOf, resolution: 6_000,
      extent: box)
    var (said, right, brier, nodes) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<40 {
      for column in 0..<40 {
        let place = Coordinate(
          longitude: box.minX + 0.05 + 0.1 * Double(column), latitude: box.minY + 0.05 + 0.1 * Double(row))
        let truth = field.holder(place, daysAgo: 0)
        var chances = [1.0 / 3, 1.0 / 3, 1.0 / 3]
        if let zone = map.zone(at: place), let leader = actors.firstIndex(of: zone.actor) {
          said += 1
          if leader == truth { right += 1 }
          let share = min(1, zone.share)
          chances = actors.indices.map { $0 == leader ? share : (1 - share) / 2 }
        }
        for actor in actors.indices {
          let error = chances[actor] - (actor == truth ? 1 : 0)
          brier += error * error
        }
        nodes += 1
      }
    }
    let border = stride(from: 12.1, to: 15.9, by: 0.1).map { latitude in
      Coordinate(longitude: field.front(latitude, daysAgo: 0), latitude: latitude)
    }.filter { field.holder($0, daysAgo: 0) != 2 }
    let errors = border.compactMap { map.edgeDistance(from: $0).map { abs($0) / 1_000 } }
    return [said, right, brier, errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count), nodes]
  }
}
