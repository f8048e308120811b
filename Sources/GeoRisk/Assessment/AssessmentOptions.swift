import Foundation

/// What an assessment computes, apart from its inputs and model.
public struct AssessmentOptions: Sendable {
  /// The day on which threat is judged; nothing after it counts. Nil: the newest date in the inputs.
  public var asOf: CalendarDay?
  /// Length of corridor segments in metres, above 0.
  public var segmentLength: Double
  /// Node spacing of surface and zones in metres, above 0.
  public var resolution: Double
  /// West, south, east, north of surface and zones in degrees; nil: round the assets, by the reach of a threat.
  public var extent: Envelope?
  /// Buffer distances in metres round every asset, each above 0.
  public var bufferDistances: [Double]
  /// The most threads used; results do not depend on it.
  public var threads: Int
  /// How many incidents each score names.
  public var topIncidents: Int
  /// The greatest error of the surface, relative where threat is above 1e-3 of its maximum: 0 (exact) to 0.1.
  public var tolerance: Double
  /// How intervals of all scores are made; nil: not at all.
  public var intervals: IntervalOptions? = nil

  /// Makes options; what is left out takes the documented default.
  public init(
    asOf: CalendarDay? = nil, segmentLength: Double = 1_000, resolution: Double = 2_000,
    extent: Envelope? = nil, bufferDistances: [Double] = [5_000, 10_000, 25_000],
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, topIncidents: Int = 5,
    tolerance: Double = 0
  ) {
    self.asOf = asOf
    self.segmentLength = segmentLength
    self.resolution = resolution
    self.extent = extent
    self.bufferDistances = bufferDistances
    self.threads = threads
    self.topIncidents = topIncidents
    self.tolerance = tolerance
  }
}
