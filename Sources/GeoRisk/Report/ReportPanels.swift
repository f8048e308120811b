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
        ReportReasons(facts: facts).segment(
          stretch.worst, of: stretch.corridor, title: "Worst segment: ", &markup)
      }
    }
  }
}
