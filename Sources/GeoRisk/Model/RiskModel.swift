/// Every number and table that turns incidents into scores: the contents of `model.yaml`.
///
/// The default values are the documented defaults of the model file. A model read from a file has been checked;
/// one built in code is used as it is.
public struct RiskModel: Hashable, Sendable {
  /// The name under which results quote the model.
  public var name = "default"
  /// How an incident's influence fades, unless a rule says otherwise.
  public var threat = DecayParameters(
    kernel: .exponential, halfDistanceKm: 20, cutoffKm: 150, halfLifeDays: 60)
  /// Exceptions to `threat`; the first whose match holds applies.
  public var threatRules: [ThreatRule] = RiskModel.defaultThreatRules
  /// How grave an incident is.
  public var severity = SeverityModel()
  /// Which dimension an incident belongs to; the first match decides, and what matches nothing is territorial.
  public var dimensionRules: [DimensionRule] = RiskModel.defaultDimensionRules
  /// The weights of the dimensions for each class of asset, in the order of the file.
  public var profiles: [Profile] = RiskModel.defaultProfiles
  /// How threat becomes index and grade.
  public var index = IndexScale()
  /// What the sources' precision codes mean.
  public var precision = PrecisionTable()
  /// How control evidence becomes zones.
  public var control = ControlModel()

  /// The default model.
  public init() {}

  /// An exception to the threat's decay for some incidents; what is nil stays as it is.
  public struct ThreatRule: Hashable, Sendable {
    /// Which incidents it applies to.
    public var match: IncidentMatch
    /// Replaces `DecayParameters.kernel`.
    public var kernel: KernelFamily?
    /// Replaces `DecayParameters.halfDistanceKm`.
    public var halfDistanceKm: Double?
    /// Replaces `DecayParameters.cutoffKm`.
    public var cutoffKm: Double?
    /// Replaces `DecayParameters.halfLifeDays`.
    public var halfLifeDays: Double?
    /// Replaces `DecayParameters.powerQ`.
    public var powerQ: Double?
    /// Replaces `DecayParameters.logisticA`.
    public var logisticA: Double?

    /// Makes a rule that changes what is given.
    public init(
      match: IncidentMatch, kernel: KernelFamily? = nil, halfDistanceKm: Double? = nil,
      cutoffKm: Double? = nil, halfLifeDays: Double? = nil, powerQ: Double? = nil, logisticA: Double? = nil
    ) {
      self.match = match
      self.kernel = kernel
      self.halfDistanceKm = halfDistanceKm
      self.cutoffKm = cutoffKm
      self.halfLifeDays = halfLifeDays
      self.powerQ = powerQ
      self.logisticA = logisticA
    }

    /// The parameters with this rule's changes, whatever the incident.
    public func applied(to parameters: DecayParameters) -> DecayParameters {
      DecayParameters(
        kernel: kernel ?? parameters.kernel, halfDistanceKm: halfDistanceKm ?? parameters.halfDistanceKm,
        cutoffKm: cutoffKm ?? parameters.cutoffKm, halfLifeDays: halfLifeDays ?? parameters.halfLifeDays,
        powerQ: powerQ ?? parameters.powerQ, logisticA: logisticA ?? parameters.logisticA)
    }
  }

  /// The base severity of some incidents.
  public struct SeverityRule: Hashable, Sendable {
    /// Which incidents it applies to.
    public var match: IncidentMatch
    /// Their severity before the dead are counted, 0 or more.
    public var base: Double

    /// Makes a rule.
    public init(match: IncidentMatch, base: Double) {
      self.match = match
      self.base = base
    }
  }

  /// How grave an incident is: a base by kind, times a factor for the dead.
  public struct SeverityModel: Hashable, Sendable {
    /// What the dead add.
    public enum FatalityFactor: String, Hashable, Sendable, CaseIterable {
      /// 1 + ln(1 + fatalities).
      case log
      /// 1, whatever the number.
      case none
    }

    /// The base of what no rule matches, 0 or more.
    public var base = 1.0
    /// What the dead add.
    public var fatalities = FatalityFactor.log
    /// Bases by kind; the first match applies.
    public var rules: [SeverityRule] = RiskModel.defaultSeverityRules

    /// The default severities.
    public init() {}
  }

  /// Puts some incidents into a dimension.
  public struct DimensionRule: Hashable, Sendable {
    /// Which incidents it applies to.
    public var match: IncidentMatch
    /// Their dimension.
    public var dimension: Dimension

