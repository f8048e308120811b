import GeoCore
import GeoProjection

extension AssessmentChange {
  /// The change in plain sentences: first what changed its grade, then control, each with its reason.
  public var sentences: [String] {
    var lines = ["From \(before.asOf) to \(after.asOf): \(counts)."]
    let new = NewIncidents(incidents.new, model: after.model, asOf: after.asOf)
    var order: [String] = []
    var corridors: [String: [Segment]] = [:]
    for segment in segments {
      if corridors[segment.corridorID] == nil { order.append(segment.corridorID) }
      corridors[segment.corridorID, default: []].append(segment)
    }
    for id in order { lines += sentences(ofCorridor: corridors[id] ?? [], new) }
    lines += sites.map { sentence(of: $0, new) }
    lines += zones.compactMap { sentence(of: $0) }
    lines += emerging.map { $0.sentence(since: before.asOf) }
    return lines + notes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
  }

  private var counts: String {
    let parts = [
      (incidents.new.count, "new"), (incidents.revisedAfter.count, "revised"),
      (incidents.withdrawn.count, "withdrawn"),
    ]
    return parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + " incidents"
  }

  // MARK: Corridors

  /// Neighbouring segments that went from one grade to another together.
  private struct Run {
    var from, to: Grade?
    var segments: [Segment]
  }

  private func sentences(ofCorridor segments: [Segment], _ new: NewIncidents) -> [String] {
    var runs: [Run] = []
    for segment in segments {
      let (from, to) = grades(segment.threat)
      if let last = runs.indices.last, runs[last].from == from, runs[last].to == to,
        runs[last].segments.last.map({ $0.segment + 1 == segment.segment }) ?? false
      {
        runs[last].segments.append(segment)
      } else {
        runs.append(Run(from: from, to: to, segments: [segment]))
      }
    }
    let changed = runs.filter { $0.from != $0.to }
    let name = segments[0].name
    if !changed.isEmpty { return changed.map { sentence(of: $0, along: name, new) } }
    let largest = segments.indices.ranked { abs(segments[$0].threat.change) }[0]
    let segment = segments[largest]
    if segment.threat.change == 0 { return ["\(name) did not change."] }
    return [
      "\(name) kept its grades; the largest change of threat is \(ReportNumber.change(segment.threat.change)) "
        + "at \(ReportNumber.chainage(segment.fromKm, segment.toKm))."
    ]
  }

  private func sentence(of run: Run, along name: String, _ new: NewIncidents) -> String {
    let (first, last) = (run.segments[0], run.segments[run.segments.count - 1])
    let stretch = ReportNumber.chainage(first.fromKm, last.toKm)
    let where_ = "K" + stretch.dropFirst() + " of \(name)"
    guard let from = run.from else { return "\(where_) is new: \(run.to?.name ?? "not scored")." }
    guard let to = run.to else { return "\(where_) is closed or there no more; it was \(from.name)." }
    let places = run.segments.map { segment in
      (
        NewIncidents.Place.point(segment.line.coordinates[segment.line.coordinates.count / 2]),
        "km " + ReportNumber.fixed(segment.fromKm, 0)
      )
    }
    return "\(where_) \(verb(from, to)) from \(from.name) to \(to.name): "
      + reason(for: run.segments.map(\.threat), from, to, near: places, new) + "."
  }

  // MARK: Sites and zones

  private func sentence(of site: ScoredSite, _ new: NewIncidents) -> String {
    let (from, to) = grades(site.threat)
    guard let from else { return "\(site.name) is new: \(to?.name ?? "not scored")." }
    guard let to else { return "\(site.name) is there no more; it was \(from.name)." }
    let ground = try? SiteGround(Site(id: site.siteID, geometry: site.geometry))
    let places = ground.map { [(NewIncidents.Place.site($0), "it")] } ?? []
    let why = reason(for: [site.threat], from, to, near: places, new)
    if from != to { return "\(site.name) \(verb(from, to)) from \(from.name) to \(to.name): \(why)." }
    if site.threat.change == 0 { return "\(site.name) did not change (\(to.name))." }
    return "\(site.name) stays \(to.name) (threat \(ReportNumber.change(site.threat.change))): \(why)."
  }

