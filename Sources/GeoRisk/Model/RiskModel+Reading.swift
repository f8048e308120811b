extension RiskModel {
  /// Reads a model file in YAML.
  ///
  /// Every key is optional and defaults to the default model's; a given list replaces the default list whole.
  ///
  /// - Throws: `GeoRiskError` of category `badData`, with line and key, for broken YAML, an unknown key (naming the
  ///   nearest known one), a key that occurs twice, and a value out of its range.
  public init(from file: InputFile) throws(GeoRiskError) {
    self.init()
    if let root = try ModelValue.compose(file, what: "model file") { try read(root) }
  }

  /// Takes over what a mapping with the keys of a model file says; a given list replaces the model's whole.
  mutating func read(_ value: ModelValue) throws(GeoRiskError) {
    let top = try value.mapping(keys: [
      "name", "threat", "severity", "dimensions", "profiles", "index", "precision_km", "control",
    ])
    if let value = top["name"] { name = try value.text() }
    if let value = top["threat"] { try readThreat(value) }
    if let value = top["severity"] { try readSeverity(value) }
    if let value = top["dimensions"] { try readDimensions(value) }
    if let value = top["profiles"] { try readProfiles(value) }
    if let value = top["index"] { try readIndex(value) }
    if let value = top["precision_km"] { try readPrecision(value) }
    if let value = top["control"] { try readControl(value) }
  }

  private mutating func readIndex(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: ["reference", "grades"])
    if let reference = keys["reference"] { index.reference = try reference.number(above: 0) }
    guard let grades = keys["grades"] else { return }
    var bounds: [Double] = []
    for entry in try grades.list() {
      let bound = try entry.number(from: 0, to: 100)
      if let last = bounds.last, bound <= last {
        throw entry.fault("\(shortest(bound)) does not rise above \(shortest(last))")
      }
      bounds.append(bound)
    }
    guard bounds.count == 5 else {
      throw grades.fault(
        "\(bounds.count) bounds; five are needed: those of low, moderate, high, very high and extreme")
    }
    index.grades = bounds
  }

  private mutating func readPrecision(_ value: ModelValue) throws(GeoRiskError) {
    let keys = try value.mapping(keys: ["acled", "ucdp"])
    if let table = keys["acled"] { precision.acled = try Self.precisions(table, count: 3) }
    if let table = keys["ucdp"] { precision.ucdp = try Self.precisions(table, count: 7) }
  }

  private static func precisions(_ value: ModelValue, count: Int) throws(GeoRiskError) -> [Double?] {
    let entries = try value.list()
    guard entries.count == count else {
      throw value.fault("\(entries.count) entries; \(count) are needed, one for each code from 1")
    }
    var table: [Double?] = []
    for entry in entries { table.append(entry.isNull ? nil : try entry.number(from: 0, to: 2000)) }
    return table
  }
}
