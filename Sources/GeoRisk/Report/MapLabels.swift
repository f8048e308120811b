import GeoCore

/// The lettering of the map at one size: the page carries it twice, for wide and for narrow screens.
struct MapLabels {
  let layers: MapLayers
  /// Font size in drawing units.
  let size: Double
  /// `wide` or `narrow`: on which screens it shows.
  let style: String

  private var facts: ReportFacts { layers.facts }
  private var frame: MapFrame { layers.frame }

  func write(to markup: inout Markup) {
    var placer = LabelPlacer(frame: frame.box.grown(by: -2))
    markup.element("g", ["class": style, "font-size": SVGPath.tenth(size)]) { markup in
      scaleBar(&placer, &markup)
      reserveSigns(&placer)
      badges(&placer, &markup)
      markup.element("g", ["class": "names"]) { markup in
        sites(&placer, &markup)
        reserveIncidents(&placer)
        towns(&placer, &markup)
        zones(&placer, &markup)
        degrees(&placer, &markup)
      }
    }
  }

  /// Keeps the sites' squares free of letters.
  private func reserveSigns(_ placer: inout LabelPlacer) {
    for site in facts.sites {
      guard let place = frame.place(site.score.place) else { continue }
      let half = style == "wide" ? 9.0 : 17
      placer.reserve(
        PlaneBox(minX: place.x - half, minY: place.y - half, maxX: place.x + half, maxY: place.y + half))
    }
  }

  /// Keeps the incidents' signs free of the names that can stand elsewhere; where there are hundreds they may be
  /// crossed.
  private func reserveIncidents(_ placer: inout LabelPlacer) {
    let signs = layers.signs.signs
    guard signs.count < 300 else { return }
    let half = style == "wide" ? 5.0 : 9
    for place in signs.map(\.place) {
      placer.reserve(
        PlaneBox(minX: place.x - half, minY: place.y - half, maxX: place.x + half, maxY: place.y + half))
    }
  }

  private func scaleBar(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    let km = MapRulers.scaleBar(roomKm: frame.width * 0.22 * frame.kmPerUnit)
    let length = km / frame.kmPerUnit
    let right = frame.width - 16
    let low = frame.height - 14
    let text = ReportNumber.parameter(km) + " km"
    placer.reserve(
      PlaneBox(minX: right - length - 8, minY: low - size * 1.5, maxX: frame.width, maxY: frame.height))
    var path = SVGPath()
    path.line([
      PlanePoint(x: right - length, y: low - 5), PlanePoint(x: right - length, y: low),
      PlanePoint(x: right, y: low), PlanePoint(x: right, y: low - 5),
    ])
    markup.leaf("path", ["class": "scale-bar", "d": path.data])
    markup.element("g", ["class": "names"]) {
      write(
        text,
        LabelPlacer.Place(point: PlanePoint(x: right - length / 2, y: low - 0.45 * size), anchor: "middle"),
        "ruler", &$0)
    }
  }

  /// The corridors' letters, each where its road is farthest from the others.
  private func badges(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    guard facts.corridors.count <= 60 else { return }
    // A letter would hide an incident's sign; a name beside it does not.
    var clear = placer
    reserveIncidents(&clear)
    let places = facts.corridors.map { corridor in
      stride(from: 0.12, through: 0.9, by: 0.06).compactMap { part -> PlanePoint? in
        let segments = corridor.score.segments
        let index = min(Int(part * Double(segments.count)), segments.count - 1)
        return segments.indices.contains(index) ? frame.place(segments[index].middle) : nil
      }
    }
    for (number, corridor) in facts.corridors.enumerated() {
      let others = places.indices.filter { $0 != number }.flatMap { places[$0] }
      let half = max(LabelPlacer.width(corridor.sign, size: size) / 2 + 0.35 * size, 0.75 * size)
      let best = places[number].map { ($0, clearance($0, others)) }
        .filter { clear.isFree(box(round: $0.0, half)) && placer.isFree(box(round: $0.0, half)) }
        .max { $0.1 < $1.1 }
      guard let place = best?.0 else { continue }
      placer.reserve(box(round: place, half))
      let words = corridor.sign + ". " + corridor.score.name.isolated
      markup.element("a", ["href": "#" + corridor.anchor, "aria-label": words, "class": "badge"]) { markup in
        let box = box(round: place, half)
        markup.leaf(
          "rect",
          [
            "x": SVGPath.tenth(box.minX), "y": SVGPath.tenth(box.minY),
            "width": SVGPath.tenth(box.maxX - box.minX), "height": SVGPath.tenth(box.maxY - box.minY),
            "rx": SVGPath.tenth(0.75 * size),
          ])
        write(
          corridor.sign,
          LabelPlacer.Place(point: PlanePoint(x: place.x, y: place.y + 0.35 * size), anchor: "middle"),
          nil, &markup)
      }
    }
  }

