import GeoCore
import GeoProjection

/// A stretch of a corridor between two chainages, before it is scored.
public struct CorridorPiece: Sendable {
  /// Part of the corridor's geometry, from 0.
  public var part: Int
  /// Chainage of the start in metres, running on over the parts.
  public var from: Double
  /// Chainage of the end in metres.
  public var to: Double
  /// The cut at the start, the road's own vertices between the cuts, the cut at the end; longitudes unwrapped.
  public var line: LineString
  /// The places at `SegmentRule.abscissae` of the stretch, by chainage.
  var nodes: SegmentNodes

  /// Metres along the road.
  public var length: Double { to - from }
  /// The place half-way by chainage.
  public var middle: Coordinate { nodes.middle }
}

/// The places at a segment rule's abscissae, without the cost of an array.
struct SegmentNodes: Sendable {
  let first, middle, last: Coordinate

  /// - Parameter place: the place at a part of the stretch; asked in rising order.
  init(_ place: (Double) -> Coordinate) {
    first = place(SegmentRule.abscissae.0)
    middle = place(SegmentRule.abscissae.1)
    last = place(SegmentRule.abscissae.2)
  }

  /// The nth place by chainage, n from 0 to 2.
  subscript(number: Int) -> Coordinate { number == 0 ? first : number == 1 ? middle : last }
}

/// The three-point Gauss–Legendre rule on 0…1, exact for polynomials up to degree five.
enum SegmentRule {
  static let abscissae = (0.5 - 0.15.squareRoot(), 0.5, 0.5 + 0.15.squareRoot())
  static let weights = [5.0 / 18, 8.0 / 18, 5.0 / 18]
}

extension Corridor {
  /// The corridor cut by geodesic chainage, part by part; the last piece of a part is its remainder.
  ///
  /// Cost grows with the number of vertices plus pieces. A part of no length gives no piece.
  ///
  /// - Parameter segmentLength: metres, above 0.
  /// - Throws: `GeoRiskError` when a vertex is not on the globe, the corridor has no length, or the segment length
  ///   is too short for it.
  func pieces(segmentLength: Double) throws(GeoRiskError) -> [CorridorPiece] {
    for line in parts where !line.coordinates.allSatisfy({ abs($0.latitude) <= 90 }) {
      throw GeoRiskError(.badData, "corridor '\(id)' leaves the globe", at: record)
    }
    let walks = parts.map { LineWalk($0.coordinates) }
    // A segment with its reasons takes about a kilobyte.
    let limit = 1_000_000.0
    guard walks.reduce(0, { $0 + $1.length }) / segmentLength <= limit else {
      throw GeoRiskError(
        .usage, "corridor '\(id)' would have more than \(Int(limit)) segments", at: record,
        suggestion: "use a longer segment length")
    }
    var pieces: [CorridorPiece] = []
    var chainage = 0.0
    for (part, walk) in walks.enumerated() where walk.length > 0 {
      do throws(GeometryError) {
        pieces += try walk.pieces(part: part, startingAt: chainage, segmentLength: segmentLength)
      } catch {
        throw GeoRiskError(.badData, "corridor '\(id)' leaves the globe: \(error)", at: record)
      }
      chainage += walk.length
    }
    guard !pieces.isEmpty else { throw GeoRiskError(.badData, "corridor '\(id)' has no length", at: record) }
    return pieces
  }

  /// The pieces of many corridors, in their order: each cut by geodesic chainage, part by part, the last piece
  /// of a part its remainder.
  ///
  /// Edges up to 2.5 km, which is all that most roads have, are walked by short series within micrometres of the
  /// geodesic (`ShortEdge`).
  ///
  /// - Parameters:
  ///   - corridors: lines of some length; their edges are geodesics.
  ///   - segmentLength: metres, above 0.
  ///   - workers: how many threads to use; the result does not depend on it.
  /// - Throws: `GeoRiskError` for a segment length that is no positive number or far too short, or a corridor of
  ///   no length.
  public static func pieces(
    of corridors: [Corridor], segmentLength: Double, workers: Workers = .allProcessors
  ) throws(GeoRiskError) -> [[CorridorPiece]] {
    guard segmentLength.isFinite, segmentLength > 0 else {
      throw GeoRiskError(.usage, "the segment length must be a positive distance, not \(segmentLength) m")
    }
    return try workers.tryMap(corridors.count) { index throws(GeoRiskError) in
      try corridors[index].pieces(segmentLength: segmentLength)
    }
  }

