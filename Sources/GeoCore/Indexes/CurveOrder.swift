extension Workers {
  /// The numbers 0 ..< `count` in the order in which their positions lie along a Hilbert curve through the Earth;
  /// positions in one cell of the curve stay in order.
  ///
  /// The order does not depend on how many
  /// there are.
  ///
  /// - Parameters:
  ///   - count: number of positions, at most 2³¹ − 1.
  ///   - bits: how many bits of the curve's key count, below those that all positions share: each three halve a cell.
  ///   - position: the position of a number.
  package func curveOrder(
    of count: Int, bits: Int = 63, _ position: @Sendable (Int) -> EarthPosition
  ) -> [Int32] {
    sortedByKey(curveKeys(of: count, position), bits: bits)
  }

  /// The numbers 0 ..< `count`, cut into runs of neighbours, in the order in which these lie along a Hilbert curve through
  /// the Earth; runs in one cell of the curve stay in order.
  ///
  /// Positions are often listed along roads or rows: each run then costs what a single position would. The runs and their
  /// order follow from the positions alone.
  ///
  /// - Parameters:
  ///   - count: number of positions, at most 2³¹ − 1.
  ///   - longest: how many positions a run has at most.
  ///   - metres: how far they lie from its first at most.
  ///   - bits: how many bits of the curve's key count, below those that all runs share: each three halve a cell.
  ///   - position: the position of a number.
  package func curveRuns(
    of count: Int, longest: Int, within metres: Double, bits: Int = 63,
    _ position: @Sendable (Int) -> EarthPosition
  ) -> [Range<Int32>] {
    let block = 4_096
    let blocks = map((count + block - 1) / block) { number -> [Range<Int32>] in
      var runs: [Range<Int32>] = []
      let end = min((number + 1) * block, count)
      var first = number * block
      while first < end {
        let start = position(first)
        var next = first + 1
        while next < min(first + longest, end), start.squaredChord(to: position(next)) <= metres * metres {
          next += 1
        }
        runs.append(Int32(first)..<Int32(next))
        first = next
      }
      return runs
    }
    let runs = Array(blocks.joined())
    let keys = curveKeys(of: runs.count) { number in
      position((Int(runs[number].lowerBound) + Int(runs[number].upperBound)) / 2)
    }
    return sortedByKey(keys, bits: bits).map { runs[Int($0)] }
  }

  /// The keys of positions along the curve, with their numbers.
  package func curveKeys(of count: Int, _ position: @Sendable (Int) -> EarthPosition) -> [NumberedKey] {
    let block = 4_096
    return [NumberedKey](unsafeUninitializedCapacity: count) { buffer, initialized in
      LargePages.advise(for: buffer)
      // Each block is written by one thread, and nothing reads before all are done.
      nonisolated(unsafe) let base = buffer
      _ = map((count + block - 1) / block) { number in
        let end = min((number + 1) * block, count)
        for first in stride(from: number * block, to: end, by: HilbertAxes.lanes) {
          var axes = HilbertAxes()
          let filled = min(HilbertAxes.lanes, end - first)
          for lane in 0..<filled { axes.set(position(first + lane), lane: lane) }
          let keys = axes.keys
          for lane in 0..<filled {
            base.initializeElement(
              at: first + lane, to: NumberedKey(key: keys[lane], number: Int32(first + lane)))
          }
        }
      }
      initialized = count
    }
  }

  /// The numbers by rising key, equal keys in order.
  package func sortedByKey(_ keys: [NumberedKey], bits: Int = 63) -> [Int32] {
    radixSorted(keys, bits: bits).map { $0.number }
  }

  /// The keys from the smallest up, equal ones in order, by counting digits from the lowest up.
  ///
  /// Every thread counts and moves a stretch of its own; the order does not depend on how many there are.
  ///
  /// - Parameter bits: how many bits count, below those that all keys share; keys that agree in them stay in order.
  package func radixSorted(_ keys: [NumberedKey], bits: Int = 64) -> [NumberedKey] {
    guard let first = keys.first, keys.count > 1 else { return keys }
    let digit = 11
    let mask = UInt64(1) << digit - 1
    let stretch = max(1 << 15, (keys.count + threads - 1) / threads)
    let stretches = (keys.count + stretch - 1) / stretch
    @Sendable func range(_ number: Int) -> Range<Int> {
      number * stretch..<min((number + 1) * stretch, keys.count)
    }
    let different = map(stretches) { number in
      keys.withUnsafeBufferPointer { keys in range(number).reduce(0) { $0 | (keys[$1].key ^ first.key) } }
    }.reduce(0, |)
    let top = 64 - different.leadingZeroBitCount
    let bottom = max(0, top - bits)
    let shifts = Array(stride(from: bottom, to: top, by: digit))
    guard !shifts.isEmpty else { return keys }
    let spare = UnsafeMutableBufferPointer<NumberedKey>.allocate(capacity: shifts.count > 1 ? keys.count : 0)
    defer { spare.deallocate() }
    return [NumberedKey](unsafeUninitializedCapacity: keys.count) { result, initialized in
      keys.withUnsafeBufferPointer { keys in
        var from = keys
        for (pass, shift) in shifts.enumerated() {
          // To and fro, so that the last digit's order is the result.
          let into = (shifts.count - pass) % 2 == 1 ? result : spare
          nonisolated(unsafe) let entries = from
          let counts = map(stretches) { number in
            var counts = [Int](repeating: 0, count: 1 << digit)
            for index in range(number) { counts[Int(entries[index].key >> shift & mask)] += 1 }
            return counts
          }
          // Where each stretch's entries of each digit begin.
          var starts = [Int](repeating: 0, count: stretches << digit)
          var sum = 0
          for value in 0..<1 << digit {
            for number in 0..<stretches {
              starts[number << digit + value] = sum
              sum += counts[number][value]
            }
          }
          let begins = starts
          // Every place is written once, by one thread, and nothing reads before all are done.
          nonisolated(unsafe) let sorted = into
          _ = map(stretches) { number in
            var next = Array(begins[number << digit..<(number + 1) << digit])
            for index in range(number) {
              let value = Int(entries[index].key >> shift & mask)
              sorted.initializeElement(at: next[value], to: entries[index])
              next[value] += 1
            }
          }
          from = UnsafeBufferPointer(into)
        }
      }
      initialized = keys.count
    }
  }
}

/// A key to sort by and the number of what has it.
package struct NumberedKey: Hashable, Sendable {
  package var key: UInt64
  package var number: Int32

  package init(key: UInt64, number: Int32) {
    self.key = key
    self.number = number
  }
}
