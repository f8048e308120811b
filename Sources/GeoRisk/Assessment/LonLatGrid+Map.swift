import GeoCore

extension LonLatGrid {
  /// The grid of a map: over an extent, or where none is given round some places.
  ///
  /// - Parameters:
  ///   - extent: degrees; nil for the box round the places, grown by `margin` on every side.
  ///   - places: what the map is about.
  ///   - margin: metres, 0 or more.
  ///   - resolution: the greatest node spacing in metres.
  /// - Throws: `usage` for an extent or resolution that makes no grid, or when there is neither extent nor place.
  static func map(
    extent: Envelope?, around places: [Coordinate], margin: Double, resolution: Double
  ) throws(GeoRiskError) -> LonLatGrid {
    guard let extent = extent ?? MapExtent.around(places, metres: margin) else {
      throw GeoRiskError(
        .usage, "there is nothing to lay the map's extent around", suggestion: "state the extent")
    }
    do throws(GridError) {
      return try LonLatGrid(covering: extent, spacing: resolution)
    } catch {
      throw GeoRiskError(.usage, "\(error)")
    }
  }
}

extension RiskScorer {
  /// The threat surface over an extent, or round the incidents as far as they reach.
  ///
  /// - Parameters:
  ///   - extent: degrees, `maxX` beyond 180 or `minX` above `maxX` across the antimeridian; nil: round the incidents.
  ///   - resolution: the greatest node spacing in metres.
  ///   - profile: a profile of the model.
  ///   - tolerance: 0 for exact values, or the greatest error: see `surface(on:profile:tolerance:progress:)`.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for an extent or resolution that makes no grid, or a profile that the model lacks.
  public func surface(
    covering extent: Envelope? = nil, resolution: Double = 1_000, profile: String = "surface",
    tolerance: Double = 0, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> ThreatSurface {
    try surface(
      on: try grid(covering: extent, resolution: resolution), profile: profile, tolerance: tolerance,
      progress: progress)
  }

  /// The grid of a surface over an extent, or round the incidents as far as they reach.
  ///
  /// - Parameters:
  ///   - extent: degrees, `maxX` beyond 180 or `minX` above `maxX` across the antimeridian; nil: round the incidents.
  ///   - resolution: the greatest node spacing in metres.
  /// - Throws: `GeoRiskError` for an extent or resolution that makes no grid.
  public func grid(covering extent: Envelope? = nil, resolution: Double = 1_000) throws(GeoRiskError)
    -> LonLatGrid
  {
    try LonLatGrid.map(
      extent: extent, around: incidents.map(\.coordinate), margin: reach, resolution: resolution)
  }
}
