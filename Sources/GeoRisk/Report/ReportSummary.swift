/// The findings in plain sentences, before any figure.
struct ReportSummary {
  let facts: ReportFacts

  func write(to markup: inout Markup) {
    markup.element("section", ["class": "summary", "aria-labelledby": "summary"]) { markup in
      markup.element("h2", ["id": "summary"], text: "In short")
      if facts.assessment.incidents.isEmpty {
        markup.element(
          "p",
          text: "No incident counts on this day, so nothing can be said about the danger here: every index "
            + "is 0. That is a lack of data, not a finding of safety.")
      } else {
        corridors(&markup)
        sites(&markup)
        drivers(&markup)
      }
      markup.element("p", ["class": "hint"]) { markup in
        markup.text(
          "The index runs from 0 to 100 and compares places with each other under the model below. It is not "
            + "a probability of attack, and a low value is no promise of safety: what nobody reported is not "
            + "in it.")
      }
    }
  }

  private func corridors(_ markup: inout Markup) {
    let all = facts.corridors.filter { !$0.score.isClosed }
    guard let worst = all.first else {
      if !facts.corridors.isEmpty { markup.element("p", text: "All corridors are closed.") }
      return
    }
    markup.element("p") { markup in
      let bad = all.count { $0.score.totals.worst.grade >= .high }
      if all.count > 1 {
        markup.text(
          Self.some(bad, of: all.count, "corridors") + (bad == 1 ? " has" : " have")
            + " a 10 km stretch graded high or worse. ")
        markup.text("The most dangerous on average is ")
      } else {
        markup.text("The corridor is ")
      }
      link(worst.score.name, to: worst.anchor, &markup)
      let totals = worst.score.totals
      markup.text(" (index \(ReportNumber.index(totals.index)), ")
      markup.grade(totals.grade)
      markup.text("). ")
      let peak = all.max { $0.score.totals.worst.threat < $1.score.totals.worst.threat } ?? worst
      stretch(peak, isSame: peak.anchor == worst.anchor, &markup)
    }
  }

  private func stretch(
    _ corridor: ReportFacts.Ranked<CorridorScore>, isSame: Bool, _ markup: inout Markup
  ) {
    let worst = corridor.score.totals.worst
    let length = ReportNumber.fixed(worst.toKm - worst.fromKm, 0)
    markup.text(
      (facts.corridors.count == 1 ? "Its worst \(length) km" : "The worst \(length) km of all")
        + " run from km "
        + "\(ReportNumber.fixed(worst.fromKm, 0)) to km \(ReportNumber.fixed(worst.toKm, 0))")
    if !isSame {
      markup.text(" of ")
      link(corridor.score.name, to: corridor.anchor, &markup)
    } else if facts.corridors.count > 1 {
      markup.text(" of it")
    }
    let middle = (worst.fromKm + worst.toKm) / 2
    let segment = corridor.score.segments.first { $0.toKm >= middle }
    if let near = segment.flatMap({ facts.near($0.middle) }) {
      markup.text(", \(near.relation) ")
      markup.name(near.town)
    }
    markup.text(" (index \(ReportNumber.index(worst.index)), ")
    markup.grade(worst.grade)
    markup.text(").")
  }

  private func sites(_ markup: inout Markup) {
    guard let worst = facts.sites.first else { return }
    markup.element("p") { markup in
      markup.text(facts.sites.count > 1 ? "The site most at risk is " : "The site is ")
      link(worst.score.name, to: worst.anchor, &markup)
      markup.text(" (index \(ReportNumber.index(worst.score.score.index)), ")
      markup.grade(worst.score.score.grade)
      markup.text(")")
      if facts.sites.count > 1 {
        let bad = facts.sites.count { $0.score.score.grade >= .high }
        markup.text(
          "; " + Self.some(bad, of: facts.sites.count, "sites").lowercased() + (bad == 1 ? " is" : " are")
            + " graded high or worse")
      }
      markup.text(".")
      if let nearest = worst.score.nearestIncident {
        markup.text(
          " The incident nearest to it lies \(ReportNumber.km(nearest.km)) away ("
            + (nearest.days == 0 ? "up to the day itself" : ReportNumber.count(nearest.days, "day") + " old")
            + ").")
      }
      guard facts.sites.count > 1 else { return }
      let risen = facts.sites.filter { $0.score.trend.change > 0.0005 }.count
      let change = facts.assessment.asOf.advanced(byDays: -90)
      markup.text(
        " Since \(ReportNumber.day(change)) threat has risen at "
          + Self.some(risen, of: facts.sites.count, "sites").lowercased() + ".")
    }
  }

  /// What gives most of the threat over all corridors and sites: the dimensions, and the one incident.
  private func drivers(_ markup: inout Markup) {
    var components = SIMD4<Double>.zero
    for corridor in facts.corridors {
      for segment in corridor.score.segments { components += segment.score.components * segment.lengthKm }
    }
    if facts.corridors.isEmpty { for site in facts.sites { components += site.score.score.components } }
    let total = components.sum()
    guard total > 0 else {
      markup.element("p", text: "No incident reaches any of them.")
      return
    }
    let ordered = Dimension.allCases.sorted { components[$0.index] > components[$1.index] }
    let where_ = facts.corridors.isEmpty ? "at the sites" : "along the roads"
    markup.element("p") { markup in
      markup.text(
        "What drives it: \(ReportNumber.percent(components[ordered[0].index] / total)) of the threat "
          + where_ + " is " + Self.meaning(ordered[0]))
      let second = components[ordered[1].index] / total
      if second >= 0.1 {
        markup.text(", \(ReportNumber.percent(second)) " + Self.meaning(ordered[1]))
      }
      markup.text(".")
      if let (incident, score) = mainIncident() {
        markup.text(" The incident that weighs most at the worst place is ")
        markup.element("em") { $0.name(ReportIncidents.event(incident)) }
        if !incident.place.isEmpty {
          markup.text(" at ")
          markup.name(incident.place)
        }
        markup.text(", " + ReportIncidents.dates(incident))
        if !incident.actor1.isEmpty {
          markup.text(", by ")
          markup.name(incident.actor1)
        }
        markup.text(" (\(ReportNumber.percent(score.share)) of the threat there).")
      }
    }
  }

  private func mainIncident() -> (Incident, IncidentShare)? {
    let peaks = facts.corridors.flatMap { facts.peaks[$0.anchor] ?? [] }
    let scores = peaks.map(\.score) + facts.sites.map(\.score.score)
    guard let worst = scores.max(by: { $0.threat < $1.threat })?.topIncidents.first,
      let incident = facts.incidents[worst.incidentID]
    else { return nil }
    return (incident, worst)
  }

  private func link(_ name: String, to anchor: String, _ markup: inout Markup) {
    markup.element("a", ["href": "#" + anchor]) { $0.name(name) }
  }

  /// `None of the 5 sites`, `2 of the 5 sites`, `All 5 sites`, `Both sites`.
  private static func some(_ part: Int, of all: Int, _ noun: String) -> String {
    if part == all { return all == 2 ? "Both " + noun : "All \(ReportNumber.whole(all)) " + noun }
    return (part == 0 ? "None" : ReportNumber.whole(part)) + " of the \(ReportNumber.whole(all)) " + noun
  }

  /// A dimension in words a driver understands.
  static func meaning(_ dimension: Dimension) -> String {
    switch dimension {
    case .territorial: "territorial (fighting over ground)"
    case .governance: "about governance (an armed group imposing itself on civilians)"
    case .fragmentation: "fragmentation (local groups against each other)"
    case .economic: "economic (attacks on transport, works and infrastructure)"
    }
  }
}
