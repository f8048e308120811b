/// Which identifiers of a file occur more than once, found in memory that does not grow with the file.
struct RepeatedIDs: Sendable {
  private let search: TwinSearch
  /// The hashes that occurred more than once.
  private let hashes: Set<UInt64>

  /// Looks for repeated identifiers.
  ///
  /// A walk remembers the hashes of its share, at most `room` of them; where there are more the share is halved as
  /// the walk goes on, and further walks take the others.
  ///
  /// - Parameters:
  ///   - room: the most hashes to remember at a time, of 8 bytes each.
  ///   - walk: hands over all identifiers, the same on each call.
  init<Failure: Error>(
    room: Int = 20_000_000, _ walk: ((String) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    let search = TwinSearch()
    var repeated: Set<UInt64> = []
    var remembered: [UInt64] = []
    var first: UInt64 = 0
    while true {
      remembered.removeAll(keepingCapacity: true)
      var last = UInt64.max
      try walk { id in
        let hash = search.hash(id)
        guard hash >= first, hash <= last else { return }
        while remembered.count >= room, last > first {
          last = first + (last - first) / 2
          remembered.removeAll { $0 > last }
        }
        if hash <= last { remembered.append(hash) }
      }
      remembered.sort()
      for (left, right) in zip(remembered, remembered.dropFirst()) where left == right { repeated.insert(left) }
      if last == .max { break }
      first = last + 1
    }
    self.search = search
    hashes = repeated
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

  /// The place where an identifier was met before.
  subscript(id: String) -> InputPlace? {
    if repeated?.mayContain(id) == false { return nil }
    return spots[id].map { spot in
      spot.feature < 0
        ? InputPlace(file: file, line: spot.position)
        : InputPlace(file: file, feature: Int(spot.feature), byte: spot.position)
    }
  }

  /// Remembers where an identifier was met.
  mutating func add(_ id: String, at place: InputPlace) {
    if repeated?.mayContain(id) == false { return }
    spots[id] = Spot(
      position: place.line ?? place.byte ?? 0, feature: Int32(clamping: place.feature ?? -1))
  }
}
