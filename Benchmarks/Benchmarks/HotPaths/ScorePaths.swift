import GeoCore
import GeoRisk
import ThreatField

extension HotPath {
  /// The field at points, and scores with their reasons.
  static let scores = [
    HotPath("segment-scores", guards: "the field at many places close together, its tree made first") {
      let sources = Inputs.sources(10_000, seed: 29)
      let kernels = [try SpreadKernel(Decay.exponential())]
      let positions = try Inputs.road().parts[0].coordinates.map { EarthPosition($0) }
      return { try DecayField(sources: sources, kernels: kernels).values(at: positions, workers: .one) }
    },
    HotPath("weigh-incidents", guards: "incidents into sources: one kernel for each decay and precision") {
      let incidents = Inputs.incidents(5_000)
      return { try RiskScorer(incidents: incidents, threads: 1) }
    },
    HotPath("score-corridor", guards: "segments with their reasons, three nodes to a kilometre") {
      let scorer = try RiskScorer(incidents: Inputs.incidents(2_000), threads: 1)
      let road = try Inputs.road()
      return { try scorer.score(road) }
    },
    HotPath("score-sites", guards: "points with their reasons: as many steps as incidents in reach") {
      let scorer = try RiskScorer(incidents: Inputs.incidents(5_000), threads: 1)
      let sites = Inputs.sites(10)
      return { try scorer.score(sites) }
    },
    HotPath("score-intervals", guards: "draws of exact and imprecise incidents, shared by neighbours") {
      let scorer = try RiskScorer(incidents: Inputs.incidents(1_000), threads: 1)
      let sites = try scorer.score(Inputs.sites(10))
      return { try scorer.intervals(of: sites) }
    },
    HotPath(
      "zone-shares", guards: "who holds the segments of a road, by a tree of zones and strips of their edges"
    ) {
      let map = try Inputs.controlMap()
      let line = try Inputs.road().parts[0]
      return { map.heldShare(of: line) }
    },
  ]
}
