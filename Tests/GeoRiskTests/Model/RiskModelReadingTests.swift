import Testing

@testable import GeoRisk

func model(_ yaml: String) throws(GeoRiskError) -> RiskModel {
  try RiskModel(from: InputFile(name: "model.yaml", bytes: Array(yaml.utf8)))
}

@Suite("Model files")
struct RiskModelReadingTests {
  @Test("nothing but comments is the default model") func empty() throws {
    #expect(try model("# nothing\n") == RiskModel())
    #expect(try model("{}") == RiskModel())
  }

  @Test("the documented defaults, written out, are the default model") func documentedDefaults() throws {
    #expect(try model(Self.documentedDefaults) == RiskModel())
  }

  @Test("what is not given keeps its default") func partial() throws {
    let read = try model(
      """
      name: mine
      threat: {half_distance_km: 35}
      profiles:
        corridor: {economic: 3}
        camp: {governance: 2}
      control: {status_weights: {contested: 0.25}}
      """)
    #expect(read.name == "mine")
    #expect(read.threat.halfDistanceKm == 35 && read.threat.cutoffKm == 150)
    #expect(read.threatRules == RiskModel.defaultThreatRules)
    #expect(read.profile(named: "corridor")?.values == [1, 0.5, 0.5, 3])
    #expect(read.profile(named: "camp")?.values == [1, 2, 1, 1])
    #expect(read.profiles.map(\.name) == ["corridor", "site", "surface", "camp"])
    #expect(read.control.statusWeights.contested == 0.25 && read.control.statusWeights.influence == 0.5)
  }

  @Test("a given list replaces the default list whole") func lists() throws {
    let read = try model("threat: {rules: []}\ndimensions: []\nseverity: {rules: []}\n")
    #expect(read.threatRules.isEmpty && read.dimensionRules.isEmpty && read.severity.rules.isEmpty)
  }

  @Test(
    "what is wrong is named with its line, its key and a way out",
    arguments: [
      (
        "threat:\n  half_distnce_km: 3",
        ":2: threat.half_distnce_km: unknown key; did you mean half_distance_km?"
      ),
      ("thread: {}", ":1: thread: unknown key; did you mean threat?"),
      ("threat:\n  kernel: gausian", ":2: threat.kernel: “gausian” is none of exponential, gaussian"),
      ("threat:\n  half_distance_km: 20km", "write the number alone"),
      (
        "threat:\n  half_distance_km: -3",
        ":2: threat.half_distance_km: -3 is out of range; it must be above 0"
      ),
      ("threat:\n  half_distance_km: .nan", "is not a number"),
      ("threat:\n  cutoff_km: 1e999", "is not a number"),
      ("threat: {power_q: 1}", "above 1"),
      ("threat: {half_distance_km: 900, cutoff_km: 5000}", ":1: threat: the kernel reaches"),
      ("threat:\n  rules:\n    - half_life_days: 3", ":3: threat.rules[0]: the rule has no match"),
      (
        "threat:\n  rules:\n    - match: {event_typ: Riots}\n      power_q: 2",
        "threat.rules[0].match.event_typ"
      ),
      ("threat:\n  rules:\n    - match: {event_type: Riots}", "the rule changes nothing"),
      ("threat:\n  rules:", ":2: threat.rules: a list is needed here; write [] for an empty one"),
      ("severity: {fatalities: linear}", "none of log, none"),
      ("severity: {base: -1}", "allowed is 0…"),
      ("severity:\n  rules:\n    - match: {event_type: []}\n      base: 1", "the list of values is empty"),
      (
        "dimensions:\n  - {match: {event_type: Riots}, dimension: politics}",
        "“politics” is none of territorial"
      ),
      ("dimensions:\n  - {match: {dimension: economic}, dimension: economic}", "cannot ask for it"),
      ("index: {grades: [10, 25, 45, 65]}", "4 bounds; five are needed"),
      ("index:\n  grades: [10, 25, 25, 65, 85]", ":2: index.grades[2]: 25 does not rise above 25"),
      ("index: {grades: [10, 25, 45, 65, 185]}", "index.grades[4]: 185 is out of range; allowed is 0…100"),
      ("index: {reference: 0}", "above 0"),
      ("precision_km: {acled: [1, 2]}", "2 entries; 3 are needed"),
      ("precision_km: {ucdp: [1, 2, 3, 4, 5, x, 7]}", "precision_km.ucdp[5]: “x” is not a number"),
      ("control: {controlled_share: 1.5}", "at most 1"),
      ("profiles: {corridors: {economic: 2}}", "did you mean corridor?"),
      ("profiles: {corridor: {econmic: 2}}", "did you mean economic?"),
      ("threat: {}\nindex: {}\nthreat: {}", "“threat” occurs twice"),
      ("threat: [1, 2", "not valid YAML"),
      ("threat:\n\t- x", "not valid YAML"),
      ("- a\n- b", "keys and values are needed here"),
      ("just words", "keys and values are needed here"),
      ("name: a\n---\nname: b", "not valid YAML"),
      ("name: *nowhere", "not valid YAML"),
    ])
  func refused(_ yaml: String, _ expected: String) {
    let error = #expect(throws: GeoRiskError.self) { try model(yaml) }
    #expect(error?.category == .badData)
    #expect(error?.place.line != nil, "\(String(describing: error))")
    #expect(error?.description.hasPrefix("model.yaml") == true)
    #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
  }

