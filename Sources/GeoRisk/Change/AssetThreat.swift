import GeoCore

/// One segment of a corridor with its threat, or with what became of it.
public struct SegmentThreat<Threat: Hashable & Sendable>: Hashable, Sendable {
  /// The corridor's id.
  public var corridorID: String
  /// The corridor's name.
  public var name: String
  /// Number of the segment along the corridor, from 0.
  public var segment: Int
  /// Chainage of its start in km.
  public var fromKm: Double
  /// Chainage of its end in km.
  public var toKm: Double
  /// Its vertices; in a change those of after, or of before where it is there no more.
  public var line: LineString
  /// The threat, 0 or more, or its change.
  public var threat: Threat

  /// The same segment with something else for a threat.
  func with<Other>(_ threat: Other) -> SegmentThreat<Other> {
    SegmentThreat<Other>(
      corridorID: corridorID, name: name, segment: segment, fromKm: fromKm, toKm: toKm, line: line,
      threat: threat)
  }
}

/// One site with its threat, or with what became of it.
public struct SiteThreat<Threat: Hashable & Sendable>: Hashable, Sendable {
  /// The site's id.
  public var siteID: String
  /// The site's name.
  public var name: String
  /// Its geometry; in a change that of after, or of before where it is there no more.
  public var geometry: Geometry
  /// The threat, 0 or more, or its change.
  public var threat: Threat

  /// The same site with something else for a threat.
  func with<Other>(_ threat: Other) -> SiteThreat<Other> {
    SiteThreat<Other>(siteID: siteID, name: name, geometry: geometry, threat: threat)
  }
}
