import Foundation
import GeoCore
import GeoRisk
import ThreatField

extension HotPath {
  /// Kernel sums on grids.
  static let surfaces = [
    HotPath(
      "surface-exponential", guards: "the split of a kernel with a cusp: rims, near parts and lattices"
    ) {
      try surface(of: 20_000, decay: Decay.exponential)
    },
    HotPath("surface-gaussian", guards: "a smooth kernel: its split, and the direct sum it falls back to") {
      // On so small a grid the split is thrown away and all is summed node by node, which valgrind does slowly.
      try surface(of: 3_000, decay: Decay.gaussian)
    },
    HotPath("surface-quartic", guards: "a kernel that ends smoothly: its rim is swept") {
      try surface(of: 20_000, decay: Decay.quartic)
    },
    HotPath("surface-epanechnikov", guards: "a kernel that ends with an edge, summed row by row") {
      try surface(of: 20_000, decay: Decay.epanechnikov)
    },
    HotPath("surface-bounded", guards: "what a tolerance of 1e-3 saves over the exact exponential surface") {
      try surface(of: 20_000, decay: Decay.exponential, tolerance: 1e-3)
    },
    HotPath("surface-few-places", guards: "the tile loops: node by node, where no split is worth it") {
      try surface(of: 500, decay: Decay.exponential)
    },
    HotPath("surface-weekly", guards: "steps of a series: the last surface faded, a week's incidents added") {
      let grid = try Inputs.grid()
      let weeks = (0..<4).map { Inputs.sources(400, seed: 30 + UInt64($0)) }
      let kernels = [try SpreadKernel(Decay.exponential())]
      return {
        var values = [Double](repeating: 0, count: grid.count)
        for week in weeks {
          for index in values.indices { values[index] *= 0.92 }
          try DecayField(sources: week, kernels: kernels).add(to: &values, on: grid, workers: .one)
        }
        return values
      }
    },
    HotPath("threat-surface", guards: "a surface as the program asks for it: many kernels, and bands") {
      let scorer = try RiskScorer(incidents: Inputs.incidents(5_000), threads: 1)
      let extent = Envelope(minX: -8, minY: 12, maxX: -5, maxY: 15)
      return { try scorer.surface(covering: extent, resolution: 5_000) }
    },
  ]

  private static func surface(
    of count: Int, decay: () throws -> DecayKernel, tolerance: Double = 0
  ) throws -> () throws -> [Double] {
    let grid = try Inputs.grid()
    let sources = Inputs.sources(count, seed: 23)
    let kernels = [try SpreadKernel(decay())]
    return {
      try DecayField.surface(of: sources, kernels: kernels, on: grid, workers: .one, tolerance: tolerance)
    }
  }
}

/// The kernels of the peers' rows, with half their reach so that the grid may be small.
enum Decay {
  static func exponential() throws -> DecayKernel {
    try DecayKernel(.exponential, halfDistance: 10_000 * log(2), cutoff: 50_000)
  }

  static func gaussian() throws -> DecayKernel {
    try DecayKernel(.gaussian, halfDistance: 10_000 * (2 * log(2)).squareRoot(), cutoff: 40_000)
  }

  static func quartic() throws -> DecayKernel {
    try DecayKernel(.quartic, halfDistance: 30_000 * (1 - 0.5.squareRoot()).squareRoot())
  }

  static func epanechnikov() throws -> DecayKernel {
    try DecayKernel(.epanechnikov, halfDistance: 30_000 / 2.squareRoot())
  }
}

extension Workers {
  /// The caller's own thread alone.
  static var one: Workers { Workers(threads: 1) }
}
