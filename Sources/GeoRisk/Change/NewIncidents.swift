import GeoCore
import GeoProjection
import ThreatField

/// New incidents, ready to be asked how near they are to places, those that do not reach a place aside.
struct NewIncidents {
  /// What is asked about.
  enum Place {
    case point(Coordinate)
    case site(SiteGround)
  }

  private let incidents: [Incident]
  private let index: PointIndex
  /// Metres beyond which each counts for nothing.
  private let reaches: [Double]
  private let longestReach: Double

  init(_ incidents: [Incident], model: RiskModel, asOf: CalendarDay) {
    self.incidents = incidents
    index = PointIndex(incidents.map(\.coordinate))
    let sources = try? ThreatSources(incidents, model: model, asOf: asOf)
    // An incident without a source weighs nothing.
    reaches = incidents.indices.map { number in
      sources.flatMap {
        $0.sources.indices.contains(number) ? $0.kernels[$0.sources[number].kernel].reach : nil
      } ?? 0
    }
    longestReach = reaches.max() ?? 0
  }

  /// The one nearest to any of some places that it reaches, and that place's name.
  func nearest(to places: [(Place, String)]) -> (km: Double, place: String, id: String)? {
    var best: (km: Double, place: String, id: String)?
    for (place, name) in places {
      guard let (number, metres) = nearest(to: place, within: best.map { $0.km * 1_000 } ?? longestReach)
      else {
        continue
      }
      if metres / 1_000 < best?.km ?? .infinity { best = (metres / 1_000, name, incidents[number].id) }
    }
    return best
  }

  /// How many lie within a distance of any of some places that they reach.
  func count(withinKm km: Double, of places: [Place]) -> Int {
    var found: Set<Int> = []
    for place in places {
      found.formUnion(felt(by: place, within: 1_000 * km).map(\.number))
      if found.count == incidents.count { break }
    }
    return found.count
  }

  private func nearest(to place: Place, within metres: Double) -> (number: Int, metres: Double)? {
    // Most often the very nearest one reaches.
    if case .point(let point) = place {
      guard let number = index.nearest(to: EarthPosition(point)) else { return nil }
      let distance = Geodesic.wgs84.distance(from: point, to: incidents[number].coordinate)
      if distance > metres { return nil }
      if distance <= reaches[number] { return (number, distance) }
    }
    return felt(by: place, within: metres).min { $0.metres < $1.metres }
  }

  /// Those within a distance that reach a place, and how far they are.
  private func felt(by place: Place, within metres: Double) -> [(number: Int, metres: Double)] {
    let (center, radius) =
      switch place {
      case .point(let point): (EarthPosition(point), 0.0)
      case .site(let ground): ground.ball
      }
    // A hundredth more than straight lines are shorter than geodesics.
    return index.indices(within: radius + 1.01 * metres, of: center).compactMap { number in
      let coordinate = incidents[number].coordinate
      let distance: Double
      switch place {
      case .point(let point): distance = Geodesic.wgs84.distance(from: point, to: coordinate)
      case .site(let ground):
        if ground.contains(coordinate) {
          distance = 0
        } else if let near = ground.nearest(to: EarthPosition(coordinate)) {
          distance = Geodesic.wgs84.distance(from: near.place, to: coordinate)
        } else {
          return nil
        }
      }
      return distance <= min(metres, reaches[number]) ? (number, distance) : nil
    }
  }
}
