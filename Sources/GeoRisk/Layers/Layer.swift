import GeoCore
import GeoJSON

/// One GeoJSON file of the layer contract, as features in order.
public struct Layer: Sendable {
  /// File name within an output folder, such as `corridor-scores.geojson`.
  public var fileName: String
  /// The features in their final order.
  public var features: [Feature]

  /// Makes a layer.
  public init(fileName: String, features: [Feature]) {
    self.fileName = fileName
    self.features = features
  }
}

extension Assessment {
  /// The GeoJSON layers in the order in which they are written.
  public var layers: [Layer] {
    [
      Layer(fileName: LayerFile.buffers, features: buffers.map(\.feature)),
      Layer(fileName: LayerFile.threatSurface, features: surface.bandFeatures),
      Layer(fileName: LayerFile.controlZones, features: ControlZone.features(zones)),
      Layer(fileName: LayerFile.corridorScores, features: corridors.flatMap(\.features)),
      Layer(fileName: LayerFile.siteScores, features: sites.map(\.feature)),
      Layer(fileName: LayerFile.incidents, features: incidents.map(\.feature)),
      Layer(fileName: LayerFile.mapContext, features: context.features),
    ]
  }
}

/// The names of the files that `assess` and `compare` write.
public enum LayerFile {
  /// Areas round the assets.
  public static let buffers = "buffers.geojson"
  /// Bands of the threat surface.
  public static let threatSurface = "threat-surface.geojson"
  /// Who holds or contests which ground.
  public static let controlZones = "control-zones.geojson"
  /// Segments of the corridors.
  public static let corridorScores = "corridor-scores.geojson"
  /// Sites.
  public static let siteScores = "site-scores.geojson"
  /// The incidents that counted, for comparisons.
  public static let incidents = "incidents.geojson"
  /// Outlines and towns behind the maps, for comparisons.
  public static let mapContext = "map-context.geojson"
  /// What the layers were made from.
  public static let assessment = "assessment.json"
  /// The page for people.
  public static let report = "report.html"
  /// The table of several scenarios, beside their folders.
  public static let scenarios = "scenarios.csv"
  /// All of one assessment.
  public static let all = [
    buffers, threatSurface, controlZones, corridorScores, siteScores, incidents, mapContext, assessment,
    report,
  ]

  /// Segments of the corridors, before and after.
  public static let corridorChange = "corridor-change.geojson"
  /// Sites, before and after.
  public static let siteChange = "site-change.geojson"
  /// Control zones, before and after.
  public static let zoneChange = "zone-change.geojson"
  /// Bands of the change of the threat surface.
  public static let threatChange = "threat-change.geojson"
  /// Places where incidents come faster than before.
  public static let emerging = "emerging.geojson"
  /// The change in plain sentences.
  public static let changeText = "change.txt"
  /// The change as a page for people.
  public static let changeReport = "change.html"
  /// All files of a comparison.
  public static let change = [
    corridorChange, siteChange, zoneChange, threatChange, emerging, changeText, changeReport,
  ]
}
