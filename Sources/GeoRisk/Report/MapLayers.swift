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
    group("bands", &markup) { markup in
      for band in facts.assessment.surface.bands {
        let path = path(band.area.polygons)
        guard !path.isEmpty else { continue }
        shape("band g\(band.grade.rawValue)", path, &markup) {
          "Threat surface: \(band.grade.name), index \(ReportNumber.index(band.indexMin)) to "
            + ReportNumber.index(band.indexMax)
        }
      }
    }
  }

  /// Outlines behind everything else.
  func background(_ markup: inout Markup) {
    var path = SVGPath()
    for outline in facts.assessment.context.outlines { draw(outline.geometry, in: &path) }
    if !path.isEmpty { markup.leaf("path", ["class": "land", "d": path.data]) }
  }

  private func draw(_ geometry: Geometry, in path: inout SVGPath) {
    switch geometry {
    case .point, .multiPoint: break
    case .lineString(let line): for part in frame.lines(line.coordinates) { path.line(part) }
    case .multiLineString(let lines):
      for line in lines { for part in frame.lines(line.coordinates) { path.line(part) } }
    case .polygon(let polygon):
      // As lines, so that the map's own edge is not drawn as a border.
      for ring in polygon.rings { for part in frame.lines(Array(ring)) { path.line(part) } }
    case .multiPolygon(let multi): for polygon in multi.polygons { draw(.polygon(polygon), in: &path) }
    case .collection(let members): for member in members { draw(member, in: &path) }
    }
  }

  /// Meridians and parallels at round degrees.
  func graticule(_ markup: inout Markup) {
    var path = SVGPath()
    for x in meridians.map(\.x) {
      path.line([PlanePoint(x: x, y: 0), PlanePoint(x: x, y: frame.height)])
    }
    for y in parallels.map(\.y) { path.line([PlanePoint(x: 0, y: y), PlanePoint(x: frame.width, y: y)]) }
    if !path.isEmpty { markup.leaf("path", ["class": "graticule", "d": path.data]) }
  }

  /// The meridians drawn: where, and how they are called.
  var meridians: [(x: Double, name: String)] {
    let step = MapRulers.graticuleStep(span: frame.east - frame.west, frame.north - frame.south)
    return MapRulers.multiples(of: step, from: frame.west, to: frame.east).map { longitude in
      let name = MapRulers.degrees(Longitude.wrapped(longitude), step: step, positive: "E", negative: "W")
      return (frame.point(Coordinate(x: longitude, y: 0)).x, name)
    }
  }

  /// The parallels drawn: where, and how they are called.
  var parallels: [(y: Double, name: String)] {
    let step = MapRulers.graticuleStep(span: frame.north - frame.south, frame.east - frame.west)
    return MapRulers.multiples(of: step, from: frame.south, to: frame.north).map { latitude in
      let name = MapRulers.degrees(latitude, step: step, positive: "N", negative: "S")
      return (frame.point(Coordinate(x: frame.west, y: latitude)).y, name)
    }
  }

  /// Areas within some distance of the assets, the widest first.
  func buffers(_ markup: inout Markup) {
    group("buffers", &markup) { markup in
      let ordered = facts.assessment.buffers.enumerated().sorted {
        ($1.element.distanceKm, $0.offset) < ($0.element.distanceKm, $1.offset)
      }
      for (_, buffer) in ordered {
        let path = path(buffer.area.polygons)
        guard !path.isEmpty else { continue }
        shape("buffer", path, &markup) {
          "Within \(ReportNumber.parameter(buffer.distanceKm)) km of \(buffer.name.isolated)"
        }
      }
    }
  }

  /// Control zones: hatched for who controls, faintly for influence, twice over where contested.
  func zones(_ markup: inout Markup) {
    group("zones", &markup) { markup in
      for zone in facts.assessment.zones {
        let path = path(zone.area.polygons)
        guard !path.isEmpty else { continue }
        let colours = ReportStyle.actorColours.count
        let actor = facts.style(ofActor: zone.actor) % colours
        if let other = zone.actor2 {
          let style = facts.style(ofActor: other) % colours
          markup.leaf("path", ["d": path.data, "fill-rule": "evenodd", "fill": "url(#hatch-\(style))"])
        }
        let hatch = zone.status == .influence ? "faint" : "hatch"
        markup.element(
          "path",
          [
            "class": "zone \(zone.status.rawValue) a\(actor)", "d": path.data,
            "fill": "url(#\(hatch)-\(actor))",
          ]
        ) { $0.element("title", text: Self.words(zone)) }
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
    group("corridors", &markup) { markup in
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
          if !path.isEmpty { shape("road-line \(colour)", path, &markup) { run.words } }
        }
      }
    }
  }

  /// Towns as small rings.
  func towns(_ markup: inout Markup) {
    group("towns", &markup) { markup in
      for town in facts.towns {
        guard let place = frame.place(town.coordinate) else { continue }
        at(place, &markup) { markup in
          markup.element("circle", ["class": "town", "r": "2.6"]) { $0.element("title", text: town.name) }
        }
      }
    }
  }

  /// Incidents, those of one dimension at one place as one sign.
  func incidents(_ markup: inout Markup) {
    group("incidents", &markup) { markup in
      for circle in signs.spreads {
        var path = SVGPath()
        for part in PlaneShapes.clipped(line: circle.outline, to: frame.box) { path.line(part) }
        markup.leaf("path", ["class": "spread d\(circle.dimension.index)", "d": path.data])
      }
      for sign in signs.signs {
        at(sign.place, &markup) { markup in
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
    group("sites", &markup) { markup in
      for site in facts.sites.reversed() {
        let score = site.score.score
        let words =
          "\(site.sign). \(site.score.name.isolated): index \(ReportNumber.index(score.index)), \(score.grade.name)"
        let area = path(site.score.geometry.polygons)
        if !area.isEmpty { shape("site-mark g\(score.grade.rawValue)", area, &markup) { words } }
        guard let place = frame.place(site.score.place) else { continue }
        markup.element("a", ["href": "#" + site.anchor, "aria-label": words]) { markup in
          at(place, &markup) { markup in
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

  private func path(_ polygons: [Polygon]) -> SVGPath {
    var path = SVGPath()
    for polygon in polygons { for ring in frame.rings(polygon) { path.ring(ring) } }
    return path
  }

  private func group(_ style: String, _ markup: inout Markup, content: (inout Markup) -> Void) {
    markup.element("g", ["class": style], content: content)
  }

  private func at(_ place: PlanePoint, _ markup: inout Markup, content: (inout Markup) -> Void) {
    let move = "translate(\(SVGPath.tenth(place.x)) \(SVGPath.tenth(place.y)))"
    markup.element("g", ["class": "at", "transform": move], content: content)
  }

  private func shape(
    _ style: String, _ path: SVGPath, _ markup: inout Markup, words: () -> String
  ) {
    markup.element("path", ["class": style, "d": path.data]) { $0.element("title", text: words()) }
  }
}

extension String {
  /// The text between marks that keep its writing direction to itself, where it could have one of its own.
  var isolated: String {
    unicodeScalars.contains { $0.value >= 0x590 } ? "\u{2068}" + self + "\u{2069}" : self
  }
}
