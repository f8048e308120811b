import GeoCore
import GeoProjection

/// Control zones on a sequence of days, each told what became of it since the day before in the sequence.
public struct ZoneHistory: Sendable {
  /// One zone on one day.
  public struct Entry: Sendable {
    /// `H1`, `H2`, …: the same for one zone on all days, by the ground it shares; see `ZoneSuccession`.
    public var id: String
    /// Number of the day in the sequence, from 0.
    public var period: Int
    /// The zone on that day, or as it last was where it is gone.
    public var zone: ControlZone
    /// What became of it; nil on the first day, which has nothing to compare with.
    public var succession: ZoneSuccession?
    /// The ids, in this history, of all zones of the day before that it comes from.
    public var predecessors: [String]
  }

  /// The days, rising.
  public var days: [CalendarDay]
  /// The zones, day by day; a zone that is gone comes once, on the first day without it, behind the others.
  public var entries: [Entry]
  /// What a user should know, in sentences.
  public var notes: [String]

  /// Draws the zones on every day from the first on, in steps, as long as they are no later than the last one.
  ///
  /// All days have the same grid, so that borders move only where evidence does.
  ///
  /// - Parameters:
  ///   - observations: statements about who holds a place.
  ///   - incidents: those that are direct evidence count.
  ///   - model: its `control` part.
  ///   - from: the first day.
  ///   - to: the last day allowed.
  ///   - step: from one day to the next.
  ///   - resolution: node spacing of the grid in metres, above 0.
  ///   - extent: degrees; nil takes all places that evidence reaches on any of the days.
  ///   - simplification: the greatest distance in metres by which borders may be simplified; each day by itself.
  ///   - workers: how many threads to use; the result does not depend on it.
  ///   - progress: told the part done, 0…1.
  /// - Throws: `GeoRiskError` for a last day before the first, or more than `CalendarStep.mostDays`; and as `ControlMap`.
  public init(
    observations: [ControlObservation], incidents: [Incident], model: RiskModel = RiskModel(),
    from: CalendarDay, to: CalendarDay, every step: CalendarStep, resolution: Double = 2_000,
    extent: Envelope? = nil, simplification: Double = 0, workers: Workers = .allProcessors,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) {
    days = try step.days(from: from, to: to)
    entries = []
    notes = []
    let evidence = try ControlZoneEvidence(
      observations: observations, incidents: incidents, model: model, asOf: days[days.count - 1],
      activity: model.control.method.readsActivity)
    guard let box = extent ?? MapExtent.around(evidence.items.map(\.coordinate), metres: evidence.reach)
    else {
      notes = evidence.notes
      return
    }
    var before: [Entry] = []
    var count = 0
    for (period, day) in days.enumerated() {
      let map = try ControlMap(
        observations: observations, incidents: incidents, model: model, asOf: day, resolution: resolution,
        extent: box, workers: workers)
      for note in map.notes where !notes.contains(note) { notes.append(note) }
      let drawn = map.zones.simplified(within: simplification)
      let (own, gone) = try Self.entries(period, drawn, after: before, count: &count)
      entries += own + gone
      before = own
      progress?(Double(period + 1) / Double(days.count))
    }
  }

  private static func entries(
    _ period: Int, _ zones: [ControlZone], after before: [Entry], count: inout Int
  ) throws(GeoRiskError) -> (own: [Entry], gone: [Entry]) {
    let ids = Dictionary(before.map { ($0.zone.id, $0.id) }, uniquingKeysWith: { first, _ in first })
    let successions = try ZoneSuccession.between(before.map(\.zone), and: zones)
    var (own, gone): ([Entry], [Entry]) = ([], [])
    for succession in successions {
      guard let zone = succession.zone ?? succession.before else { continue }
      let known = succession.before.flatMap { ids[$0.id] }
      if known == nil { count += 1 }
      let entry = Entry(
        id: known ?? "H\(count)", period: period, zone: zone, succession: period == 0 ? nil : succession,
        predecessors: succession.predecessors.compactMap { ids[$0] })
      if succession.zone == nil { gone.append(entry) } else { own.append(entry) }
    }
    return (own, gone)
  }
}
