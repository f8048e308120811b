#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
import GeoCore
import GeoProjection

/// One closed ring round a road that winds round all ground within some kilometres a positive number of times.
///
/// It goes along the road's right side, round its end, back along its left side and round its start, each vertex
/// set off in its own `GroundFrame`. Sides lie at the distance itself; corners turn on tangents to the circle,
/// moved in by a third of what they reach beyond it.
///
/// The ring may cross itself. Taken as a sum of the areas beside each edge and the sectors at outer corners it
/// winds once round each of them, so that its winding number is positive wherever one of them lies. At inner
/// corners two of them overlap: the ring takes the short cut where their sides meet, and goes by the vertex
/// itself where an edge is too short for that.
struct RoadOutline {
  /// The widest distance in metres, which `GroundFrame` sets.
  static let greatestDistance = 30_000.0
  /// The farthest from the equator that anything may lie, in degrees.
  static let greatestLatitude = 75.0

  /// Metres.
  let distance: Double
  /// How far a geodesic may bow from the line that is straight in longitude and latitude, in metres.
  let tolerance: Double
  /// The largest turn at one vertex of a corner, in radians.
  private let greatestTurn: Double

  /// - Parameter segmentsPerQuadrant: chords for a quarter circle; 16 keep corners within 0.08 %.
  init(distance: Double, segmentsPerQuadrant: Int, tolerance: Double) {
    self.distance = distance
    self.tolerance = tolerance
    greatestTurn = Double.pi / Double(2 * segmentsPerQuadrant)
  }

  /// About how many vertices the rings of roads have at most.
  static func usualVertices(_ vertices: Int, roads: Int) -> Int { 3 * vertices + 80 * roads }

  /// A ring, open, longitudes running on from the road's.
  struct Ring {
    let places: [Coordinate]
    /// Whether it crosses itself at more than a few places, so that it is best united on its own.
    let isTangled: Bool
  }

  /// The ring; nil for a road that is too far north or south, is only a point, or is so long and so crooked for the
  /// distance that other ways are better.
  func ring(of road: [Coordinate]) -> Ring? {
    guard distance <= Self.greatestDistance, let frames = frames(of: road), frames.count > 1 else {
      return nil
    }
    let corners = corners(of: frames)
    let sharp = corners.count(where: \.isSharp)
    let isTangled = sharp * 8 > frames.count
    guard !isTangled || isWorthUntangling(frames, sharp: sharp) else { return nil }
    var ring: [Coordinate] = []
    ring.reserveCapacity(Self.usualVertices(frames.count, roads: 1))
    let last = frames.count - 1
    let start = frames[0].direction(to: frames[1])
    let end = frames[last].direction(to: frames[last - 1])
    for vertex in 1..<last { append(corners[vertex - 1], at: frames[vertex], turned: false, to: &ring) }
    turn(at: frames[last], from: Coordinate(x: -end.y, y: end.x), by: .pi, to: &ring)
    for vertex in (1..<last).reversed() {
      append(corners[vertex - 1], at: frames[vertex], turned: true, to: &ring)
    }
    turn(at: frames[0], from: Coordinate(x: -start.y, y: start.x), by: .pi, to: &ring)
    return Ring(places: ring, isTangled: isTangled)
  }

  /// Whether a tangled ring is united sooner than the convex hulls that other ways take: at its sharp corners it crosses
  /// about as many edges as the road has within two distances, and hulls are about a twentieth of the distance long.
  /// A hull takes about as long as a hundred crossings; the decision `LatticeUnions` has the measurements.
  private func isWorthUntangling(_ frames: [GroundFrame], sharp: Int) -> Bool {
    let length = zip(frames, frames.dropFirst()).reduce(0) { $0 + $1.0.squaredChord(to: $1.1).squareRoot() }
    let count = Double(frames.count)
    let crossings = Double(sharp) * count * min(1, 2 * distance / length)
    return crossings <= 100 * min(count, 20 * length / distance)
  }

