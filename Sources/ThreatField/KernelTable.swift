import CKernels

/// A radial function of the chord in metres as piecewise cubics: what the inner loops read.
///
/// The range is cut into a few zones, each with equally wide cells: one zone for a plain kernel, more where a
/// small location error rounds off the centre and the rim on a much finer scale than the rest. The table takes
/// the chord, not the arc, so the loops need one square root and no correction.
struct KernelTable: Sendable {
  /// a + b t + c t² + d t³ with t in −½…½ across the cell.
  typealias Cubic = gr_cubic

  /// Equal cells from `start` onwards.
  typealias Zone = gr_zone

  var zones: [Zone] = []
  var cells: [Cubic] = []
  /// Square of the chord up to which, and including which, the function is above 0.
  let reachSquared: Double

  /// Tabulates `function` (of the chord in metres) between rising bounds, the first 0 and the last the reach.
  ///
  /// Each zone's cells are halved until the cubics follow the function to 1e-8 of its value plus 1e-10 of its
  /// value at 0.
  init(bounds: [Double], _ function: (Double) -> Double) {
    let reach = bounds.last ?? 0
    reachSquared = reach * reach
    let floor = 1e-10 * function(0)
    for (from, to) in zip(bounds, bounds.dropFirst()) where to > from {
      appendZone(from: from, to: to, floor: floor, function)
    }
  }

  private mutating func appendZone(
    from: Double, to: Double, floor: Double, _ function: (Double) -> Double
  ) {
    // Four equally spaced samples make a cell, neighbours share one. The samples of the next level show the
    // error of this one, and halving a cell divides its error by 16.
    var count = 8
    var samples = (0...3 * count).map { function(from + (to - from) * Double($0) / Double(3 * count)) }
    var worst = Double.infinity
    while worst > 8 && count < 4096 {
      let fine = 6 * count
      let refined = (0...fine).map { index in
        index.isMultiple(of: 2)
          ? samples[index / 2] : function(from + (to - from) * Double(index) / Double(fine))
      }
      worst = 0
      for index in stride(from: 1, to: fine, by: 2) {
        let cubic = Self.cubic(samples, cell: index / 6)
        let t = Double(index % 6) / 6 - 0.5
        let guess = cubic.a + t * (cubic.b + t * (cubic.c + t * cubic.d))
        let truth = refined[index]
        worst = max(worst, abs(guess - truth) / (1e-8 * abs(truth) + floor))
      }
      samples = refined
      count *= 2
    }
    zones.append(
      Zone(
        start: from, rate: Double(count) / (to - from), first: Int64(cells.count), last: Int64(count - 1)))
    for cell in 0..<count { cells.append(Self.cubic(samples, cell: cell)) }
  }

  /// The cubic through the four samples of a cell, at t = −½, −1/6, 1/6, ½.
  static func cubic(_ samples: [Double], cell: Int) -> Cubic {
    let p = samples[3 * cell]
    let q = samples[3 * cell + 1]
    let r = samples[3 * cell + 2]
    let s = samples[3 * cell + 3]
    let evenInner = (q + r) / 2
    let evenOuter = (p + s) / 2
    let oddInner = (r - q) / 2
    let oddOuter = (s - p) / 2
    return Cubic(
      a: (9 * evenInner - evenOuter) / 8,
      b: (27 * oddInner - oddOuter) / 4,
      c: (evenOuter - evenInner) * 4.5,
      d: (oddOuter - 3 * oddInner) * 9)
  }

  /// The function at a squared chord within the reach; for questions one by one.
  func value(squaredChord: Double) -> Double {
    zones.withUnsafeBufferPointer { zones in
      cells.withUnsafeBufferPointer { cells in
        guard let zone = zones.baseAddress, let cell = cells.baseAddress else { return 0 }
        return Self.value(chord: squaredChord.squareRoot(), zones: zone, last: zones.count - 1, cells: cell)
      }
    }
  }

  /// The function at a chord of at least 0 and within the reach.
  @inline(__always)
  static func value(
    chord: Double, zones: UnsafePointer<Zone>, last: Int, cells: UnsafePointer<Cubic>
  ) -> Double {
    var index = last
    while chord < zones[index].start { index -= 1 }
    return value(chord: chord, zone: zones[index], cells: cells)
  }

  /// The function at a chord within a zone.
  @inline(__always)
  static func value(chord: Double, zone: Zone, cells: UnsafePointer<Cubic>) -> Double {
    // Adding 2^52 rounds to a whole number that then stands in the low bits: the nearest cell centre, without
    // the range checks of Int(_:).
    let position = (chord - zone.start) * zone.rate - 0.5
    let magic = 4_503_599_627_370_496.0
    let shifted = max(position, 0) + magic
    let cell = min(Int(truncatingIfNeeded: shifted.bitPattern & 0xF_FFFF_FFFF_FFFF), Int(zone.last))
    let t = position - Double(cell)
    let cubic = cells[Int(zone.first) + cell]
    let value = cubic.a + t * (cubic.b + t * (cubic.c + t * cubic.d))
    // Where a kernel fades to 0 at its rim, rounding must not make a threat negative.
    return value > 0 ? value : 0
  }
}
