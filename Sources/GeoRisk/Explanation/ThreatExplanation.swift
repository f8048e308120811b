import GeoCore

/// A threat taken apart: which incidents it is the sum of, and how each one's part comes about.
///
///     value = profile weight × severity × age factor × distance factor
///
/// The values add up to the threat of the score: to 1e-8 of it for a site, and to 1e-5 for a segment, as many segments are
/// summed in single precision.
public struct ThreatExplanation: Hashable, Sendable {
  /// One incident's part in the sum.
  public struct Term: Hashable, Sendable {
    /// The incident.
    public var incident: Incident
    /// The dimension to which its part counts.
    public var dimension: Dimension
    /// Geodesic distance in km from `place`.
    public var km: Double
    /// Direction from `place` to the incident in degrees clockwise from north, 0 ..< 360.
    public var bearing: Double
    /// Age in whole days on the as-of date; 0 for a state that lasts.
    public var days: Int
    /// What the model makes of kind and dead, or what the source states; 0 or more.
    public var severity: Double
    /// What age has left of it, 0…1.
    public var ageFactor: Double
    /// What distance has left of it, 0…1: K̄ at the place, or its mean over a segment's nodes.
    public var distanceFactor: Double
    /// The weight of the dimension in the asset's profile.
    public var profileWeight: Double
    /// Its part of the threat, above 0: the product of the four.
    public var value: Double
    /// `value` as a part of the threat, 0…1.
    public var share: Double
  }

  /// The asset's id.
  public var id: String
  /// The asset's name.
  public var name: String
  /// The segment of a corridor; nil for a site.
  public var segment: Int?
  /// Chainage of the segment in km; nil for a site.
  public var chainageKm: ClosedRange<Double>?
  /// The day on which threat was judged.
  public var asOf: CalendarDay
  /// From where distances are measured: the segment's middle, or where the site's score was taken.
  public var place: Coordinate
  /// The threat of the score, 0 or more.
  public var threat: Double
  /// Its index, 0…100.
  public var index: Double
  /// Its grade.
  public var grade: Grade
  /// The terms that are above 0, the largest first, equal ones in the order of the input.
  public var terms: [Term]
}
