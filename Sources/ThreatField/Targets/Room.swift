/// Room for numbers that loops in C write to: owned memory that grows and never shrinks.
struct Room<Element: BitwiseCopyable>: ~Copyable {
  private(set) var start: UnsafeMutablePointer<Element>
  private var capacity: Int

  init(_ capacity: Int) {
    self.capacity = max(capacity, 1)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  /// Makes room for at least so many, whose values are then not defined.
  mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    start.deallocate()
    capacity = 2 * count
    start = .allocate(capacity: capacity)
  }
}
