/// The corridors and the sites in order, the worst first.
struct ReportRanking {
  let facts: ReportFacts

  func write(to markup: inout Markup) {
    if !facts.corridors.isEmpty { corridors(&markup) }
    if !facts.sites.isEmpty { sites(&markup) }
  }

  private func corridors(_ markup: inout Markup) {
    markup.element("section", ["aria-labelledby": "corridors"]) { markup in
      markup.element("h2", ["id": "corridors"], text: "Corridors, the worst first")
      let table = ReportTable(
        caption: "Ranked by mean threat; the index of a corridor is that of its mean threat",
        columns: [
          .init("Corridor"), .init("Length", isNumber: true), .init("Index", style: "score"),
          .init("Worst 10 km", style: "score"), .init("Length by grade", style: "bars"),
          .init("High or worse", isNumber: true),
        ])
      table.write(facts.corridors, to: &markup) { corridor, column, markup in
        cell(corridor, column, &markup)
      }
      keys(&markup)
    }
  }

  private func cell(
    _ corridor: ReportFacts.Ranked<CorridorScore>, _ column: Int, _ markup: inout Markup
  ) {
    let totals = corridor.score.totals
    switch column {
    case 0:
      markup.sign(corridor.sign, of: "road")
      markup.text(" ")
      markup.element("a", ["href": "#" + corridor.anchor]) { $0.name(corridor.score.name) }
    case 1 where corridor.score.isClosed: markup.text("closed")
    case _ where corridor.score.isClosed: break
    case 1: markup.text(ReportNumber.km(totals.lengthKm))
    case 2: markup.index(totals.index, totals.grade)
    case 3:
      markup.index(totals.worst.index, totals.worst.grade)
      markup.element("small", text: Self.chainage(totals.worst))
    case 4: markup.bar(Self.gradeParts(totals), label: Self.gradeWords(totals))
    default:
      let km = Grade.allCases.filter { $0 >= .high }.reduce(0) { $0 + Self.km(totals, $1) }
      markup.text(ReportNumber.km(km))
    }
  }

  private func keys(_ markup: inout Markup) {
    markup.element("ul", ["class": "keys"]) { markup in
      for grade in Grade.allCases {
        markup.element("li") { markup in
          markup.element("span", ["class": "key g\(grade.rawValue)", "aria-hidden": "true"], text: "")
          markup.text(grade.name)
        }
      }
    }
  }

  private func sites(_ markup: inout Markup) {
    markup.element("section", ["aria-labelledby": "sites"]) { markup in
      markup.element("h2", ["id": "sites"], text: "Sites, the worst first")
      let before = ReportNumber.day(facts.assessment.asOf.advanced(byDays: -90))
      let table = ReportTable(
        caption: "Change is that of threat since \(before); the share of each part is told below",
        columns: [
          .init("Site"), .init("Index", style: "score"), .init("Change in 90 days"),
          .init("Nearest incident"), .init("Zone"),
        ])
      table.write(facts.sites, to: &markup) { site, column, markup in cell(site, column, &markup) }
    }
  }

  private func cell(_ site: ReportFacts.Ranked<SiteScore>, _ column: Int, _ markup: inout Markup) {
    let score = site.score
    switch column {
    case 0:
      markup.sign(site.sign, of: "site")
      markup.text(" ")
      markup.element("a", ["href": "#" + site.anchor]) { $0.name(score.name) }
      if let kind = score.kind, !kind.isEmpty { markup.element("small") { $0.name(kind) } }
    case 1:
      markup.index(score.score.index, score.score.grade)
      markup.element("small", text: Self.threat(score.score))
      if let interval = score.interval {
        markup.element(
          "small",
          text: Self.bounds(interval, facts)
            + (interval.rank.count > 1
              ? ", rank \(interval.rank.lowerBound) to \(interval.rank.upperBound)" : ""))
      }
    case 2: Self.trend(score.trend, &markup)
    case 3: nearest(score.nearestIncident, &markup)
    default: Self.zone(score.zone, edge: score.zoneEdgeKm, &markup)
    }
  }

  private func nearest(_ nearest: NearestIncident?, _ markup: inout Markup) {
    guard let nearest else { return markup.text("none") }
    markup.text(
      ReportNumber.km(nearest.km)
        + (nearest.km < 0.05 ? "" : " " + ReportNumber.compass(nearest.bearing)))
    markup.element("small") { markup in
      markup.text(
        nearest.days == 0 ? "up to the day itself" : ReportNumber.count(nearest.days, "day") + " ago")
      if let incident = facts.incidents[nearest.incidentID] {
        markup.text(", ")
        markup.name(ReportIncidents.event(incident))
      }
    }
  }

  /// A change of threat as an arrow and a number, with its two parts.
  static func trend(_ trend: Trend, _ markup: inout Markup) {
    markup.change(trend.change)
    markup.element(
      "small",
      text: "new incidents \(ReportNumber.change(trend.new)), ageing \(ReportNumber.change(trend.ageing))")
  }

  /// Who holds a place, and how far the nearest zone edge is.
  static func zone(_ zone: ZoneStatus?, edge: Double?, _ markup: inout Markup) {
    if let zone {
      markup.text(zone.status.rawValue + (zone.status == .contested ? ", leading " : " by "))
      markup.name(zone.actor)
    } else {
      markup.text("no evidence")
    }
    if let edge, edge.isFinite {
      let side = edge < 0 ? " inside the zone’s edge" : " to the nearest zone"
      markup.element("small", text: ReportNumber.km(abs(edge)) + side)
    }
  }

  /// Between what bounds an index may lie.
  static func bounds(_ interval: ScoreInterval, _ facts: ReportFacts) -> String {
    let level = ReportNumber.percent(facts.assessment.options.intervals?.level ?? 0.9)
    return "\(level) of the time index \(ReportNumber.index(interval.index.lowerBound)) to "
      + ReportNumber.index(interval.index.upperBound)
  }

  /// A threat with its standard error.
  static func threat(_ score: ThreatScore) -> String {
    "threat \(ReportNumber.threat(score.threat)) ± \(ReportNumber.threat(score.standardError))"
  }

  /// `km 531–541`.
  static func chainage(_ stretch: WorstStretch) -> String {
    ReportNumber.chainage(stretch.fromKm, stretch.toKm)
  }

  static func km(_ totals: CorridorTotals, _ grade: Grade) -> Double {
    totals.kmByGrade.indices.contains(grade.rawValue) ? totals.kmByGrade[grade.rawValue] : 0
  }

  private static func gradeParts(_ totals: CorridorTotals) -> [(style: String, size: Double, name: String)] {
    Grade.allCases.map { grade in
      let km = km(totals, grade)
      return ("g\(grade.rawValue)", km, "\(grade.name): \(ReportNumber.km(km))")
    }
  }

  private static func gradeWords(_ totals: CorridorTotals) -> String {
    let parts = Grade.allCases.filter { km(totals, $0) > 0.05 }
    return "Length by grade: "
      + ReportNumber.list(parts.map { "\($0.name) \(ReportNumber.km(km(totals, $0)))" })
  }
}
