import GeoCore

/// Warns when incidents and assets seem to lie in different parts of the world.
enum PlacementCheck {
  /// A sentence when most incidents lie farther from the assets than any threat reaches, else nil.
  ///
  /// Says so plainly when exchanging latitude and longitude would bring most of them near.
  ///
  /// - Parameter extent: the box round the assets, grown by the reach of a threat.
  static func warning(incidents: [Incident], extent: Envelope) -> String? {
    let places = incidents.map(\.coordinate)
    let far = places.count { !extent.covers($0) }
    guard far * 2 > places.count else { return nil }
    let swapped = places.count { place in
      abs(place.longitude) <= 90
        && extent.covers(Coordinate(longitude: place.latitude, latitude: place.longitude))
    }
    let fact = "\(far) of \(places.count) incidents lie farther from every asset than a threat reaches"
    return swapped * 2 > places.count
      ? fact + "; latitude and longitude seem to be swapped: with the columns exchanged \(swapped) lie within"
      : fact + "; check the coordinates, and that incidents and assets belong together"
  }
}

extension Envelope {
  /// Whether the box, which may run beyond 180, holds the place on any turn of longitude.
  func covers(_ place: Coordinate) -> Bool {
    contains(
      Coordinate(longitude: Longitude.nearest(place.longitude, to: center.x), latitude: place.latitude))
  }
}
