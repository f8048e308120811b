import CKernels
import GeoCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How a surface is split, and why the split keeps to an error.
///
/// With u = c²/reach² a kernel is cut into
///
///     K = rim + near + part₁ + … + part_n
///
/// - rim: a polynomial in c² that ends with K at the cut-off, summed exactly by a sweep along rows (`RimSweep`);
/// - near: what sticks out of a smooth centre within a few kilometres of a place, summed node by node;
/// - part_l: smooth on the scale of radius_l and 0 beyond radius_l+1, summed on a lattice of every stride_l-th
///   node (`SplitLattice`): places are spread to 8 × 8 lattice nodes with Lagrange weights, the lattice is convolved
///   with the part, and the result interpolated over 8 × 8 nodes.
///
/// A direct sum visits every node in a place's reach; here the rim costs its rows, the near part its few nodes, and
/// the lattices hardly depend on the places. Only the parts have an error. Let e(d) be the largest error of
/// eight-point interpolation, half-way between nodes H apart, of the part along a straight line at distance d.
/// Interpolating in two directions at the node and in two at the place makes at most
///
///     e + Λ e + Λ² e + Λ³ e,   Λ = 1.488, the sum of the weights' sizes,
///
/// where the later terms are taken at the interpolation's nodes, n H from the line's distance d in all. Of the weights'
/// 8, the most that can lie beyond n = 0.8, 1.6, 2.6 and 4.5, wherever node and place lie between lattice nodes, is
/// 3.93, 1.66, 0.38 and 0.01; nothing that counts lies beyond 8.5. So one unit of weight at distance d makes an error of at most
///
///     E(d) = Σ share_n max e(d ± n H),   shares 4.08, 2.27, 1.28, 0.37 and 0.01 of n = 0.8, 1.6, 2.6, 4.5 and 8.5
///
/// in each part, and none beyond the reach and 8.5 H. `measured` finds e at 200 distances up to the reach in three
/// directions; 1.1 times that covers what lies between, parallels that are not straight and meridians that
/// converge, which `isNearlyFlat` keeps to 5 %. Rounding in single precision adds 1e-6 of the value.
///
/// That is the bound of a stated tolerance, as good as e's samples are dense. All four interpolations never are at their worst together: in six splits,
/// over 12,000 random pairs of place and node in each, the largest error was 1.9 times the largest e at most. So an
/// exact surface reckons with a quarter of E.
///
/// Weights are positive, so the whole error at a node is at most θ S plus Σ weight · `excess`(d), the part of E that
/// is above θ K. The first is within the tolerance anywhere; the second, which the rims' last derivative leaves
/// round the reach, is checked block by block (`SplitCheck`), and what fails is summed node by node.
struct SplitPlan: Sendable {
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

  let split: RadialSplit
  let parts: [Part]
  /// What is summed node by node within `nearRadius` metres, as a polynomial in c / nearRadius.
  let nearRadius: Double
  let nearFactors: [Double]
  /// θ: the error as a share of the exact value.
  let share: Double
  /// The error of a unit of weight above θ K, at every `excessStep` metres of the chord; empty where there is none.
  let excess: [Double]
  let excessStep: Double
  /// What the excess takes of what θ leaves of the tolerance, over ground with as much weight everywhere.
  let doubt: Double
  /// The chord in metres beyond which a place matters to no node.
  let fringe: Double

  /// What tells it from other plans for the same kernel, grid and tolerance.
  var form: SurfaceTrace.Form {
    .split(terms: split.rim.count, strides: parts.map(\.stride), radii: parts.map(\.inner.radius))
  }

  /// What single precision adds, as a share of the value.
  static let rounding = 1e-6

