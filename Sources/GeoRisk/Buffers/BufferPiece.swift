import GeoCore
import GeoProjection
import GeoTopology

/// At most 200 km of a path, to be buffered in one plane round its middle.
///
/// Nothing of the piece is farther than 100 km from the middle, so that distances from it are true to 0.004 %
/// whatever the buffer's width.
struct BufferPiece {
  static let greatestLength = 200_000.0

  private let frame: LocalFrame
  /// The path in the frame.
  private let path: [Coordinate]
  private let distance: Double

  /// Cuts a path, its edges taken as geodesics; a single vertex is a piece of its own.
  static func pieces(of path: [Coordinate], distance: Double) -> [BufferPiece] {
    let step = greatestStep(for: distance)
    let dense = Geodesic.wgs84.densified(path, maximumStep: step)
    var chainage = [0.0]
    for (a, b) in zip(dense, dense.dropFirst()) {
      chainage.append((chainage.last ?? 0) + Geodesic.wgs84.distance(from: a, to: b))
    }
    var pieces: [BufferPiece] = []
    var start = 0
    while start < dense.count {
      var end = start
      var middle = start
      while end + 1 < dense.count, chainage[end + 1] - chainage[start] <= greatestLength { end += 1 }
      while chainage[end] - chainage[middle] > chainage[middle] - chainage[start] { middle += 1 }
      pieces.append(BufferPiece(vertices: dense[start...end], center: dense[middle], distance: distance))
      guard end + 1 < dense.count else { break }
      start = end
    }
    return pieces
  }

  /// The longest edge in metres that may be drawn straight in a frame: a geodesic at a distance p from the
  /// middle bows by at most L²·p/(12 R²) there.
  private static func greatestStep(for distance: Double) -> Double {
    let radius = Ellipsoid.meanRadius
    let bow = 12 * radius * radius / (greatestLength / 2)
    return min((GeodesicBuffer.Budget.chord * distance * bow).squareRoot(), 10_000)
  }

  private init(vertices: ArraySlice<Coordinate>, center: Coordinate, distance: Double) {
    frame = LocalFrame(center: center)
    path = vertices.map(frame.forward)
    self.distance = distance
  }

  /// Areas that together are the ground within the offset's distance.
  private func outlines(_ offset: ConvexOffset) throws(TopologyError) -> [Polygon] {
    if let outlines = try PathOutline(offset: offset).outlines(of: path) { return outlines }
    let cover = ConvexCover(distance: distance, tolerance: distance * GeodesicBuffer.Budget.hull)
    return cover.hulls(of: path).compactMap { offset.polygon(round: $0) }
  }

  /// The ground within the distance, as valid areas of longitude and latitude inside the window.
  func area(
    segmentsPerQuadrant: Int, lift: GlobeLift, window: LongitudeWindow
  ) throws(TopologyError) -> [Polygon] {
    let pole = Coordinate(longitude: 0, latitude: frame.center.latitude < 0 ? -90 : 90)
    let poleInFrame = frame.forward(pole)
    var widening = 1.0
    var area = MultiPolygon([])
    // Where the boundary meets a pole, a direction has no longitude: go round it a hair farther out.
    for _ in 0..<4 {
      let offset = ConvexOffset(distance: distance * widening, segmentsPerQuadrant: segmentsPerQuadrant)
      let outlines = try outlines(offset)
      area =
        outlines.count > 1
        ? try .union(of: outlines, retryGrid: distance * 1e-7) : MultiPolygon(outlines)
      let clearance = distance * GeodesicBuffer.Budget.pole
      if area.polygons.allSatisfy({ $0.boundaryDistance(to: poleInFrame) > clearance }) { break }
      widening += 2 * GeodesicBuffer.Budget.pole
    }
    var result: [Polygon] = []
    for polygon in area.polygons {
      result += try lift.area(
        of: polygon.rings.map { GlobeRing(frame: frame, ring: $0, pole: pole.latitude, lift: lift) },
        in: window)
    }
    return result
  }
}

extension Polygon {
  /// The planar distance from a point to the nearest edge of any ring.
  fileprivate func boundaryDistance(to point: Coordinate) -> Double {
    var least = Double.infinity
    for ring in rings {
      for (a, b) in zip(ring, ring.dropFirst()) {
        let along = Coordinate(x: b.x - a.x, y: b.y - a.y)
        let offset = Coordinate(x: point.x - a.x, y: point.y - a.y)
        let squared = along.x * along.x + along.y * along.y
        let t = squared > 0 ? min(1, max(0, (offset.x * along.x + offset.y * along.y) / squared)) : 0
        let dx = offset.x - t * along.x
        let dy = offset.y - t * along.y
        least = min(least, dx * dx + dy * dy)
      }
    }
    return least.squareRoot()
  }
}
