import GeoCore
import GeoProjection
import ThreatField

/// Threat at the nodes of a grid, and the areas between the model's grades.
public struct ThreatSurface: Sendable {
  /// Where the values stand.
  public var grid: LonLatGrid
  /// Threat per node, row by row from the south, with the `surface` profile's weights.
  public var values: [Double]
  /// The areas from the second grade up, lowest first; they share borders and do not overlap. Ground below the
  /// lowest band is `very low`.
  public var bands: [ThreatBand]
  /// The scale that turns threat into index and grade.
  public var model: RiskModel
  /// What the surface of incidents that differ in a few can take over.
  var trace: SurfaceTrace?
}

/// The area in which a surface has one grade.
public struct ThreatBand: Hashable, Sendable {
  /// The grade.
  public var grade: Grade
  /// The least index in the band, 0…100.
  public var indexMin: Double
  /// The index at which the next band begins, 100 in the topmost.
  public var indexMax: Double
  /// The threat that has `indexMin`.
  public var threatMin: Double
  /// The threat at which the next band begins; nil in the topmost.
  public var threatMax: Double?
  /// Area on the ellipsoid in km².
  public var areaKm2: Double
  /// The area in degrees; longitudes may exceed 180. Empty where no threat reaches the grade.
  public var area: MultiPolygon
}

extension RiskScorer {
  /// The threat at a grid's nodes with the weights of a profile, and its bands.
  ///
  /// Cost: for every place with incidents, one kernel value per node within its reach.
  ///
  /// - Parameters:
  ///   - grid: where to evaluate.
  ///   - profile: a profile of the model.
  ///   - tolerance: 0 for exact values, or the greatest error of a value, up to 0.1: relative to the exact one where
  ///     that is above 1e-3 of the surface's maximum, and 1e-6 of the maximum elsewhere; plus 1e-6 of the largest weight
  ///     on maps of few incidents.
  ///   - progress: told the part done, 0…1; called from any thread.
  /// - Throws: `GeoRiskError` for a profile that the model lacks, or a tolerance out of range.
  public func surface(
    on grid: LonLatGrid, profile: String = "surface", tolerance: Double = 0,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(GeoRiskError) -> ThreatSurface {
    try surface(on: grid, profile: profile, tolerance: tolerance, known: nil, progress: progress).surface
  }

  /// As above, with the values that no difference reaches taken over where they would be the same to the bit.
  ///
  /// - Parameter known: an assessment with a surface of the same profile; nil: all is computed.
  /// - Returns: the surface, and at how many nodes it was computed.
  func surface(
    on grid: LonLatGrid, profile: String, tolerance: Double, known: KnownThreat?,
    progress: (@Sendable (Double) -> Void)?
  ) throws(GeoRiskError) -> (surface: ThreatSurface, computed: Int) {
    guard (0...0.1).contains(tolerance) else {
      throw GeoRiskError(
        .usage, "a tolerance of \(tolerance) makes no sense",
        suggestion: "it is 0 (exact) to 0.1, such as 0.001")
    }
    let weights = try model.weights(ofProfile: profile)
    let field = try sources.field(profile: weights)
    let (values, trace, computed): ([Double], SurfaceTrace?, Int)
    if let known, known.base.surface.grid == grid, known.base.options.tolerance == tolerance {
      (values, trace, computed) = field.surface(
        on: grid, workers: workers, tolerance: tolerance,
        differingFrom: try known.sources.field(profile: weights),
        known: (known.base.surface.values, known.base.surface.trace), at: known.differences,
        progress: progress)
    } else {
      let full = field.tracedSurface(on: grid, workers: workers, tolerance: tolerance, progress: progress)
      (values, trace, computed) = (full.values, full.trace, grid.count)
    }
    var surface = try ThreatSurface(grid: grid, values: values, model: model, workers: workers)
    surface.trace = trace
    return (surface, computed)
  }
}

extension ThreatSurface {
  /// Draws the bands of threat values at a grid's nodes.
  init(grid: LonLatGrid, values: [Double], model: RiskModel, workers: Workers) throws(GeoRiskError) {
    // An index of 100 is never reached: no threat has it.
    let bounds = model.index.grades.filter { model.threat(ofIndex: $0).isFinite }
    let bands: [IsoBand]
    do throws(IsobandError) {
      bands = try Isobands.bands(
        values: values, grid: grid, levels: bounds.map { model.threat(ofIndex: $0) }, workers: workers)
    } catch {
      throw GeoRiskError(.internalFault, "no bands can be drawn: \(error)")
    }
    self.grid = grid
    self.values = values
    self.model = model
    self.bands = zip(bands, bounds).enumerated().map { place, pair in
      let (band, bound) = pair
      return ThreatBand(
        grade: model.grade(ofIndex: bound), indexMin: bound,
        indexMax: place + 1 < bounds.count ? bounds[place + 1] : 100, threatMin: band.lower,
        threatMax: band.upper, areaKm2: Geodesic.wgs84.area(of: band.area) / 1e6, area: band.area)
    }
  }
}