  /// The cheapest plan; nil where none keeps the tolerance, where node by node is cheaper, or where the map is too
  /// curved.
  ///
  /// - Parameters:
  ///   - kernel: any.
  ///   - grid: the surface's nodes.
  ///   - places: how many places there are.
  ///   - tolerance: the error allowed.
  init?(_ kernel: SpreadKernel, grid: LonLatGrid, places: Int, tolerance: SplitTolerance) {
    guard Self.isNearlyFlat(grid, reach: kernel.reach) else { return nil }
    let spacing = Self.spacing(grid)
    // Bins and lattices reach as far round the map as the kernel does.
    guard kernel.reach <= 1e4 * min(spacing.x, spacing.y) else { return nil }
    let cost = SplitCost(
      places: places, rows: grid.rows, columns: grid.columns, finest: max(spacing.x, spacing.y),
      reach: kernel.table.reachSquared.squareRoot())
    var best: (cycles: Double, plan: SplitPlan)?
    let share = tolerance.share - Self.rounding
    // A sweep alone sets how cheap a plan can be.
    guard cost.cycles(degree: 3, choice: SplitChoice()) < cost.direct else { return nil }
    for degree in kernel.sigma == 0 ? [1, 3, 5] : [0] {
      let split = RadialSplit(kernel, degree: degree)
      if let plan = SplitPlan(rimOnly: split, share: share) {
        let cycles = cost.cycles(degree: degree, choice: SplitChoice())
        if cycles < best?.cycles ?? cost.direct { best = (cycles, plan) }
        break
      }
      // What a rim of the first degree leaves is too sharp for lattices; one of the fifth costs three times the third.
      guard degree != 1, degree != 5 || best == nil else { continue }
      if let found = Self.cheapest(
        split, degree: degree, cost: cost, share: share, tolerance: tolerance,
        limit: best?.cycles ?? cost.direct)
      {
        best = found
      }
    }
    guard let best else { return nil }
    self = best.plan
  }

  /// A kernel that is a polynomial in c² needs no lattice: its rim, balanced, is all of it.
  private init?(rimOnly split: RadialSplit, share: Double) {
    guard let first = split.rim.first(where: { $0 != 0 }), first > 0 else { return nil }
    var (least, most) = (Double.infinity, 0.0)
    for sample in 0..<200 {
      let u = Double(sample) / 200
      let quotient = split.kernel(u) / split.rim(u)
      least = min(least, quotient)
      most = max(most, quotient)
    }
    // A rim that changes its sign is no kernel.
    guard least > 0, most.isFinite, most / least - 1 < 2 * share else { return nil }
    self.split = split.scaled(by: (most + least) / 2)
    (parts, nearFactors, nearRadius) = ([], [], 0)
    (self.share, excess, excessStep, fringe) = (share + Self.rounding, [], split.reach, split.reach)
    doubt = 0
  }

  /// The cheapest plan with one or two lattices, if it costs less than the limit.
  private static func cheapest(
    _ split: RadialSplit, degree: Int, cost: SplitCost, share: Double, tolerance: SplitTolerance,
    limit: Double
  ) -> (cycles: Double, plan: SplitPlan)? {
    // The least radius within which a lattice needs help, where it may use so much of the share; not below `least`.
    func radius(_ stride: Int, _ share: Double, least: Double = 0) -> Double? {
      func works(_ radius: Double) -> Bool {
        SplitPlan(
          split, SplitChoice(strides: [stride], radii: [radius]), finest: cost.finest, share: share,
          tolerance: tolerance) != nil
      }
      if least == 0, works(0) { return 0 }
      guard split.kernel.sigma == 0 else { return nil }
      let ladder = (0..<16).map { 2.5 * pow(1.12, Double($0)) * Double(stride) * cost.finest }
        .filter { $0 < 0.7 * split.reach && $0 >= least }
      guard let last = ladder.last, works(last) else { return nil }
      return ladder[ladder.partitioningIndex(where: works)]
    }
    var choices: [SplitChoice] = []
    // No lattice has been seen to do with less than three spacings, where the centre is not smooth by itself.
    let strides = [1, 2, 3, 4, 6].filter { stride in
      [0, 3 * Double(stride) * cost.finest].contains {
        cost.cycles(degree: degree, choice: SplitChoice(strides: [stride], radii: [$0])) < limit
      }
    }
    let singles = strides.map { radius($0, share) }
    for (stride, radius) in zip(strides, singles) {
      if let radius { choices.append(SplitChoice(strides: [stride], radii: [radius])) }
    }
    // Two lattices share the share; a centre that is smooth by itself has no use for a second.
    let halves = zip(strides, singles).map { stride, single in
      single.flatMap { $0 > 0 ? radius(stride, share / 2, least: $0) : nil }
    }
    for (index, inner) in halves.enumerated() {
      for (other, outer) in halves.enumerated().dropFirst(index + 1) {
        if let inner, let outer, outer > 1.2 * inner {
          choices.append(SplitChoice(strides: [strides[index], strides[other]], radii: [inner, outer]))
        }
      }
    }
    var best: (cycles: Double, plan: SplitPlan)?
    for (cycles, choice) in choices.map({ (cost.cycles(degree: degree, choice: $0), $0) })
      .sorted(by: { $0.0 < $1.0 }) where cycles < best?.cycles ?? limit
    {
      for growth in [1, 1.1] {
        let grown = SplitChoice(strides: choice.strides, radii: choice.radii.map { $0 * growth })
        if let plan = SplitPlan(split, grown, finest: cost.finest, share: share, tolerance: tolerance) {
          let whole = cycles + cost.repairs(doubt: plan.doubt)
          if whole < best?.cycles ?? limit { best = (whole, plan) }
          break
        }
      }
    }
    return best
  }

