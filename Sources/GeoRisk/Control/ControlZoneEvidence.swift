import GeoCore
import ThreatField

/// Control observations and incidents as weighted evidence for actors on one day.
///
/// This is the one place where the as-of date is enforced for zones: what begins after it is no evidence, and
/// what reaches past it is cut to it.
struct ControlZoneEvidence: Sendable {
  /// One observation or incident that counts.
  struct Item: Sendable {
    let id: String
    let coordinate: Coordinate
    /// The days of which it speaks, none after the as-of date.
    let days: ClosedRange<CalendarDay>
    /// Numbers of the actors for whom it speaks, one or two.
    let actors: [Int]
    /// What it says of the place: an incident that is direct evidence, that it is controlled; any other, influence.
    let status: ControlStatus
    /// Whether it says by itself who holds the place, and not just who is active there.
    let isDirect: Bool
    /// Metres from the place for which it is meant.
    let radius: Double
    /// How sure its source is, 0…1.
    let confidence: Double
    /// The model's weight of its status.
    let statusWeight: Double
    /// What age has left of it, 0…1.
    let ageFactor: Double
    /// Whether it speaks of a negotiated presence.
    var negotiated: Bool { status == .negotiated }
    /// Whether it speaks of a presence that is no control: influence, terms made, or a dispute with nobody named.
    var isSoft: Bool { status != .controlled && actors.count == 1 }
    /// Index into the kernels.
    let kernel: Int

    /// What it weighs for each of its actors.
    var weight: Double { confidence * statusWeight * ageFactor }
  }

  /// The names of all actors, in order of name.
  let actors: [String]
  /// Observations and then incidents, in the order given.
  let items: [Item]
  /// The distinct kernels of the items.
  let kernels: [SpreadKernel]
  /// What a user should know, in sentences.
  let notes: [String]

  /// Weighs observations and the incidents that are direct evidence.
  ///
  /// - Parameter activity: whether other incidents are evidence as well, that those who act are there.
  /// - Throws: `GeoRiskError` that names the record when the model's numbers make no kernel for it.
  init(
    observations all: [ControlObservation], incidents: [Incident], model: RiskModel, asOf: CalendarDay,
    activity: Bool = false
  ) throws(GeoRiskError) {
    let observations = all.filter { $0.from <= asOf }
    let statements = incidents.filter { $0.from <= asOf && $0.isControlEvidence }
    let direct = statements.filter { $0.controllingActor != nil }
    let active = activity ? incidents.filter { $0.from <= asOf && !$0.isControlEvidence } : []
    let names = Set(
      observations.flatMap(\.evidenceActors) + direct.compactMap(\.controllingActor)
        + active.flatMap(\.actingSides)
    ).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let control = model.control
    var kernels = KernelSet()
    var items: [Item] = []
    do throws(KernelError) {
      let fade = try TimeDecay(halfLifeDays: control.decay.halfLifeDays)
      for observation in observations {
        var decay = control.decay
        if let radius = observation.radiusKm {
          decay.halfDistanceKm = radius
          // What is meant for a wider place reaches as many radii as what is meant for one of the usual size.
          let wider = decay.cutoffKm * max(1, radius / control.decay.halfDistanceKm)
          decay.cutoffKm = max(decay.cutoffKm, min(wider, DecayKernel.longestReach / 1_000))
        }
        let last = min(observation.to, asOf)
        items.append(
          Item(
            id: observation.id, coordinate: observation.coordinate,
            days: observation.from...max(observation.from, last),
            actors: observation.evidenceActors.compactMap { numbers[$0] }, status: observation.status,
            isDirect: true, radius: 1_000 * decay.halfDistanceKm,
            confidence: observation.confidence, statusWeight: control.statusWeights[observation.status],
            ageFactor: fade.factor(ageDays: Double(asOf.daysSince(last))),
            kernel: try kernels.index(of: decay, sigma: 0)))
      }
      for (incident, status) in direct.map({ ($0, ControlStatus.controlled) })
        + active.map({ ($0, .influence) })
      {
        let sides =
          status == .controlled ? [incident.controllingActor].compactMap(\.self) : incident.actingSides
        if sides.isEmpty { continue }
        items.append(
          Item(
            id: incident.id, coordinate: incident.coordinate,
            days: incident.from...(incident.endIsOpen ? asOf : max(incident.from, min(incident.to, asOf))),
            actors: sides.compactMap { numbers[$0] }, status: status,
            isDirect: status == .controlled, radius: 1_000 * control.decay.halfDistanceKm,
            confidence: control.incidentConfidence, statusWeight: control.statusWeights[status],
            ageFactor: incident.timeFactor(fade, asOf: asOf),
            kernel: try kernels.index(of: control.decay, sigma: incident.precisionKm * 1_000)))
      }
    } catch {
      throw GeoRiskError(.badData, "control evidence cannot be weighed: \(error)")
    }
    actors = names
    self.items = items
    self.kernels = kernels.kernels
    var notes: [String] = []
    let nameless = statements.count - direct.count
    if nameless > 0 {
      notes.append("\(nameless) incidents that are direct evidence of control name no actor and make no zone")
    }
    let later = all.count - observations.count
    if later > 0 {
      notes.append(
        "\(later) control observation\(later == 1 ? " begins" : "s begin") after the as-of date \(asOf) and "
          + "\(later == 1 ? "does" : "do") not count")
    }
    self.notes = notes
  }

  /// The longest reach of an item in metres.
  var reach: Double { items.map { kernels[$0.kernel].reach }.max() ?? 0 }

  /// The evidence for each actor at every node, and behind them that of negotiated presence for any actor and that which is
  /// soft.
  ///
  /// - Throws: `GeoRiskError` when an item's place or weight is not usable.
  func channels(
    on grid: LonLatGrid, workers: Workers, progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> [[Double]] {
    var channels = [[Double]](repeating: Array(repeating: 0, count: grid.count), count: actors.count + 2)
    // A field carries four numbers per source: four channels at a time.
    for base in stride(from: 0, to: channels.count, by: 4) {
      let lanes = base..<min(base + 4, channels.count)
      var sources: [FieldSource] = []
      for (member, item) in items.enumerated() {
        var weights = SIMD4<Double>()
        for actor in item.actors {
          if lanes.contains(actor) { weights[actor - base] += item.weight }
        }
        for (lane, isOne) in [(actors.count, item.negotiated), (actors.count + 1, item.isSoft)]
        where isOne && lanes.contains(lane) {
          weights[lane - base] += item.weight
        }
        guard weights != .zero else { continue }
        sources.append(
          FieldSource(coordinate: item.coordinate, kernel: item.kernel, weights: weights, member: member))
      }
      if sources.isEmpty { continue }
      do throws(FieldError) {
        let field = try DecayField(sources: sources, kernels: kernels)
        let share = Double(lanes.count) / Double(channels.count)
        let before = Double(base) / Double(channels.count)
        let report = progress.map { progress in
          { @Sendable (part: Double) in progress(before + part * share) }
        }
        let values = field.componentSurface(on: grid, workers: workers, progress: report)
        for (node, value) in values.enumerated() {
          for lane in lanes { channels[lane][node] = value[lane - base] }
        }
      } catch {
        throw GeoRiskError(.badData, "control evidence cannot be summed: \(error)")
      }
    }
    return channels
  }
}

extension ControlObservation {
  /// The actors for whom it speaks: both of a contested place, else the first.
  fileprivate var evidenceActors: [String] {
    guard status == .contested, let actor2, actor2 != actor else { return [actor] }
    return [actor, actor2]
  }
}
