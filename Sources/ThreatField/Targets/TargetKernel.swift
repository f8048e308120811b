import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A spread kernel in the terms of the loops for tiles of targets: arithmetic where that is quickest, and otherwise a
/// table small enough to stay in registers.
///
/// The table is of q, the squared distance in units of a little more than the reach. The cells of its body follow
/// q + 1/16 over the four octaves up to 1, eight to an octave: narrow near the centre, and named by a number's own
/// bits. Two things are too fine for them: a cusp at the centre, which is no polynomial of q, and a jump at the rim
/// that a small location error has rounded off. There, equal cells of √q take over. Body and edges follow the kernel
/// to 4e-6 of its value plus 1e-7 of its value at 0.
struct TargetKernel: Sendable {
  /// Metres per plane unit.
  let unit: Double
  private let form: gr_form
  private let power: Int32
  private let rate: Double
  private let table: Table

  private static let cells = Int(GR_TARGET_CELLS)
  /// q at the reach: the last cell ends just behind it.
  private static let reach = 0.9375 * (1 - 0x1p-20)

  /// Nil where a kernel has detail too fine for the table: the loops in double precision then take its places.
  init?(_ kernel: SpreadKernel, level: VectorLevel) {
    let unit = kernel.reach / Self.reach.squareRoot()
    let length = unit / kernel.kernel.scale
    self.unit = unit
    switch (kernel.kernel.family, kernel.sigma) {
    case (.exponential, 0) where level < .avx512:
      (form, power, rate) = (GR_EXPONENTIAL, 0, length / M_LN2)
    case (.gaussian, 0): (form, power, rate) = (GR_GAUSSIAN, 0, 0.5 * length * length / M_LN2)
    case (.epanechnikov, 0): (form, power, rate) = (GR_POLYNOMIAL, 1, length * length)
    case (.quartic, 0): (form, power, rate) = (GR_POLYNOMIAL, 2, length * length)
    case (.triweight, 0): (form, power, rate) = (GR_POLYNOMIAL, 3, length * length)
    default: (form, power, rate) = (GR_TABLE, 0, 0)
    }
    guard form == GR_TABLE else {
      table = Table()
      return
    }
    func value(_ distance: Double) -> Double {
      kernel.smoothValue(atDistance: min(distance * unit, kernel.reach))
    }
    guard let found = (3...5).lazy.compactMap({ Self.table(degree: $0, value) }).first else { return nil }
    table = found
  }

  /// Metres from the middle of a tile to its farthest node at most: no source may be at the centre of one target and at
  /// the rim of another.
  var longestRadius: Double {
    let (centreEnd, rimStart) = (table.centre?.to ?? 0, table.rim?.from ?? Self.reach.squareRoot())
    return 0.99 * unit * (rimStart - centreEnd) / 2
  }

  /// Runs `body` on the kernel as the loops take it.
  func withKernel(_ body: (UnsafePointer<gr_target_kernel>) -> Void) {
    table.coefficients.withUnsafeBufferPointer { coefficients in
      let part = (table.degree + 1) * Self.cells
      let first = coefficients.baseAddress
      func edge(_ edge: Edge?, _ part: Int) -> gr_target_edge {
        guard let edge else { return gr_target_edge(from: 2, to: 0, start: 0, rate: 0, cells: first) }
        return gr_target_edge(
          from: Float(edge.from * edge.from), to: Float(edge.to * edge.to), start: Float(edge.start),
          rate: Float(edge.rate), cells: first.map { $0 + part })
      }
      var kernel = gr_target_kernel(
        form: Int32(form.rawValue), power: power, rate: Float(rate), reach: Float(Self.reach),
        degree: Int32(table.degree), body: first, centre: edge(table.centre, part),
        rim: edge(table.rim, 2 * part))
      body(&kernel)
    }
  }

  private struct Table {
    var degree = 0
    /// Coefficient k of cell i at 32 k + i: the body, and behind it room for both edges.
    var coefficients: [Float] = []
    var centre, rim: Edge?

    mutating func set(_ cell: Cell, part: Int, index: Int) {
      for (k, coefficient) in cell.coefficients.enumerated() {
        coefficients[(part * (degree + 1) + k) * cells + index] = coefficient
      }
    }
  }

  /// Distances in plane units that equal cells serve, the first one round `start`.
  private struct Edge {
    let from, to, start, rate: Double
  }

