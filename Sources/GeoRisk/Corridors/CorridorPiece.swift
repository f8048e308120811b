import GeoCore
import GeoProjection

/// A stretch of a corridor between two chainages, before it is scored.
struct CorridorPiece: Sendable {
  /// Part of the corridor's geometry, from 0.
  var part: Int
  /// Chainage of the start in metres, running on over the parts.
  var from: Double
  /// Chainage of the end in metres.
  var to: Double
  /// The cut at the start, the road's own vertices between the cuts, the cut at the end; longitudes unwrapped.
  var line: LineString
  /// The places at `SegmentRule.abscissae` of the stretch, by chainage.
  var nodes: [Coordinate]

  var length: Double { to - from }
  /// The place half-way: the rule's middle node.
  var middle: Coordinate { nodes[1] }
}

/// The three-point Gauss–Legendre rule on 0…1, exact for polynomials up to degree five.
enum SegmentRule {
  static let abscissae = [0.5 - 0.15.squareRoot(), 0.5, 0.5 + 0.15.squareRoot()]
  static let weights = [5.0 / 18, 8.0 / 18, 5.0 / 18]
}

extension Corridor {
  /// The corridor cut by geodesic chainage, part by part; the last piece of a part is its remainder.
  ///
  /// Cost grows with the number of vertices plus pieces. A part of no length gives no piece.
  ///
  /// - Parameter segmentLength: metres, above 0.
  /// - Throws: `GeometryError.notFinite` when a vertex is not on the globe.
  func pieces(segmentLength: Double) throws(GeometryError) -> [CorridorPiece] {
    var pieces: [CorridorPiece] = []
    var chainage = 0.0
    for (part, line) in parts.enumerated() {
      let walk = LineWalk(line.coordinates)
      guard walk.length > 0 else { continue }
      pieces += try walk.pieces(part: part, startingAt: chainage, segmentLength: segmentLength)
      chainage += walk.length
    }
    return pieces
  }

  /// Geodesic length over all parts in metres.
  var length: Double { parts.reduce(0) { $0 + Geodesic.wgs84.length(of: $1) } }
}

/// A line as geodesic edges with the distance at which each begins.
private struct LineWalk {
  let edges: [GeodesicEdge]
  /// Distance of each edge's start from the line's start in metres.
  let starts: [Double]
  let length: Double

  init(_ coordinates: [Coordinate]) {
    var edges: [GeodesicEdge] = []
    var starts: [Double] = []
    var length = 0.0
    var previous = coordinates[0]
    for vertex in coordinates.dropFirst() {
      let edge = GeodesicEdge(from: previous, to: vertex)
      previous = edge.end
      guard edge.length > 0 else { continue }
      edges.append(edge)
      starts.append(length)
      length += edge.length
    }
    self.edges = edges
    self.starts = starts
    self.length = length
  }

  /// Pieces whose remainder is shorter than this join the piece before: a cut cannot be that exact.
  private static let shortestRemainder = 1e-3

  func pieces(part: Int, startingAt chainage: Double, segmentLength: Double) throws(GeometryError)
    -> [CorridorPiece]
  {
    let count = max(1, Int(((length - Self.shortestRemainder) / segmentLength).rounded(.up)))
    var pieces: [CorridorPiece] = []
    pieces.reserveCapacity(count)
    var edge = 0
    for index in 0..<count {
      let from = Double(index) * segmentLength
      let to = index == count - 1 ? length : Double(index + 1) * segmentLength
      var vertices = [coordinate(at: from, edge: &edge)]
      let firstEdge = edge
      let nodes = SegmentRule.abscissae.map { coordinate(at: from + $0 * (to - from), edge: &edge) }
      let end = coordinate(at: to, edge: &edge)
      // The start of each edge after the first is a vertex of the road inside the piece.
      for inner in (firstEdge + 1)..<(max(edge, firstEdge) + 1) where starts[inner] > from {
        vertices.append(edges[inner].start)
      }
      if starts[edge] < to || vertices.last != end { vertices.append(end) }
      if vertices.count == 1 { vertices.append(end) }
      pieces.append(
        CorridorPiece(
          part: part, from: chainage + from, to: chainage + to, line: try LineString(vertices), nodes: nodes))
    }
    return pieces
  }

  /// The place at a distance from the start; `edge` only moves forward between calls.
  private func coordinate(at distance: Double, edge: inout Int) -> Coordinate {
    while edge + 1 < edges.count, starts[edge + 1] <= distance { edge += 1 }
    // Sums of lengths round differently from their parts: the line's end is its last vertex, digit for digit.
    return distance >= length ? edges[edge].end : edges[edge].coordinate(at: distance - starts[edge])
  }
}
