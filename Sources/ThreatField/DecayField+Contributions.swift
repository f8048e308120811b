import GeoCore

extension DecayField {
  /// What each incident adds to the total of `sample(nodes:)`, the largest first, ties by rising member.
  ///
  /// - Parameters:
  ///   - nodes: as in `sample(nodes:)`; one node for a point.
  ///   - top: how many at most; without it all that add anything, and then they add up to the total.
  public func contributions(nodes: [FieldNode], top: Int = .max) -> [Contribution] {
    withView(empty: []) { view in
      var loops = SegmentLoops()
      return contributions(view, nodes[...], top: top, &loops)
    }
  }

  /// The contributions to many segments, in their order; nodes and offsets as in `samples(nodes:offsets:)`.
  public func contributions(
    nodes: [FieldNode], offsets: [Int], top: Int, workers: Workers
  ) -> [[Contribution]] {
    workers.mapEach(max(offsets.count - 1, 0), stretch: 16, empty: []) { range, results in
      withView(empty: ()) { view in
        var loops = SegmentLoops()
        for index in range {
          results[index] = contributions(
            view, nodes[offsets[index]..<offsets[index + 1]], top: top, &loops)
        }
      }
    }
  }

  private func contributions(
    _ view: FieldView, _ nodes: ArraySlice<FieldNode>, top: Int, _ loops: inout SegmentLoops
  ) -> [Contribution] {
    guard top > 0, let segment = SegmentBall(nodes) else { return [] }
    var best = LargestContributions(limit: top)
    loops.forEachMean(view, segment, nodes) { place, mean in
      for slot in memberStarts[place]..<memberStarts[place + 1] where members[slot].weight > 0 {
        best.insert(Contribution(member: members[slot].member, value: mean * members[slot].weight))
      }
      return best.threshold
    }
    return best.sorted()
  }
}

/// Keeps the largest of many contributions without sorting them all.
private struct LargestContributions {
  private static let fewest = 32

  let limit: Int
  private var kept: [Contribution] = []
  /// Nothing smaller can be among the largest any more.
  private(set) var threshold = 0.0

  init(limit: Int) { self.limit = limit }

  /// Whether `left` comes before `right`: larger, or as large with the lower member.
  private static func precedes(_ left: Contribution, _ right: Contribution) -> Bool {
    left.value != right.value ? left.value > right.value : left.member < right.member
  }

  mutating func insert(_ contribution: Contribution) {
    guard contribution.value >= threshold else { return }
    guard limit > Self.fewest else { return insertInOrder(contribution) }
    kept.append(contribution)
    // Sorting twice the limit now and then costs little per insertion.
    if limit < 1 << 20 && kept.count >= 2 * limit + 16 { shrink() }
  }

  /// For few: they are in order all the time, and the threshold is the least of them.
  private mutating func insertInOrder(_ contribution: Contribution) {
    var slot = kept.count
    while slot > 0, Self.precedes(contribution, kept[slot - 1]) { slot -= 1 }
    guard slot < limit else { return }
    if kept.count == limit { kept.removeLast() }
    kept.insert(contribution, at: slot)
    if kept.count == limit { threshold = kept[limit - 1].value }
  }

  private mutating func shrink() {
    kept.sort(by: Self.precedes)
    guard kept.count >= limit else { return }
    kept.removeLast(kept.count - limit)
    threshold = kept.last?.value ?? 0
  }

  mutating func sorted() -> [Contribution] {
    if limit > Self.fewest { shrink() }
    return kept
  }
}
