import GeoCore

/// A walk through a table in stretches side by side.
///
/// Where the stretches begin is a guess, which counts only when each one's reading ends where the next one's began:
/// then every row was read as by a single reader. Whatever needs the rows in their order (an id met twice, a guess
/// that was wrong, a quote that is never closed) makes the walk worthless, and the caller takes it anew in order.
enum StretchedPass<Decoder: RecordDecoder> {
  enum Outcome {
    case read(records: [Decoder.Record], rejects: [RejectedRecord], decoder: Decoder, sha256: String?)
    case dateOrderUnknown
    case needsOrder
  }

  /// Reads all rows, and the file's digest if it is asked for; stretches are several for each thread, so that all are
  /// busy to the end.
  static func read(
    _ table: some TextTable, with decoder: Decoder, dates: DateStyle, digest: Bool, workers: Workers
  ) -> Outcome {
    let stretches = table.stretches(workers.threads * 8, workers: workers)
    let twins = TwinSearch()
    let capacity = stretches.reduce(0) { $0 + $1.capacity }
    var parts: [Part] = []
    var sha256: String?
    // Each stretch fills its own room; gaps, where rows were rejected or blank, are closed afterwards.
    let records = [Decoder.Record](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      LargePages.advise(for: buffer)
      nonisolated(unsafe) let rooms = stretches.reduce(into: [base]) {
        $0.append($0[$0.count - 1] + $1.capacity)
      }
      // The digest takes longest, so it comes first.
      let digests = digest ? 1 : 0
      let pieces = workers.map(digests + stretches.count) { index -> Piece in
        if index < digests { return .digest(table.file.sha256) }
        let (stretch, room) = (stretches[index - digests], rooms[index - digests])
        return .part(Part(table, stretch, with: decoder, dates: dates, twins: twins, into: room))
      }
      for piece in pieces {
        switch piece {
        case .digest(let digest): sha256 = digest
        case .part(let part): parts.append(part)
        }
      }
      for (part, room) in zip(parts, rooms) {
        if room != base + count { (base + count).moveInitialize(from: room, count: part.count) }
        count += part.count
      }
    }
    if parts.contains(where: \.needsDateOrder) { return .dateOrderUnknown }
    let joins = zip(parts, stretches).allSatisfy { $0.end == $1.range.upperBound }
    guard joins, !hasTwins(parts, among: records, decoder, twins, workers) else { return .needsOrder }
    var summed = decoder
    for part in parts { summed.add(countsOf: part.decoder) }
    return .read(records: records, rejects: parts.flatMap(\.rejects), decoder: summed, sha256: sha256)
  }

  private static func hasTwins(
    _ parts: [Part], among records: [Decoder.Record], _ decoder: Decoder, _ twins: TwinSearch,
    _ workers: Workers
  ) -> Bool {
    let rising = parts.compactMap(\.rising)
    if rising.count == parts.count, RisingIDs.rise(rising) { return false }
    let starts = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let hashes = workers.map(parts.count) { index -> TwinSearch.Shares in
      let part = parts[index]
      guard part.rising != nil else { return part.ids }
      return records[starts[index]..<starts[index + 1]].reduce(into: TwinSearch.Shares()) {
        $0.add(twins.hash(decoder.id(of: $1)))
      }
    }
    return TwinSearch.hasTwins(hashes, workers: workers)
  }

  /// What one turn of a thread gives.
  private enum Piece: Sendable {
    case digest(String)
    case part(Part)
  }

  /// What one stretch gave beside its records.
  private struct Part: Sendable {
    var decoder: Decoder
    var count = 0
    /// Nil from where identifiers do not rise; then `ids` has them all.
    var rising: RisingIDs? = RisingIDs()
    var ids = TwinSearch.Shares()
    var rejects: [RejectedRecord] = []
    var needsDateOrder = false
    /// Whether there was room for every row, as the count of lines promises.
    var isComplete = true
    /// Where the row behind the stretch starts; −1 where reading failed.
    var end = -1

    init(
      _ table: some TextTable, _ stretch: TableStretch, with decoder: Decoder, dates: DateStyle,
      twins: TwinSearch, into room: UnsafeMutablePointer<Decoder.Record>
    ) {
      self.decoder = decoder
      let end = try? table.forEachRow(in: stretch) { row throws(GeoRiskError) in
        if needsDateOrder { return }
        if count == stretch.capacity { isComplete = false } else { take(row, dates, twins, into: room) }
      }
      if let end, isComplete { self.end = end }
    }

    private mutating func take(
      _ row: some TextRow, _ dates: DateStyle, _ twins: TwinSearch,
      into room: UnsafeMutablePointer<Decoder.Record>
    ) {
      do throws(RowProblem) {
        if let fault = row.unreadable { throw RowProblem.bad(fault) }
        (room + count).initialize(to: try decoder.decode(row, dates: dates))
        count += 1
        if rising?.add(decoder.id(of: room[count - 1])) == true { return }
        // The first one that does not rise brings those before it along.
        let unhashed = rising == nil ? count - 1..<count : 0..<count
        rising = nil
        for index in unhashed { ids.add(twins.hash(decoder.id(of: room[index]))) }
      } catch {
        switch error {
        case .dateOrderUnknown: needsDateOrder = true
        case .bad(let reason): reject(row, .bad, reason)
        case .excluded(let reason): reject(row, .excluded, reason)
        }
      }
    }

    private mutating func reject(_ row: some TextRow, _ kind: RejectedRecord.Kind, _ reason: String) {
      rejects.append(RejectedRecord(kind: kind, place: row.place, reason: reason, rawText: row.rawText))
    }
  }
}
