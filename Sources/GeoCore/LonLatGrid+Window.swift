#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension LonLatGrid {
  /// The rows and columns among which all nodes within a distance of a place are, and few others.
  ///
  /// - Parameters:
  ///   - metres: over the ground, 0 or more.
  ///   - place: degrees; longitude on any turn.
  package func window(
    within metres: Double, of place: Coordinate
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    // Nowhere is a degree shorter than on a sphere of the smallest radius of curvature.
    let angle = metres / 6_335_000 * 180 / .pi
    let rows = Self.numbers(
      from: (place.latitude - angle - south) / latitudeStep,
      to: (place.latitude + angle - south) / latitudeStep,
      of: self.rows)
    guard abs(place.latitude) + angle < 89 else { return (rows, 0..<columns) }
    // The meridians that touch a circle on the sphere, and a hundredth for the ellipsoid.
    let sine = sin(angle * .pi / 180) / cos(place.latitude * .pi / 180)
    guard sine < 1 else { return (rows, 0..<columns) }
    let width = 1.01 * asin(sine) * 180 / .pi
    let home = Longitude.nearest(place.longitude, to: longitude(columns / 2))
    let found = [home - 360, home, home + 360].map {
      Self.numbers(
        from: ($0 - width - west) / longitudeStep, to: ($0 + width - west) / longitudeStep, of: columns)
    }.filter { !$0.isEmpty }
    guard let first = found.first, let last = found.last else { return (rows, 0..<0) }
    return (rows, first.lowerBound..<last.upperBound)
  }

  /// The whole numbers from one number to another that are below a count.
  private static func numbers(from first: Double, to last: Double, of count: Int) -> Range<Int> {
    let low = max(0, first.rounded(.up))
    let high = min(Double(count) - 1, last.rounded(.down))
    return low <= high ? Int(low)..<Int(high) + 1 : 0..<0
  }
}
