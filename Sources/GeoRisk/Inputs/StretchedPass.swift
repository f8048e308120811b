import GeoCore

/// A walk through a table in stretches side by side.
///
/// Where the stretches begin is a guess, which counts only when each one's reading ends where the next one's began:
/// then every row was read as by a single reader. Whatever needs the rows in their order (an id met twice, a guess
/// that was wrong, a quote that is never closed) makes the walk worthless, and the caller takes it anew in order.
enum StretchedPass<Decoder: RecordDecoder> {
  enum Outcome {
    case read(records: [Decoder.Record], rejects: [RejectedRecord], decoder: Decoder)
    case dateOrderUnknown
    case needsOrder
  }

  /// Reads all rows; stretches are several for each thread, so that all are busy to the end.
  static func read(
    _ table: some TextTable, with decoder: Decoder, dates: DateStyle, workers: Workers
  ) -> Outcome {
    let stretches = table.stretches(workers.threads * 4)
    let capacity = stretches.reduce(0) { $0 + $1.capacity }
    var parts: [Part] = []
    // Each stretch fills its own room; the gaps are closed afterwards.
    let records = [Decoder.Record](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let rooms = stretches.reduce(into: [base]) {
        $0.append($0[$0.count - 1] + $1.capacity)
      }
      parts = workers.map(stretches.count) { index in
        Part(table, stretches[index], with: decoder, dates: dates, into: rooms[index])
      }
      for (part, room) in zip(parts, rooms) {
        if room != base + count { (base + count).moveInitialize(from: room, count: part.count) }
        count += part.count
      }
    }
    if parts.contains(where: \.needsDateOrder) { return .dateOrderUnknown }
    let joins = zip(parts, stretches).allSatisfy { $0.end == $1.range.upperBound }
    guard joins, !hasTwins(records, parts, decoder) else { return .needsOrder }
    var summed = decoder
    for part in parts { summed.add(countsOf: part.decoder) }
    return .read(records: records, rejects: parts.flatMap(\.rejects), decoder: summed)
  }

  /// Whether two records have the same id.
  private static func hasTwins(_ records: [Decoder.Record], _ parts: [Part], _ decoder: Decoder) -> Bool {
    // Open addressing, at most half full: a slot holds the index of a record plus one.
    var bits = 4
    while 1 << bits < 2 * records.count { bits += 1 }
    var slots = [UInt32](repeating: 0, count: 1 << bits)
    guard records.count < UInt32.max else { return true }
    let hashes = parts.flatMap(\.hashes)
    for (index, hash) in hashes.enumerated() {
      var slot = hash & (slots.count - 1)
      while slots[slot] != 0 {
        let other = Int(slots[slot]) - 1
        if hashes[other] == hash, decoder.id(of: records[other]) == decoder.id(of: records[index]) {
          return true
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = UInt32(index + 1)
    }
    return false
  }

  /// What one stretch gave beside its records.
  private struct Part: Sendable {
    var decoder: Decoder
    var count = 0
    var hashes: [Int] = []
    var rejects: [RejectedRecord] = []
    var needsDateOrder = false
    /// Where the row behind the stretch starts; −1 where reading failed.
    var end = -1

    init(
      _ table: some TextTable, _ stretch: TableStretch, with decoder: Decoder, dates: DateStyle,
      into room: UnsafeMutablePointer<Decoder.Record>
    ) {
      self.decoder = decoder
      hashes.reserveCapacity(stretch.capacity)
      let end = try? table.forEachRow(in: stretch) { row throws(GeoRiskError) in
        if needsDateOrder || count == stretch.capacity { return }
        take(row, dates, into: room)
      }
      self.end = end ?? -1
    }

    private mutating func take(
      _ row: some TextRow, _ dates: DateStyle, into room: UnsafeMutablePointer<Decoder.Record>
    ) {
      do throws(RowProblem) {
        if let fault = row.unreadable { throw RowProblem.bad(fault) }
        let record = try decoder.decode(row, dates: dates)
        hashes.append(decoder.id(of: record).hashValue)
        (room + count).initialize(to: record)
        count += 1
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
