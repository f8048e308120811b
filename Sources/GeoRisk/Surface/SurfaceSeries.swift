import Foundation
import GeoCore
import ThreatField

/// Threat surfaces on one day after another, for the price of one surface and of the incidents that come in.
///
/// With the time factor 2^(−age/H), everything that is over on a day t fades alike:
///
///     S(t + Δ) = 2^(−Δ/H) · S(t) + incidents that ended within Δ
///
/// which is exact, so a running surface is kept for each distinct half-life H of the model. It holds incidents
/// whose last possible day has passed. One whose interval is still open, or that lasts, fades otherwise: it is
/// added anew on each day until it is over. A day costs its new and open incidents and two passes over the grid;
/// memory is a surface for each half-life and one more.
///
///     var series = try SurfaceSeries(incidents: incidents, grid: grid)
///     for day in days {
///       try series.advance(to: day)
///       use(series.values)
///     }
///
/// Each surface equals that of a `RiskScorer` for its day to the accuracy of the vectorised loops, 1e-5 relative.
public struct SurfaceSeries: Sendable {
  /// The day the values are for; nil before the first.
  public private(set) var day: CalendarDay?
  /// Threat per node, row by row from the south; 0 before the first day.
  public private(set) var values: [Double]
  /// Where the values stand.
  public var grid: LonLatGrid { canvas.grid }

  private var canvas: SeriesCanvas
  private var strands: [SeriesStrand]
  /// Incidents that are not over on the day on which they begin; those whose end is not known never are.
  private let lasting: [Incident]

  /// Sorts the incidents; no surface is computed yet.
  ///
  /// - Parameters:
  ///   - incidents: in any order.
  ///   - model: severity, decay, dimensions and profiles.
  ///   - grid: where to evaluate.
  ///   - profile: a profile of the model.
  ///   - threads: the most threads to use; results do not depend on it.
  /// - Throws: `GeoRiskError` for a profile that the model lacks.
  public init(
    incidents: [Incident], model: RiskModel = RiskModel(), grid: LonLatGrid, profile: String = "surface",
    threads: Int = Workers.allProcessors.threads
  ) throws(GeoRiskError) {
    canvas = SeriesCanvas(
      grid: grid, model: model, weights: try model.weights(ofProfile: profile),
      workers: Workers(threads: threads))
    values = [Double](repeating: 0, count: grid.count)
    lasting = incidents.filter { $0.from < $0.to || $0.endIsOpen }
    let groups = Dictionary(grouping: incidents.filter { !$0.endIsOpen }) {
      model.threatParameters(of: $0).halfLifeDays
    }
    strands = groups.keys.sorted().map { halfLife in
      let ordered = (groups[halfLife] ?? []).enumerated().sorted {
        ($0.element.newestDay, $0.offset) < ($1.element.newestDay, $1.offset)
      }
      return SeriesStrand(halfLifeDays: halfLife, incidents: ordered.map(\.element))
    }
  }

  /// Moves on to a day.
  ///
  /// - Parameter day: the day to judge, not before the last one.
  /// - Throws: `GeoRiskError` for an earlier day, or when the model's numbers make no kernel for an incident;
  ///   the series is of no use after the latter.
  public mutating func advance(to day: CalendarDay) throws(GeoRiskError) {
    let days = self.day.map { day.daysSince($0) } ?? 0
    guard days >= 0 else {
      throw GeoRiskError(
        .usage, "a series of surfaces cannot go back from \(self.day ?? day) to \(day)",
        suggestion: "start a new one")
    }
    for index in strands.indices { try strands[index].advance(by: days, to: day, on: &canvas) }
    addUp()
    try canvas.add(lasting.filter { $0.from <= day && ($0.endIsOpen || day < $0.to) }, on: day, to: &values)
    self.day = day
  }

  /// The surface of the day, with its bands.
  ///
  /// - Throws: `GeoRiskError` when the model's grades make no bands.
  public func surface() throws(GeoRiskError) -> ThreatSurface {
    try ThreatSurface(grid: grid, values: values, model: canvas.model, workers: canvas.workers)
  }

  /// The sum of the strands.
  private mutating func addUp() {
    let surfaces = strands.map(\.surface).filter { !$0.isEmpty }
    // Nothing is over yet: what lasts comes on top of nothing.
    if surfaces.isEmpty { values = [Double](repeating: 0, count: grid.count) }
    canvas.workers.forEachStretch(of: &values) { start, nodes in
      for (number, surface) in surfaces.enumerated() {
        surface.withUnsafeBufferPointer { surface in
          if number == 0 {
            for index in nodes.indices { nodes[index] = surface[start + index] }
          } else {
            for index in nodes.indices { nodes[index] += surface[start + index] }
          }
        }
      }
    }
  }
}

/// What incidents are weighed and drawn with.
private struct SeriesCanvas: Sendable {
  let grid: LonLatGrid
  let model: RiskModel
  let weights: DimensionWeights
  let workers: Workers
  var kernels = KernelSet()

  /// Adds incidents, as they count on a day, to a surface.
  mutating func add(
    _ incidents: [Incident], on day: CalendarDay, to surface: inout [Double]
  ) throws(GeoRiskError) {
    guard !incidents.isEmpty else { return }
    let sources = try ThreatSources(incidents, model: model, asOf: day, kernels: &kernels)
    try sources.field(profile: weights).add(to: &surface, on: grid, workers: workers)
  }
}

/// The incidents of one half-life, and the surface of those that are over.
private struct SeriesStrand: Sendable {
  let halfLifeDays: Double
  /// In the order in which they are over.
  let incidents: [Incident]
  /// How many of them `surface` holds.
  var held = 0
  var surface: [Double] = []

  init(halfLifeDays: Double, incidents: [Incident]) {
    self.halfLifeDays = halfLifeDays
    self.incidents = incidents
  }

  /// Fades what is held and adds what has become over since.
  mutating func advance(
    by days: Int, to day: CalendarDay, on canvas: inout SeriesCanvas
  ) throws(GeoRiskError) {
    let first = held
    while held < incidents.count, incidents[held].newestDay <= day { held += 1 }
    guard held > 0 else { return }
    if surface.isEmpty {
      surface = [Double](repeating: 0, count: canvas.grid.count)
    } else if days > 0 {
      let fade = exp2(-Double(days) / halfLifeDays)
      canvas.workers.forEachStretch(of: &surface) { _, nodes in
        for index in nodes.indices { nodes[index] *= fade }
      }
    }
    try canvas.add(Array(incidents[first..<held]), on: day, to: &surface)
  }
}

extension Workers {
  /// Runs `body` on stretches of an array in parallel, with the index at which each begins.
  fileprivate func forEachStretch(
    of values: inout [Double], _ body: @Sendable (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    let stretch = 65_536
    values.withUnsafeMutableBufferPointer { buffer in
      // Stretches do not overlap, and nothing else reads or writes before all are done.
      nonisolated(unsafe) let whole = buffer
      _ = map((whole.count + stretch - 1) / stretch) { number in
        let start = number * stretch
        body(start, UnsafeMutableBufferPointer(rebasing: whole[start..<min(start + stretch, whole.count)]))
      }
    }
  }
}
