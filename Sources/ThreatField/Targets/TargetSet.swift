import GeoCore

/// Many targets, each with the same number of nodes: points or segments.
protocol TargetSet: Sendable {
  /// Nodes of every target, 1 or 3.
  static var nodeCount: Int { get }
  var count: Int { get }
  /// Node k of a target.
  func node(_ target: Int, _ k: Int) -> FieldNode
  /// The answer of a target alone, in double precision.
  func sample(_ target: Int, _ view: FieldView, _ loops: inout SegmentLoops) -> SegmentSample
}

/// Places, one node each.
struct PointTargets: TargetSet {
  static var nodeCount: Int { 1 }
  let positions: [EarthPosition]

  var count: Int { positions.count }

  func node(_ target: Int, _ k: Int) -> FieldNode { FieldNode(position: positions[target]) }

  func sample(_ target: Int, _ view: FieldView, _ loops: inout SegmentLoops) -> SegmentSample {
    loops.sample(view, positions[target])
  }
}

/// Segments: number i has the nodes `offsets[i]..<offsets[i + 1]`.
struct SegmentTargets: TargetSet {
  static var nodeCount: Int { 3 }
  let nodes: [FieldNode]
  let offsets: [Int]

  var count: Int { max(offsets.count - 1, 0) }

  /// Whether all have three nodes of some weight.
  var areUniform: Bool {
    (0..<count).allSatisfy { index in
      let own = own(index)
      return own.count == Self.nodeCount && own.allSatisfy { $0.weight > 0 }
    }
  }

  func node(_ target: Int, _ k: Int) -> FieldNode { nodes[offsets[target] + k] }

  func sample(_ target: Int, _ view: FieldView, _ loops: inout SegmentLoops) -> SegmentSample {
    SegmentBall(own(target)).map { loops.sample(view, $0, own(target)) } ?? SegmentSample()
  }

  private func own(_ target: Int) -> ArraySlice<FieldNode> { nodes[offsets[target]..<offsets[target + 1]] }
}
