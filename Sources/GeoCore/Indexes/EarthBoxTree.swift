/// A box in Earth-centred metres.
struct EarthBox: Hashable, Sendable {
  var low: EarthPosition
  var high: EarthPosition

  init(_ position: EarthPosition) {
    low = position
    high = position
  }

  var middle: EarthPosition {
    EarthPosition(x: (low.x + high.x) / 2, y: (low.y + high.y) / 2, z: (low.z + high.z) / 2)
  }

  mutating func extend(by other: EarthBox) {
    low = EarthPosition(x: min(low.x, other.low.x), y: min(low.y, other.low.y), z: min(low.z, other.low.z))
    high = EarthPosition(
      x: max(high.x, other.high.x), y: max(high.y, other.high.y), z: max(high.z, other.high.z))
  }

  /// The squared distance from a position to the nearest point of the box in m², 0 inside.
  func squaredDistance(to position: EarthPosition) -> Double {
    let dx = max(low.x - position.x, 0, position.x - high.x)
    let dy = max(low.y - position.y, 0, position.y - high.y)
    let dz = max(low.z - position.z, 0, position.z - high.z)
    return dx * dx + dy * dy + dz * dz
  }
}

/// Boxes in space, eight under a node, over items that their owner keeps in the order given here.
struct EarthBoxTree: Sendable {
  private let levels: PackedLevels
  // All levels above the items; the box of place p is boxes[p - count].
  private let boxes: [EarthBox]
  private let count: Int
  /// The items' boxes, where a look at them saves more than it costs; else empty.
  private let items: [EarthBox]

  /// - Parameters:
  ///   - items: the items' boxes, neighbours in space close together.
  ///   - keepingItems: whether an item's own box is asked before the item is visited.
  init(_ items: [EarthBox], keepingItems: Bool = false) {
    let levels = PackedLevels(count: items.count, nodeSize: 8)
    let count = items.count
    var boxes: [EarthBox] = []
    boxes.reserveCapacity((levels.starts.last ?? 0) - count)
    for level in stride(from: 1, through: levels.top, by: 1) {
      for place in levels.starts[level]..<levels.starts[level + 1] {
        let children = levels.children(of: place, level: level)
        func box(_ place: Int) -> EarthBox { place < count ? items[place] : boxes[place - count] }
        var all = box(children.lowerBound)
        for child in children.dropFirst() { all.extend(by: box(child)) }
        boxes.append(all)
      }
    }
    self.levels = levels
    self.count = count
    self.boxes = boxes
    self.items = keepingItems ? items : []
  }

  /// Visits items that may lie nearer than a limit, the likeliest first.
  ///
  /// - Parameters:
  ///   - position: from where distance is measured.
  ///   - limit: squared metres; items whose boxes lie farther are passed over, equally far ones are not.
  ///   - body: takes an item's place in the order and answers the limit from then on.
  @inline(__always)
  func visit(near position: EarthPosition, limit: Double, _ body: (Int) -> Double) {
    guard count > 0 else { return }
    var limit = limit
    var stack: [(place: Int, level: Int, distance: Double)] = [((levels.starts.last ?? 1) - 1, levels.top, 0)]
    stack.reserveCapacity(8 * levels.top + 1)
    while let (place, level, distance) = stack.popLast() {
      guard distance <= limit else { continue }
      if level == 0 {
        limit = body(place)
      } else if level == 1, items.isEmpty {
        for child in levels.children(of: place, level: 1) { limit = body(child) }
      } else {
        let first = stack.count
        for child in levels.children(of: place, level: level) {
          let box = level == 1 ? items[child] : boxes[child - count]
          let distance = box.squaredDistance(to: position)
          guard distance <= limit else { continue }
          stack.append((child, level - 1, distance))
          // Kept with the nearest on top; insertion is quickest for eight.
          var slot = stack.count - 1
          while slot > first, stack[slot - 1].distance < distance {
            stack.swapAt(slot, slot - 1)
            slot -= 1
          }
        }
      }
    }
  }
}
