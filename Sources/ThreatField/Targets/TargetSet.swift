import CKernels
import GeoCore

/// Many targets, each with the same number of nodes: points or segments.
protocol TargetSet: Sendable {
  /// Nodes of every target, 1 or 3.
  static var nodeCount: Int { get }
  var count: Int { get }
  /// Node k of a target.
  func node(_ target: Int, _ k: Int) -> FieldNode
  /// Has the nodes of a run of targets fetched that will be asked for soon.
  func prefetch(_ run: Range<Int32>)
  /// The answer of a target alone, in double precision.
  func sample(_ target: Int, _ view: FieldView, _ loops: inout SegmentLoops) -> SegmentSample
}

/// Places, one node each.
struct PointTargets: TargetSet {
  static var nodeCount: Int { 1 }
  let positions: [EarthPosition]

  var count: Int { positions.count }

  func node(_ target: Int, _ k: Int) -> FieldNode { FieldNode(position: positions[target]) }

  func prefetch(_ run: Range<Int32>) { positions.prefetch(Int(run.lowerBound)..<Int(run.upperBound)) }

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

  func prefetch(_ run: Range<Int32>) {
    nodes.prefetch(offsets[Int(run.lowerBound)]..<offsets[Int(run.upperBound)])
  }

  func sample(_ target: Int, _ view: FieldView, _ loops: inout SegmentLoops) -> SegmentSample {
    SegmentBall(own(target)).map { loops.sample(view, $0, own(target)) } ?? SegmentSample()
  }

  private func own(_ target: Int) -> ArraySlice<FieldNode> { nodes[offsets[target]..<offsets[target + 1]] }
}

extension Array {
  /// Has some elements fetched that will be asked for soon.
  fileprivate func prefetch(_ range: Range<Int>) {
    withUnsafeBufferPointer { buffer in
      guard !range.isEmpty, let base = buffer.baseAddress else { return }
      gr_prefetch(base + range.lowerBound, base + range.upperBound)
    }
  }
}
