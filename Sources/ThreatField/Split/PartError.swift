/// The error that a unit of weight makes in one part, by distance.
struct PartError {
  /// Distances up to the reach.
  static let samples = 200
  private static let weights = [-5, 49, -245, 1225, 1225, -245, 49, -5].map { $0 / 2048.0 }

  private let spacing, step: Double
  private let own: [Double]

  /// - Parameters:
  ///   - part: what is interpolated.
  ///   - reach: the kernel's, a chord in metres.
  ///   - inner: the radius of the part's centre.
  ///   - spacing: metres between lattice nodes.
  init(_ part: SplitPlan.Part, reach: Double, inner: Double, spacing: Double) {
    self.spacing = spacing
    let step = reach / Double(Self.samples)
    self.step = step
    func value(_ squared: Double) -> Double { part.value(squared / (reach * reach)) }
    func measured(_ sample: Int) -> Double {
      let distance = step * Double(sample)
      let truth = value(distance * distance)
      var worst = 1e-7 * abs(truth)
      // Along the way from the place, across it, and between the two.
      for cosine in [0, 0.5.squareRoot(), 1] {
        var sum = 0.0
        for (node, weight) in Self.weights.enumerated() {
          let along = (Double(node) - 3.5) * spacing
          sum += weight * value(distance * distance + along * (along + 2 * cosine * distance))
        }
        worst = max(worst, abs(sum - truth))
      }
      return 1.1 * worst
    }
    // All distances near where the part is joined, every eighth elsewhere.
    let last = Int((part.radius + 4 * spacing) / step) + 1
    var own = [Double](repeating: 0, count: last + 1)
    func isPlain(_ sample: Int) -> Bool {
      let distance = step * Double(sample)
      return distance > inner + 5 * spacing && distance < part.radius - 5 * spacing
    }
    var sample = 0
    while sample <= last {
      let error = measured(sample)
      own[sample] = error
      let next = sample + 8
      if isPlain(sample), isPlain(next) {
        for between in sample + 1..<next { own[between] = max(error, measured(next)) }
        sample = next
      } else {
        // A quarter of the spacing is near enough even where the part is joined.
        let next = min(sample + max(1, Int(spacing / 4 / step)), max(last, sample + 1))
        for between in sample + 1..<max(next, sample + 1) { own[between] = error }
        sample = next
      }
    }
    self.own = own
  }

  /// Spacings from the line, and the interpolations' weight that lies no farther and beyond the next fewer: see `SplitPlan`.
  static let windows = [(0.8, 4.08), (1.6, 2.27), (2.6, 1.28), (4.5, 0.37), (8.5, 0.01)]

  /// Adds the bound by distance.
  func add(to errors: inout [Double]) {
    let largest = RangeMaxima(own)
    for (spacings, share) in Self.windows {
      let window = Int((spacings * spacing / step).rounded(.up))
      for sample in 0..<min(errors.count, own.count + window) {
        errors[sample] += share * largest.value(from: sample - window, through: sample + window)
      }
    }
  }
}

/// The largest of any numbers in a row.
struct RangeMaxima {
  /// From each number on, the largest of 2^level, or of all up to the last.
  private let levels: [[Double]]
  private let count: Int

  init(_ values: [Double]) {
    var levels = [values]
    var length = 1
    while 2 * length <= values.count {
      var next = levels[levels.count - 1]
      for index in 0..<values.count - length { next[index] = max(next[index], next[index + length]) }
      levels.append(next)
      length *= 2
    }
    self.levels = levels
    count = values.count
  }

  /// Of the numbers between two indexes; none counts as 0.
  func value(from first: Int, through last: Int) -> Double {
    let low = max(first, 0), high = min(last, count - 1)
    guard low <= high else { return 0 }
    let level = (high - low + 1).bitWidth - 1 - (high - low + 1).leadingZeroBitCount
    return max(levels[level][low], levels[level][high + 1 - (1 << level)])
  }
}