  /// Geodesic length over all parts in metres.
  var length: Double { parts.reduce(0) { $0 + Geodesic.wgs84.length(of: $1) } }
}

/// A line with the distance at which each of its edges begins; edges are prepared when they are reached.
private struct LineWalk {
  /// The line's own vertices, unwrapped; none but the first lies where the one before does.
  private var vertices: [ShortEdge.Vertex]
  /// Distance of each vertex from the line's start in metres.
  private var starts = [0.0]
  private(set) var length = 0.0

  init(_ coordinates: [Coordinate]) {
    vertices = [ShortEdge.Vertex(coordinates[0])]
    vertices.reserveCapacity(coordinates.count)
    starts.reserveCapacity(coordinates.count)
    for coordinate in coordinates.dropFirst() {
      let last = vertices.count - 1
      let (vertex, step) = Self.step(from: vertices[last], to: coordinate)
      guard step > 0 else {
        vertices[last] = vertex
        continue
      }
      length += step
      vertices.append(vertex)
      starts.append(length)
    }
  }

  /// The next vertex, on the turn of longitude that runs on from the last one, and the way to it.
  private static func step(
    from last: ShortEdge.Vertex, to coordinate: Coordinate
  ) -> (vertex: ShortEdge.Vertex, length: Double) {
    let vertex = ShortEdge.Vertex(coordinate)
    if let length = ShortEdge.length(from: last, to: vertex),
      abs(coordinate.longitude - last.place.longitude) < 180
    {
      return (vertex, length)
    }
    let edge = GeodesicEdge(from: last.place, to: coordinate)
    return (edge.end == coordinate ? vertex : ShortEdge.Vertex(edge.end), edge.length)
  }

  /// Pieces whose remainder is shorter than this join the piece before: a cut cannot be that exact.
  private static let shortestRemainder = 1e-3

  func pieces(part: Int, startingAt chainage: Double, segmentLength: Double) throws(GeometryError)
    -> [CorridorPiece]
  {
    let count = max(1, Int(((length - Self.shortestRemainder) / segmentLength).rounded(.up)))
    var pieces: [CorridorPiece] = []
    pieces.reserveCapacity(count)
    var place = Place(edge: 0, path: edge(0))
    var start = coordinate(at: 0, &place)
    for index in 0..<count {
      let from = Double(index) * segmentLength
      let to = index == count - 1 ? length : Double(index + 1) * segmentLength
      let firstEdge = place.edge
      let nodes = SegmentNodes { coordinate(at: from + $0 * (to - from), &place) }
      let end = coordinate(at: to, &place)
      let edge = place.edge
      var line: [Coordinate] = []
      line.reserveCapacity(edge - firstEdge + 2)
      line.append(start)
      // The start of each edge after the first is a vertex of the road inside the piece.
      for inner in (firstEdge + 1)..<(max(edge, firstEdge) + 1) where starts[inner] > from {
        line.append(vertices[inner].place)
      }
      if starts[edge] < to || line.last != end { line.append(end) }
      if line.count == 1 { line.append(end) }
      pieces.append(
        CorridorPiece(
          part: part, from: chainage + from, to: chainage + to, line: try LineString(line), nodes: nodes))
      start = end
    }
    return pieces
  }

  /// An edge by its number, prepared.
  private struct Place {
    var edge: Int
    var path: Path
  }

  private enum Path {
    case short(ShortEdge)
    indirect case long(GeodesicEdge)
  }

  private func edge(_ index: Int) -> Path {
    let (from, to) = (vertices[index], vertices[index + 1])
    if let length = ShortEdge.length(from: from, to: to) {
      return .short(ShortEdge(from: from, to: to, length: length))
    }
    return .long(GeodesicEdge(from: from.place, to: to.place))
  }

  /// The point at a distance from the start; `place` only moves forward between calls.
  private func coordinate(at distance: Double, _ place: inout Place) -> Coordinate {
    var index = place.edge
    while index + 2 < starts.count, starts[index + 1] <= distance { index += 1 }
    if index != place.edge { place = Place(edge: index, path: edge(index)) }
    // Sums of lengths round differently from their parts: the line's end is its last vertex, digit for digit.
    if distance >= length { return vertices[index + 1].place }
    switch place.path {
    case .short(let edge): return edge.coordinate(at: distance - starts[index])
    case .long(let edge): return edge.coordinate(at: distance - starts[index])
    }
  }
}
