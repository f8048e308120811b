import GeoCore
import GeoProjection
import ThreatField

/// What every score of a data set stands on: the day, the map's frame, who holds which ground, the threat.
struct Groundwork {
  let asOf: CalendarDay
  /// Whether the user named the day.
  private let dayIsAsked: Bool
  let extent: Envelope
  let control: ControlMap
  let scorer: RiskScorer

  /// Draws the zones and weighs the incidents.
  ///
  /// - Parameter control: the zones, where they are known.
  /// - Throws: `GeoRiskError` when there is nothing to assess or an option makes no sense.
  init(
    _ inputs: AssessmentInputs, options: AssessmentOptions, control known: ControlMap? = nil,
    clock: inout StageClock, progress: ProgressHandler?
  ) throws(GeoRiskError) {
    let asOf = try inputs.day(asOf: options.asOf)
    let extent = try inputs.mapExtent(options)
    let control = try clock.time("zones", items: inputs.control.count) {
      () throws(GeoRiskError) -> ControlMap in
      if let known { return known }
      return try ControlMap(
        observations: inputs.control, incidents: inputs.incidents, model: inputs.model, asOf: asOf,
        resolution: options.resolution, extent: extent, workers: Workers(threads: options.threads)
      ) { progress?("zones", $0) }
    }
    scorer = try clock.time("sources", items: inputs.incidents.count) {
      () throws(GeoRiskError) -> RiskScorer in
      try RiskScorer(
        incidents: inputs.incidents, model: inputs.model, asOf: asOf, control: control,
        threads: options.threads, topIncidents: options.topIncidents)
    }
    self.asOf = asOf
    dayIsAsked = options.asOf != nil
    self.extent = extent
    self.control = control
  }

  /// The reasons of the largest zones, a hundred at most, by id.
  ///
  /// - Throws: `GeoRiskError` when the model's numbers make no kernel.
  func zoneReasons(_ inputs: AssessmentInputs) throws(GeoRiskError) -> [String: ControlExplanation] {
    let zones = control.zones
    if zones.isEmpty { return [:] }
    let evidence = try ControlZoneEvidence(
      observations: inputs.control, incidents: inputs.incidents, model: inputs.model, asOf: asOf)
    let largest = zones.indices.ranked { zones[$0].areaKm2 }.prefix(100).map { zones[$0] }
    let reasons = largest.map { zone in
      var reason = ControlExplanation(
        at: zone.innerPlace, evidence: evidence, model: inputs.model, asOf: asOf)
      reason.take(zone, by: inputs.model.control.method)
      return (zone.id, reason)
    }
    return Dictionary(uniqueKeysWithValues: reasons)
  }

  /// What a user should know beside the inputs' own notes, in sentences.
  func notes(on inputs: AssessmentInputs) -> [String] {
    var notes = control.notes
    let newest = (inputs.incidents.map(\.from) + inputs.control.map(\.from)).max() ?? asOf
    let ahead = asOf.daysSince(newest)
    if !dayIsAsked, ahead > 31 {
      notes.append(
        "the as-of date \(asOf) is the end of an interval, \(ahead) days after the newest record begins: name the day "
          + "that is meant (--as-of)")
    }
    let later = inputs.incidents.count - scorer.incidents.count
    if later > 0 {
      notes.append(
        "\(later) incident\(later == 1 ? " begins" : "s begin") after the as-of date \(asOf) and "
          + "\(later == 1 ? "does" : "do") not count")
    }
    if !inputs.assetPlaces.contains(where: extent.covers) {
      notes.append(
        "the extent holds no vertex of any corridor or site: surface and zones are of other ground")
    }
    if !scorer.incidents.isEmpty, let box = MapExtent.around(inputs.assetPlaces, metres: scorer.reach),
      let warning = PlacementCheck.warning(incidents: inputs.incidents, extent: box)
    {
      notes.append(warning)
    }
    return notes
  }
}

