import GeoCore

/// The area within a distance of one asset.
public struct AssetBuffer: Hashable, Sendable {
  /// The asset's id.
  public var assetID: String
  /// Its name.
  public var name: String
  /// What it is: the asset's own kind, else `corridor` or `site`.
  public var assetKind: String
  /// Distance in km.
  public var distanceKm: Double
  /// Area on the ellipsoid in km².
  public var areaKm2: Double
  /// The area; longitudes may run beyond ±180 across the antimeridian.
  public var area: MultiPolygon
}

extension AssetBuffer {
  /// The areas within each distance of each asset: corridors first, then sites, distances as given.
  static func buffers(
    corridors: [Corridor], sites: [Site], distances: [Double], workers: Workers,
    progress: (@Sendable (Double) -> Void)?
  ) throws(GeoRiskError) -> [AssetBuffer] { [] }
}
