/// Several scenarios side by side: a row per scenario and asset, the base first.
public struct ScenarioTable: Sendable {
  /// One asset under one scenario.
  public struct Row: Hashable, Sendable {
    /// The scenario's name; `base` for the base.
    public var scenario: String
    /// `corridor` or `site`.
    public var asset: String
    /// The corridor's or site's id.
    public var id: String
    /// Its name.
    public var name: String
    /// Mean threat along the open part of a corridor, or the threat to a site; nil where all of a corridor is closed, and
    /// so are index, grade and rank.
    public var threat: Double?
    /// The index of that threat, 0…100.
    public var index: Double?
    /// Its grade.
    public var grade: Grade?
    /// Place among the corridors or sites of this scenario, 1 = highest.
    public var rank: Int?
    /// The threat less that of the base; nil where either is not there.
    public var change: Double?
  }

  /// The rows, scenario by scenario.
  public private(set) var rows: [Row] = []
  private let base: [String: Double]

  /// A table with the base in it.
  public init(base: Assessment) {
    let rows = Self.rows(of: base, name: "base")
    self.base = Dictionary(
      rows.compactMap { row in row.threat.map { (row.asset + " " + row.id, $0) } },
      uniquingKeysWith: { first, _ in first })
    append(rows)
  }

  /// Adds the rows of a scenario.
  public mutating func add(_ assessment: Assessment, name: String) {
    append(Self.rows(of: assessment, name: name))
  }

  private mutating func append(_ rows: [Row]) {
    self.rows += rows.map { row in
      var row = row
      if let threat = row.threat { row.change = base[row.asset + " " + row.id].map { threat - $0 } }
      return row
    }
  }

  private static func rows(of assessment: Assessment, name: String) -> [Row] {
    assessment.corridors.map { corridor in
      let totals = corridor.isClosed ? nil : corridor.totals
      return Row(
        scenario: name, asset: "corridor", id: corridor.corridorID, name: corridor.name,
        threat: totals?.meanThreat, index: totals?.index, grade: totals?.grade, rank: totals?.rank,
        change: nil)
    }
      + assessment.sites.map { site in
        Row(
          scenario: name, asset: "site", id: site.siteID, name: site.name, threat: site.score.threat,
          index: site.score.index, grade: site.score.grade, rank: site.rank, change: nil)
      }
  }

  static let columns = ["scenario", "asset", "id", "name", "threat", "index", "grade", "rank", "change"]

  /// The table as CSV with a row of names.
  public var csv: String {
    rows.reduce(into: CSVText.row(Self.columns)) { text, row in
      text += CSVText.row([
        row.scenario, row.asset, row.id, row.name, row.threat.map { shortest($0) } ?? "",
        row.index.map { shortest($0) } ?? "", row.grade?.name ?? "closed", row.rank.map(String.init) ?? "",
        row.change.map { shortest($0) } ?? "",
      ])
    }
  }
}

extension Scenario {
  /// Reads scenario files whose names all differ.
  ///
  /// - Throws: `badData` for a file that makes no scenario, or two with one name or called `base`.
  public static func read(_ paths: [String]) throws(GeoRiskError) -> [Scenario] {
    var scenarios: [Scenario] = []
    for path in paths {
      let scenario = try Scenario(from: InputFile(path: path))
      let isTaken = scenarios.contains { equalIgnoringCase($0.name, scenario.name) }
      guard !isTaken, !equalIgnoringCase(scenario.name, "base") else {
        throw GeoRiskError(
          .badData, "the name \(quoted(scenario.name)) is taken", at: InputPlace(file: path, key: "name"),
          suggestion: "give every scenario a name of its own, and none the name base")
      }
      scenarios.append(scenario)
    }
    return scenarios
  }
}
