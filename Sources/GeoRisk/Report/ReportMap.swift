import GeoCore

/// The map: what threatens, who holds the ground, and the roads and sites by grade, with switches for its layers.
///
/// The switches are checkboxes that the style sheet reads, so they work without a script.
struct ReportMap {
  let facts: ReportFacts
  private let frame: MapFrame

  init(facts: ReportFacts) {
    self.facts = facts
    frame = MapFrame(around: Self.places(facts.assessment))
  }

  /// What the map must show: the assets, else the extent of the surface.
  private static func places(_ assessment: Assessment) -> [Coordinate] {
    var places: [Coordinate] = []
    for corridor in assessment.corridors {
      for segment in corridor.segments { places += segment.line.coordinates }
    }
    for site in assessment.sites { places += site.geometry.vertices }
    guard places.isEmpty, !assessment.extent.isEmpty else { return places }
    let extent = assessment.extent
    return [
      Coordinate(x: extent.minX, y: extent.minY), extent.center, Coordinate(x: extent.maxX, y: extent.maxY),
    ]
  }

  func write(to markup: inout Markup) {
    markup.element("section", ["class": "map", "aria-labelledby": "map"]) { markup in
      markup.element("h2", ["id": "map"], text: "Map")
      switches(&markup)
      markup.element("figure") { markup in
        drawing(&markup)
        MapLegend(facts: facts, incidentsOutside: incidentsOutside).write(to: &markup)
      }
    }
  }

  private func switches(_ markup: inout Markup) {
    let assessment = facts.assessment
    let layers: [(id: String, name: String, isOn: Bool, isThere: Bool)] = [
      ("show-bands", "threat", true, !assessment.surface.bands.isEmpty),
      ("show-zones", "control zones", true, !assessment.zones.isEmpty),
      ("show-incidents", "incidents", true, !assessment.incidents.isEmpty),
      ("show-buffers", "distance from the assets", false, !assessment.buffers.isEmpty),
      ("show-labels", "names", true, true),
    ]
    markup.element("div", ["class": "switches"]) { markup in
      for layer in layers where layer.isThere {
        markup.element("label") { markup in
          markup.leaf("input", ["type": "checkbox", "id": layer.id, "checked": layer.isOn ? "checked" : nil])
          markup.text(layer.name)
        }
      }
    }
  }

  private var incidentsOutside: Int {
    facts.assessment.incidents.count { frame.place($0.coordinate) == nil }
  }

  private func drawing(_ markup: inout Markup) {
    let label = "Map of threat, control zones, corridors, sites and incidents; north is up"
    markup.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-labelledby": "map-title",
        "viewBox": "0 0 \(SVGPath.tenth(frame.width)) \(SVGPath.tenth(frame.height))",
      ]
    ) { markup in
      markup.element("title", ["id": "map-title"], text: label)
      let layers = MapLayers(facts: facts, frame: frame)
      MapSymbols.define(actors: facts.actors.count, to: &markup)
      layers.bands(&markup)
      markup.background(facts.assessment.context, in: frame)
      markup.graticule(of: frame)
      layers.buffers(&markup)
      layers.zones(&markup)
      layers.corridors(&markup)
      markup.towns(facts.towns.map { ($0.name, $0.coordinate) }, in: frame)
      layers.incidents(&markup)
      layers.sites(&markup)
      MapLabels(layers: layers, size: 12.5, style: "wide").write(to: &markup)
      MapLabels(layers: layers, size: 29, style: "narrow").write(to: &markup)
    }
  }
}
