import GeoCore

/// The shapes of the map, from the ground up.
struct MapLayers {
  let facts: ReportFacts
  let frame: MapFrame
  let signs: IncidentSigns

  init(facts: ReportFacts, frame: MapFrame) {
    self.facts = facts
    self.frame = frame
    signs = IncidentSigns(facts: facts, frame: frame)
  }

  /// The bands of the threat surface.
  func bands(_ markup: inout Markup) {
    markup.group("bands") { markup in
      for band in facts.assessment.surface.bands {
        let path = frame.path(band.area.polygons)
        guard !path.isEmpty else { continue }
        markup.shape("band g\(band.grade.rawValue)", path) {
          "Threat surface: \(band.grade.name), index \(ReportNumber.index(band.indexMin)) to "
            + ReportNumber.index(band.indexMax)
        }
      }
    }
  }

  /// Areas within some distance of the assets, the widest first.
  func buffers(_ markup: inout Markup) {
    markup.group("buffers") { markup in
      let ordered = facts.assessment.buffers.enumerated().sorted {
        ($1.element.distanceKm, $0.offset) < ($0.element.distanceKm, $1.offset)
      }
      for (_, buffer) in ordered {
        let path = frame.path(buffer.area.polygons)
        guard !path.isEmpty else { continue }
        markup.shape("buffer", path) {
          "Within \(ReportNumber.parameter(buffer.distanceKm)) km of \(buffer.name.isolated)"
        }
      }
    }
  }

  /// Control zones: hatched for who controls, faintly for influence, twice over where contested.
  func zones(_ markup: inout Markup) {
    markup.group("zones") { markup in
      for zone in facts.assessment.zones {
        let path = frame.path(zone.area.polygons)
        guard !path.isEmpty else { continue }
        let colours = ReportStyle.actorColours.count
        let actor = facts.style(ofActor: zone.actor) % colours
        if let other = zone.actor2 {
          let style = facts.style(ofActor: other) % colours
          markup.leaf("path", ["d": path.data, "fill-rule": "evenodd", "fill": "url(#hatch-\(style))"])
        }
        let hatch = zone.status == .influence ? "faint" : "hatch"
        let shape = { (markup: inout Markup) in
          markup.shape(
            "zone \(zone.status.rawValue) a\(actor)", path, fill: "url(#\(hatch)-\(actor))"
          ) { Self.words(zone) }
        }
        if let anchor = facts.anchor(ofZone: zone) {
          markup.element("a", ["href": "#" + anchor, "aria-label": Self.words(zone)], content: shape)
        } else {
          shape(&markup)
        }
      }
    }
  }

  private static func words(_ zone: ControlZone) -> String {
    let other = zone.actor2.map { " with " + $0.isolated } ?? ""
    return "\(zone.status.rawValue)\(other): \(zone.actor.isolated), share of evidence "
      + "\(ReportNumber.percent(zone.share)), \(ReportNumber.fixed(zone.areaKm2, 0)) km²"
  }

  /// Corridors: the worst stretches underlaid in black, then runs of one grade, the worst grade on top.
  func corridors(_ markup: inout Markup) {
    markup.group("corridors") { markup in
      var casing = SVGPath()
      var worst = SVGPath()
      var runs: [CorridorRun] = []
      for corridor in facts.corridors.map(\.score) {
        runs += CorridorRun.runs(of: corridor)
        for line in CorridorRun.lines(of: corridor.segments) {
          for part in frame.lines(line) { casing.line(part) }
        }
        let stretch = corridor.totals.worst
        let segments = corridor.segments.filter {
          $0.toKm > stretch.fromKm && $0.fromKm < stretch.toKm && !$0.isClosed
        }
        // The worst of a quiet road is no landmark.
        guard stretch.grade > .veryLow else { continue }
        for line in CorridorRun.lines(of: segments) { for part in frame.lines(line) { worst.line(part) } }
      }
      markup.leaf("path", ["class": "worst", "d": worst.data])
      markup.leaf("path", ["class": "casing", "d": casing.data])
      for grade in Grade.allCases {
        for run in runs where run.grade == grade {
          var path = SVGPath()
          for part in frame.lines(run.coordinates) { path.line(part) }
          let colour = run.isClosed ? "closed" : "g\(grade.rawValue)"
          if !path.isEmpty { markup.shape("road-line \(colour)", path) { run.words } }
        }
      }
      picks(&markup)
    }
  }

  /// Over the roads, what opens the reasons of a stretch.
  private func picks(_ markup: inout Markup) {
    for stretch in facts.stretches {
      var path = SVGPath()
      for line in CorridorRun.lines(of: stretch.segments) {
        for part in frame.lines(line) { path.line(part) }
      }
      guard !path.isEmpty else { continue }
      markup.element("a", ["href": "#" + stretch.anchor, "aria-label": stretch.words]) { markup in
        markup.shape("pick", path) { stretch.words }
      }
    }
  }

  /// Incidents, those of one dimension at one place as one sign.
  func incidents(_ markup: inout Markup) {
    markup.group("incidents") { markup in
      for circle in signs.spreads {
        var path = SVGPath()
        for part in PlaneShapes.clipped(line: circle.outline, to: frame.box) { path.line(part) }
        markup.leaf("path", ["class": "spread d\(circle.dimension.index)", "d": path.data])
      }
      for sign in signs.signs {
        markup.at(sign.place) { markup in
          markup.element(
            "use", ["href": "#pin-\(sign.dimension.index)", "class": "pin d\(sign.dimension.index)"]
          ) {
            $0.element("title", text: sign.words)
          }
        }
      }
    }
  }

  /// Sites: the areas, and a square with the site's number at its place.
  func sites(_ markup: inout Markup) {
    markup.group("sites") { markup in
      for site in facts.sites.reversed() {
        let score = site.score.score
        let words =
          "\(site.sign). \(site.score.name.isolated): index \(ReportNumber.index(score.index)), \(score.grade.name)"
        let area = frame.path(site.score.geometry.polygons)
        if !area.isEmpty { markup.shape("site-mark g\(score.grade.rawValue)", area) { words } }
        guard let place = frame.place(site.score.place) else { continue }
        markup.element("a", ["href": "#" + site.anchor, "aria-label": words]) { markup in
          markup.at(place) { markup in
            markup.element(
              "rect",
              [
                "class": "site-mark g\(score.grade.rawValue)", "x": "-8.5", "y": "-8.5", "width": "17",
                "height": "17", "rx": "3",
              ]
            ) { $0.element("title", text: words) }
            markup.element(
              "text", ["class": "site-number g\(score.grade.rawValue)", "y": "4.2"], text: site.sign)
          }
        }
      }
    }
  }
}

extension String {
  /// The text between marks that keep its writing direction to itself, where it could have one of its own.
  var isolated: String {
    unicodeScalars.contains { $0.value >= 0x590 } ? "\u{2068}" + self + "\u{2069}" : self
  }
}
