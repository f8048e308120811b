/// A path's `d` attribute, in tenths of a unit and steps from point to point so that it stays short.
struct SVGPath {
  /// The attribute so far; empty when nothing was drawn.
  private(set) var data = ""
  private var x = 0
  private var y = 0

  /// Whether nothing was drawn.
  var isEmpty: Bool { data.isEmpty }

  /// Draws a line through the points; points that fall on the same tenth are merged, and what falls on one
  /// point altogether is drawn as a dot of a tenth, so that short lines do not vanish.
  mutating func line(_ points: [PlanePoint]) {
    let tenths = Self.tenths(points)
    guard let first = tenths.first else { return }
    move(to: first)
    for point in tenths.dropFirst() { step(to: point) }
    if tenths.count == 1 { data += "h0" }
  }

  /// Draws a closed ring, given with or without its first point repeated; fewer than three points draw nothing.
  mutating func ring(_ points: [PlanePoint]) {
    var tenths = Self.tenths(points)
    if tenths.count > 1, tenths.first == tenths.last { tenths.removeLast() }
    guard tenths.count > 2, let first = tenths.first else { return }
    move(to: first)
    for point in tenths.dropFirst() { step(to: point) }
    data += "z"
  }

  private mutating func move(to point: Tenths) {
    data += "M" + Self.number(point.x) + Self.separated(point.y)
    (x, y) = (point.x, point.y)
  }

  private mutating func step(to point: Tenths) {
    let dx = point.x - x
    let dy = point.y - y
    if dy == 0 {
      data += "h" + Self.number(dx)
    } else if dx == 0 {
      data += "v" + Self.number(dy)
    } else {
      data += "l" + Self.number(dx) + Self.separated(dy)
    }
    (x, y) = (point.x, point.y)
  }

  private struct Tenths: Equatable {
    var x: Int
    var y: Int
  }

  private static func tenths(_ points: [PlanePoint]) -> [Tenths] {
    var result: [Tenths] = []
    result.reserveCapacity(points.count)
    for point in points where point.x.isFinite && point.y.isFinite {
      let next = Tenths(x: Int((point.x * 10).rounded()), y: Int((point.y * 10).rounded()))
      if result.last != next { result.append(next) }
    }
    return result
  }

  private static func separated(_ tenths: Int) -> String {
    let text = number(tenths)
    return tenths < 0 ? text : " " + text
  }

  private static func number(_ tenths: Int) -> String {
    let magnitude = tenths.magnitude
    let sign = tenths < 0 ? "-" : ""
    let fraction = magnitude % 10
    let whole = magnitude / 10
    if fraction == 0 { return sign + String(whole) }
    return sign + (whole == 0 ? "" : String(whole)) + "." + String(fraction)
  }

  /// One number of a shape's attribute, to a tenth of a unit.
  static func tenth(_ value: Double) -> String {
    value.isFinite ? number(Int((value * 10).rounded())) : "0"
  }
}

/// A point in the units of a drawing, y downwards.
struct PlanePoint: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// An upright rectangle in the units of a drawing.
struct PlaneBox: Hashable, Sendable {
  var minX: Double
  var minY: Double
  var maxX: Double
  var maxY: Double

  func contains(_ point: PlanePoint) -> Bool {
    point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
  }

  func contains(_ box: PlaneBox) -> Bool {
    box.minX >= minX && box.maxX <= maxX && box.minY >= minY && box.maxY <= maxY
  }

  func intersects(_ box: PlaneBox) -> Bool {
    minX < box.maxX && box.minX < maxX && minY < box.maxY && box.minY < maxY
  }

  func grown(by margin: Double) -> PlaneBox {
    PlaneBox(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }
}
