/// The fields of a row in order, in memory that one row after the other uses.
///
/// No array: it would ask with every field whether it is its memory's only user.
final class CSVFields {
  /// Where a field's content lies, without its quotes.
  struct Field {
    var start: Int
    var end: Int
    /// Whether doubled quotes inside stand for single ones.
    var hasDoubledQuotes: Bool
  }

  private var base: UnsafeMutablePointer<Field>
  private var capacity = 64
  private(set) var count = 0

  init() { base = .allocate(capacity: capacity) }

  deinit { base.deallocate() }

  var indices: Range<Int> { 0..<count }

  @inline(__always)
  subscript(index: Int) -> Field {
    precondition(index >= 0 && index < count)
    return base[index]
  }

  func removeAll() { count = 0 }

  @inline(__always)
  func append(_ field: Field) {
    if count == capacity { grow() }
    (base + count).initialize(to: field)
    count &+= 1
  }

  private func grow() {
    capacity *= 2
    let larger = UnsafeMutablePointer<Field>.allocate(capacity: capacity)
    larger.initialize(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
