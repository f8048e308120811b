/// The known name that a mistyped one most likely means.
enum NearestName {
  /// The candidate with the least edit distance, the first of equals; nil where none is at all alike.
  ///
  /// Alike means: at most two thirds of the longer name's letters differ after case, blanks, hyphens and
  /// underscores are set aside, so that `lat` still finds `latitude`.
  static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = plain(name)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let letters = plain(candidate)
      let distance = editDistance(wanted, letters)
      let isAlike = distance * 3 <= max(wanted.count, letters.count) * 2
      if isAlike, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment)
  /// that turns one text into the other.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for (row, a) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, b) in right.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (a == b ? 0 : 1))
        if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }

  private static func plain(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { ![0x20, 0x2D, 0x5F].contains($0) }
  }
}
