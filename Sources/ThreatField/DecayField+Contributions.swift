import CKernels
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

  /// What each incident adds to the total of `sample(nodes:)`, in an order that follows from the field and the nodes alone.
  ///
  /// Many times as quick as in order of size.
  package func allContributions(nodes: [FieldNode]) -> [Contribution] {
    withView(empty: []) { view in
      guard let segment = SegmentBall(nodes[...]) else { return [] }
      var loops = SegmentLoops()
      var found: [Contribution] = []
      loops.forEachMean(view, segment, nodes[...]) { place, mean in
        for slot in memberStarts[place]..<memberStarts[place + 1] where members[slot].weight > 0 {
          found.append(Contribution(member: members[slot].member, value: mean * members[slot].weight))
        }
        return 0
      }
      return found
    }
  }

  /// The contributions to many segments, in their order; nodes and offsets as in `samples(nodes:offsets:)`.
  ///
  /// Quickest where segments that follow one another lie close together.
  public func contributions(
    nodes: [FieldNode], offsets: [Int], top: Int, workers: Workers
  ) -> [[Contribution]] {
    let most = 16
    return workers.mapEach(max(offsets.count - 1, 0), stretch: 4 * most, empty: []) { range, results in
      withView(empty: ()) { view in
        var loops = SegmentLoops()
        var candidates = TopCandidates(field: self, top: top)
        var start = range.lowerBound
        while start < range.upperBound {
          var end = start + 1
          var ball = SegmentBall(nodes[offsets[start]..<offsets[end]])
          while end < min(start + most, range.upperBound),
            let wider = SegmentBall(nodes[offsets[start]..<offsets[end + 1]]), wider.radius <= reach / 12
          {
            (end, ball) = (end + 1, wider)
          }
          if let ball { candidates.find(view, in: ball) }
          for index in start..<end {
            results[index] = contributions(
              view, nodes[offsets[index]..<offsets[index + 1]], top: top, &loops, candidates.runs)
          }
          start = end
        }
      }
    }
  }

  private func contributions(
    _ view: FieldView, _ nodes: ArraySlice<FieldNode>, top: Int, _ loops: inout SegmentLoops,
    _ candidates: [[gr_run]]? = nil
  ) -> [Contribution] {
    guard top > 0, let segment = SegmentBall(nodes) else { return [] }
    var best = LargestContributions(limit: top)
    loops.forEachMean(view, segment, nodes, candidates: candidates) { place, mean in
      for slot in memberStarts[place]..<memberStarts[place + 1] where members[slot].weight > 0 {
        best.insert(Contribution(member: members[slot].member, value: mean * members[slot].weight))
      }
      return best.threshold
    }
    return best.sorted()
  }
}

/// The few blocks of places that may hold one of the largest contributions to any node in a ball.
///
/// Kernels fall with distance, so a place adds at most its total times K̄ at the distance of the ball's nearest point,
/// and its largest member at least the mean of its members times K̄ at that of the farthest. What adds less at most
/// than so many others at least is none of the largest.
private struct TopCandidates {
  private static let most = 32

  /// Runs of blocks by layer; nil where all are to be asked.
  private(set) var runs: [[gr_run]]?
  private let field: DecayField
  private let top: Int
  /// Blocks that may count by layer, and the most that a place of theirs adds.
  private var found: [[(block: Int, most: Double)]] = []
  /// The largest of what places add at least, falling.
  private var least: [Double] = []
  /// What the last of the largest adds at least.
  private var threshold = 0.0

  init(field: DecayField, top: Int) {
    self.field = field
    self.top = top
  }

  /// Finds the blocks of a ball; quickest where the one before was near.
  mutating func find(_ view: FieldView, in ball: SegmentBall) {
    guard (1...Self.most).contains(top) else { return }
    // What was found last is likely to count again, and lets most of the rest be passed over at a glance.
    let last = runs ?? []
    begin()
    for (layer, runs) in zip(view.layers, last) {
      for run in runs {
        let first = layer.places.lowerBound + (Int(run.first) - layer.firstBlock) * Int(GR_BLOCK)
        let end = first + Int(run.end - run.first) * Int(GR_BLOCK)
        for place in first..<min(end, layer.places.upperBound) { _ = look(view, layer, place, ball) }
      }
    }
    let known = threshold
    begin()
    threshold = known
    for (number, layer) in view.layers.enumerated() {
      view.nodes.forEachLeaf(of: layer.nodes, near: ball.centre, margin: ball.radius) { leaf in
        look(view, number, layer, leaf, ball)
      }
    }
    runs = found.map { blocks in
      var runs: [gr_run] = []
      for (block, most) in blocks where most >= threshold {
        if let last = runs.indices.last, Int(runs[last].end) == block {
          runs[last].end += 1
        } else {
          runs.append(gr_run(first: Int32(block), end: Int32(block + 1)))
        }
      }
      return runs
    }
  }

  private mutating func begin() {
    least = [Double](repeating: 0, count: top)
    threshold = 0
    found = field.layers.map { _ in [] }
  }

  private mutating func look(
    _ view: FieldView, _ number: Int, _ layer: FieldLayer, _ leaf: TreeNode, _ ball: SegmentBall
  ) {
    let places = leaf.places
    // A leaf's extent is its radius and the reach.
    let radius = leaf.extent - layer.reachSquared.squareRoot()
    let near = max(0, leaf.centre.squaredChord(to: ball.centre).squareRoot() - radius - ball.radius)
    let influence = view.influence(of: layer, squaredChord: near * near)
    guard places.contains(where: { view.places[$0].total * influence >= threshold && influence > 0 }) else {
      return
    }
    let most = places.reduce(0) { max($0, look(view, layer, $1, ball)) }
    guard most > 0, most >= threshold else { return }
    let block = layer.firstBlock + (places.lowerBound - layer.places.lowerBound) / Int(GR_BLOCK)
    found[number].append((block, most))
  }

  /// What a place adds at most.
  private mutating func look(
    _ view: FieldView, _ layer: FieldLayer, _ place: Int, _ ball: SegmentBall
  ) -> Double {
    let chord = view.squaredChord(place, ball.centre).squareRoot()
    let total = view.places[place].total
    let near = max(0, chord - ball.radius)
    let most = total * view.influence(of: layer, squaredChord: near * near)
    if most > least[top - 1] {
      let far = chord + ball.radius
      let members = Double(field.memberStarts[place + 1] - field.memberStarts[place])
      insert(total / members * view.influence(of: layer, squaredChord: far * far))
    }
    return most
  }

  private mutating func insert(_ value: Double) {
    guard value > least[top - 1] else { return }
    var slot = top - 1
    while slot > 0, least[slot - 1] < value {
      least[slot] = least[slot - 1]
      slot -= 1
    }
    least[slot] = value
    // Tables follow kernels to 1e-8, and so may rise by as much where these fall slowly.
    threshold = max(threshold, least[top - 1] * (1 - 1e-6))
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
