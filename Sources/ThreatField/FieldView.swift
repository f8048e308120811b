import CKernels
import GeoCore

/// A field's arrays as plain pointers, valid inside `DecayField.withView` only: what the inner loops run on.
struct FieldView {
  let layers: UnsafeBufferPointer<FieldLayer>
  let places: UnsafePointer<Place>
  let nodes: UnsafePointer<TreeNode>
  let zones: UnsafePointer<KernelTable.Zone>
  let cells: UnsafePointer<KernelTable.Cubic>
  let blocks: UnsafePointer<gr_block>

  /// Calls `body` with the index of each place of a layer that may be felt within `margin` metres (a chord)
  /// of a position. Some places out of reach come along; the order is fixed.
  @inline(__always)
  func forEachPlace(
    of layer: FieldLayer, near position: EarthPosition, margin: Double = 0, _ body: (Int) -> Void
  ) {
    forEachLeaf(of: layer, near: position, margin: margin) { places in
      for place in places { body(place) }
    }
  }

  /// As `forEachPlace`, leaf by leaf.
  @inline(__always)
  func forEachLeaf(
    of layer: FieldLayer, near position: EarthPosition, margin: Double, _ body: (Range<Int>) -> Void
  ) {
    nodes.forEachLeaf(of: layer.nodes, near: position, margin: margin) { body($0.places) }
  }

  /// K̄ of a layer at a squared chord; 0 beyond the reach.
  @inline(__always)
  func influence(of layer: FieldLayer, squaredChord: Double) -> Double {
    guard squaredChord <= layer.reachSquared else { return 0 }
    return KernelTable.value(
      chord: squaredChord.squareRoot(), zones: zones + layer.firstZone, last: layer.lastZone, cells: cells)
  }

  /// The squared chord from a place to a position in m².
  @inline(__always)
  func squaredChord(_ place: Int, _ position: EarthPosition) -> Double {
    let dx = places[place].x - position.x
    let dy = places[place].y - position.y
    let dz = places[place].z - position.z
    return dx * dx + dy * dy + dz * dz
  }
}

extension UnsafePointer<TreeNode> {
  /// Calls `body` with each leaf of a tree that may be felt within `margin` metres (a chord) of a
  /// position, in the order of the tree.
  @inline(__always)
  func forEachLeaf(
    of tree: Range<Int>, near position: EarthPosition, margin: Double, _ body: (TreeNode) -> Void
  ) {
    var index = tree.lowerBound
    let end = tree.upperBound
    while index < end {
      let node = self[index]
      let dx = node.x - position.x
      let dy = node.y - position.y
      let dz = node.z - position.z
      let limit = node.extent + margin
      if dx * dx + dy * dy + dz * dz > limit * limit {
        index = Int(node.skip)
        continue
      }
      if node.count > 0 { body(node) }
      index += 1
    }
  }
}

extension DecayField {
  /// Runs `body` on the field's arrays; `empty` is the answer of a field without places.
  @inline(__always)
  func withView<Result>(empty: @autoclosure () -> Result, _ body: (FieldView) -> Result) -> Result {
    layers.withUnsafeBufferPointer { layers in
      places.withUnsafeBufferPointer { places in
        nodes.withUnsafeBufferPointer { nodes in
          zones.withUnsafeBufferPointer { zones in
            cells.withUnsafeBufferPointer { cells in
              blocks.withUnsafeBufferPointer { blocks in
                guard let places = places.baseAddress, let nodes = nodes.baseAddress,
                  let zones = zones.baseAddress, let cells = cells.baseAddress,
                  let blocks = blocks.baseAddress
                else { return empty() }
                return body(
                  FieldView(
                    layers: layers, places: places, nodes: nodes, zones: zones, cells: cells, blocks: blocks))
              }
            }
          }
        }
      }
    }
  }
}
