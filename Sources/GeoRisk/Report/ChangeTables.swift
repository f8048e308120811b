/// The changes of corridors, sites, zones and places in tables, with the parts that each is made of.
struct ChangeTables {
  /// How many rows a table has; the layers hold the rest.
  private static let limit = 200

  let change: AssessmentChange

  func write(to markup: inout Markup) {
    if !change.segments.isEmpty { corridors(&markup) }
    if !change.sites.isEmpty { sites(&markup) }
    if !change.zones.isEmpty { zones(&markup) }
    if !change.emerging.isEmpty { emerging(&markup) }
  }

  // MARK: Corridors

  /// A corridor's segments, put together.
  private struct CorridorRow {
    var name: String
    /// The segment whose threat changed most.
    var largest: AssessmentChange.Segment
    /// Kilometres that are of a higher and of a lower grade than before.
    var risenKm, fallenKm: Double
    /// Length times change of threat, of all segments.
    var sum: ThreatParts
  }

  private var corridorRows: [CorridorRow] {
    var order: [String] = []
    var rows: [String: CorridorRow] = [:]
    for segment in change.segments {
      let id = segment.corridorID
      if rows[id] == nil {
        order.append(id)
        rows[id] = CorridorRow(
          name: segment.name, largest: segment, risenKm: 0, fallenKm: 0, sum: ThreatParts())
      }
      let km = segment.toKm - segment.fromKm
      let (before, after) = grades(segment.threat)
      if let before, let after {
        if after > before { rows[id]?.risenKm += km }
        if after < before { rows[id]?.fallenKm += km }
      }
      rows[id]?.sum.add(segment.threat, times: km)
      if let known = rows[id], abs(segment.threat.change) > abs(known.largest.threat.change) {
        rows[id]?.largest = segment
      }
    }
    return order.compactMap { rows[$0] }
  }

  private func corridors(_ markup: inout Markup) {
    let rows = corridorRows
    section("corridors", "Corridors", rows.count, &markup) { markup in
      let table = ReportTable(
        caption:
          "Change of threat along each corridor; the parts are sums of threat times km over its segments",
        columns: [
          .init("Corridor"), .init("Largest change", style: "score"), .init("Higher grade", isNumber: true),
          .init("Lower grade", isNumber: true), .init("Made of"),
        ])
      table.write(rows.prefix(Self.limit), to: &markup) { row, column, markup in
        switch column {
        case 0: markup.name(row.name)
        case 1:
          steps(row.largest.threat, &markup)
          markup.element("small", text: ReportNumber.chainage(row.largest.fromKm, row.largest.toKm))
        case 2: markup.text(ReportNumber.km(row.risenKm))
        case 3: markup.text(ReportNumber.km(row.fallenKm))
        default: markup.text(row.sum.words)
        }
      }
    }
  }

  // MARK: Sites, zones, places

  private func sites(_ markup: inout Markup) {
    section("sites", "Sites", change.sites.count, &markup) { markup in
      let table = ReportTable(
        caption: "Threat and index of each site, before and after",
        columns: [
          .init("Site"), .init("Before", style: "score"), .init("After", style: "score"),
          .init("Change of threat"), .init("Made of"),
        ])
      table.write(change.sites.prefix(Self.limit).enumerated(), to: &markup) { entry, column, markup in
        let threat = entry.element.threat
        switch column {
        case 0:
          markup.element("span", ["id": "site-\(entry.offset + 1)"]) { $0.name(entry.element.name) }
        case 1: state(threat.before, change.before.model, &markup)
        case 2: state(threat.after, change.after.model, &markup)
        case 3: markup.change(threat.change)
        default: markup.text(ThreatParts(threat).words)
        }
      }
      // Signs on the map need a place to lead to.
      for number in change.sites.indices.dropFirst(Self.limit) {
        markup.element("span", ["id": "site-\(number + 1)"], text: "")
      }
    }
  }

