/// One stretch of a corridor and its score.
public struct SegmentScore: Hashable, Sendable {
  /// Number of the segment along the corridor, from 0.
  public var segment: Int
  /// Part of the corridor's geometry that the segment lies on, from 0.
  public var part: Int
  /// Chainage of its start in km.
  public var fromKm: Double
  /// Chainage of its end in km.
  public var toKm: Double
  /// Its vertices, the road's own between the cuts.
  public var line: LineString
  /// The place half-way along it.
  public var middle: Coordinate
  /// The mean threat along it, by three Gauss–Legendre nodes, and what it is made of.
  public var score: ThreatScore
  /// The largest threat at a node.
  public var threatMax: Double
  /// Who holds or contests the middle, if anybody is known to.
  public var zone: ZoneStatus?
  /// Part of its length inside controlled or contested zones, 0…1.
  public var zoneShare: Double
  /// Whether nobody travels on it: see `RoadClosure`. It is scored all the same, and left out of the totals.
  public var isClosed = false
  /// Between what bounds the score may lie; nil where that was not asked for.
  public var interval: ScoreInterval? = nil

  /// Length in km.
  public var lengthKm: Double { toKm - fromKm }
}

/// Who holds or contests a place.
public struct ZoneStatus: Hashable, Sendable {
  /// The leading actor.
  public var actor: String
  /// `controlled`, `contested` or `influence`.
  public var status: ControlZone.Status

  /// Makes a status from its parts.
  public init(actor: String, status: ControlZone.Status) {
    self.actor = actor
    self.status = status
  }
}

/// A corridor's segments and what they add up to.
public struct CorridorScore: Hashable, Sendable {
  /// The corridor's id.
  public var corridorID: String
  /// The corridor's name.
  public var name: String
  /// What it is, in the data's own words, such as `road`.
  public var kind: String?
  /// The segments in the order of their chainage; never empty.
  public var segments: [SegmentScore]
  /// What the open segments add up to; of no weight where `isClosed`.
  public var totals: CorridorTotals

  /// Whether nobody travels on any of it: it then has no score, and ranks behind all others.
  public var isClosed: Bool { segments.allSatisfy(\.isClosed) }
}

/// A corridor in a few figures, all of its open segments.
public struct CorridorTotals: Hashable, Sendable {
  /// Geodesic length in km.
  public var lengthKm: Double
  /// ∫ threat ds in threat·km.
  public var threatKm: Double
  /// Mean threat along the corridor: `threatKm / lengthKm`.
  public var meanThreat: Double
  /// The largest threat at any node.
  public var threatMax: Double
  /// The index of the mean threat, 0…100.
  public var index: Double
  /// The grade of `index`.
  public var grade: Grade
  /// The contiguous 10 km with the most threat.
  public var worst: WorstStretch
  /// Length in km in each grade, in the order of `Grade.allCases`.
  public var kmByGrade: [Double]
  /// Place among the corridors by mean threat, 1 = highest.
  public var rank: Int
}

/// The contiguous stretch of a corridor with the most threat.
public struct WorstStretch: Hashable, Sendable {
  /// Chainage of its start in km.
  public var fromKm: Double
  /// Chainage of its end in km: 10 km on, or less on a shorter part.
  public var toKm: Double
  /// Mean threat along it.
  public var threat: Double
  /// The index of that mean, 0…100.
  public var index: Double
  /// The grade of `index`.
  public var grade: Grade
}
