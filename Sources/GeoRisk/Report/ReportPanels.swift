/// The reasons of every stretch of road, each on a panel that opens when its stretch is chosen on the map or on the
/// corridor's profile.
///
/// A panel shows while the page's address names it, so choosing works without a script.
struct ReportPanels {
  let facts: ReportFacts

  func write(to markup: inout Markup) {
    for stretch in facts.stretches {
      markup.element("section", ["class": "panel", "id": stretch.anchor, "aria-label": stretch.words]) {
        markup in
        markup.element("a", ["class": "close", "href": "#map", "aria-label": "close the reasons"], text: "×")
        markup.element("h3") { markup in
          markup.name(stretch.corridor)
          markup.text(", " + stretch.chainage)
        }
        ReportReasons(facts: facts).heading(stretch.worst, title: "Worst segment: ", &markup)
        let score = stretch.worst.score
        let parts = Dimension.allCases.map { ($0, score.component($0) / score.threat) }.filter {
          $0.1 >= 0.005
        }
        markup.element(
          "p", text: ReportNumber.list(parts.map { "\($0.0.rawValue) \(ReportNumber.percent($0.1))" }))
        markup.element("ol", ["class": "terms"]) { markup in
          for part in score.topIncidents {
            markup.element("li") {
              ReportIncidents(facts: facts).term(part, of: score, profile: "corridor", &$0)
            }
          }
        }
      }
    }
  }
}
