/// The error that a surface may have.
enum SplitTolerance: Sendable {
  /// As good as the direct loops: 1e-5 of the value where that is above 1e-3 of the surface's maximum, 1e-4 of
  /// it elsewhere, and 1e-10 of the largest weight.
  case exact
  /// A share of the value where that is above 1e-3 of the maximum, and 1e-6 of the maximum elsewhere.
  case bounded(Double)

  /// - Parameter tolerance: below 2e-5, which is near the direct loops' own error, taken as exact.
  init(_ tolerance: Double) { self = tolerance < 2e-5 ? .exact : .bounded(tolerance) }

  /// What the smooth parts may use of it anywhere.
  var share: Double {
    switch self {
    case .exact: 6e-6
    case .bounded(let tolerance): 0.7 * min(tolerance, 1e-3)
    }
  }

  /// The share of the value that is allowed where it counts most.
  var relative: Double {
    switch self {
    case .exact: 1e-5
    case .bounded(let tolerance): min(tolerance, 1e-3)
    }
  }

  /// How much of the bound on a part's error is reckoned with.
  var certainty: Double {
    switch self {
    case .exact: 0.25
    case .bounded: 1
    }
  }

  /// The share of the maximum below which the error allowed no longer falls with the value.
  var floor: Double {
    switch self {
    case .exact: 0
    case .bounded: 1.02e-3
    }
  }

  /// The error allowed at a node of which only a lower bound of the value is known. Where layers are still to come,
  /// nobody knows yet which values are small.
  func allowed(atLeast value: Double, largest: Double, isWhole: Bool) -> Double {
    switch self {
    case .exact: !isWhole || value > 1.01e-3 * largest ? 0.99e-5 * value : 0.99e-4 * value
    case .bounded(let tolerance):
      value > 1.01e-3 * largest ? 0.99 * tolerance * value : min(0.99e-3 * tolerance, 0.99e-6) * largest
    }
  }
}

/// Lattices that a plan may use: fine steps between nodes, and the chord in metres within which each needs help.
struct SplitChoice {
  var strides: [Int] = []
  var radii: [Double] = []
}

/// About how many cycles of one processor with AVX-512 a surface takes; only the order matters.
struct SplitCost {
  let places, rows, columns: Int
  /// Metres between nodes, and the kernel's reach.
  let finest, reach: Double

  private var nodes: Double { Double(rows) * Double(columns) }

  /// Rows that a disc of so many metres spans, as far as the grid goes.
  private func rows(within radius: Double) -> Double { min(2 * radius / finest, Double(rows)) }

  /// Node by node.
  var direct: Double {
    let radius = reach / finest
    return Double(places) * (min(3.14 * radius * radius, nodes) * 1.3 + 30 * rows(within: reach) + 300)
  }

  /// Summing doubtful blocks anew, node by node: their part of all blocks was 1.4 and 0.5 times the square of the plan's
  /// doubt in the two of the benchmarks' surfaces that had any, surface-gaussian-100k and surface-exponential-100k.
  func repairs(doubt: Double) -> Double { direct * min(1, 1.4 * doubt * doubt) }

  /// All but the repairs.
  func cycles(degree: Int, choice: SplitChoice) -> Double {
    let rimOfRow = degree == 0 ? 0.0 : degree == 1 ? 12 : degree == 3 ? 20 : 110
    var cycles = Double(places) * (300 + rows(within: reach) * rimOfRow) + nodes * 16
    if let radius = choice.radii.first, radius > 0 {
      cycles += Double(places) * rows(within: radius) * (8 + 14 * (0.5 + radius / finest / 10))
    }
    for (index, stride) in choice.strides.enumerated() {
      let radius = index + 1 < choice.radii.count ? choice.radii[index + 1] : reach
      let width = radius / finest / Double(stride)
      let (down, across) = (Double(rows) / Double(stride), Double(columns) / Double(stride))
      // Each sum, and each node of the border that places are spread to.
      cycles += down * across * 3.14 * width * width / 22 + 40 * (down + 2 * width) * (across + 2 * width)
      cycles += 4 * nodes + 100 * Double(places)
    }
    return cycles
  }
}