  @Test("bytes that are not text, and nesting without end, are refused and not crashed on") func hostile() {
    let notText = InputFile(name: "m", bytes: Array("name: a\nthreat: ".utf8) + [0xFF])
    let error = #expect(throws: GeoRiskError.self) { try RiskModel(from: notText) }
    #expect(error?.place.line == 2)
    for opening in ["[", "{a: ", "- "] {
      #expect(throws: GeoRiskError.self) { try model(String(repeating: opening, count: 200_000)) }
    }
  }

  static let documentedDefaults = """
    name: default
    threat:
      kernel: exponential
      half_distance_km: 20
      cutoff_km: 150
      half_life_days: 60
      power_q: 1.5
      logistic_a: 7
      rules:
        - match: {sub_event_type: "Remote explosive/landmine/IED"}
          half_life_days: 14
    severity:
      base: 1.0
      fatalities: log
      rules:
        - match: {event_type: Battles}
          base: 3.0
        - match: {event_type: "Explosions/Remote violence"}
          base: 3.0
        - match: {event_type: "Violence against civilians"}
          base: 2.0
        - match: {sub_event_type: "Looting/property destruction"}
          base: 2.0
    dimensions:
      - match: {sub_event_type: ["Looting/property destruction", Sabotage, Blockade, "Forced closure"]}
        dimension: economic
      - {match: {sub_event_type: "Remote explosive/landmine/IED"}, dimension: economic}
      - match:
          sub_event_type: [Agreement, Arrests, "Change to group/activity", Taxation, "Imposed rules",
            "Abduction/forced disappearance"]
        dimension: governance
      - match:
          inter1: ["Political Militia", "Identity Militia", 3, 4]
          inter2: ["Political Militia", "Identity Militia", 3, 4]
        dimension: fragmentation
      - {match: {type_of_violence: 2}, dimension: fragmentation}
      - {match: {event_type: Riots}, dimension: fragmentation}
      - {match: {event_type: "Violence against civilians"}, dimension: governance}
    profiles:
      corridor: {territorial: 1, governance: 0.5, fragmentation: 0.5, economic: 1.5}
      site:     {territorial: 1, governance: 0.5, fragmentation: 0.5, economic: 1.5}
      surface:  {territorial: 1, governance: 1, fragmentation: 1, economic: 1}
    index:
      reference: 0.5
      grades: [10, 25, 45, 65, 85]
    precision_km:
      acled: [2, 10, 40]
      ucdp: [1, 12, 25, 75, 75, null, null]
    control:
      kernel: logistic
      half_distance_km: 20
      cutoff_km: 60
      half_life_days: 180
      status_weights: {controlled: 1, contested: 0.5, influence: 0.5, negotiated: 0.5}
      incident_confidence: 0.8
      controlled_share: 0.6
      contested_margin: 0.2
      evidence_threshold: 0.1
    """

  @Test func controlMethodIsReadAndWritten() throws {
    let text = """
      control: {method: hmm, cluster_km: 12, cluster_points: 4, hull_ratio: 0.6, cell_degrees: 0.5, coupling: 0}
      """
    let model = try RiskModel(from: InputFile(name: "m.yaml", bytes: Array(text.utf8)))
    #expect(model.control.method == .hmm && model.control.clusterKm == 12 && model.control.clusterPoints == 4)
    #expect(model.control.hullRatio == 0.6 && model.control.cellDegrees == 0.5 && model.control.coupling == 0)
    #expect(try RiskModel(from: InputFile(name: "m.json", bytes: model.json.jsonBytes())) == model)
    for wrong in [
      "method: hexagons", "cluster_km: 0", "cluster_points: 0", "hull_ratio: 2", "cell_degrees: 0",
      "coupling: -1",
    ] {
      #expect(throws: GeoRiskError.self) {
        try RiskModel(from: InputFile(name: "m.yaml", bytes: Array("control: {\(wrong)}".utf8)))
      }
    }
  }
}