  /// The plan of a choice, if it keeps the share.
  private init?(
    _ split: RadialSplit, _ choice: SplitChoice, finest: Double, share: Double, tolerance: SplitTolerance
  ) {
    let centres = choice.radii.map { CentredSplit(split, radius: $0) }
    let step = split.reach / Double(PartError.samples)
    var errors = [Double](repeating: 0, count: 2 * PartError.samples)
    var parts: [Part] = []
    var fringe = split.reach
    for (index, stride) in choice.strides.enumerated() {
      let outer = index + 1 < centres.count ? centres[index + 1] : nil
      let radius = outer?.radius ?? split.reach
      let part = Part(stride: stride, inner: centres[index], outer: outer, radius: radius)
      let spacing = finest * Double(stride)
      guard 8.5 * spacing < split.reach, radius > centres[index].radius else { return nil }
      fringe = max(fringe, radius + 8.5 * spacing)
      PartError(part, reach: split.reach, inner: centres[index].radius, spacing: spacing).add(to: &errors)
      parts.append(part)
    }
    let kernel = errors.indices.map { sample in
      let u = Double(sample * sample) / Double(PartError.samples * PartError.samples)
      return u < 1 ? split.kernel(u) : 0
    }
    errors = errors.map { tolerance.certainty * $0 }
    // Nearer than that an excess would be everywhere: there θ has to do.
    let inside = 7 * PartError.samples / 10
    let needed = (0...inside).reduce(0) { max($0, errors[$1] / kernel[$1]) }
    guard needed <= share else { return nil }
    // What θ does not take is left for the excess, unless a near part needs it.
    let shares = choice.radii[0] > 0 ? [share] : [max(needed, share / 8), share]
    var found: (share: Double, excess: [Double], doubt: Double)?
    for share in shares where found == nil {
      let excess = zip(errors, kernel).map { max(0, $0 - share * $1) }
      let (spread, whole) = errors.indices.reduce((0.0, 0.0)) { sums, sample in
        (sums.0 + excess[sample] * Double(sample), sums.1 + kernel[sample] * Double(sample))
      }
      let doubt = spread / ((tolerance.relative - share - Self.rounding) * whole)
      if doubt <= 0.33 { found = (share, excess, doubt) }
    }
    guard let (share, excess, doubt) = found else { return nil }
    self.doubt = doubt
    self.split = split
    self.parts = parts
    nearRadius = choice.radii[0]
    if nearRadius > 0 {
      let near = centres[0].nearPart(terms: Int(GR_NEAR_TERMS))
      guard near.error < 0.2 * share * split.kernel(nearRadius * nearRadius / split.reach / split.reach)
      else {
        return nil
      }
      nearFactors = near.factors
    } else {
      nearFactors = []
    }
    self.share = share + Self.rounding
    self.excess = excess.contains { $0 > 0 } ? excess : []
    excessStep = step
    self.fringe = fringe + step
  }

  /// The largest excess between any two chords.
  var largestExcess: LargestExcess { LargestExcess(self) }

  struct LargestExcess {
    private let step: Double
    private let maxima: RangeMaxima

    fileprivate init(_ plan: SplitPlan) {
      step = plan.excessStep
      maxima = RangeMaxima(plan.excess)
    }

    /// Between two chords in metres.
    func between(_ near: Double, _ far: Double) -> Double {
      maxima.value(from: Int((near / step).rounded(.down)), through: Int((far / step).rounded(.up)))
    }
  }

  /// Degrees of latitude that so many metres span at most, and a little more.
  static func degrees(_ metres: Double) -> Double { 1.01 * metres / Ellipsoid.meanRadius * 180 / .pi }

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
    return reach / Ellipsoid.meanRadius * slope < 0.05 && width < 180
  }
}
