/// The reasons of every stretch of road and of every zone, each on a panel that opens when it is chosen on the map, on a
/// corridor's profile or in the table of zones.
///
/// A panel shows while the page's address names it, so choosing works without a script.
struct ReportPanels {
  let facts: ReportFacts

  /// How many observations a zone's panel names.
  private static let mostObservations = 12

  func write(to markup: inout Markup) {
    for stretch in facts.stretches {
      panel(stretch.anchor, words: stretch.words, &markup) { markup in
        markup.name(stretch.corridor)
        markup.text(", " + stretch.chainage)
      } content: { markup in
        self.stretch(stretch, &markup)
      }
    }
    for zone in facts.assessment.zones {
      guard let anchor = facts.anchor(ofZone: zone), let reason = facts.assessment.zoneReasons[zone.id] else {
        continue
      }
      panel(anchor, words: "reasons of the zone \(zone.id)", &markup) { markup in
        markup.name(zone.actor + (zone.actor2.map { " and " + $0 } ?? ""))
        markup.text(", " + zone.status.rawValue)
      } content: { markup in
        self.zone(reason, &markup)
      }
    }
  }

  private func panel(
    _ anchor: String, words: String, _ markup: inout Markup, heading: (inout Markup) -> Void,
    content: (inout Markup) -> Void
  ) {
    markup.element("section", ["class": "panel", "id": anchor, "aria-label": words]) { markup in
      markup.element("a", ["class": "close", "href": "#map", "aria-label": "close the reasons"], text: "×")
      markup.element("h3", content: heading)
      content(&markup)
    }
  }

  private func stretch(_ stretch: CorridorStretch, _ markup: inout Markup) {
    ReportReasons(facts: facts).heading(stretch.worst, title: "Worst segment: ", &markup)
    let score = stretch.worst.score
    let parts = Dimension.allCases.map { ($0, score.component($0) / score.threat) }.filter { $0.1 >= 0.005 }
    markup.element(
      "p", text: ReportNumber.list(parts.map { "\($0.0.rawValue) \(ReportNumber.percent($0.1))" }))
    markup.element("ol", ["class": "terms"]) { markup in
      for part in score.topIncidents {
        markup.element("li") { ReportIncidents(facts: facts).term(part, of: score, profile: "corridor", &$0) }
      }
    }
  }

  private func zone(_ reason: ControlExplanation, _ markup: inout Markup) {
    markup.element("p") { markup in
      markup.text("Evidence well inside the zone: ")
      for (number, actor) in reason.actors.prefix(4).enumerated() {
        if number > 0 { markup.text(", ") }
        markup.name(actor.actor)
        markup.text(" " + ReportNumber.percent(actor.share))
      }
    }
    markup.element("ol", ["class": "terms"]) { markup in
      for term in reason.terms.prefix(Self.mostObservations) {
        markup.element("li") { markup in
          markup.name(term.id)
          markup.text(" for ")
          markup.name(term.actors.joined(separator: " and "))
          markup.text(
            (term.negotiated ? " (by arrangement)" : "") + ", " + ReportNumber.day(term.lastDay) + ", "
              + ReportNumber.km(term.km) + " away: evidence " + ReportNumber.threat(term.value))
          markup.element(
            "small",
            text: "confidence \(ReportNumber.parameter(term.confidence)) × status "
              + "\(ReportNumber.parameter(term.statusWeight)) × age \(ReportNumber.threat(term.ageFactor)) × distance "
              + ReportNumber.threat(term.distanceFactor))
        }
      }
    }
    let others = reason.terms.count - Self.mostObservations
    if others > 0 { markup.element("p", text: "and \(ReportNumber.whole(others)) others") }
  }
}
