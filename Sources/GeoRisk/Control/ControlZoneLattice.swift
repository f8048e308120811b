import GeoCore

/// A place as whole multiples of 1e-7°, the precision at which layers are written.
///
/// Zones are built on this lattice, so that rounding happens before shapes are checked and never after.
struct LatticePoint: Hashable, Comparable, Sendable {
  let x: Int
  let y: Int

  /// Multiples per degree.
  static let perDegree = 1e7

  init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }

  /// The nearest lattice point.
  init(_ coordinate: Coordinate) {
    x = Int((coordinate.x * Self.perDegree).rounded())
    y = Int((coordinate.y * Self.perDegree).rounded())
  }

  /// The place in degrees.
  var coordinate: Coordinate { Coordinate(x: Double(x) / Self.perDegree, y: Double(y) / Self.perDegree) }

  static func < (left: LatticePoint, right: LatticePoint) -> Bool {
    (left.x, left.y) < (right.x, right.y)
  }

  static func - (left: LatticePoint, right: LatticePoint) -> LatticePoint {
    LatticePoint(x: left.x - right.x, y: left.y - right.y)
  }

  /// Positive where the other direction lies counter-clockwise of this one.
  func cross(_ other: LatticePoint) -> Int { x * other.y - y * other.x }

  /// The longer of the two extents.
  var span: Int { max(abs(x), abs(y)) }
}

/// Rings of lattice points, not closed, judged exactly.
enum LatticeRing {
  /// Twice the signed area, positive when counter-clockwise.
  static func doubleArea(_ ring: [LatticePoint]) -> Int {
    guard let origin = ring.first else { return 0 }
    return zip(ring, ring.dropFirst()).reduce(0) { $0 + ($1.0 - origin).cross($1.1 - origin) }
  }

  /// Whether no two edges touch but neighbours in their common vertex.
  static func isSimple(_ ring: [LatticePoint]) -> Bool {
    let count = ring.count
    guard count >= 3 else { return false }
    for i in 0..<count {
      let (a, b) = (ring[i], ring[(i + 1) % count])
      if a == b { return false }
      for j in (i + 1)..<count {
        let (c, d) = (ring[j], ring[(j + 1) % count])
        if j == i + 1 {
          // Neighbours: the second must not fold back over the first.
          if onSegment(d, a, b) { return false }
        } else if (j + 1) % count == i {
          if onSegment(c, a, b) { return false }
        } else if touch(a, b, c, d) {
          return false
        }
      }
    }
    return true
  }

  private static func onSegment(_ point: LatticePoint, _ a: LatticePoint, _ b: LatticePoint) -> Bool {
    guard (b - a).cross(point - a) == 0 else { return false }
    return point.x >= min(a.x, b.x) && point.x <= max(a.x, b.x) && point.y >= min(a.y, b.y)
      && point.y <= max(a.y, b.y)
  }

  private static func touch(
    _ a: LatticePoint, _ b: LatticePoint, _ c: LatticePoint, _ d: LatticePoint
  ) -> Bool {
    let (c1, d1) = ((b - a).cross(c - a).signum(), (b - a).cross(d - a).signum())
    let (a2, b2) = ((d - c).cross(a - c).signum(), (d - c).cross(b - c).signum())
    if c1 * d1 < 0 && a2 * b2 < 0 { return true }
    return onSegment(c, a, b) || onSegment(d, a, b) || onSegment(a, c, d) || onSegment(b, c, d)
  }
}
