/// Lattices that a plan may use: fine steps between nodes, and the chord in metres within which each needs help.
struct BoundedChoice {
  let strides: [Int]
  let radii: [Double]

  /// Up to three lattices, each coarser than the one before, the cheapest choice first.
  ///
  /// - Parameter radii: by number of lattices less one and stride less one; infinite where a lattice is of no use.
  static func all(radii: [[Double]], reach: Double, cost: PlanCost) -> [BoundedChoice] {
    var found: [BoundedChoice] = []
    func extend(_ strides: [Int], levels: Int) {
      if strides.count == levels {
        let chosen = strides.map { radii[levels - 1][$0 - 1] }
        let isRising = zip(chosen, chosen.dropFirst()).allSatisfy { $1 > 1.2 * $0 }
        guard isRising, chosen.allSatisfy(\.isFinite) else { return }
        found.append(BoundedChoice(strides: strides, radii: chosen))
        return
      }
      for stride in ((strides.last ?? 0) + 1)..<9 { extend(strides + [stride], levels: levels) }
    }
    for levels in 1...3 { extend([], levels: levels) }
    return found.map { (cost.seconds($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// About how long a choice takes on one processor with AVX-512; only their order matters.
struct PlanCost {
  let places, nodes: Int
  /// Metres between nodes, and the kernel's reach.
  let finest, reach: Double

  func seconds(_ choice: BoundedChoice) -> Double {
    let near = choice.radii[0] / finest
    var seconds = Double(places) * (3e-7 + 8e-9 * near * near)
    for (index, stride) in choice.strides.enumerated() {
      let radius = index + 1 < choice.radii.count ? choice.radii[index + 1] : reach
      let width = radius / finest / Double(stride)
      let sites = Double(nodes) / Double(stride * stride)
      seconds += sites * 2.4e-11 * 3.14 * width * width + 4e-9 * Double(nodes) + 2e-8 * Double(places)
    }
    return seconds
  }
}

extension RandomAccessCollection {
  /// The first index from which a condition holds, where it holds from somewhere on; by halving.
  func firstIndexInOrder(where holds: (Element) -> Bool) -> Index? {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if holds(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low < endIndex ? low : nil
  }
}