extension AssessmentInputs {
  /// The map's frame: as asked for, else the box round the assets, grown by the distance at which the model's general
  /// kernel ends.
  func mapExtent(_ options: AssessmentOptions) throws(GeoRiskError) -> Envelope {
    if let extent = options.extent { return extent }
    let reach: Double
    do throws(KernelError) {
      reach = try DecayKernel(model.threat).reach
    } catch {
      throw GeoRiskError(.badData, "the model's threat kernel cannot be made: \(error)")
    }
    guard let extent = MapExtent.around(assetPlaces, metres: reach) else {
      throw GeoRiskError(
        .badData, "there is no corridor and no site to assess",
        suggestion: "give corridors.geojson or sites.geojson")
    }
    return extent
  }

  /// The day to judge: the one asked for, else the newest that the inputs speak of.
  ///
  /// - Throws: `badData` when none is asked for and the inputs hold no date.
  public func day(asOf: CalendarDay?) throws(GeoRiskError) -> CalendarDay {
    if let day = asOf ?? newestDay { return day }
    throw GeoRiskError(
      .badData, "there is no incident and no control observation to take the as-of date from",
      suggestion: "state it with --as-of")
  }
}

/// The scores of a data set's corridors and sites alone, without surface, layers or buffers.
public struct AssetScores: Sendable {
  /// The day on which threat was judged.
  public var asOf: CalendarDay
  /// Corridors in the order of the input.
  public var corridors: [CorridorScore]
  /// Sites in the order of the input.
  public var sites: [SiteScore]
  /// What a user should know, in sentences.
  public var notes: [String]
  /// How long each stage took.
  public var timings: [StageTiming]

  /// Scores corridors and sites exactly as `Assessment` does.
  ///
  /// - Parameters:
  ///   - inputs: what was read; at least one incident or an as-of date, and at least one asset.
  ///   - options: the buffer distances do not matter here.
  ///   - progress: told how far each stage is; called from any thread.
  /// - Throws: `GeoRiskError` when there is nothing to score or an option makes no sense.
  public init(
    of inputs: AssessmentInputs, options: AssessmentOptions = AssessmentOptions(),
    progress: ProgressHandler? = nil
  ) throws(GeoRiskError) {
    var clock = StageClock()
    let ground = try Groundwork(inputs, options: options, clock: &clock, progress: progress)
    try self.init(of: inputs, on: ground, options: options, clock: &clock, progress: progress)
  }

  init(
    of inputs: AssessmentInputs, on ground: Groundwork, options: AssessmentOptions, clock: inout StageClock,
    known: KnownThreat? = nil, progress: ProgressHandler?
  ) throws(GeoRiskError) {
    corridors = try clock.time("corridors", items: inputs.corridors.count) {
      () throws(GeoRiskError) -> [CorridorScore] in
      var scores = try ground.scorer.score(
        inputs.corridors, segmentLength: options.segmentLength, known: known
      ) { progress?("corridors", $0) }.scores
      try scores.close(inputs.closures, model: inputs.model)
      return scores
    }
    sites = try clock.time("sites", items: inputs.sites.count) { () throws(GeoRiskError) -> [SiteScore] in
      try ground.scorer.score(inputs.sites, known: known) { progress?("sites", $0) }.scores
    }
    asOf = ground.asOf
    notes = ground.notes(on: inputs)
    timings = []
    if let intervals = options.intervals {
      try addIntervals(inputs, ground, options, intervals, clock: &clock, progress: progress)
    }
    timings = clock.timings
  }

  private mutating func addIntervals(
    _ inputs: AssessmentInputs, _ ground: Groundwork, _ options: AssessmentOptions,
    _ intervals: IntervalOptions,
    clock: inout StageClock, progress: ProgressHandler?
  ) throws(GeoRiskError) {
    let (scored, placed) = (corridors, sites)
    let segments = try clock.time(
      "intervals", items: scored.reduce(0) { $0 + $1.segments.count } + placed.count
    ) {
      () throws(GeoRiskError) -> (corridors: [[ScoreInterval]], sites: [ScoreInterval]) in
      (
        try ground.scorer.intervals(
          of: inputs.corridors, scored: scored, segmentLength: options.segmentLength, options: intervals
        ) { progress?("intervals", $0) },
        try ground.scorer.intervals(of: placed, options: intervals)
      )
    }
    for (corridor, own) in segments.corridors.enumerated() {
      for (segment, interval) in own.enumerated() {
        corridors[corridor].segments[segment].interval = interval
      }
    }
    for (site, interval) in segments.sites.enumerated() { sites[site].interval = interval }
  }
}
