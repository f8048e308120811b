/// Who holds or contests which ground, as a table.
struct ReportZones {
  let facts: ReportFacts

  func write(to markup: inout Markup) {
    markup.element("section", ["aria-labelledby": "zones"]) { markup in
      markup.element("h2", ["id": "zones"], text: "Control zones")
      guard !facts.assessment.zones.isEmpty else {
        markup.element(
          "p",
          text:
            "Nothing in the data says who holds which ground here. That is no sign that a government does.")
        return
      }
      markup.element("p") { markup in
        markup.text(
          "Drawn from the observations that the table names; what they rest on stands in the input, where "
            + "assumptions are marked as such. Ground without hatching on the map is "
            + "ground without evidence; it is not taken to be the government’s.")
      }
      let table = ReportTable(
        caption: "Zones by evidence; the share is the leading actor’s part of it",
        columns: [
          .init("Actor"), .init("Status"), .init("Share", isNumber: true), .init("Area", isNumber: true),
          .init("Evidence from"), .init("Observations", style: "source"),
        ])
      table.write(facts.assessment.zones, to: &markup) { zone, column, markup in
        cell(zone, column, &markup)
      }
    }
  }

  private func cell(_ zone: ControlZone, _ column: Int, _ markup: inout Markup) {
    switch column {
    case 0:
      let style = facts.style(ofActor: zone.actor) % ReportStyle.actorColours.count
      markup.element("span", ["class": "key a\(style)", "aria-hidden": "true"], text: "")
      if let anchor = facts.anchor(ofZone: zone) {
        markup.element("a", ["href": "#" + anchor]) { $0.name(zone.actor) }
      } else {
        markup.name(zone.actor)
      }
      let middle = zone.area.polygons.first?.envelope.center
      if let near = middle.flatMap({ facts.near($0) }) {
        markup.element("small") { markup in
          markup.text(near.relation + " ")
          markup.name(near.town)
        }
      }
    case 1:
      markup.text(zone.status.rawValue)
      if let other = zone.actor2 {
        markup.text(" with ")
        markup.name(other)
      }
      if zone.negotiated { markup.element("small", text: "by arrangement with the people of the place") }
    case 2: markup.text(ReportNumber.percent(zone.share))
    case 3: markup.text(ReportNumber.fixed(zone.areaKm2, 0) + "\u{A0}km²")
    case 4:
      markup.text(ReportNumber.day(zone.firstEvidence))
      if zone.lastEvidence != zone.firstEvidence {
        markup.text(" to " + ReportNumber.day(zone.lastEvidence))
      }
    default:
      let shown = zone.observations.prefix(12).joined(separator: ", ")
      let more = zone.observations.count - 12
      markup.name(shown)
      if more > 0 { markup.text(" and \(ReportNumber.whole(more)) more") }
    }
  }
}
