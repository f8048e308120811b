import GeoCore

/// A way to turn control evidence into claims to ground; `control.method` in the model file names one.
///
/// A method says how strong each claim is at every node of a grid, and by what rule the strengths are judged; borders and
/// zones are then drawn in the same way for all.
protocol ControlMethod: Sendable {
  /// The claims on one day.
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims
}

/// What a method has to go on.
struct ControlGround: Sendable {
  let evidence: ControlZoneEvidence
  let observations: [ControlObservation]
  let incidents: [Incident]
  let model: RiskModel
  let asOf: CalendarDay
  let grid: LonLatGrid
  let workers: Workers
  let progress: (@Sendable (Double) -> Void)?
}

/// Strengths of claims at the nodes of a grid.
struct ControlClaims: Sendable {
  /// Who claims what.
  struct Claim: Hashable, Sendable {
    /// Numbers of one or two actors of the evidence.
    var actors: [Int]
    var status: ControlZone.Status
    var negotiated = false
    /// The zone's share, 0…1; nil for that of the strengths.
    var share: Double?
  }

  /// Whose claims the channels are.
  enum Holders: Sendable {
    /// Of actors by number, and the rule finds the status; a channel behind them is nobody's.
    case actors([Int])
    /// Of these.
    case claims([Claim])
  }

  /// Per claim, and behind them that of negotiated presence and that of soft evidence if there are any, one strength per
  /// node.
  var channels: [[Double]]
  var rule: ControlZoneRule
  var holders: Holders
  /// What a user should know, in sentences.
  var notes: [String] = []
}

extension RiskModel.ControlModel.Method {
  /// The way of that name.
  var way: any ControlMethod {
    switch self {
    case .share: ShareMethod()
    case .voronoi: VoronoiMethod()
    case .hull: HullMethod()
    case .hmm: MarkovMethod()
    }
  }
}

/// Shares of decaying evidence: every actor claims with the sum of its evidence.
struct ShareMethod: ControlMethod {
  func claims(_ ground: ControlGround) throws(GeoRiskError) -> ControlClaims {
    ControlClaims(
      channels: try ground.evidence.channels(
        on: ground.grid, workers: ground.workers, progress: ground.progress),
      rule: ControlZoneRule(ground.model.control, actors: ground.evidence.actors.count),
      holders: .actors(Array(ground.evidence.actors.indices)))
  }
}
