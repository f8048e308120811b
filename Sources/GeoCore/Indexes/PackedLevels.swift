/// The shape of a packed tree: items in a fixed order, every full run of them under one node, and so on up to one
/// root. Nodes need no pointers, because a node's children follow from its place.
struct PackedLevels: Hashable, Sendable {
  let nodeSize: Int
  /// Where each level begins when all levels lie one behind the other, items first; the last entry is the total.
  let starts: [Int]

  init(count: Int, nodeSize: Int) {
    self.nodeSize = nodeSize
    var starts = [0]
    var width = count
    var total = count
    while width > 1 {
      starts.append(total)
      width = (width + nodeSize - 1) / nodeSize
      total += width
    }
    starts.append(total)
    self.starts = starts
  }

  /// The level of the root; 0 for at most one item.
  var top: Int { starts.count - 2 }

  /// The places, counted through all levels, of the children of a node on a level above 0.
  func children(of place: Int, level: Int) -> Range<Int> {
    let first = starts[level - 1] + (place - starts[level]) * nodeSize
    return first..<min(first + nodeSize, starts[level])
  }
}
