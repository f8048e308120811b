/// Everything one run found out: the layers as values, and what they were made from.
public struct Assessment: Sendable {
  /// The data set's name, for people; nil where nobody named it.
  public var name: String? = nil
  /// The day on which threat was judged.
  public var asOf: CalendarDay
  /// The whole model used.
  public var model: RiskModel
  /// West, south, east, north of surface and zones in degrees; `maxX` exceeds 180 across the antimeridian.
  public var extent: Envelope
  /// The options used.
  public var options: AssessmentOptions
  /// Corridors in the order of the input.
  public var corridors: [CorridorScore]
  /// Sites in the order of the input.
  public var sites: [SiteScore]
  /// The threat surface.
  public var surface: ThreatSurface
  /// Who holds or contests which ground.
  public var zones: [ControlZone]
  /// What speaks for whom in the largest zones, by the id of the zone, at a place well inside it.
  public var zoneReasons: [String: ControlExplanation] = [:]
  /// The zones ready to be asked, for scenarios on this assessment; nil where it was not computed here.
  var control: ControlMap? = nil
  /// Areas round the assets.
  public var buffers: [AssetBuffer]
  /// The incidents that count on the as-of date, in the order of the input.
  public var incidents: [Incident]
  /// Outlines and towns behind the report's map.
  public var context: MapContext
  /// Distance in metres beyond which no incident reaches.
  public var reach: Double
  /// What was read, file by file.
  public var inputs: [InputSummary]
  /// Rows and features kept out of the result.
  public var rejects: [RejectedRecord]
  /// What a user should know, in sentences.
  public var notes: [String]
  /// What is supposed, where this is no finding but a scenario.
  public var scenario: ScenarioSummary? = nil
  /// How long each stage took.
  public var timings: [StageTiming]
}
