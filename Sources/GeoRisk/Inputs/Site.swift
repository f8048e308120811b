import GeoCore

/// A mine, a camp, a town: something that is scored as a whole.
public struct Site: Hashable, Sendable {
  /// Unique among the sites of a data set.
  public var id: String
  /// What people call it; the id where not given.
  public var name: String
  /// What it is, in free words such as `gold mine`; empty where not given.
  public var kind: String
  /// A Point, MultiPoint, Polygon or MultiPolygon on WGS 84; polygons are valid.
  public var geometry: Geometry
  /// Where the feature stands in its file.
  public var record: InputPlace

  /// Makes a site.
  public init(
    id: String, name: String? = nil, kind: String = "", geometry: Geometry,
    record: InputPlace = InputPlace()
  ) {
    self.id = id
    self.name = name ?? id
    self.kind = kind
    self.geometry = geometry
    self.record = record
  }
}
