import GeoCore

extension MapFrame {
  /// Polygons on the drawing as one path, to be filled by the even-odd rule.
  func path(_ polygons: [Polygon]) -> SVGPath {
    var path = SVGPath()
    for polygon in polygons { for ring in rings(polygon) { path.ring(ring) } }
    return path
  }

  /// Lines on the drawing as one path.
  func path(_ lines: [LineString]) -> SVGPath {
    var path = SVGPath()
    for line in lines { for part in self.lines(line.coordinates) { path.line(part) } }
    return path
  }

  /// Draws a geometry's lines and outlines; points are left out.
  func outline(_ geometry: Geometry, in path: inout SVGPath) {
    switch geometry {
    case .point, .multiPoint: break
    case .lineString(let line): for part in lines(line.coordinates) { path.line(part) }
    case .multiLineString(let lines):
      for line in lines { for part in self.lines(line.coordinates) { path.line(part) } }
    case .polygon(let polygon):
      // As lines, so that the map's own edge is not drawn as a border.
      for ring in polygon.rings { for part in lines(Array(ring)) { path.line(part) } }
    case .multiPolygon(let multi): for polygon in multi.polygons { outline(.polygon(polygon), in: &path) }
    case .collection(let members): for member in members { outline(member, in: &path) }
    }
  }

  /// The meridians drawn: where, and how they are called.
  var meridians: [(x: Double, name: String)] {
    let step = MapRulers.graticuleStep(span: east - west, north - south)
    return MapRulers.multiples(of: step, from: west, to: east).map { longitude in
      let name = MapRulers.degrees(Longitude.wrapped(longitude), step: step, positive: "E", negative: "W")
      return (point(Coordinate(x: longitude, y: 0)).x, name)
    }
  }

  /// The parallels drawn: where, and how they are called.
  var parallels: [(y: Double, name: String)] {
    let step = MapRulers.graticuleStep(span: north - south, east - west)
    return MapRulers.multiples(of: step, from: south, to: north).map { latitude in
      let name = MapRulers.degrees(latitude, step: step, positive: "N", negative: "S")
      return (point(Coordinate(x: west, y: latitude)).y, name)
    }
  }
}

extension Markup {
  /// A group of shapes.
  mutating func group(_ style: String, content: (inout Markup) -> Void) {
    element("g", ["class": style], content: content)
  }

  /// A group whose origin is a place on the drawing.
  mutating func at(_ place: PlanePoint, content: (inout Markup) -> Void) {
    let move = "translate(\(SVGPath.tenth(place.x)) \(SVGPath.tenth(place.y)))"
    element("g", ["class": "at", "transform": move], content: content)
  }

  /// A path with words for those who point at it.
  mutating func shape(_ style: String, _ path: SVGPath, fill: String? = nil, words: () -> String) {
    element("path", ["class": style, "d": path.data, "fill": fill]) { $0.element("title", text: words()) }
  }

  /// Meridians and parallels at round degrees.
  mutating func graticule(of frame: MapFrame) {
    var path = SVGPath()
    for x in frame.meridians.map(\.x) {
      path.line([PlanePoint(x: x, y: 0), PlanePoint(x: x, y: frame.height)])
    }
    for y in frame.parallels.map(\.y) {
      path.line([PlanePoint(x: 0, y: y), PlanePoint(x: frame.width, y: y)])
    }
    if !path.isEmpty { leaf("path", ["class": "graticule", "d": path.data]) }
  }

  /// Outlines behind everything else.
  mutating func background(_ context: MapContext, in frame: MapFrame) {
    var path = SVGPath()
    for outline in context.outlines { frame.outline(outline.geometry, in: &path) }
    if !path.isEmpty { leaf("path", ["class": "land", "d": path.data]) }
  }

  /// Towns as small rings that tell their names when pointed at.
  mutating func towns(_ towns: [(name: String, coordinate: Coordinate)], in frame: MapFrame) {
    group("towns") { markup in
      for town in towns {
        guard let place = frame.place(town.coordinate) else { continue }
        markup.at(place) { markup in
          markup.element("circle", ["class": "town", "r": "2.6"]) { $0.element("title", text: town.name) }
        }
      }
    }
  }
}
