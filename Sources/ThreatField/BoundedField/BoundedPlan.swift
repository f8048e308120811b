import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How a surface is split for a tolerance, and the proof that the split keeps it.
///
/// With u = c²/reach² a kernel is cut into
///
///     K = rim + near + part₁ + … + part_n
///
/// - rim: a cubic in c² that ends with K at the cut-off, summed exactly by a sweep along rows (`RimSweep`);
/// - near: what sticks out of a smooth centre within a few kilometres of a place, summed exactly;
/// - part_l: smooth on the scale of radius_l and 0 beyond radius_l+1, summed on a lattice of every stride_l-th
///   node: places are spread to 4 × 4 lattice nodes with cubic Lagrange weights, the lattice is convolved with
///   the part, and the result interpolated by cubics.
///
/// Only the parts have an error. For a cubic through four nodes H apart, used between the middle two,
/// |f − If| ≤ 9/384 H⁴ max |f⁗|, and the |weights| add up to 9/8 at most for the two nodes next to it and 1/8 for
/// the others, 5/4 in all. So in two directions the error is at most e = (Hx⁴ + 5/4 Hy⁴) 9/384 max |f⁗|, the maximum
/// taken as far as the four by four nodes go, 2 √2 H. It occurs once for the node, and once for the place as seen
/// from each lattice node round the node: from 81/64 of them, by weight, within √2 H, and from the other 19/64
/// within 2 √2 H. With M(r) = max {|part⁗(d′)| : |d′ − d| ≤ r}, one unit of weight at distance d makes an error of
///
///     E(d) = Σ_l 5/4 (Hx⁴ + 5/4 Hy⁴) 9/384 · (M(2 √2 H) + 81/64 M(3 √2 H) + 19/64 M(4 √2 H))
///
/// at most, and none beyond the reach and 4 √2 H. The 5/4 in front covers that parallels are not straight and
/// meridians converge, which `init` allows for 5 % at most, and that a maximum is taken over samples. Rounding in
/// single precision adds 3e-5 of a part.
///
/// Weights are positive, so where E ≤ θ K for all distances up to `settled`, the whole error at a node is at most
/// θ S plus `rest` · (weight between `settled` and `fringe`). The first is within the tolerance anywhere; the
/// second is checked block by block (`BoundedCheck`), and what fails is summed exactly.
struct BoundedPlan {
  struct Part: Sendable {
    /// Fine steps between lattice nodes.
    let stride: Int
    fileprivate let inner: CentredSplit
    fileprivate let outer: CentredSplit?
    /// Metres (chord) up to which it is not 0.
    let radius: Double

    /// The part at u = c²/reach² of 0 or more.
    func value(_ u: Double) -> Double { inner.value(u) - (outer?.value(u) ?? 0) }
  }

  let kernel: SpreadKernel
  let split: RadialSplit
  let parts: [Part]
  /// What is summed exactly near a place, and the chord in metres at which it ends.
  let nearRadius: Double
  let centre: CentredSplit
  /// θ: the error as a share of the exact value.
  let share: Double
  /// Chord in metres up to which the error of a place is within θ K.
  let settled: Double
  /// The largest error of a unit of weight beyond that, and the chord in metres at which it ends.
  let rest: Double
  let fringe: Double

  private static let samples = 200

  private static func largest(_ values: [Double], round index: Int, within window: Int) -> Double {
    guard index - window < values.count else { return 0 }
    return values[max(0, index - window)...min(values.count - 1, index + window)].max() ?? 0
  }

  private static func u(ofSample index: Int) -> Double {
    Double(index * index) / Double(samples * samples)
  }

  /// The cheapest plan for a tolerance; nil where none keeps it, or where the map is too curved.
  ///
  /// - Parameters:
  ///   - kernel: a plain kernel.
  ///   - grid: the surface's nodes.
  ///   - places: how many places there are.
  ///   - tolerance: above 0.
  init?(_ kernel: SpreadKernel, grid: LonLatGrid, places: Int, tolerance: Double) {
    guard kernel.sigma == 0, Self.isNearlyFlat(grid, reach: kernel.reach) else { return nil }
    let split = RadialSplit(kernel)
    // 1e-3 of the value, where that is at most 1e-3 of the maximum, is 1e-6 of the maximum.
    let share = 0.85 * min(tolerance, 1e-3)
    let spacing = Self.spacing(grid)
    let smooth = (0...Self.samples).map { split.fourthDerivative(Self.u(ofSample: $0)) }
    func plan(_ choice: BoundedChoice, share: Double) -> BoundedPlan? {
      BoundedPlan(kernel, split, smooth: smooth, choice, spacing: spacing, share: share)
    }
    let finest = max(spacing.x, spacing.y)
    // The least radius within which a lattice needs help, where it may use so much of the share.
    let radii = (1...3).map { levels in
      (1...8).map { stride -> Double in
        let ladder = (0..<20).map { 3 * pow(1.15, Double($0)) * Double(stride) * finest }
        let first = ladder.firstIndexInOrder { radius in
          radius < 0.7 * split.reach
            && plan(BoundedChoice(strides: [stride], radii: [radius]), share: share / Double(levels)) != nil
        }
        return first.map { ladder[$0] } ?? .infinity
      }
    }
    let cost = PlanCost(places: places, nodes: grid.count, finest: finest, reach: split.reach)
    for choice in BoundedChoice.all(radii: radii, reach: split.reach, cost: cost) {
      for growth in [1, 1.15, 1.3] {
        let grown = BoundedChoice(strides: choice.strides, radii: choice.radii.map { $0 * growth })
        if let plan = plan(grown, share: share) {
          self = plan
          return
        }
      }
    }
    return nil
  }

