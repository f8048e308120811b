import GeoCore
import GeoTopology

/// Grids of longitude and latitude on which adding whole turns is exact.
enum GlobeGrid {
  /// 2⁻³⁶ degrees, 1.6 µm: the grid of every vertex.
  static let size = 1 / 68_719_476_736.0
  /// 2⁻³² degrees, 26 µm: coarse enough for GEOS to unite on where it fails at full precision.
  static let retry = size * 16
}

extension Coordinate {
  /// The nearest place on the globe grid.
  var onGlobeGrid: Coordinate {
    Coordinate(
      x: (x / GlobeGrid.size).rounded() * GlobeGrid.size, y: (y / GlobeGrid.size).rounded() * GlobeGrid.size)
  }
}

// GEOS fails, rarely, at full precision where many edges all but coincide. On a grid it cannot.
extension MultiPolygon {
  /// The union at full precision or, where GEOS fails at that, on a grid.
  static func union(of polygons: [Polygon], retryGrid: Double) throws(TopologyError) -> MultiPolygon {
    do throws(TopologyError) { return try union(of: polygons) } catch {
      return try union(of: polygons, gridSize: retryGrid)
    }
  }

  /// The difference at full precision or, where GEOS fails at that, on a grid.
  func difference(with other: MultiPolygon, retryGrid: Double) throws(TopologyError) -> MultiPolygon {
    do throws(TopologyError) { return try difference(with: other) } catch {
      return try difference(with: other, gridSize: retryGrid)
    }
  }
}