  private func box(round place: PlanePoint, _ half: Double) -> PlaneBox {
    PlaneBox(
      minX: place.x - half, minY: place.y - 0.75 * size, maxX: place.x + half, maxY: place.y + 0.75 * size)
  }

  private func clearance(_ place: PlanePoint, _ others: [PlanePoint]) -> Double {
    others.reduce(1e9) { least, other in
      min(least, (other.x - place.x) * (other.x - place.x) + (other.y - place.y) * (other.y - place.y))
    }
  }

  private func sites(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    for site in facts.sites {
      guard let place = frame.place(site.score.place) else { continue }
      let text = Self.shortened(site.score.name)
      let gap = style == "wide" ? 12.0 : 20
      if let room = placer.place(text, beside: place, gap: gap, size: size) {
        write(text, room, "site-name", &markup)
      }
    }
  }

  private func towns(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    for town in facts.places {
      guard let place = frame.place(town.coordinate) else { continue }
      let text = Self.shortened(town.name)
      if let room = placer.place(text, beside: place, gap: style == "wide" ? 7 : 11, size: size) {
        write(text, room, "town-name", &markup)
      }
    }
  }

  /// The zones' actors: within the zone where there is room, and beside it for the first zone of each kind only,
  /// so that a dozen small zones of one actor do not fill the map with its name.
  private func zones(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    var named: Set<String> = []
    let largestFirst = facts.assessment.zones.sorted { ($1.areaKm2, $0.id) < ($0.areaKm2, $1.id) }
    for zone in largestFirst {
      let rings = zone.area.polygons.compactMap { frame.rings($0).first }
      let largest = rings.max { abs($0.doubleArea) < abs($1.doubleArea) }
      guard let largest, let middle = PlaneShapes.labelPoint(largest) else { continue }
      let text =
        Self.shortened(zone.actor) + (zone.status == .controlled ? "" : " (\(zone.status.rawValue))")
      let width = (largest.map(\.x).max() ?? 0) - (largest.map(\.x).min() ?? 0)
      var room: LabelPlacer.Place?
      if width > LabelPlacer.width(text, size: size) {
        room = placer.place(text, centredOn: middle, size: size)
      }
      if room == nil && !named.contains(text) {
        room = placer.place(text, beside: middle, gap: width / 2 + 0.3 * size, size: size)
      }
      guard let room else { continue }
      named.insert(text)
      let colour = facts.style(ofActor: zone.actor) % ReportStyle.actorColours.count
      write(text, room, "zone-name a\(colour)", &markup)
    }
  }

  private func degrees(_ placer: inout LabelPlacer, _ markup: inout Markup) {
    let small = size * 0.88
    for meridian in frame.meridians {
      let point = PlanePoint(x: meridian.x, y: 0.8 * size)
      if let room = placer.place(meridian.name, centredOn: point, size: small) {
        write(meridian.name, room, "ruler", &markup)
      }
    }
    for parallel in frame.parallels {
      let half = LabelPlacer.width(parallel.name, size: small) / 2
      let point = PlanePoint(x: 5 + half, y: parallel.y)
      if let room = placer.place(parallel.name, centredOn: point, size: small) {
        write(parallel.name, room, "ruler", &markup)
      }
    }
  }

  private func write(
    _ text: String, _ place: LabelPlacer.Place, _ style: String?, _ markup: inout Markup
  ) {
    markup.element(
      "text",
      [
        "class": style, "x": SVGPath.tenth(place.point.x), "y": SVGPath.tenth(place.point.y),
        "text-anchor": place.anchor == "start" ? nil : place.anchor,
      ],
      text: text)
  }

  /// A name short enough for a map.
  private static func shortened(_ name: String) -> String {
    name.count <= 28 ? name : String(name.prefix(27)) + "…"
  }
}

extension [PlanePoint] {
  /// Twice the signed area of a ring.
  var doubleArea: Double {
    zip(self, dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
  }
}
