/// A site and its score.
public struct SiteScore: Hashable, Sendable {
  /// The site's id.
  public var siteID: String
  /// The site's name.
  public var name: String
  /// What it is, in the data's own words, such as `gold mine`.
  public var kind: String?
  /// The site's geometry.
  public var geometry: Geometry
  /// Where `score` was taken: the point itself, or the sample point of a polygon with the most threat.
  public var place: Coordinate
  /// The threat there and what it is made of.
  public var score: ThreatScore
  /// The incident nearest to the site, counting or not too old to count; nil without incidents.
  public var nearestIncident: NearestIncident?
  /// Who holds or contests the site, if anybody is known to.
  public var zone: ZoneStatus?
  /// Geodesic km to the nearest edge of a zone, negative inside; nil without zones.
  public var zoneEdgeKm: Double?
  /// Change of threat against 90 days earlier.
  public var trend: Trend
  /// Place among the sites by threat, 1 = highest.
  public var rank: Int
  /// Between what bounds the score may lie; nil where that was not asked for.
  public var interval: ScoreInterval? = nil
}

/// The incident nearest to a site.
public struct NearestIncident: Hashable, Sendable {
  /// The incident's id.
  public var incidentID: String
  /// Geodesic distance in km, 0 inside a polygon.
  public var km: Double
  /// Direction from the nearest point of the site to the incident in degrees clockwise from north, 0 ..< 360; without a
  /// meaning where `km` is 0.
  public var bearing: Double
  /// Age in whole days on the as-of date; 0 for a state that lasts.
  public var days: Int
}

/// A change of threat, split into what is new and what has aged.
public struct Trend: Hashable, Sendable {
  /// Threat now of incidents that began within the 90 days.
  public var new: Double
  /// The rest: the change in weight of incidents that were already there.
  public var ageing: Double
  /// Threat now minus threat 90 days before: the two parts together.
  public var change: Double { new + ageing }

  /// Makes a change from its parts.
  public init(new: Double, ageing: Double) {
    self.new = new
    self.ageing = ageing
  }
}
