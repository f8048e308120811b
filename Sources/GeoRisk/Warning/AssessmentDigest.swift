import Foundation
import GeoCore
import GeoJSON

/// The figures of an assessment that a watch compares.
public struct AssessmentDigest: Sendable {
  /// One figure of one asset.
  public struct Figure: Hashable, Sendable {
    /// What it is of: `corridor`, `worst_10_km` (of a corridor) or `site`.
    public var asset: String
    /// The corridor's or site's id.
    public var id: String
    /// Its name.
    public var name: String
    /// The index, 0…100.
    public var index: Double
    /// The grade's name.
    public var grade: String
  }

  /// The folder it was read from.
  public var folder: String
  /// The day on which threat was judged.
  public var asOf: CalendarDay
  /// The scenario that it supposes; nil for one of what happened.
  public var scenario: String?
  /// Corridors, their worst 10 km, then sites, in the order of the assessment.
  public var figures: [Figure]
  /// The incidents that counted.
  public var incidents: [Incident]

  /// Reads the output folder of an assessment.
  ///
  /// - Throws: `GeoRiskError` where a file is missing or is no such layer.
  public init(folder path: String) throws(GeoRiskError) {
    let record = try AssessmentRecord(folder: path)
    let file = try InputFile(path: path + "/" + LayerFile.assessment)
    var figures: [Figure] = []
    func figure(
      _ asset: String, _ id: String, _ name: String, _ object: JSONObject?
    ) throws(GeoRiskError) -> Figure {
      guard let index = object?["index"]?.double, let grade = object?["grade"]?.string else {
        throw GeoRiskError(
          .badData, "there is no index or grade of \(quoted(id))", at: InputPlace(file: file.name))
      }
      return Figure(asset: asset, id: id, name: name, index: index, grade: grade)
    }
    let document = (try? JSONValue(json: file.bytes))?.object
    for corridor in document?["corridors"]?.array ?? [] {
      // What nobody travels on has no figures.
      if corridor.object?["closed"]?.bool == true { continue }
      let id = corridor.object?["corridor_id"]?.string ?? ""
      let name = corridor.object?["name"]?.string ?? id
      figures.append(try figure("corridor", id, name, corridor.object))
      figures.append(try figure("worst_10_km", id, name, corridor.object?["worst_10_km"]?.object))
    }
    for site in record.sites {
      let index = record.model.index(ofThreat: site.threat)
      figures.append(
        Figure(
          asset: "site", id: site.siteID, name: site.name, index: index,
          grade: record.model.grade(ofIndex: index).name))
    }
    folder = path
    asOf = record.asOf
    scenario = record.scenario
    self.figures = figures
    incidents = record.incidents
  }
}