  private func sentence(of zone: Zone) -> String? {
    let succession = zone.succession
    guard let shown = succession.zone ?? succession.before else { return nil }
    let what = shown.status == .contested ? "ground contested by" : shown.status.rawValue + " zone of"
    let actors = shown.actor + (shown.actor2.map { " and " + $0 } ?? "")
    let named = "The \(what) \(actors)"
    let area = { (km2: Double) in ReportNumber.fixed(km2, 0) + "\u{A0}km²" }
    let (before, after) = (succession.before?.areaKm2 ?? 0, succession.zone?.areaKm2 ?? 0)
    let status =
      succession.before.flatMap { old in
        old.status == shown.status ? nil : "; it was \(old.status.rawValue) before"
      } ?? ""
    switch succession.kind {
    case .new: return "\(named) (\(area(after))) is new."
    case .gone: return "\(named) (\(area(before))) is gone."
    case .grown: return "\(named) grew from \(area(before)) to \(area(after))\(status)."
    case .shrunk: return "\(named) shrank from \(area(before)) to \(area(after))\(status)."
    case .moved:
      return "\(named) (\(area(after))) gained \(area(succession.gainedKm2)) of other ground\(status)."
    case .merged:
      return "\(named) (\(area(after))) grew together from \(succession.predecessors.count) zones\(status)."
    case .split: return "\(named) (\(area(after))) is a part of what was one zone\(status)."
    case .unchanged: return status.isEmpty ? nil : "\(named) (\(area(after))) keeps its ground\(status)."
    }
  }

  // MARK: Reasons

  private func grades(_ threat: ThreatChange) -> (Grade?, Grade?) {
    (
      threat.before.map { before.model.grade(ofIndex: before.model.index(ofThreat: $0)) },
      threat.after.map { after.model.grade(ofIndex: after.model.index(ofThreat: $0)) }
    )
  }

  private func verb(_ from: Grade, _ to: Grade) -> String { to.rawValue > from.rawValue ? "rose" : "fell" }

  /// The cause with the largest part in the direction of the change; another scale of grades where the threat after would
  /// have kept its grade by that of before.
  private func reason(
    for threats: [ThreatChange], _ from: Grade, _ to: Grade, near places: [(NewIncidents.Place, String)],
    _ new: NewIncidents
  ) -> String {
    let kept = threats.allSatisfy { threat in
      threat.after.map { before.model.grade(ofIndex: before.model.index(ofThreat: $0)) == from } ?? false
    }
    if from != to, kept { return "the model grades threat by another scale" }
    let change = threats.reduce(0) { $0 + $1.change }
    func part(_ path: KeyPath<ThreatChange, Double>) -> Double {
      threats.reduce(0) { $0 + $1[keyPath: path] } * (change < 0 ? -1 : 1)
    }
    let causes: [(Double, String)] = [
      (part(\.new), ""), (part(\.ageing), ageingReason),
      (part(\.revised), revisedReason),
      (part(\.model), "the model is another"), (part(\.geometry), "its line or outline is another"),
    ]
    let largest = causes.indices.ranked { causes[$0].0 }[0]
    if causes[largest].0 <= 0 { return "the causes cancel each other out" }
    return largest == 0 ? newIncidents(near: places, new) : causes[largest].1
  }

  private var revisedReason: String {
    let count = incidents.revisedAfter.count + incidents.withdrawn.count
    return "\(count) \(count == 1 ? "incident was" : "incidents were") revised or withdrawn"
  }

  private var ageingReason: String {
    "what was known before is \(after.asOf.daysSince(before.asOf)) days older"
  }

  /// How near what is new has come.
  private func newIncidents(near places: [(NewIncidents.Place, String)], _ new: NewIncidents) -> String {
    guard let nearest = new.nearest(to: places) else { return "new incidents at the edge of their reach" }
    let radius = [1, 2, 5, 12, 20, 50, 100, 200, 500].first { Double($0) >= nearest.km } ?? 1_000
    let count = new.count(withinKm: Double(radius), of: places.map(\.0))
    let noun = count == 1 ? "new incident" : "new incidents"
    return "\(count) \(noun) within \(radius) km\(before.asOf == after.asOf ? "" : " since \(before.asOf)"), "
      + "the nearest (\(nearest.id)) \(ReportNumber.km(nearest.km)) from \(nearest.place)"
  }
}
