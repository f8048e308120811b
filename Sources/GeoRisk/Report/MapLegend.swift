/// What the map's colours and signs mean.
struct MapLegend {
  let facts: ReportFacts
  /// Incidents that count but lie off the map.
  let incidentsOutside: Int

  func write(to markup: inout Markup) {
    markup.element("figcaption", ["class": "legend"]) { markup in
      grades(&markup)
      lines(&markup)
      if !facts.assessment.incidents.isEmpty { incidents(&markup) }
      if !facts.actors.isEmpty { zones(&markup) }
    }
  }

  private func grades(_ markup: inout Markup) {
    list("Grade by index: roads, sites, ground", &markup) { markup in
      let bounds = [0] + facts.assessment.model.index.grades
      for (grade, bound) in zip(Grade.allCases, bounds) {
        let ground = grade == .veryLow ? "; ground without colour" : ""
        item("\(grade.name), from \(ReportNumber.parameter(bound))\(ground)", &markup) {
          $0.element("span", ["class": "key g\(grade.rawValue)"], text: "")
        }
      }
    }
  }

  private func lines(_ markup: inout Markup) {
    list("Roads, sites, towns", &markup) { markup in
      if !facts.corridors.isEmpty {
        item("corridor and its letter", &markup) { $0.sign("A", of: "road") }
        item("its worst 10 km", &markup) { markup in
          swatch(&markup) { markup in
            markup.leaf("path", ["class": "worst", "d": "M2 8h22"])
            markup.leaf("path", ["class": "road-line g3", "d": "M2 8h22"])
          }
        }
      }
      if facts.corridors.contains(where: { $0.score.segments.contains(where: \.isClosed) }) {
        item("closed to traffic", &markup) { markup in
          swatch(&markup) { markup in
            markup.leaf("path", ["class": "casing", "d": "M2 8h22"])
            markup.leaf("path", ["class": "road-line closed", "d": "M2 8h22"])
          }
        }
      }
      if !facts.sites.isEmpty {
        item("site and its number", &markup) { $0.sign("1", of: "site") }
      }
      item("town", &markup) { markup in
        swatch(&markup) { $0.leaf("circle", ["class": "town", "cx": "13", "cy": "8", "r": "3.5"]) }
      }
    }
  }

  private func incidents(_ markup: inout Markup) {
    list("Incidents by dimension", &markup) { markup in
      for dimension in Dimension.allCases {
        item(dimension.rawValue, &markup) { markup in
          swatch(&markup) { markup in
            markup.element("g", ["transform": "translate(13 8)"]) {
              $0.leaf("use", ["href": "#pin-\(dimension.index)", "class": "pin d\(dimension.index)"])
            }
          }
        }
      }
      item("place known only to about this circle", &markup) { markup in
        swatch(&markup) { $0.leaf("circle", ["class": "spread d0", "cx": "13", "cy": "8", "r": "7"]) }
      }
      if incidentsOutside > 0 {
        markup.element(
          "li", text: ReportNumber.count(incidentsOutside, "incident") + " that count lie off the map")
      }
    }
  }

  private func zones(_ markup: inout Markup) {
    list("Control zones by evidence", &markup) { markup in
      for (index, actor) in facts.actors.enumerated() {
        let style = index % ReportStyle.actorColours.count
        markup.element("li") { markup in
          swatch(&markup) { markup in
            markup.leaf(
              "rect",
              [
                "class": "zone a\(style)", "x": "1", "y": "1", "width": "24", "height": "14",
                "fill": "url(#hatch-\(style))",
              ])
          }
          markup.name(actor)
        }
      }
      markup.element("li", text: "solid edge: controlled; dashed: contested; dotted: influence")
    }
  }

  private func list(_ title: String, _ markup: inout Markup, content: (inout Markup) -> Void) {
    markup.element("div") { markup in
      markup.element("h3", text: title)
      markup.element("ul", content: content)
    }
  }

  private func item(_ text: String, _ markup: inout Markup, sign: (inout Markup) -> Void) {
    markup.element("li") { markup in
      markup.element("span", ["class": "legend-sign", "aria-hidden": "true"], content: sign)
      markup.element("span", text: text)
    }
  }

  private func swatch(_ markup: inout Markup, content: (inout Markup) -> Void) {
    markup.element(
      "svg", ["viewBox": "0 0 26 16", "xmlns": "http://www.w3.org/2000/svg", "aria-hidden": "true"],
      content: content)
  }
}
