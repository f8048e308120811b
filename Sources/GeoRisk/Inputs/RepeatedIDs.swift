/// Which identifiers of a file occur more than once, found in memory that does not grow with the file.
struct RepeatedIDs: Sendable {
  private let search: TwinSearch
  /// The hashes that occurred more than once.
  private let hashes: Set<UInt64>

  /// Looks for repeated identifiers.
  ///
  /// A walk remembers the different hashes of its share, at most `room` of them; where there are more the share is
  /// halved as the walk goes on, and further walks take the others.
  ///
  /// - Parameters:
  ///   - room: the most hashes to remember at a time, of 8 bytes each.
  ///   - search: hashes with a seed of its own.
  ///   - walk: hands over all identifiers, the same on each call.
  init<Failure: Error>(
    room: Int = 1 << 23, search: TwinSearch = TwinSearch(), _ walk: ((String) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    var memory = Memory()
    var (first, width) = (UInt64.min, UInt64.max)
    while true {
      var last = first > .max - width ? .max : first + width
      try walk { id in
        let hash = search.hash(id)
        guard hash >= first, hash <= last else { return }
        memory.hashes.append(hash)
        guard memory.hashes.count >= room else { return }
        memory.takeOutTwins()
        while memory.hashes.count > room / 2, last > first {
          last = first + (last - first) / 2
          memory.forget(above: last)
        }
      }
      memory.takeOutTwins()
      memory.hashes.removeAll(keepingCapacity: true)
      if last == .max { break }
      (first, width) = (last + 1, last - first)
    }
    self.search = search
    hashes = memory.twins
  }

  private struct Memory {
    var hashes: [UInt64] = []
    private(set) var twins: Set<UInt64> = []

    /// Keeps one of each and notes those that are there more often.
    mutating func takeOutTwins() {
      hashes.sort()
      var count = 0
      for hash in hashes {
        if count > 0, hashes[count - 1] == hash {
          twins.insert(hash)
        } else {
          hashes[count] = hash
          count += 1
        }
      }
      hashes.removeLast(hashes.count - count)
    }

    /// The hashes are in order.
    mutating func forget(above last: UInt64) {
      while let largest = hashes.last, largest > last { hashes.removeLast() }
    }
  }

  /// Whether an identifier may occur more than once: always where it does, and hardly ever where not.
  func mayContain(_ id: String) -> Bool { !hashes.isEmpty && hashes.contains(search.hash(id)) }
}

/// Where each identifier was met first; of a file too large for that, only of those that are repeated.
struct IDRegister {
  /// A place without what all places of a file have in common.
  private struct Spot {
    /// The line, or where there are none the byte.
    var position: Int
    var feature: Int32
  }

  private let file: String
  private let repeated: RepeatedIDs?
  private var spots: [String: Spot] = [:]

  /// - Parameter repeated: the identifiers to remember; nil for all.
  init(for file: InputFile, only repeated: RepeatedIDs?) {
    self.file = file.name
    self.repeated = repeated
  }

  /// The place where an identifier was met before; where it was not, this one is remembered.
  mutating func placeBefore(of id: String, at place: @autoclosure () -> InputPlace) -> InputPlace? {
    if repeated?.mayContain(id) == false { return nil }
    guard let spot = spots[id] else {
      let place = place()
      spots[id] = Spot(
        position: place.line ?? place.byte ?? 0, feature: Int32(clamping: place.feature ?? -1))
      return nil
    }
    return spot.feature < 0
      ? InputPlace(file: file, line: spot.position)
      : InputPlace(file: file, feature: Int(spot.feature), byte: spot.position)
  }
}
