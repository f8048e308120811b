import GeoCore

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
    try self.init(of: inputs, options: options, base: nil, progress: progress)
  }

  /// As above, with what another assessment of the same corridors knows taken over where it is the same to the bit.
  init(
    of inputs: AssessmentInputs, options: AssessmentOptions, base: ScenarioBase?, progress: ProgressHandler?
  ) throws(GeoRiskError) {
    var clock = StageClock()
    let ground = try Groundwork(
      inputs, options: options, control: base?.control(for: inputs, options: options), clock: &clock,
      progress: progress)
    let grid = try LonLatGrid.map(
      extent: ground.extent, around: [], margin: 0, resolution: options.resolution)
    let known = try base.flatMap { (base) throws(GeoRiskError) in
      try KnownThreat(base.assessment, for: ground.scorer)
    }
    let scores = try AssetScores(
      of: inputs, on: ground, options: options, clock: &clock, known: known, progress: progress)
    surface = try clock.time("surface", items: grid.count) {
      () throws(GeoRiskError) -> ThreatSurface in
      try ground.scorer.surface(on: grid, profile: "surface", tolerance: options.tolerance, known: known) {
        progress?("surface", $0)
      }.surface
    }
    buffers = try clock.time("buffers", items: inputs.corridors.count + inputs.sites.count) {
      () throws(GeoRiskError) -> [AssetBuffer] in
      // Scenarios leave the assets where they are.
      if let base = base?.assessment, base.options.bufferDistances == options.bufferDistances {
        return base.buffers
      }
      return try AssetBuffer.buffers(
        corridors: inputs.corridors, sites: inputs.sites, distances: options.bufferDistances,
        workers: Workers(threads: options.threads)
      ) { progress?("buffers", $0) }
    }

    name = inputs.name
    asOf = ground.asOf
    model = inputs.model
    extent = ground.extent
    self.options = options
    corridors = scores.corridors
    sites = scores.sites
    zones = ground.control.zones
    control = ground.control
    zoneReasons = try ground.zoneReasons(inputs)
    incidents = ground.scorer.incidents
    context = inputs.context
    reach = ground.scorer.reach
    self.inputs = inputs.summaries
    rejects = inputs.rejects
    notes = inputs.notes + scores.notes
    timings = clock.timings
  }
}
