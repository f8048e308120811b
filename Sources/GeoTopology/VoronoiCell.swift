import CGEOS
import GeoCore

/// The ground that is nearer to one site than to any other, in the plane of the coordinates.
public struct VoronoiCell: Hashable, Sendable {
  /// Indices of the sites at this place, rising; several where sites coincide.
  public let sites: [Int]
  /// The cell, cut to the box; convex before the cut and after it.
  public let polygon: Polygon

  /// The cells of all sites inside a box, ordered by their first site.
  ///
  /// Sites whose cell does not reach the box have none.
  ///
  /// - Parameters:
  ///   - sites: places in the plane; no site gives no cell, one site the whole box.
  ///   - box: where the cells end.
  /// - Throws: `TopologyError`, also for an empty box or a place that is not finite.
  public static func cells(of sites: [Coordinate], in box: Envelope) throws(TopologyError) -> [VoronoiCell] {
    let session = try GEOSSession("Voronoi cells")
    let frame = try session.make(box)
    let points = try session.make(.multiPoint(sites))
    let distinct = Dictionary(grouping: sites.indices) { sites[$0] }.values
      .sorted { sites[$0[0]].x < sites[$1[0]].x }
    guard distinct.count > 1 else {
      let whole = try session.areas(of: frame.pointer).polygons
      return distinct.flatMap { group in whole.map { VoronoiCell(sites: group, polygon: $0) } }
    }
    let diagram = try session.own(
      GEOSVoronoiDiagram_r(session.context, points.pointer, frame.pointer, 0, 0), from: "GEOSVoronoiDiagram_r"
    )
    var cells: [VoronoiCell] = []
    for whole in try session.areas(of: diagram.pointer).polygons {
      // GEOS gives the cells in no order: a cell's site is the one inside it.
      guard let group = Self.group(in: whole, of: distinct, sites) else {
        throw TopologyError(
          operation: session.operation, function: "GEOSVoronoiDiagram_r", message: "a cell holds no site")
      }
      for part in try MultiPolygon([whole]).clipped(to: box).polygons {
        cells.append(VoronoiCell(sites: group, polygon: part))
      }
    }
    return cells.sorted { $0.sites[0] < $1.sites[0] }
  }

  /// The one group of coinciding sites inside a convex cell; `groups` rise in x.
  private static func group(in cell: Polygon, of groups: [[Int]], _ sites: [Coordinate]) -> [Int]? {
    let box = cell.envelope
    var low = 0
    var high = groups.count
    while low < high {
      let middle = (low + high) / 2
      if sites[groups[middle][0]].x < box.minX { low = middle + 1 } else { high = middle }
    }
    while low < groups.count, sites[groups[low][0]].x <= box.maxX {
      let site = sites[groups[low][0]]
      if box.contains(site), isInside(site, cell.ring(0)) { return groups[low] }
      low += 1
    }
    return nil
  }

  private static func isInside(_ point: Coordinate, _ convex: ArraySlice<Coordinate>) -> Bool {
    var left = false
    var right = false
    for (a, b) in zip(convex, convex.dropFirst()) {
      let side = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
      if side > 0 { left = true } else if side < 0 { right = true }
    }
    return !(left && right)
  }
}
