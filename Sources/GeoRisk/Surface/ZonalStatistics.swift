import GeoCore
import GeoTopology

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a gridded surface holds within an area.
public struct ZonalStatistics: Hashable, Sendable {
  /// The mean over the covered ground, each cell's value weighted by its covered area on the ellipsoid.
  public var mean: Double
  /// The largest value of a cell that the area meets.
  public var maximum: Double
  /// The covered ground in cells: the sum of the cells' covered shares, each 0…1.
  public var cells: Double

  /// The statistics of a surface within each of some areas, in their order; nil where an area meets no cell.
  ///
  /// A node stands for the cell that reaches half-way to its neighbours. Covered shares are exact for edges that
  /// are straight in longitude and latitude.
  ///
  /// - Parameters:
  ///   - values: one per node, row by row from the south, all finite.
  ///   - grid: where the nodes lie; an area on another turn of longitude is brought to the grid's.
  ///   - areas: valid areas in degrees.
  ///   - workers: how many threads to use; the result does not depend on it.
  /// - Throws: `GeoRiskError` when the values do not fit the grid.
  public static func statistics(
    of values: [Double], on grid: LonLatGrid, in areas: [MultiPolygon], workers: Workers = .allProcessors
  ) throws(GeoRiskError) -> [ZonalStatistics?] {
    guard values.count == grid.count else {
      throw GeoRiskError(.usage, "\(values.count) values do not fit a grid of \(grid.count) nodes")
    }
    let ground = (0..<grid.rows).map { grid.relativeCellArea(row: $0) }
    return workers.map(areas.count) { index in
      ZonalStatistics(of: values, on: grid, ground: ground, in: areas[index])
    }
  }

  private init?(of values: [Double], on grid: LonLatGrid, ground: [Double], in area: MultiPolygon) {
    var sum = 0.0
    var weights = 0.0
    var cells = 0.0
    var maximum = -Double.infinity
    let rings = area.polygons.flatMap { grid.cellRings(of: $0) }
    guard let coverage = CellCoverage(rings: rings, size: (grid.columns, grid.rows)) else { return nil }
    for row in coverage.rows {
      coverage.forEachCell(inRow: row) { column, share in
        let value = values[row * grid.columns + column]
        let weight = share * ground[row]
        sum += weight * value
        weights += weight
        cells += share
        maximum = max(maximum, value)
      }
    }
    guard weights > 0 else { return nil }
    self.init(mean: sum / weights, maximum: maximum, cells: cells)
  }

  private init(mean: Double, maximum: Double, cells: Double) {
    self.mean = mean
    self.maximum = maximum
    self.cells = cells
  }
}

extension ThreatSurface {
  /// The threat within each of some areas, in their order; nil where an area meets no cell.
  ///
  /// - Parameters:
  ///   - areas: valid areas in degrees.
  ///   - workers: how many threads to use.
  /// - Throws: `GeoRiskError` when the values do not fit the grid.
  public func statistics(
    in areas: [MultiPolygon], workers: Workers = .allProcessors
  ) throws(GeoRiskError) -> [ZonalStatistics?] {
    try ZonalStatistics.statistics(of: values, on: grid, in: areas, workers: workers)
  }
}

extension LonLatGrid {
  /// The area of a row's cells on the ellipsoid but for a constant factor: M N cos φ at the node.
  fileprivate func relativeCellArea(row: Int) -> Double {
    let latitude = latitude(row) * .pi / 180
    let sine = sin(latitude)
    let w2 = 1 - Ellipsoid.eccentricitySquared * sine * sine
    return max(cos(latitude), 0) / (w2 * w2)
  }

  /// A polygon's rings in units of cells, cell 0 from 0 to 1; outer ring counter-clockwise, holes clockwise.
  fileprivate func cellRings(of polygon: Polygon) -> [[Coordinate]] {
    let middle = west + longitudeStep * Double(columns - 1) / 2
    let outer = Longitude.unwrapped(Array(polygon.ring(0)))
    let box = Envelope(outer)
    let turns = ((middle - (box.minX + box.maxX) / 2) / 360).rounded() * 360
    var rings: [[Coordinate]] = []
    for (index, ring) in polygon.rings.enumerated() {
      var places = index == 0 ? outer : Longitude.unwrapped(Array(ring))
      // A hole on another turn than its outer ring.
      let shift =
        index == 0 || places[0].x >= box.minX && places[0].x <= box.maxX
        ? turns : turns + (((box.minX + box.maxX) / 2 - places[0].x) / 360).rounded() * 360
      for place in places.indices {
        places[place] = Coordinate(
          x: (places[place].x + shift - west) / longitudeStep + 0.5,
          y: (places[place].y - south) / latitudeStep + 0.5)
      }
      if (places.signedDoubleArea > 0) != (index == 0) { places.reverse() }
      rings.append(places)
    }
    return rings
  }
}