  /// The plan of a choice, if it keeps the share; `smooth` holds the fourth derivatives of K − rim by sample.
  private init?(
    _ kernel: SpreadKernel, _ split: RadialSplit, smooth: [Double], _ choice: BoundedChoice,
    spacing: (x: Double, y: Double), share: Double
  ) {
    let reach = split.reach
    let step = reach / Double(Self.samples)
    let centres = choice.radii.map { CentredSplit(split, radius: $0) }
    var errors = [Double](repeating: 0, count: 2 * Self.samples)
    var parts: [Part] = []
    var fringe = reach
    for (index, stride) in choice.strides.enumerated() {
      let outer = index + 1 < centres.count ? centres[index + 1] : nil
      let part = Part(
        stride: stride, inner: centres[index], outer: outer,
        radius: outer == nil ? reach : choice.radii[index + 1])
      let (x, y) = (spacing.x * Double(stride), spacing.y * Double(stride))
      let blur = 4 * 2.squareRoot() * max(x, y)
      guard blur < reach / 2, part.radius > centres[index].radius else { return nil }
      fringe = max(fringe, part.radius + blur)
      let fourths: Double = x * x * x * x + 1.25 * y * y * y * y
      let factor: Double = 1.25 * (9.0 / 384) * fourths
      let own = (0...Self.samples).map { sample -> Double in
        let u = Self.u(ofSample: sample)
        guard step * Double(sample) <= part.radius else { return 0 }
        let inside: Double = centres[index].fourthDerivative(u, smooth: smooth[sample])
        let outside: Double = outer?.fourthDerivative(u, smooth: smooth[sample]) ?? 0
        return factor * (inside + outside) + 1.2e-5 * abs(part.value(u))
      }
      let windows = [2.0, 3, 4].map { Int(($0 / 4 * blur / step).rounded(.up)) + 1 }
      for sample in errors.indices {
        errors[sample] +=
          Self.largest(own, round: sample, within: windows[0])
          + 81.0 / 64 * Self.largest(own, round: sample, within: windows[1])
          + 19.0 / 64 * Self.largest(own, round: sample, within: windows[2])
      }
      parts.append(part)
    }
    let unsettled = (0...Self.samples).first { sample in
      errors[sample] > share * split.kernel(Self.u(ofSample: sample))
    }
    let settled = max(0, unsettled.map { $0 - 1 } ?? Self.samples)
    guard Double(settled) > 0.8 * Double(Self.samples) else { return nil }
    self.kernel = kernel
    self.split = split
    self.parts = parts
    self.nearRadius = choice.radii[0]
    self.centre = centres[0]
    self.share = share
    self.settled = step * Double(settled)
    self.rest = errors[settled...].max() ?? 0
    self.fringe = fringe + step
  }

  /// Metres between columns, on the grid's widest parallel, and between rows.
  static func spacing(_ grid: LonLatGrid) -> (x: Double, y: Double) {
    let latitudes = [grid.latitude(0), grid.latitude(grid.rows - 1)]
    let nearest = latitudes[0] * latitudes[1] <= 0 ? 0 : min(abs(latitudes[0]), abs(latitudes[1]))
    let degree = Double.pi / 180 * Ellipsoid.semiMajorAxis * 1.004
    return (
      degree * EarthPosition(Coordinate(longitude: 0, latitude: nearest)).x / Ellipsoid.semiMajorAxis
        * grid.longitudeStep, degree * grid.latitudeStep
    )
  }

  /// Whether lattices of longitude and latitude are straight enough over a reach, and clear of poles and seam.
  private static func isNearlyFlat(_ grid: LonLatGrid, reach: Double) -> Bool {
    let highest = max(abs(grid.latitude(0)), abs(grid.latitude(grid.rows - 1)))
    let margin = 1.3 * reach / Ellipsoid.meanRadius * 180 / .pi
    guard highest + margin < 80 else { return false }
    let slope = tan((highest + margin) * .pi / 180)
    let width = Double(grid.columns - 1) * grid.longitudeStep
    return reach / Ellipsoid.meanRadius * slope < 0.05 && width < 60
  }
}
