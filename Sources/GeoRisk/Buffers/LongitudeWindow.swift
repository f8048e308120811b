#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import GeoCore
import GeoTopology

/// One turn of longitude, west…west + 360, into which areas of the unrolled plane are folded.
struct LongitudeWindow: Hashable, Sendable {
  /// The western edge in degrees, a multiple of 2⁻³⁶.
  let west: Double
  /// Whether the areas may hold a pole.
  let mayHoldPole: Bool

  /// The window whose edge lies as far as can be from some paths, so that they need not be cut.
  ///
  /// It is −180…180 when the paths leave no gap, or when a distance may reach a pole from one of them.
  ///
  /// - Parameters:
  ///   - paths: vertices at most 100 km apart; the first path's first vertex keeps its turn.
  ///   - reach: how far the areas go beyond the paths, in metres.
  init(round paths: [[Coordinate]], reach: Double) {
    // A degree of latitude is at least 110.5 km long; one more for what lies between vertices.
    let margin = reach / 110_500 + 1
    let arcs = paths.compactMap { path -> (west: Double, width: Double)? in
      let unrolled = Longitude.unwrapped(path)
      guard let first = unrolled.first else { return nil }
      let west = unrolled.reduce(first.x) { min($0, $1.x) }
      let east = unrolled.reduce(first.x) { max($0, $1.x) }
      return (Longitude.wrapped(west), east - west)
    }.sorted { $0.west < $1.west }
    let reachesPole = reach > 0 && paths.joined().contains { abs($0.latitude) + margin >= 90 }
    mayHoldPole = reachesPole
    guard let first = paths.first?.first, let earliest = arcs.first, !reachesPole else {
      west = -180
      return
    }
    var widest = (gap: 0.0, middle: 0.0)
    var east = -Double.infinity
    // One arc after the last: the first one again, a turn later.
    for arc in arcs + [(earliest.west + 360, 0)] {
      if arc.west - east > widest.gap, east.isFinite {
        widest = (arc.west - east, (arc.west + east) / 2)
      }
      east = max(east, arc.west + arc.width)
    }
    guard widest.gap > 0 else {
      west = -180
      return
    }
    let edge = Coordinate(x: widest.middle, y: 0).onGlobeGrid.x
    west = edge + 360 * ((first.longitude - edge) / 360).rounded(.down)
  }

  /// The whole turns in degrees that bring a longitude into the window.
  func turn(of longitude: Double) -> Double { -360 * ((longitude - west) / 360).rounded(.down) }

  /// The parts of a valid polygon of the unrolled plane, each moved by whole turns into the window.
  func fold(_ polygon: Polygon) throws(TopologyError) -> [Polygon] {
    let box = polygon.envelope
    let first = Int(((box.minX - west) / 360).rounded(.down))
    let last = max(first, Int(((box.maxX - west) / 360).rounded(.up)) - 1)
    var parts: [Polygon] = []
    for turn in first...last {
      let moved = polygon.moved(byTurns: -turn)
      if first == last {
        parts.append(moved)
      } else {
        let strip = Envelope(minX: west, minY: -90, maxX: west + 360, maxY: 90)
        parts += try MultiPolygon([moved]).clipped(to: strip).polygons
      }
    }
    return parts
  }
}

extension Polygon {
  fileprivate func moved(byTurns turns: Int) -> Polygon {
    guard turns != 0 else { return self }
    let degrees = 360 * Double(turns)
    // Adding a finite number keeps rings closed and finite.
    return (try? mapCoordinates { Coordinate(x: $0.x + degrees, y: $0.y) }) ?? self
  }
}