    /// Makes a rule.
    public init(match: IncidentMatch, dimension: Dimension) {
      self.match = match
      self.dimension = dimension
    }
  }

  /// The weights of the dimensions for one class of asset.
  public struct Profile: Hashable, Sendable {
    /// `corridor`, `site`, `surface`, or any name of the user's.
    public var name: String
    /// The weight of each dimension, 0 or more.
    public var weights: DimensionWeights

    /// Makes a profile.
    public init(name: String, weights: DimensionWeights) {
      self.name = name
      self.weights = weights
    }
  }

  /// How threat becomes an index of 0…100 and a grade.
  public struct IndexScale: Hashable, Sendable {
    /// The threat that scores 50, above 0.
    public var reference = 0.5
    /// The lower bounds of low, moderate, high, very high and extreme: five rising numbers within 0…100.
    public var grades: [Double] = [10, 25, 45, 65, 85]

    /// The default scale.
    public init() {}
  }

  /// The standard deviation of a place in kilometres for each precision code of a source.
  public struct PrecisionTable: Hashable, Sendable {
    /// For ACLED's `geo_precision` 1…3; nil leaves the incidents out.
    public var acled: [Double?] = [2, 10, 40]
    /// For UCDP's `where_prec` 1…7; nil leaves the incidents out.
    public var ucdp: [Double?] = [1, 12, 25, 75, 75, nil, nil]

    /// The default table.
    public init() {}
  }

  /// How control evidence becomes zones.
  public struct ControlModel: Hashable, Sendable {
    /// How an observation fades; its own radius replaces the half-distance.
    public var decay = DecayParameters(
      kernel: .logistic, halfDistanceKm: 20, cutoffKm: 60, halfLifeDays: 180)
    /// The weight of an observation by its status, 0 or more each.
    public var statusWeights = StatusWeights()
    /// The confidence of incidents that are direct evidence, 0…1.
    public var incidentConfidence = 0.8
    /// The share from which an actor controls, above 0 and at most 1.
    public var controlledShare = 0.6
    /// The lead of the first actor over the second below which a place is contested, 0…1.
    public var contestedMargin = 0.2
    /// The evidence below which nothing is said about a place, above 0.
    public var evidenceThreshold = 0.1
    /// How evidence becomes zones.
    public var method = Method.share
    /// `hull`: places within this distance in km of each other are of one cluster; above 0.
    public var clusterKm = 30.0
    /// `hull`: so many places make a cluster, 1 or more.
    public var clusterPoints = 3
    /// `hull`: 0 is the most concave hull, 1 the convex one.
    public var hullRatio = 0.3
    /// `hmm`: width of a hexagon in degrees, above 0.
    public var cellDegrees = 0.25
    /// `hmm`: how strongly neighbouring cells pull each other, 0 or more.
    public var coupling = 1.0

    /// Ways to make zones of evidence.
    public enum Method: String, Hashable, Sendable, CaseIterable {
      /// Each actor's share of decaying evidence.
      case share
      /// The latest status of each locality holds the ground nearest to it.
      case voronoi
      /// A hidden Markov model over hexagons and months.
      case hmm
      /// Concave hulls of each actor's clustered incidents and observations.
      case hull

      /// Whether incidents that are no direct evidence say who is active.
      var readsActivity: Bool { self == .hull || self == .hmm }
    }

    /// The default control model.
    public init() {}
  }

  /// The weight of a control observation by its status.
  public struct StatusWeights: Hashable, Sendable {
    /// The weight of `ControlStatus.controlled`.
    public var controlled = 1.0
    /// The weight of `ControlStatus.contested`, for each of the two actors.
    public var contested = 0.5
    /// The weight of `ControlStatus.influence`.
    public var influence = 0.5
    /// The weight of `ControlStatus.negotiated`.
    public var negotiated = 0.5

    /// The default weights.
    public init() {}

    /// The weight of a status.
    public subscript(status: ControlStatus) -> Double {
      get {
        switch status {
        case .controlled: controlled
        case .contested: contested
        case .influence: influence
        case .negotiated: negotiated
        }
      }
      set {
        switch status {
        case .controlled: controlled = newValue
        case .contested: contested = newValue
        case .influence: influence = newValue
        case .negotiated: negotiated = newValue
        }
      }
    }
  }
}
