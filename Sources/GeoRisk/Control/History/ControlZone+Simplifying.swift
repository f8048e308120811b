import GeoCore
import GeoProjection

extension [ControlZone] {
  /// The zones with fewer vertices: neighbours share one simplified border, so there are no gaps and no overlaps.
  ///
  /// - Parameter metres: the greatest distance of a border from where it was; 0 changes nothing.
  public func simplified(within metres: Double) -> [ControlZone] {
    guard metres > 0 else { return self }
    let areas = CoverageSimplification.simplified(map(\.area), within: metres)
    return zip(self, areas).map { zone, area in
      var zone = zone
      zone.area = area
      zone.areaKm2 = Geodesic.wgs84.area(of: area) / 1e6
      return zone
    }
  }
}
