import GeoCore
import GeoRisk

extension HotPath {
  /// Buffers, isobands and statistics of polygons.
  static let areas = [
    HotPath("buffer-corridor", guards: "pieces, hulls and offsets of a long road: grows with length only") {
      let road = Geometry.multiLineString(try Inputs.road().parts)
      let buffer = try GeodesicBuffer(workers: .one)
      return { try buffer.area(within: 25_000, of: road) }
    },
    HotPath("buffer-network", guards: "dissolving the buffers of many roads by one union") {
      let roads = Geometry.multiLineString(try Inputs.network(60))
      let buffer = try GeodesicBuffer(segmentsPerQuadrant: 8, workers: .one)
      return { try buffer.area(within: 2_000, of: roads) }
    },
    HotPath("isobands", guards: "marching squares: one pass over the nodes, no search for neighbours") {
      let surface = try Inputs.surface(side: 500)
      return {
        try Isobands.bands(
          values: surface.values, grid: surface.grid, levels: [0.6, 0.9, 1.2, 1.6, 2], workers: .one)
      }
    },
    HotPath("zonal", guards: "covered shares of cells along rims only; cells inside are counted by runs") {
      let surface = try Inputs.surface(side: 500)
      let zones = try Inputs.zones(150, within: surface.grid.extent)
      return {
        try ZonalStatistics.statistics(of: surface.values, on: surface.grid, in: zones, workers: .one)
      }
    },
  ]
}
