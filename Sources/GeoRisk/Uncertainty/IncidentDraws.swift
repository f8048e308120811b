import GeoCore
import ThreatField

/// The draws of every incident: how often it happens, and where and when where that is imprecise.
struct IncidentDraws: Sendable {
  private let counts: IncidentCounts
  /// By incident; nil where its place and its day are known.
  private let imprecise: [ImpreciseIncident?]
  /// The mean of all incidents' weights, where distance has taken nothing.
  private let meanWeight: Double

  /// The part of the variance of a threat, by Campbell's theorem, that its least incidents have which count in every draw
  /// as they do in the score.
  private static let constantPart = 1e-6
  /// Of the distance to an incident, or of its place's standard deviation where that is larger: how far apart places may
  /// be for which its draws are taken at one of them.
  private static let sharedPart = 0.05

  init(_ scorer: RiskScorer, weights: DimensionWeights, options: IntervalOptions) {
    let sources = scorer.sources
    let sum = sources.sources.reduce(0) { $0 + (weights.vector * $1.weights).sum() }
    meanWeight = sum / Double(max(scorer.incidents.count, 1))
    counts = IncidentCounts(
      of: scorer.incidents.count, draws: options.replicates, seed: options.seed, workers: scorer.workers)
    let wanted = scorer.incidents.indices.count { index in
      ImpreciseIncident.isOne(scorer.incidents[index], sources.kernels[sources.sources[index].kernel])
    }
    // What is not kept is drawn again.
    let isKept = wanted * options.replicates <= 1 << 25
    imprecise = scorer.workers.map(scorer.incidents.count) { index in
      ImpreciseIncident(
        scorer.incidents[index], number: index, at: sources.sources[index].coordinate,
        kernel: sources.kernels[sources.sources[index].kernel], scorer: scorer, options: options,
        isKept: isKept)
    }
  }

  /// The threat at every asset of a run in every draw. An incident's draws follow from its number alone, so that all
  /// assets share them.
  func threats(of run: AssetRun, in field: DecayField) -> [DrawnThreats] {
    var sums: [[Double]] = []
    var threats: [DrawnThreats] = []
    var shared: [Int: [(asset: Int, value: Double)]] = [:]
    var order: [Int] = []
    for (asset, nodes) in run.nodes.enumerated() {
      let contributions = field.allContributions(nodes: nodes)
      let variance = contributions.reduce(0) { $0 + $1.value * $1.value }
      // No more than so many such together have the part.
      let least = (Self.constantPart * variance / Double(max(contributions.count, 1))).squareRoot()
      var constant = 0.0
      var (members, values): ([Int32], [Double]) = ([], [])
      for contribution in contributions {
        if contribution.value < least {
          constant += contribution.value
        } else if imprecise[contribution.member] == nil {
          members.append(Int32(contribution.member))
          values.append(contribution.value)
        } else {
          if shared[contribution.member] == nil { order.append(contribution.member) }
          shared[contribution.member, default: []].append((asset, contribution.value))
        }
      }
      sums.append(counts.sums(of: members, values: values).map { $0 + constant })
      threats.append(
        DrawnThreats(
          draws: [],
          possible: PossibleIncident(
            largestPart: contributions.reduce(0) { max($0, $1.value) }, meanWeight: meanWeight),
          leastVariance: variance))
    }
    for member in order {
      guard let incident = imprecise[member] else { continue }
      add(incident, member, shared[member] ?? [], run, to: &sums)
    }
    for asset in threats.indices { threats[asset].draws = sums[asset] }
    return threats
  }

  /// Adds an imprecise incident to the draws of the assets that it reaches.
  private func add(
    _ incident: ImpreciseIncident, _ member: Int, _ parts: [(asset: Int, value: Double)], _ run: AssetRun,
    to sums: inout [[Double]]
  ) {
    let row = counts.row(of: member)
    func add(_ factors: [Double], _ part: (asset: Int, value: Double)) {
      for (draw, factor) in factors.enumerated() { sums[part.asset][draw] += part.value * factor }
    }
    if parts.count > 1, run.radius <= Self.sharedPart * incident.scale(at: run.middle) {
      let factors = incident.factors(at: [FieldNode(position: run.middle)], row)
      for part in parts { add(factors, part) }
      return
    }
    for part in parts {
      let nodes = run.nodes[part.asset]
      let own = AssetRun([nodes])
      let isSmall = own.radius <= Self.sharedPart * incident.scale(at: own.middle)
      add(incident.factors(at: isSmall ? [FieldNode(position: own.middle)] : nodes, row), part)
    }
  }
}
