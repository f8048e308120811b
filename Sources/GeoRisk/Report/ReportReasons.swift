/// Each corridor and site with the incidents that make it what it is.
struct ReportReasons {
  /// How many corridors and how many sites are told in full; the rest stand in the rankings.
  static let limit = 25

  let facts: ReportFacts

  func write(to markup: inout Markup) {
    if !facts.corridors.isEmpty { corridors(&markup) }
    if !facts.sites.isEmpty { sites(&markup) }
  }

  private func corridors(_ markup: inout Markup) {
    markup.element("section", ["aria-labelledby": "corridor-reasons"]) { markup in
      markup.element("h2", ["id": "corridor-reasons"], text: "Why: the worst places along each corridor")
      note(facts.corridors.count, "corridors", &markup)
      for corridor in facts.corridors.prefix(Self.limit) where !corridor.score.isClosed {
        let totals = corridor.score.totals
        card(corridor.anchor, isQuiet: totals.worst.grade == .veryLow, &markup) { markup in
          heading(corridor.score.name, corridor.sign, of: "road", (totals.index, totals.grade), &markup)
        } content: {
          self.corridor(corridor, &$0)
        }
      }
      // Links from the ranking need a place to lead to.
      for (number, corridor) in facts.corridors.enumerated()
      where number >= Self.limit || corridor.score.isClosed {
        markup.element("span", ["id": corridor.anchor], text: "")
      }
    }
  }

  private func corridor(_ corridor: ReportFacts.Ranked<CorridorScore>, _ markup: inout Markup) {
    let totals = corridor.score.totals
    markup.element("p", ["class": "facts"]) { markup in
      markup.text(
        ReportNumber.km(totals.lengthKm) + " · worst 10 km (" + ReportRanking.chainage(totals.worst)
          + ") index ")
      markup.index(totals.worst.index, totals.worst.grade)
      markup.text(" · threat added up along the road " + ReportNumber.threat(totals.threatKm) + " threat·km")
    }
    let peaks = facts.peaks[corridor.anchor] ?? []
    let stretches = facts.stretches.filter { $0.corridorAnchor == corridor.anchor }
    ReportProfile(facts: facts, corridor: corridor.score, peaks: peaks, stretches: stretches).write(
      to: &markup)
    if !peaks.isEmpty {
      markup.element(
        "p", ["class": "hint screen"],
        text: "Choose any stretch here or on the map to see what its score is made of.")
    }
    if peaks.isEmpty { markup.element("p", text: "No counting incident reaches this corridor.") }
    for (number, peak) in peaks.enumerated() {
      let title = peaks.count > 1 ? "Peak \(number + 1): " : "Peak: "
      segment(peak, of: corridor.score.name, title: title, &markup)
    }
  }

  /// One segment with what makes its score.
  private func segment(_ peak: SegmentScore, of name: String, title: String, _ markup: inout Markup) {
    heading(peak, title: title, &markup)
    markup.dimensions(peak.score)
    ReportIncidents(facts: facts).write(
      peak.score, of: name + ", " + ReportNumber.chainage(peak.fromKm, peak.toKm), profile: "corridor",
      to: &markup)
  }

  /// Where a segment lies, its score, and who holds it.
  func heading(_ peak: SegmentScore, title: String, _ markup: inout Markup) {
    markup.element("h4") { markup in
      markup.text(title + ReportNumber.chainage(peak.fromKm, peak.toKm))
      if let near = facts.near(peak.middle) {
        markup.text(", \(near.relation) ")
        markup.name(near.town)
      }
      markup.text(" · index ")
      markup.index(peak.score.index, peak.score.grade)
    }
    markup.element("p", ["class": "facts"]) { markup in
      markup.text(ReportRanking.threat(peak.score) + ", ")
      if let interval = peak.interval { markup.text(ReportRanking.bounds(interval, facts) + ", ") }
      if let zone = peak.zone {
        markup.text(zone.status.rawValue + (zone.status == .contested ? ", leading " : " by "))
        markup.name(zone.actor)
      } else {
        markup.text("no evidence of who holds it")
      }
    }
  }

  private func sites(_ markup: inout Markup) {
    markup.element("section", ["aria-labelledby": "site-reasons"]) { markup in
      markup.element("h2", ["id": "site-reasons"], text: "Why: the sites")
      note(facts.sites.count, "sites", &markup)
      for site in facts.sites.prefix(Self.limit) {
        let score = site.score.score
        card(site.anchor, isQuiet: score.grade == .veryLow, &markup) { markup in
          heading(site.score.name, site.sign, of: "site", (score.index, score.grade), &markup)
        } content: {
          self.site(site, &$0)
        }
      }
      for site in facts.sites.dropFirst(Self.limit) {
        markup.element("span", ["id": site.anchor], text: "")
      }
    }
  }

  private func site(_ site: ReportFacts.Ranked<SiteScore>, _ markup: inout Markup) {
    let score = site.score
    markup.element("p", ["class": "facts"]) { markup in
      if let kind = score.kind, !kind.isEmpty {
        markup.name(kind)
        markup.text(" · ")
      }
      if let near = facts.near(score.place) {
        markup.text(near.relation + " ")
        markup.name(near.town)
        markup.text(" · ")
      }
      markup.text(ReportRanking.threat(score.score))
      markup.text(
        " · change in 90 days \(ReportNumber.change(score.trend.change)): new incidents "
          + "\(ReportNumber.change(score.trend.new)), ageing of the rest "
          + ReportNumber.change(score.trend.ageing))
    }
    markup.dimensions(score.score)
    ReportIncidents(facts: facts).write(
      score.score, of: score.name, profile: "site", to: &markup)
  }

  /// A section of its own, folded up where there is little to tell.
  private func card(
    _ anchor: String, isQuiet: Bool, _ markup: inout Markup, heading: (inout Markup) -> Void,
    content: (inout Markup) -> Void
  ) {
    markup.element(isQuiet ? "details" : "article", ["id": anchor, "class": isQuiet ? "card" : nil]) {
      markup in
      if isQuiet { markup.element("summary", content: heading) } else { heading(&markup) }
      content(&markup)
    }
  }

  private func heading(
    _ name: String, _ sign: String, of kind: StaticString, _ result: (index: Double, grade: Grade),
    _ markup: inout Markup
  ) {
    markup.element("h3") { markup in
      markup.sign(sign, of: kind)
      markup.text(" ")
      markup.name(name)
      markup.text(kind.description == "road" ? " · mean index " : " · index ")
      markup.index(result.index, result.grade)
    }
  }

  private func note(_ count: Int, _ noun: String, _ markup: inout Markup) {
    guard count > Self.limit else { return }
    markup.element(
      "p",
      text: "The worst \(Self.limit) of \(ReportNumber.whole(count)) \(noun) are told here; the others stand "
        + "in the ranking above and in the layers.")
  }
}
