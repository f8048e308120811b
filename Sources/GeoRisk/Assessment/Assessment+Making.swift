import GeoCore
import GeoProjection
import GeoTopology
import ThreatField

extension Assessment {
  /// Assesses corridors and sites: scores, surface, zones and buffers.
  ///
  /// The same inputs and options give the same result, digit for digit, whatever the number of threads;
  /// only `timings` differ.
  ///
  /// - Parameters:
  ///   - inputs: what was read; at least one incident or an as-of date, and at least one asset.
  ///   - options: what to compute.
  ///   - progress: told how far each stage is; called from any thread.
  /// - Throws: `GeoRiskError` when there is nothing to assess or an option makes no sense.
  public init(
    of inputs: AssessmentInputs, options: AssessmentOptions = AssessmentOptions(),
    progress: ProgressHandler? = nil
  ) throws(GeoRiskError) {
    guard let asOf = options.asOf ?? inputs.newestDay else {
      throw GeoRiskError(
        .badData, "there is no incident and no control observation to take the as-of date from",
        suggestion: "state it with --as-of")
    }
    let model = inputs.model
    let workers = Workers(threads: options.threads)
    let extent = if let extent = options.extent { extent } else { try Self.extent(round: inputs) }
    let grid = try LonLatGrid.map(
      extent: extent, around: [], margin: 0, resolution: options.resolution)
    var clock = StageClock()

    let control = try clock.time("zones", items: grid.count) { () throws(GeoRiskError) -> ControlMap in
      try ControlMap(
        observations: inputs.control, incidents: inputs.incidents, model: model, asOf: asOf,
        resolution: options.resolution, extent: extent, workers: workers)
    }
    let scorer = try clock.time("sources", items: inputs.incidents.count) {
      () throws(GeoRiskError) -> RiskScorer in
      try RiskScorer(
        incidents: inputs.incidents, model: model, asOf: asOf, control: control, threads: options.threads,
        topIncidents: options.topIncidents)
    }
    corridors = try clock.time("corridors", items: inputs.corridors.count) {
      () throws(GeoRiskError) -> [CorridorScore] in
      try scorer.score(inputs.corridors, segmentLength: options.segmentLength) {
        progress?("corridors", $0)
      }
    }
    sites = try clock.time("sites", items: inputs.sites.count) { () throws(GeoRiskError) -> [SiteScore] in
      try scorer.score(inputs.sites) { progress?("sites", $0) }
    }
    surface = try clock.time("surface", items: grid.count) { () throws(GeoRiskError) -> ThreatSurface in
      try scorer.surface(on: grid) { progress?("surface", $0) }
    }
    buffers = try clock.time("buffers", items: inputs.corridors.count + inputs.sites.count) {
      () throws(GeoRiskError) -> [AssetBuffer] in
      try AssetBuffer.buffers(
        corridors: inputs.corridors, sites: inputs.sites, distances: options.bufferDistances, workers: workers
      ) { progress?("buffers", $0) }
    }

    self.asOf = asOf
    self.model = model
    self.extent = extent
    self.options = options
    zones = control.zones
    incidents = scorer.incidents
    context = inputs.context
    reach = scorer.reach
    self.inputs = inputs.summaries
    rejects = inputs.rejects
    notes = inputs.notes + control.notes + Self.notes(on: inputs, scorer: scorer, asOf: asOf)
    timings = clock.timings
  }

  /// The box round the assets, grown by the distance at which the model's general kernel ends.
  private static func extent(round inputs: AssessmentInputs) throws(GeoRiskError) -> Envelope {
    let reach: Double
    do throws(KernelError) {
      reach = try DecayKernel(inputs.model.threat).reach
    } catch {
      throw GeoRiskError(.badData, "the model's threat kernel cannot be made: \(error)")
    }
    guard let extent = MapExtent.around(inputs.assetPlaces, metres: reach) else {
      throw GeoRiskError(
        .badData, "there is no corridor and no site to assess",
        suggestion: "give corridors.geojson or sites.geojson")
    }
    return extent
  }

  private static func notes(
    on inputs: AssessmentInputs, scorer: RiskScorer, asOf: CalendarDay
  ) -> [String] {
    var notes: [String] = []
    let later = inputs.incidents.count - scorer.incidents.count
    if later > 0 { notes.append("\(later) incidents begin after the as-of date \(asOf) and do not count") }
    if let box = MapExtent.around(inputs.assetPlaces, metres: scorer.reach),
      let warning = PlacementCheck.warning(incidents: inputs.incidents, extent: box)
    {
      notes.append(warning)
    }
    return notes
  }
}
