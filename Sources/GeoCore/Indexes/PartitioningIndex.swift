extension RandomAccessCollection {
  /// The first index from which on a condition holds, in a collection of which it holds to the end once it does; the end
  /// where it never does.
  ///
  /// - Complexity: O(log n).
  @inlinable package func partitioningIndex(where holds: (Element) -> Bool) -> Index {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
      if holds(self[middle]) { high = middle } else { low = index(after: middle) }
    }
    return low
  }
}
