import GeoCore

/// The map of a change: ground, roads and sites by how much their threat rose or fell, and what is new.
struct ChangeMap {
  let change: AssessmentChange
  private let frame: MapFrame

  init(change: AssessmentChange) {
    self.change = change
    let places = change.segments.flatMap(\.line.coordinates) + change.sites.flatMap(\.geometry.vertices)
    let extent = change.after.extent
    let corners = [Coordinate(x: extent.minX, y: extent.minY), Coordinate(x: extent.maxX, y: extent.maxY)]
    frame = MapFrame(around: places.isEmpty && !extent.isEmpty ? corners + [extent.center] : places)
  }

  private var reference: Double { change.after.model.index.reference }

  func write(to markup: inout Markup) {
    markup.element("section", ["class": "map", "aria-labelledby": "map"]) { markup in
      markup.element("h2", ["id": "map"], text: "Map")
      markup.element("figure") { markup in
        drawing(&markup)
        legend(&markup)
      }
    }
  }

  private func drawing(_ markup: inout Markup) {
    markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "map-title",
        "viewBox": "0 0 \(SVGPath.tenth(frame.width)) \(SVGPath.tenth(frame.height))",
      ]
    ) { markup in
      markup.element(
        "title", ["id": "map-title"], text: "Map of the change of threat, with what is new; north is up")
      bands(&markup)
      markup.background(change.after.context, in: frame)
      markup.graticule(of: frame)
      zones(&markup)
      corridors(&markup)
      markup.towns(change.after.context.towns.map { ($0.name, $0.coordinate) }, in: frame)
      newIncidents(&markup)
      emerging(&markup)
      sites(&markup)
      names(&markup)
    }
  }

  private func bands(_ markup: inout Markup) {
    markup.group("bands") { markup in
      for band in change.bands {
        let path = frame.path(band.area.polygons)
        guard !path.isEmpty else { continue }
        let colour = ChangeColour.of(band.changeMin ?? 0, or: band.changeMax ?? 0, reference: reference)
        let bounds = [band.changeMin, band.changeMax].compactMap(\.self).map { ReportNumber.change($0) }
        markup.shape("change-band", path, fill: colour) {
          "Change of threat "
            + (bounds.count == 2 ? "from \(bounds[0]) to \(bounds[1])" : "beyond \(bounds[0])")
        }
      }
    }
  }

  private func zones(_ markup: inout Markup) {
    markup.group("zones") { markup in
      for zone in change.zones where zone.succession.kind != .unchanged {
        guard let shown = zone.succession.zone ?? zone.succession.before else { continue }
        let path = frame.path(shown.area.polygons)
        guard !path.isEmpty else { continue }
        markup.shape("change-zone \(zone.succession.kind.rawValue)", path, fill: "none") {
          "\(zone.succession.kind.rawValue): \(shown.status.rawValue), \(shown.actor.isolated)"
        }
      }
    }
  }

  /// Neighbouring segments of one colour as one line.
  private func corridors(_ markup: inout Markup) {
    markup.group("corridors") { markup in
      markup.leaf("path", ["class": "casing", "d": frame.path(change.segments.map(\.line)).data])
      for run in ChangeRun.runs(of: change.segments, reference: reference) {
        let path = frame.path(run.segments.map(\.line))
        guard !path.isEmpty else { continue }
        markup.element("path", ["class": "change-line", "d": path.data, "stroke": run.colour]) {
          $0.element("title", text: run.words)
        }
      }
    }
  }

  /// New incidents, those that would cover each other as one dot.
  private func newIncidents(_ markup: inout Markup) {
    struct Cell: Hashable {
      let x, y: Int
    }
    let size = 6.0
    var order: [Cell] = []
    var dots: [Cell: (place: PlanePoint, words: String, count: Int)] = [:]
    for incident in change.incidents.new {
      guard let place = frame.place(incident.coordinate) else { continue }
      let cell = Cell(x: Int(place.x / size), y: Int(place.y / size))
      if dots[cell] == nil {
        order.append(cell)
        let words = "\(ReportIncidents.event(incident).isolated), \(ReportIncidents.dates(incident))"
        dots[cell] = (place, words, 0)
      }
      dots[cell]?.count += 1
    }
    markup.group("incidents") { markup in
      for dot in order.compactMap({ dots[$0] }) {
        markup.at(dot.place) { markup in
          markup.element("circle", ["class": "change-new", "r": "4"]) {
            $0.element(
              "title", text: "new: " + dot.words + (dot.count > 1 ? ", and \(dot.count - 1) more here" : ""))
          }
        }
      }
    }
  }

  private func emerging(_ markup: inout Markup) {
    markup.group("emerging") { markup in
      for place in change.emerging {
        guard let point = frame.place(place.coordinate) else { continue }
        markup.at(point) { markup in
          markup.element("circle", ["class": "change-emerging", "r": "13"]) {
            $0.element("title", text: place.sentence(since: change.before.asOf))
          }
        }
      }
    }
  }

  private func sites(_ markup: inout Markup) {
    markup.group("sites") { markup in
      for (number, site) in change.sites.enumerated() {
        guard let vertex = site.geometry.vertices.first, let place = frame.place(vertex) else { continue }
        let words = "\(site.name.isolated): change of threat \(ReportNumber.change(site.threat.change))"
        markup.element("a", ["href": "#site-\(number + 1)", "aria-label": words]) { markup in
          markup.at(place) { markup in
            markup.element(
              "rect",
              [
                "class": "change-site", "fill": ChangeColour.of(site.threat.change, reference: reference),
                "x": "-8.5",
                "y": "-8.5", "width": "17", "height": "17", "rx": "3",
              ]
            ) { $0.element("title", text: words) }
          }
        }
      }
    }
  }

  /// The towns and sites by name, where there is room.
  private func names(_ markup: inout Markup) {
    var placer = LabelPlacer(frame: frame.box.grown(by: -2))
    let size = 12.5
    let sites = change.sites.compactMap { site in
      site.geometry.vertices.first.flatMap { frame.place($0) }.map { (site.name, $0, 11.0, "site-name") }
    }
    for (_, place, gap, _) in sites {
      placer.reserve(
        PlaneBox(minX: place.x - gap, minY: place.y - gap, maxX: place.x + gap, maxY: place.y + gap))
    }
    let towns = change.after.context.towns.compactMap { town in
      frame.place(town.coordinate).map { (town.name, $0, 4.0, "town-name") }
    }
    markup.element("g", ["class": "names", "font-size": SVGPath.tenth(size)]) { markup in
      for (name, place, gap, style) in sites + towns {
        guard let room = placer.place(name, beside: place, gap: gap, size: size) else { continue }
        markup.element(
          "text",
          [
            "class": style, "x": SVGPath.tenth(room.point.x), "y": SVGPath.tenth(room.point.y),
            "text-anchor": room.anchor == "start" ? nil : room.anchor,
          ], text: name)
      }
    }
  }

  private func legend(_ markup: inout Markup) {
    markup.element("figcaption", ["class": "legend"]) { markup in
      markup.element("ul", ["class": "keys"]) { markup in
        for step in ChangeColour.steps(reference: reference) {
          markup.element("li") { markup in
            markup.element(
              "span", ["class": "key", "aria-hidden": "true", "style": "background:\(step.colour)"], text: "")
            markup.text("\(ReportNumber.change(step.change)) or \(step.change < 0 ? "less" : "more")")
          }
        }
      }
      markup.element(
        "p",
        text:
          "Change of threat of ground, roads and sites; grey roads and sites hardly changed. Dark dots are new "
          + "incidents, rings places where incidents come faster than before, lines zones that changed (dashed: gone)."
      )
    }
  }
}

/// Neighbouring segments whose threat changed alike.
struct ChangeRun {
  /// The colour of the change.
  var colour: String
  /// In order.
  var segments: [AssessmentChange.Segment]

  /// What a reader is told who points at it.
  var words: String {
    let changes = segments.map(\.threat.change)
    let (low, high) = (ReportNumber.change(changes.min() ?? 0), ReportNumber.change(changes.max() ?? 0))
    return "\(segments[0].name.isolated), "
      + ReportNumber.chainage(segments[0].fromKm, segments[segments.count - 1].toKm)
      + ": change of threat " + (low == high ? low : "\(low) to \(high)")
  }

  /// The runs in the order of the segments.
  static func runs(of segments: [AssessmentChange.Segment], reference: Double) -> [ChangeRun] {
    var runs: [ChangeRun] = []
    for segment in segments {
      let colour = ChangeColour.of(segment.threat.change, reference: reference)
      if let last = runs.last?.segments.last, runs[runs.count - 1].colour == colour,
        last.corridorID == segment.corridorID, last.segment + 1 == segment.segment
      {
        runs[runs.count - 1].segments.append(segment)
      } else {
        runs.append(ChangeRun(colour: colour, segments: [segment]))
      }
    }
    return runs
  }
}
