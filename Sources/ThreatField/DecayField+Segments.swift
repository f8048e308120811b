import GeoCore

/// What every question about the nodes of a segment needs first.
struct SegmentBall {
  /// The sum of the nodes' weights.
  let weight: Double
  /// The middle of the nodes, and the radius in metres of a ball round it that holds them all.
  let centre: EarthPosition
  let radius: Double

  /// Points of equal weight; `nil` for none.
  init?(_ positions: ArraySlice<EarthPosition>) {
    guard !positions.isEmpty else { return nil }
    weight = Double(positions.count)
    var centre = EarthPosition(x: 0, y: 0, z: 0)
    for position in positions {
      centre.x += position.x / weight
      centre.y += position.y / weight
      centre.z += position.z / weight
    }
    self.centre = centre
    radius = positions.reduce(0) { max($0, $1.squaredChord(to: centre)) }.squareRoot()
  }

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
      var loops = SegmentLoops()
      return SegmentBall(nodes[...]).map { loops.sample(view, $0, nodes[...]) } ?? SegmentSample()
    }
  }

  /// The samples of many segments, in their order.
  ///
  /// Where many segments of three nodes lie close together they are summed in single precision, and then differ from
  /// `sample(nodes:)` by up to 1e-5 of the total, the variance by up to 3e-5; a source within a millionth of its reach
  /// may count or not. The answers are the same for any number of threads.
  ///
  /// - Parameters:
  ///   - nodes: the nodes of all segments, one segment after the other.
  ///   - offsets: segment i has the nodes `offsets[i]..<offsets[i + 1]`; one more offset than segments,
  ///     rising, within `nodes`.
  ///   - workers: how many threads to use; results do not depend on it.
  public func samples(nodes: [FieldNode], offsets: [Int], workers: Workers) -> [SegmentSample] {
    samples(nodes: nodes, offsets: offsets, workers: workers, level: .current)
  }

  /// The samples of those segments whose answers may differ from another field's, nil for the others.
  ///
  /// A tile of segments is summed over the sources within its reach in an order that does not depend on the others, so
  /// out of reach of every source in which two fields differ their answers are the same to the bit. Segments that are
  /// not summed by tiles are always answered.
  ///
  /// - Parameters:
  ///   - nodes: as of `samples(nodes:offsets:workers:)`.
  ///   - offsets: as there.
  ///   - other: the field whose answers are known.
  ///   - differences: the places of all sources that one of the fields has and the other has not, or has otherwise.
  ///   - workers: how many threads to use; results do not depend on it.
  /// - Returns: nil where any answer may differ: for other kernels, or weights of another order of magnitude.
  public func samples(
    nodes: [FieldNode], offsets: [Int], differingFrom other: DecayField, at differences: [EarthPosition],
    workers: Workers
  ) -> [SegmentSample?]? {
    let targets = SegmentTargets(nodes: nodes, offsets: offsets)
    let count = targets.count
    guard kernels == other.kernels, profile == other.profile, targets.areUniform, takesTargets(count),
      other.takesTargets(count), TargetSources.scale(of: self) == TargetSources.scale(of: other)
    else { return nil }
    let reach = reach(ofDifferencesFrom: other)
    let all = [SegmentSample?](unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.initialize(repeating: nil)
      nonisolated(unsafe) let results = buffer
      sample(
        targets, workers: workers,
        isNeeded: { place, metres in differences.contains { $0.distance(to: place) <= reach + metres } },
        { results[$0] = $1 })
      initialized = count
    }
    return all
  }

  /// How far, in metres, a source may be felt that one of two fields has and the other has not.
  func reach(ofDifferencesFrom other: DecayField) -> Double { Self.leeway(max(reach, other.reach)) }

  /// No source of a reach, in metres, is felt farther away than this: some metres more, for rounding, and as distances in
  /// a tile's plane are not those of the ball.
  public static func leeway(_ reach: Double) -> Double { 1.0001 * reach + 100 }

  /// The samples by the vectorised loops of one level.
  func samples(
    nodes: [FieldNode], offsets: [Int], workers: Workers, level: VectorLevel
  ) -> [SegmentSample] {
    let targets = SegmentTargets(nodes: nodes, offsets: offsets)
    let count = targets.count
    guard targets.areUniform, takesTargets(count) else {
      return workers.mapEach(count, stretch: 16, empty: SegmentSample()) { range, results in
        withView(empty: ()) { view in
          var loops = SegmentLoops(level: level)
          for index in range { results[index] = targets.sample(index, view, &loops) }
        }
      }
    }
    return [SegmentSample](unsafeUninitializedCapacity: count) { buffer, initialized in
      LargePages.advise(for: buffer)
      // Every segment is answered once, by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let results = buffer
      sample(targets, workers: workers, level: level) { results.initializeElement(at: $0, to: $1) }
      initialized = count
    }
  }
}
