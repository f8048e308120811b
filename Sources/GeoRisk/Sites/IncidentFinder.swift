import GeoCore
import GeoProjection

/// Finds the incident nearest to a site, by geodesic distance.
///
/// Straight chords between Earth-centred positions rule out all but a few incidents; only those are measured
/// on the ellipsoid.
struct IncidentFinder: Sendable {
  /// The nearest incident of a site.
  struct Found {
    /// Index of the incident among those given.
    var index: Int
    /// Metres, 0 inside an area.
    var distance: Double
    /// Degrees clockwise from north, 0 ..< 360, from the site's nearest point to the incident.
    var bearing: Double
  }

  private let places: [Coordinate]
  private let positions: [EarthPosition]
  private let index: PointIndex

  init(_ incidents: [Incident]) {
    places = incidents.map(\.coordinate)
    positions = places.map { EarthPosition($0) }
    index = PointIndex(places)
  }

  /// The incident nearest to a site; of equally near ones the first. Nil without incidents.
  ///
  /// Cost: that of the incidents as near to the site's middle as the nearest may be.
  func nearest(to ground: SiteGround) -> Found? {
    func chord(_ incident: Int) -> Double {
      if ground.contains(places[incident]) { return 0 }
      return ground.nearest(to: positions[incident])?.chord ?? .infinity
    }
    let ball = ground.ball
    guard let guess = index.nearest(to: ball.center) else { return nil }
    // The nearest is no farther from the site than the guess, and so not much farther from its middle.
    let reach = ball.radius + 1.01 * chord(guess)
    let candidates = index.indices(
      within: EarthPosition.arc(squaredChord: reach * reach), of: ball.center
    ).map { (incident: $0, chord: chord($0)) }
    guard let least = candidates.map(\.chord).min() else { return nil }
    var best: Found?
    // Chord and geodesic put distances into the same order to well within 1 %.
    for candidate in candidates where candidate.chord <= least * 1.01 {
      let found = measure(candidate.incident, from: ground)
      if best.map({ found.distance < $0.distance }) ?? true { best = found }
    }
    return best
  }

  private func measure(_ index: Int, from ground: SiteGround) -> Found {
    let place = places[index]
    let from = ground.nearest(to: positions[index])?.place ?? place
    let inverse = Geodesic.wgs84.inverse(from: from, to: place)
    let bearing = inverse.initialAzimuth < 0 ? inverse.initialAzimuth + 360 : inverse.initialAzimuth
    return Found(
      index: index, distance: ground.contains(place) ? 0 : inverse.distance,
      bearing: bearing.truncatingRemainder(dividingBy: 360))
  }
}
