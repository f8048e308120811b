/// The fields of a row in order, in memory that one row after the other uses.
///
/// No array: it would ask with every field whether it is its memory's only user.
struct CSVFields {
  /// Where a field's content lies, without its quotes.
  struct Field {
    var start: Int
    var end: Int
    /// Whether doubled quotes inside stand for single ones.
    var hasDoubledQuotes: Bool
  }

  /// Memory that is given back when nobody uses it.
  private final class Room {
    let base: UnsafeMutablePointer<Field>
    let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }
  }

  private var room = Room(capacity: 64)
  private(set) var count = 0

  var indices: Range<Int> { 0..<count }

  @inline(__always)
  subscript(index: Int) -> Field {
    precondition(index >= 0 && index < count)
    return room.base[index]
  }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ field: Field) {
    if count == room.capacity { grow() }
    (room.base + count).initialize(to: field)
    count &+= 1
  }

  private mutating func grow() {
    let larger = Room(capacity: 2 * count)
    larger.base.initialize(from: room.base, count: count)
    room = larger
  }
}