  /// The table of a function of the distance in plane units; nil where this degree cannot follow it.
  private static func table(degree: Int, _ value: (Double) -> Double) -> Table? {
    let floor = 1e-7 * value(0)
    let body = (0..<cells).map { cell in
      let ends = bodyEnds(cell)
      // t runs from 1 to 1 1/8, as a mantissa does in its cell, or about its middle: see gr_target_kernel.
      let unit = 8 * (ends.to - ends.from)
      let origin = degree > 3 ? (ends.from + ends.to) / 2 : ends.from - unit
      return Cell(over: ends, origin: origin, unit: unit, degree: degree) { value($0.squareRoot()) }
    }
    // The longest run of good cells has the edges before and behind it.
    guard
      let good = body.indices.split(whereSeparator: { !body[$0].follows(floor) }).max(by: {
        $0.count < $1.count
      }),
      let first = good.first, let last = good.last
    else { return nil }
    let (centreEnd, rimStart) = (bodyEnds(first).from.squareRoot(), bodyEnds(last).to.squareRoot())
    // Wide edges take long: a higher degree may have narrower ones. Between these bounds there is room for tiles of some
    // size: see `longestRadius`.
    guard centreEnd <= (degree < 5 ? 0.2 : 0.3), rimStart >= 0.6 else { return nil }
    var result = Table(
      degree: degree, coefficients: [Float](repeating: 0, count: 3 * (degree + 1) * cells))
    for (number, cell) in body.enumerated() {
      result.set(cell, part: 0, index: bodyIndex(number))
    }
    func edge(from: Double, to: Double, part: Int) -> Edge? {
      let last = Double(cells - 1)
      let width = (to - from) / last
      for number in 0..<cells {
        let middle = Double(number)
        let ends = (from + max(middle - 0.5, 0) * width, from + min(middle + 0.5, last) * width)
        let cell = Cell(
          over: (from: ends.0, to: ends.1), origin: from + middle * width, unit: width, degree: degree, value)
        guard cell.follows(floor) else { return nil }
        result.set(cell, part: part, index: number)
      }
      return Edge(from: from, to: to, start: from, rate: 1 / width)
    }
    if first > 0 {
      guard let centre = edge(from: 0, to: centreEnd, part: 1) else { return nil }
      result.centre = centre
    }
    if last < cells - 1 {
      guard let rim = edge(from: rimStart, to: bodyEnds(cells - 1).to.squareRoot(), part: 2) else {
        return nil
      }
      result.rim = rim
    }
    return result
  }

  /// The bounds in q of the cell that is nth from the centre.
  private static func bodyEnds(_ number: Int) -> (from: Double, to: Double) {
    func bound(_ number: Int) -> Double {
      Double(sign: .plus, exponent: number / 8 - 4, significand: 1 + Double(number % 8) / 8) - 0.0625
    }
    return (bound(number), bound(number + 1))
  }

  /// The place of that cell in the table: what its numbers' bits say.
  private static func bodyIndex(_ number: Int) -> Int {
    Int(Float(bodyEnds(number).from + 0.0625).bitPattern >> 20 & 31)
  }
}

extension SpreadKernel {
  /// The value at a distance in metres within the reach, smooth up to the rim.
  fileprivate func smoothValue(atDistance distance: Double) -> Double {
    if sigma == 0 { return kernel.uncut(atDistance: distance) }
    let chord = EarthPosition.chord(arc: distance)
    return table.value(squaredChord: min(chord * chord, table.reachSquared))
  }
}

/// A polynomial over a stretch, of the offset t from an origin in units.
private struct Cell {
  let coefficients: [Float]
  /// The largest error in single precision, at places between the nodes, beyond 4e-6 of the value there.
  private let excess: Double

  /// Interpolates at Chebyshev's nodes, which is within a few per cent of the best there is.
  ///
  /// - Parameters:
  ///   - ends: the stretch that the polynomial is for.
  ///   - origin: where t is 0.
  ///   - unit: what t is in units of.
  init(
    over ends: (from: Double, to: Double), origin: Double, unit: Double, degree: Int,
    _ value: (Double) -> Double
  ) {
    let centre = (ends.from + ends.to) / 2, half = (ends.to - ends.from) / 2
    let count = degree + 1
    let angles = (0..<count).map { (Double($0) + 0.5) * .pi / Double(count) }
    let samples = angles.map { value(centre + half * cos($0)) }
    let factors = (0..<count).map { k in
      let sum = (0..<count).reduce(0.0) { $0 + samples[$1] * cos(Double(k) * angles[$1]) }
      return sum * (k == 0 ? 1 : 2) / Double(count)
    }
    // Chebyshev's polynomials as powers of t, T_k = 2 x T_(k−1) − T_(k−2), with x = scale · t + shift.
    let scale = unit / half, shift = (origin - centre) / half
    func timesX(_ p: [Double], _ factor: Double) -> [Double] {
      (0..<count).map { factor * (p[$0] * shift + ($0 > 0 ? p[$0 - 1] * scale : 0)) }
    }
    var last = [1.0] + [Double](repeating: 0, count: degree)
    var this = timesX(last, 1)
    var sum = last.map { $0 * factors[0] }
    for k in 1..<count {
      for i in 0..<count { sum[i] += factors[k] * this[i] }
      (last, this) = (this, zip(timesX(this, 2), last).map { $0 - $1 })
    }
    let rounded = sum.map { Float($0) }
    coefficients = rounded
    excess = (0...12).reduce(-Double.infinity) { excess, part in
      let place = centre + half * (Double(part) / 6 - 1)
      let t = Float((place - origin) / unit)
      let truth = value(place)
      let guess = Double(rounded.reversed().reduce(0) { $0 * t + $1 })
      return max(excess, abs(guess - truth) - 4e-6 * abs(truth))
    }
  }

  /// Whether the polynomial is within 4e-6 of the value and a floor.
  func follows(_ floor: Double) -> Bool { excess <= floor }
}
