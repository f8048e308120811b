import GeoCore
import GeoRisk

extension HotPath {
  /// Cutting lines, and finding the nearest one.
  static let lines = [
    HotPath("cut-network", guards: "walking edges and placing cuts by short series, no call into PROJ") {
      let corridors = try Inputs.network(1_000).enumerated().map { Corridor(id: "\($0)", parts: [$1]) }
      return { try Corridor.pieces(of: corridors, segmentLength: 1_000, workers: .one) }
    },
    HotPath("nearest-line", guards: "making the index of all edges, and a search that visits few of them") {
      let lines = try Inputs.network(400).map(\.coordinates)
      let positions = Inputs.places(5_000, seed: 37).map { EarthPosition($0) }
      return { NearestSegmentIndex(lines: lines, workers: .one).nearest(toAll: positions, workers: .one) }
    },
  ]
}
