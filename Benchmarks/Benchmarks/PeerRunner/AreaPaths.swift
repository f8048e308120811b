import GeoCore
import GeoProjection
import GeoRisk

/// Buffers, isobands and statistics of polygons.
enum AreaPaths {
  static let all: [String: @Sendable (Inputs) throws -> any PeerPath] = [
    "buffer-corridor": { try corridor($0) },
    "buffer-network": { try network($0) },
    "isobands": { try isobands($0) },
    "zonal": { try zonal($0) },
  ]

  /// The check: the ring's vertices.
  private static func corridor(_ inputs: Inputs) throws -> any PeerPath {
    let line = try inputs.lines("corridor.geojson")[0]
    return Path {
      try Geometry.lineString(line).buffered(byMeters: 25_000)
    } check: {
      vertices($0)
    }
  }

  /// The check: the area in km².
  private static func network(_ inputs: Inputs) throws -> any PeerPath {
    let lines = Geometry.multiLineString(try inputs.lines("network.geojson"))
    return Path {
      try GeodesicBuffer(segmentsPerQuadrant: 8).area(within: 2_000, of: lines)
    } check: {
      [Geodesic.wgs84.area(of: $0) / 1e6] + vertices($0)
    }
  }

  /// The check: per band, its share of the grid's area, in cells.
  private static func isobands(_ inputs: Inputs) throws -> any PeerPath {
    let values = try inputs.doubles("surface_100000.bin")
    let levels = try inputs.doubles("levels.bin")
    // The peers' lattice with its 1,822 × 1,669 nodes, laid out in degrees: only the places differ.
    let grid = try LonLatGrid(
      covering: Envelope(minX: -8.179, minY: -7.54015, maxX: 8.179, maxY: 7.54015), spacing: 1_000)
    return Path {
      try Isobands.bands(values: values, grid: grid, levels: levels)
    } check: { bands in
      let cell = grid.longitudeStep * grid.latitudeStep
      return bands.map { band -> Double in
        band.area.polygons.reduce(0) { $0 + $1.rings.reduce(0) { $0 + signedArea($1) } } / cell
      }
    }
  }

  /// The check: columns, rows, west, south and the steps; means, then maxima; then all values.
  private static func zonal(_ inputs: Inputs) throws -> any PeerPath {
    let grid = try inputs.grid()
    // The peers' numbers in the order of the peers' rows: where they stand matters to nobody.
    let lattice = try inputs.doubles("surface_100000.bin")
    let values = (0..<grid.count).map { lattice[$0 % lattice.count] }
    let zones = try inputs.geometries("zones.geojson").map { MultiPolygon($0.polygons) }
    return Path {
      try ZonalStatistics.statistics(of: values, on: grid, in: zones)
    } check: { statistics in
      let head: [Double] = [
        Double(grid.columns), Double(grid.rows), grid.west, grid.south, grid.longitudeStep, grid.latitudeStep,
      ]
      let means: [Double] = statistics.map { $0?.mean ?? .nan }
      let maxima: [Double] = statistics.map { $0?.maximum ?? .nan }
      return head + means + maxima + values
    }
  }

  private static func signedArea(_ ring: ArraySlice<Coordinate>) -> Double {
    zip(ring, ring.dropFirst()).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
  }

  private static func vertices(_ area: MultiPolygon) -> [Double] {
    area.polygons.flatMap { $0.coordinates.flatMap { [$0.longitude, $0.latitude] } }
  }
}
