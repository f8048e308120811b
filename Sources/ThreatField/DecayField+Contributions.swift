import GeoCore

extension DecayField {
  /// What each incident adds to the total of `sample(nodes:)`, the largest first, ties by rising member.
  ///
  /// - Parameters:
  ///   - nodes: as in `sample(nodes:)`; one node for a point.
  ///   - top: how many at most; without it all that add anything, and then they add up to the total.
  public func contributions(nodes: [FieldNode], top: Int = .max) -> [Contribution] {
    withView(empty: []) { contributions($0, nodes[...], top: top) }
  }

  /// The contributions to many segments, in their order; nodes and offsets as in `samples(nodes:offsets:)`.
  public func contributions(
    nodes: [FieldNode], offsets: [Int], top: Int, workers: Workers
  ) -> [[Contribution]] {
    workers.mapEach(max(offsets.count - 1, 0), stretch: 16, empty: []) { range, results in
      withView(empty: ()) { view in
        for index in range {
          results[index] = contributions(view, nodes[offsets[index]..<offsets[index + 1]], top: top)
        }
      }
    }
  }

  private func contributions(
    _ view: FieldView, _ nodes: ArraySlice<FieldNode>, top: Int
  ) -> [Contribution] {
    guard top > 0, let segment = SegmentBall(nodes) else { return [] }
    var best = LargestContributions(limit: top)
    nodes.withUnsafeBufferPointer { nodes in
      for layer in view.layers {
        view.forEachPlace(of: layer, near: segment.centre, margin: segment.radius) { place in
          var mean = 0.0
          for node in nodes {
            let chord = view.squaredChord(place, node.position)
            mean += view.influence(of: layer, squaredChord: chord) * node.weight
          }
          guard mean > 0 else { return }
          mean /= segment.weight
          for slot in memberStarts[place]..<memberStarts[place + 1] where members[slot].weight > 0 {
            best.insert(
              Contribution(member: members[slot].member, value: mean * members[slot].weight))
          }
        }
      }
    }
    return best.sorted()
  }
}

/// Keeps the largest of many contributions without sorting them all.
private struct LargestContributions {
  let limit: Int
  private var kept: [Contribution] = []
  /// Nothing smaller can be among the largest any more.
  private var threshold = 0.0

  init(limit: Int) { self.limit = limit }

  /// Whether `left` comes before `right`: larger, or as large with the lower member.
  private static func precedes(_ left: Contribution, _ right: Contribution) -> Bool {
    left.value != right.value ? left.value > right.value : left.member < right.member
  }

  mutating func insert(_ contribution: Contribution) {
    guard contribution.value >= threshold else { return }
    kept.append(contribution)
    // Sorting twice the limit now and then costs little per insertion.
    if limit < 1 << 20 && kept.count >= 2 * limit + 16 { shrink() }
  }

  private mutating func shrink() {
    kept.sort(by: Self.precedes)
    guard kept.count >= limit else { return }
    kept.removeLast(kept.count - limit)
    threshold = kept.last?.value ?? 0
  }

  mutating func sorted() -> [Contribution] {
    shrink()
    return kept
  }
}