  /// The road's distinct vertices, and more between where edges are long; nil outside the latitudes.
  private func frames(of road: [Coordinate]) -> [GroundFrame]? {
    let limit = Self.greatestLatitude - distance / 110_000
    var frames: [GroundFrame] = []
    frames.reserveCapacity(road.count)
    var previous: Coordinate?
    for vertex in road {
      guard abs(vertex.latitude) <= limit else { return nil }
      var place = vertex
      if let previous, abs(place.longitude - previous.longitude) > 180 {
        place.longitude = Longitude.nearest(place.longitude, to: previous.longitude)
      }
      let frame = GroundFrame(center: place)
      if let before = frames.last {
        let squaredLength = before.squaredChord(to: frame)
        let least = distance * 1e-6
        guard squaredLength > least * least else { continue }
        let bow = max(before.bow(ofLength: squaredLength), frame.bow(ofLength: squaredLength))
        if bow > tolerance {
          let step = (squaredLength * tolerance / bow).squareRoot()
          let dense = Geodesic.wgs84.densified([before.center, place], maximumStep: step)
          for place in dense.dropFirst().dropLast() {
            guard abs(place.latitude) <= limit else { return nil }
            frames.append(GroundFrame(center: place))
          }
        }
      }
      frames.append(frame)
      previous = place
    }
    return frames
  }

  /// How the road turns at a vertex.
  private struct Corner {
    /// The unit vectors to the right of the edges before and behind.
    var before, behind: Coordinate
    /// The sine and cosine of the turn, positive to the left.
    var sine, cosine: Double
    /// Whether an edge is too short for the sides to meet.
    var isSharp: Bool

    /// The same corner on the way back.
    var turned: Corner {
      Corner(
        before: Coordinate(x: -behind.x, y: -behind.y), behind: Coordinate(x: -before.x, y: -before.y),
        sine: -sine, cosine: cosine, isSharp: isSharp)
    }
  }

  private func corners(of frames: [GroundFrame]) -> [Corner] {
    guard frames.count > 2 else { return [] }
    return (1..<frames.count - 1).map { vertex in
      let frame = frames[vertex]
      let (back, ahead) = (frame.direction(to: frames[vertex - 1]), frame.direction(to: frames[vertex + 1]))
      let before = Coordinate(x: -back.y, y: back.x)
      let behind = Coordinate(x: ahead.y, y: -ahead.x)
      let sine = before.x * behind.y - before.y * behind.x
      let cosine = before.x * behind.x + before.y * behind.y
      // What the short cut takes off either edge: d · tan (turn / 2).
      let cut = cosine > -0.9 ? distance * abs(sine) / (1 + cosine) : .infinity
      let shorter = min(
        frame.squaredChord(to: frames[vertex - 1]), frame.squaredChord(to: frames[vertex + 1]))
      return Corner(
        before: before, behind: behind, sine: sine, cosine: cosine, isSharp: cut * cut > 0.95 * shorter)
    }
  }

  /// Adds the right side of a corner, or its left side on the way back.
  private func append(
    _ corner: Corner, at frame: GroundFrame, turned: Bool, to ring: inout [Coordinate]
  ) {
    // A turn straight back is one to the left.
    let isOuter = (corner.sine > 0 || corner.sine == 0 && corner.cosine < 0) != turned
    let corner = turned ? corner.turned : corner
    if isOuter {
      let angle = corner.cosine > 0.5 ? asin(min(1, abs(corner.sine))) : acos(max(-1, corner.cosine))
      turn(at: frame, from: corner.before, by: angle, to: &ring)
    } else if corner.isSharp {
      ring.append(frame.place(scaled(corner.before, by: distance)))
      ring.append(frame.center)
      ring.append(frame.place(scaled(corner.behind, by: distance)))
    } else {
      let middle = Coordinate(x: corner.before.x + corner.behind.x, y: corner.before.y + corner.behind.y)
      ring.append(frame.place(scaled(middle, by: distance / (1 + corner.cosine))))
    }
  }

  /// Adds vertices round a centre, counter-clockwise by an angle in 0…π from a unit vector.
  private func turn(
    at frame: GroundFrame, from start: Coordinate, by angle: Double, to ring: inout [Coordinate]
  ) {
    let count = max(1, (angle / greatestTurn - 1e-9).rounded(.up))
    let half = angle / count / 2
    var (sine, cosine) = (sin(half), cos(half))
    let radius = distance * (1 + (1 / cosine - 1) * 2 / 3)
    func rotated(_ vector: Coordinate) -> Coordinate {
      Coordinate(x: vector.x * cosine - vector.y * sine, y: vector.x * sine + vector.y * cosine)
    }
    var direction = rotated(start)
    (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine)
    for _ in 0..<Int(count) {
      ring.append(frame.place(scaled(direction, by: radius)))
      direction = rotated(direction)
    }
  }

  private func scaled(_ vector: Coordinate, by factor: Double) -> Coordinate {
    Coordinate(x: vector.x * factor, y: vector.y * factor)
  }
}
