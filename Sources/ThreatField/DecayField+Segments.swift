import GeoCore

/// What every question about the nodes of a segment needs first.
struct SegmentBall {
  /// The sum of the nodes' weights.
  let weight: Double
  /// The middle of the nodes, and the radius in metres of a ball round it that holds them all.
  let centre: EarthPosition
  let radius: Double

  /// `nil` for no nodes, or where their weights do not add up to something above 0.
  init?(_ nodes: ArraySlice<FieldNode>) {
    let weight = nodes.reduce(0) { $0 + $1.weight }
    guard weight > 0 else { return nil }
    let share = 1 / Double(nodes.count)
    var centre = EarthPosition(x: 0, y: 0, z: 0)
    for node in nodes {
      centre.x += node.position.x * share
      centre.y += node.position.y * share
      centre.z += node.position.z * share
    }
    self.weight = weight
    self.centre = centre
    self.radius = nodes.reduce(0) { max($0, $1.position.squaredChord(to: centre)) }.squareRoot()
  }
}

extension DecayField {
  /// The mean threat over nodes that stand for a segment, its largest value and its standard error.
  ///
  /// - Parameter nodes: at least one, weights above 0; without nodes the answer is 0.
  public func sample(nodes: [FieldNode]) -> SegmentSample {
    withView(empty: SegmentSample()) { view in
      var totals: [Double] = []
      return Self.sample(view, nodes[...], totals: &totals)
    }
  }

  /// The samples of many segments, in their order.
  ///
  /// - Parameters:
  ///   - nodes: the nodes of all segments, one segment after the other.
  ///   - offsets: segment i has the nodes `offsets[i]..<offsets[i + 1]`; one more offset than segments,
  ///     rising, within `nodes`.
  ///   - workers: how many threads to use; results do not depend on it.
  public func samples(nodes: [FieldNode], offsets: [Int], workers: Workers) -> [SegmentSample] {
    workers.mapEach(max(offsets.count - 1, 0), stretch: 16, empty: SegmentSample()) { range, results in
      withView(empty: ()) { view in
        var totals: [Double] = []
        for index in range {
          results[index] = Self.sample(
            view, nodes[offsets[index]..<offsets[index + 1]], totals: &totals)
        }
      }
    }
  }

  /// `totals` is scratch that lives from call to call.
  private static func sample(
    _ view: FieldView, _ nodes: ArraySlice<FieldNode>, totals: inout [Double]
  ) -> SegmentSample {
    guard let segment = SegmentBall(nodes) else { return SegmentSample() }
    totals.removeAll(keepingCapacity: true)
    totals.append(contentsOf: repeatElement(0, count: nodes.count))
    var components = SIMD4<Double>.zero
    var variance = 0.0
    totals.withUnsafeMutableBufferPointer { totals in
      nodes.withUnsafeBufferPointer { nodes in
        for layer in view.layers {
          view.forEachPlace(of: layer, near: segment.centre, margin: segment.radius) { place in
            let weights = view.places[place].weights
            let total = weights.sum()
            var mean = 0.0
            for slot in nodes.indices {
              let influence = view.influence(
                of: layer, squaredChord: view.squaredChord(place, nodes[slot].position))
              totals[slot] += influence * total
              mean += influence * nodes[slot].weight
            }
            guard mean > 0 else { return }
            mean /= segment.weight
            components += mean * weights
            variance += mean * mean * view.places[place].squares
          }
        }
      }
    }
    return SegmentSample(components: components, maximum: totals.max() ?? 0, variance: variance)
  }
}
