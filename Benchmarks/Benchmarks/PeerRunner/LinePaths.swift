import GeoCore
import GeoProjection
import GeoRisk

/// Cutting lines and finding the nearest one.
enum LinePaths {
  static let all: [String: @Sendable (Inputs) throws -> any PeerPath] = [
    "cut-network": { try cut($0) },
    "nearest-line": { try nearest($0) },
  ]

  /// The check: the largest relative difference of a whole piece's geodesic length from 1 km, and the pieces.
  private static func cut(_ inputs: Inputs) throws -> any PeerPath {
    let corridors = try inputs.lines("network.geojson").enumerated().map {
      Corridor(id: "\($0)", parts: [$1])
    }
    return Path {
      try Corridor.pieces(of: corridors, segmentLength: 1_000)
    } check: { pieces in
      var worst = 0.0
      for ofCorridor in pieces {
        for piece in ofCorridor.dropLast() {
          worst = max(worst, abs(Geodesic.wgs84.length(of: piece.line) / 1_000 - 1))
        }
      }
      return [worst, Double(pieces.reduce(0) { $0 + $1.count })]
    }
  }

  /// The check: longitude, latitude and distance of the first 500 points.
  private static func nearest(_ inputs: Inputs) throws -> any PeerPath {
    let points = try inputs.events(100_000).map(\.place)
    let lines = try inputs.lines("network.geojson").map(\.coordinates)
    return Path {
      let index = NearestSegmentIndex(lines: lines, workers: .allProcessors)
      let positions = points.map { EarthPosition($0) }
      return index.nearest(toAll: positions, workers: .allProcessors).map { found -> Double in
        guard let chord = found?.chord else { return .infinity }
        return EarthPosition.arc(squaredChord: chord * chord)
      }
    } check: { distances in
      (0..<500).flatMap { [points[$0].longitude, points[$0].latitude, distances[$0]] }
    }
  }
}