  private func zones(_ markup: inout Markup) {
    section("zones", "Control zones", change.zones.count, &markup) { markup in
      let table = ReportTable(
        caption: "What became of each zone",
        columns: [
          .init("Actor"), .init("Change"), .init("Before"), .init("After"), .init("Gained", isNumber: true),
          .init("Lost", isNumber: true),
        ])
      table.write(change.zones.prefix(Self.limit), to: &markup) { zone, column, markup in
        let succession = zone.succession
        let shown = succession.zone ?? succession.before
        switch column {
        case 0: markup.name((shown?.actor ?? "–") + (shown?.actor2.map { " and " + $0 } ?? ""))
        case 1: markup.text(succession.kind.rawValue)
        case 2: markup.text(Self.words(succession.before))
        case 3: markup.text(Self.words(succession.zone))
        case 4: markup.text(Self.area(succession.gainedKm2))
        default: markup.text(Self.area(succession.lostKm2))
        }
      }
    }
  }

  private static func words(_ zone: ControlZone?) -> String {
    zone.map { "\($0.status.rawValue)\($0.negotiated ? " (by agreement)" : ""), \(area($0.areaKm2))" } ?? "–"
  }

  private static func area(_ km2: Double) -> String { ReportNumber.fixed(km2, 0) + "\u{A0}km²" }

  private func emerging(_ markup: inout Markup) {
    section("emerging", "Where incidents come faster than before", change.emerging.count, &markup) { markup in
      markup.sentences(change.emerging.map { $0.sentence(since: change.before.asOf) })
    }
  }

  // MARK: Parts

  private func section(
    _ id: String, _ title: String, _ count: Int, _ markup: inout Markup, content: (inout Markup) -> Void
  ) {
    markup.element("section", ["aria-labelledby": id]) { markup in
      markup.element("h2", ["id": id], text: title)
      content(&markup)
      if count > Self.limit {
        markup.element(
          "p",
          text: "The first \(Self.limit) of \(ReportNumber.whole(count)) are told here; the layers have all.")
      }
    }
  }

  private func grades(_ threat: ThreatChange) -> (before: Grade?, after: Grade?) {
    (
      threat.before.map { Self.grade($0, change.before.model) },
      threat.after.map { Self.grade($0, change.after.model) }
    )
  }

  private static func grade(_ threat: Double, _ model: RiskModel) -> Grade {
    model.grade(ofIndex: model.index(ofThreat: threat))
  }

  /// Index and grade on one side.
  private func state(_ threat: Double?, _ model: RiskModel, _ markup: inout Markup) {
    guard let threat else { return markup.text("–") }
    markup.index(model.index(ofThreat: threat), Self.grade(threat, model))
    markup.element("small", text: "threat " + ReportNumber.threat(threat))
  }

  /// The way from one index to another.
  private func steps(_ threat: ThreatChange, _ markup: inout Markup) {
    markup.change(threat.change)
    markup.text(" (index ")
    markup.text(threat.before.map { ReportNumber.index(change.before.model.index(ofThreat: $0)) } ?? "–")
    markup.text(" → ")
    markup.text(threat.after.map { ReportNumber.index(change.after.model.index(ofThreat: $0)) } ?? "–")
    markup.text(")")
  }
}

/// What a change of threat is made of, or a sum of such changes.
private struct ThreatParts {
  private var parts: [(name: String, value: Double)] = [
    ("new", 0), ("ageing", 0), ("revised", 0), ("model", 0), ("ground", 0),
  ]

  init() {}

  init(_ threat: ThreatChange) { add(threat, times: 1) }

  mutating func add(_ threat: ThreatChange, times factor: Double) {
    let values = [threat.new, threat.ageing, threat.revised, threat.model, threat.geometry]
    for (index, value) in values.enumerated() { parts[index].value += value * factor }
  }

  /// The parts that are not 0.
  var words: String {
    let told = parts.filter { abs($0.value) >= 0.0005 }
    return told.isEmpty
      ? "no change" : told.map { "\($0.name) \(ReportNumber.change($0.value))" }.joined(separator: ", ")
  }
}
