import GeoCore
import GeoProjection

/// Who holds or contests which ground on one day: the control zones, ready to be asked.
///
/// The answers are those of the zones' polygons, so scores and layer agree. Ground on which there is too little
/// evidence belongs to nobody, never silently to the government.
public struct ControlMap: Sendable {
  /// The zones, by actor, status and size; they do not overlap.
  public let zones: [ControlZone]
  /// What a user should know, in sentences.
  public let notes: [String]

  private let parts: [Part]
  /// The parts' boxes, on the turn of longitude that has their middle in −180…180.
  private let tree: PackedRTree
  private let edges: NearestSegmentIndex

  /// One polygon of a zone, ready to be asked.
  private struct Part {
    /// The zone's number among all.
    let zone: Int
    /// Degrees from the turn of the tree to that of the polygon.
    let turn: Double
    let index: PolygonIndex
  }

  /// Prepares zones for questions.
  ///
  /// - Parameters:
  ///   - zones: areas that do not overlap.
  ///   - notes: what a user should know, in sentences.
  public init(zones: [ControlZone], notes: [String] = []) {
    self.zones = zones
    self.notes = notes
    var parts: [Part] = []
    var boxes: [Envelope] = []
    for (zone, area) in zones.map(\.area).enumerated() {
      for polygon in area.polygons {
        let box = polygon.envelope
        let turn = box.center.longitude - Longitude.nearest(box.center.longitude, to: 0)
        parts.append(Part(zone: zone, turn: turn, index: PolygonIndex(polygon)))
        boxes.append(
          Envelope(minX: box.minX - turn, minY: box.minY, maxX: box.maxX - turn, maxY: box.maxY))
      }
    }
    self.parts = parts
    tree = PackedRTree(boxes)
    edges = NearestSegmentIndex(
      lines: zones.flatMap { $0.area.polygons.flatMap { $0.rings.map(Array.init) } })
  }

  /// The zone that holds a place; on a border between two, the first in order.
  ///
  /// The cost is that of the zones whose boxes hold the place.
  public func zone(at place: Coordinate) -> ControlZone? { number(at: place).map { zones[$0] } }

  private func number(at place: Coordinate) -> Int? {
    var first: Int?
    visit(place, place) { part, turn in
      guard part.zone < first ?? .max else { return }
      if part.index.contains(Coordinate(x: place.x + turn, y: place.y)) { first = part.zone }
    }
    return first
  }

  /// Visits the parts whose boxes meet that of two places, each with the degrees from the places' turn of longitude to
  /// the part's.
  private func visit(_ from: Coordinate, _ to: Coordinate, _ body: (Part, _ turn: Double) -> Void) {
    let home = Longitude.nearest(from.x, to: 0) - from.x
    for turn in [home, home - 360, home + 360] {
      let box = Envelope([
        Coordinate(x: from.x + turn, y: from.y), Coordinate(x: to.x + turn, y: to.y),
      ])
      tree.visit(box) { index in
        body(parts[index], turn + parts[index].turn)
        return true
      }
    }
  }

  /// Who holds or contests a place; nil where nobody is known to.
  public func status(at place: Coordinate) -> ZoneStatus? {
    zone(at: place).map { ZoneStatus(actor: $0.actor, status: $0.status) }
  }

  /// Geodesic metres to the nearest edge of a zone, negative inside a zone; nil without zones.
  ///
  /// The border between two zones is an edge, and so is the edge of the extent where it cuts a zone.
  public func edgeDistance(from place: Coordinate) -> Double? {
    guard let nearest = edges.nearest(to: EarthPosition(place)) else { return nil }
    let distance = Geodesic.wgs84.distance(from: place, to: nearest.place)
    return zone(at: place) == nil ? distance : -distance
  }

  /// The part of a line's length that lies in controlled or contested zones, 0…1.
  ///
  /// - Parameter line: degrees; edges are geodesics.
  public func heldShare(of line: LineString) -> Double {
    let steps = Geodesic.wgs84.densified(line.coordinates, maximumStep: 2_000)
    var (length, held) = (0.0, 0.0)
    for (from, to) in zip(steps, steps.dropFirst()) {
      let step = Geodesic.wgs84.distance(from: from, to: to)
      length += step
      held += step * heldPart(from, to, length: step)
    }
    return length > 0 ? min(1, held / length) : 0
  }

  /// The held part of a short step.
  private func heldPart(_ from: Coordinate, _ to: Coordinate, length: Double) -> Double {
    let middle = Coordinate(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
    // No edge near the step: all of it is like its middle.
    if edges.nearest(to: EarthPosition(middle), within: 0.6 * length) == nil {
      return isHeld(middle) ? 1 : 0
    }
    var cuts = [0.0, 1.0]
    visit(from, to) { part, turn in
      let (a, b) = (Coordinate(x: from.x + turn, y: from.y), Coordinate(x: to.x + turn, y: to.y))
      part.index.visitEdges(between: a.y, and: b.y) { c, d in
        if let part = crossing(a, b, c, d) { cuts.append(part) }
      }
    }
    cuts.sort()
    return zip(cuts, cuts.dropFirst()).reduce(0) { sum, cut in
      // An edge may have been met twice.
      if cut.0 == cut.1 { return sum }
      let part = (cut.0 + cut.1) / 2
      let place = Coordinate(x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part)
      return isHeld(place) ? sum + cut.1 - cut.0 : sum
    }
  }

  private func isHeld(_ place: Coordinate) -> Bool {
    guard let number = number(at: place) else { return false }
    return zones[number].status != .influence
  }

  /// Where on a…b it crosses c…d, as a part of a…b; nil where it does not.
  private func crossing(_ a: Coordinate, _ b: Coordinate, _ c: Coordinate, _ d: Coordinate) -> Double? {
    let side = { (p: Coordinate) in (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) }
    let (sideC, sideD) = (side(c), side(d))
    guard (sideC > 0) != (sideD > 0) else { return nil }
    let part = sideC / (sideC - sideD)
    let (x, y) = (c.x + (d.x - c.x) * part - a.x, c.y + (d.y - c.y) * part - a.y)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let along = (x * dx + y * dy) / (dx * dx + dy * dy)
    return along > 0 && along < 1 ? along : nil
  }
}
