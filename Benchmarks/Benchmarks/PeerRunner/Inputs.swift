import Foundation
import GeoCore
import GeoRisk

/// The files that `make_inputs.py` and `bench.py` have made.
struct Inputs {
  let folder: String

  func path(_ name: String) -> String { folder + "/" + name }

  /// A file of little-endian doubles.
  func doubles(_ name: String) throws -> [Double] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
  }

  /// Triples of longitude, latitude and weight.
  func events(_ count: Int) throws -> [(place: Coordinate, weight: Double)] {
    let values = try doubles("events_\(count).bin")
    return stride(from: 0, to: values.count, by: 3).map {
      (Coordinate(longitude: values[$0], latitude: values[$0 + 1]), values[$0 + 2])
    }
  }

  /// Pairs of longitude and latitude.
  func places(_ name: String) throws -> [Coordinate] {
    let values = try doubles(name)
    return stride(from: 0, to: values.count, by: 2).map {
      Coordinate(longitude: values[$0], latitude: values[$0 + 1])
    }
  }

  /// The geometries of a GeoJSON file.
  func geometries(_ name: String) throws -> [Geometry] {
    let bytes = try InputFile(path: path(name)).bytes
    return try GeoJSONReader().read(bytes).features.compactMap(\.feature.geometry)
  }

  /// The lines of a GeoJSON file.
  func lines(_ name: String) throws -> [LineString] {
    try geometries(name).compactMap { geometry in
      if case .lineString(let line) = geometry { return line }
      return nil
    }
  }

  /// 3.04 M nodes over the peers' box; the spacing is a little below 1 km so that there are as many as they have.
  func grid() throws -> LonLatGrid {
    try LonLatGrid(covering: Envelope(minX: -12.3, minY: 10.1, maxX: 4.3, maxY: 25), spacing: 977)
  }
}

/// SplitMix64, for choosing what the accuracy is judged at.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) >> 1) % bound
  }
}
