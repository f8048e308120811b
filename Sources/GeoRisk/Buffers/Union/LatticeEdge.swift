/// The straight edge between two lattice points, judged exactly.
///
/// All of it holds for edges that span less than `LatticeRings.greatestSpan` and points near them.
struct LatticeEdge: Sendable {
  let from: LatticePoint
  let to: LatticePoint

  @inline(__always) var step: LatticePoint { to - from }

  /// Whether a point lies within the edge's box, its border included.
  @inline(__always)
  func boxHolds(_ point: LatticePoint) -> Bool {
    point.x >= min(from.x, to.x) && point.x <= max(from.x, to.x) && point.y >= min(from.y, to.y)
      && point.y <= max(from.y, to.y)
  }

  /// Positive for points to the left.
  @inline(__always)
  func side(of point: LatticePoint) -> Int { step.cross(point - from) }

  /// Whether the edge passes through a point's pixel, the square of side 1 round it.
  ///
  /// A line through a corner of pixels is taken to pass it as if all pixels lay a hair farther west, and a hair of
  /// that hair farther south; a crossing on a pixel's border then belongs to the pixel east or north of it.
  @inline(__always)
  func passes(pixelOf point: LatticePoint) -> Bool {
    guard boxHolds(point) else { return false }
    let step = step
    let twice = 2 * step.cross(point - from)
    // Twice the cross products of the pixel's corners lie this far to either side.
    let reach = abs(step.x) + abs(step.y)
    if abs(twice) != reach { return abs(twice) < reach }
    let leansRight = step.y < 0 || step.y == 0 && step.x > 0
    return twice > 0 ? leansRight : !leansRight
  }

  /// The point whose pixel holds the place where the edge crosses another one; nil unless each has its ends on
  /// different sides of the other.
  @inline(__always)
  func crossing(_ other: LatticeEdge) -> LatticePoint? {
    let (a, b) = (side(of: other.from), side(of: other.to))
    guard a != 0, b != 0, (a > 0) != (b > 0) else { return nil }
    let (c, d) = (other.side(of: from), other.side(of: to))
    guard c != 0, d != 0, (c > 0) != (d > 0) else { return nil }
    // At the share c / (c − d) of the way.
    let (part, whole) = c > 0 ? (Int128(c), Int128(c) - Int128(d)) : (-Int128(c), Int128(d) - Int128(c))
    return LatticePoint(
      x: from.x + Self.rounded(step.x, part, whole), y: from.y + Self.rounded(step.y, part, whole))
  }

  /// length · part / whole to the nearest whole number, halves upwards.
  private static func rounded(_ length: Int, _ part: Int128, _ whole: Int128) -> Int {
    let numerator = 2 * Int128(length) * part + whole
    let denominator = 2 * whole
    let quotient = numerator / denominator
    return Int(numerator < quotient * denominator ? quotient - 1 : quotient)
  }
}
