import Foundation
import GeoCore

/// The box in degrees that a map of some places needs.
enum MapExtent {
  /// The smallest box round the places, grown by a distance on every side.
  ///
  /// Of all ways to lay the box across longitudes the narrowest is taken, so places on both sides of the
  /// antimeridian make a box whose `maxX` exceeds 180. A box that comes within the distance of a pole reaches
  /// that pole and goes all the way round.
  ///
  /// - Parameters:
  ///   - places: at least one.
  ///   - metres: 0 or more.
  /// - Returns: nil without places.
  static func around(_ places: [Coordinate], metres: Double) -> Envelope? {
    guard let first = places.first else { return nil }
    let box = places.reduce(into: Envelope.empty) { $0.extend(by: $1) }
    let (west, width) = narrowestSpan(of: places.map { Longitude.wrapped($0.longitude) }) ?? (first.x, 0)
    // A degree of latitude is nowhere shorter than 110.57 km, nor one of longitude than the cosine's part of it.
    let latitudeMargin = metres / 110_570
    let south = box.minY - latitudeMargin
    let north = box.maxY + latitudeMargin
    let widest = max(abs(south), abs(north))
    guard widest < 90 else {
      return Envelope(minX: -180, minY: max(south, -90), maxX: 180, maxY: min(north, 90))
    }
    // The meridians that touch a circle of angle δ round latitude φ lie asin(sin δ / cos φ) away.
    let poleward = max(abs(box.minY), abs(box.maxY)) * .pi / 180
    let angle = latitudeMargin * .pi / 180
    let longitudeMargin = asin(min(1, sin(angle) / cos(poleward))) * 180 / .pi
    guard width + 2 * longitudeMargin < 360 else {
      return Envelope(minX: -180, minY: south, maxX: 180, maxY: north)
    }
    let start = Longitude.wrapped(west - longitudeMargin)
    return Envelope(minX: start, minY: south, maxX: start + width + 2 * longitudeMargin, maxY: north)
  }

  /// The narrowest arc of longitude that holds all: its west end and its width in degrees.
  static func narrowestSpan(of longitudes: [Double]) -> (west: Double, width: Double)? {
    let sorted = longitudes.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    // Start with the gap over the antimeridian; a wider one between neighbours is left out instead.
    var best = (west: first, gap: first + 360 - last)
    for (left, right) in zip(sorted, sorted.dropFirst()) where right - left > best.gap {
      best = (west: right, gap: right - left)
    }
    return (best.west, 360 - best.gap)
  }
}

extension Geometry {
  /// All vertices in order.
  var vertices: [Coordinate] {
    switch self {
    case .point(let place): [place]
    case .multiPoint(let places): places
    case .lineString(let line): line.coordinates
    case .multiLineString(let lines): lines.flatMap(\.coordinates)
    case .polygon(let polygon): polygon.coordinates
    case .multiPolygon(let multi): multi.polygons.flatMap(\.coordinates)
    case .collection(let members): members.flatMap(\.vertices)
    }
  }
}
