import GeoJSON
import Testing

@testable import GeoRisk

@Suite("What a model makes of incidents")
struct RiskModelScoringTests {
  static func incident(
    _ type: String, _ subType: String = "", inter1: String = "", inter2: String = "", violence: Int? = nil,
    dead: Int = 0, dimension: Dimension? = nil, severity: Double? = nil
  ) -> Incident {
    Incident(
      id: "a", from: CalendarDay(daysSince1970: 20_000), coordinate: Coordinate(longitude: 0, latitude: 0),
      eventType: type, subEventType: subType, inter1: inter1, inter2: inter2, typeOfViolence: violence,
      fatalities: dead, statedDimension: dimension, statedSeverity: severity)
  }

  @Test("severity is base times 1 + ln(1 + dead), and a stated one replaces both") func severity() throws {
    let model = RiskModel()
    #expect(model.severity(of: Self.incident("Battles")) == 3)
    #expect(model.severity(of: Self.incident("BATTLES")) == 3)
    #expect(model.severity(of: Self.incident("Protests")) == 1)
    #expect(model.severity(of: Self.incident("Strategic developments", "looting/Property destruction")) == 2)
    // 3 · (1 + ln 10), with ln 10 from a table; a few units in the last place.
    let ten = model.severity(of: Self.incident("Battles", dead: 9))
    #expect(abs(ten - 3 * 3.302585092994046) < 1e-14)
    #expect(model.severity(of: Self.incident("Battles", dead: 9, severity: 0.25)) == 0.25)
    let flat = try RiskModel(
      from: InputFile(name: "m", bytes: Array("severity: {fatalities: none}".utf8)))
    #expect(flat.severity(of: Self.incident("Battles", dead: 9)) == 3)
  }

  @Test("the first match decides the dimension, a stated one comes before it") func dimension() {
    let model = RiskModel()
    #expect(model.dimension(of: Self.incident("Battles", "Armed clash")) == .territorial)
    #expect(model.dimension(of: Self.incident("Unheard of")) == .territorial)
    #expect(model.dimension(of: Self.incident("Strategic developments", "Agreement")) == .governance)
    #expect(model.dimension(of: Self.incident("Violence against civilians", "Attack")) == .governance)
    #expect(model.dimension(of: Self.incident("Battles", violence: 2)) == .fragmentation)
    #expect(model.dimension(of: Self.incident("Riots")) == .fragmentation)
    #expect(
      model.dimension(of: Self.incident("Explosions/Remote violence", "Remote explosive/landmine/IED"))
        == .economic)
    // Both sides must be militias, as numbers or as labels.
    #expect(model.dimension(of: Self.incident("Battles", inter1: "3", inter2: "4")) == .fragmentation)
    #expect(
      model.dimension(of: Self.incident("Battles", inter1: "Political militia", inter2: "Identity Militia"))
        == .fragmentation)
    #expect(model.dimension(of: Self.incident("Battles", inter1: "3", inter2: "1")) == .territorial)
    #expect(model.dimension(of: Self.incident("Riots", dimension: .economic)) == .economic)
  }

  @Test("a rule changes what it names and leaves the rest") func rules() throws {
    let model = RiskModel()
    let ied = model.threatParameters(
      of: Self.incident("Explosions/Remote violence", "Remote explosive/landmine/IED"))
    #expect(ied.halfLifeDays == 14 && ied.halfDistanceKm == 20)
    #expect(model.threatParameters(of: Self.incident("Battles")) == model.threat)
    let byDimension = try RiskModel(
      from: InputFile(
        name: "m",
        bytes: Array("threat: {rules: [{match: {dimension: fragmentation}, kernel: gaussian}]}".utf8)))
    #expect(byDimension.threatParameters(of: Self.incident("Riots")).kernel == .gaussian)
    #expect(byDimension.threatParameters(of: Self.incident("Battles")).kernel == .exponential)
  }

  @Test("the index saturates, is 50 at the reference, and its bounds begin the next grade") func index() {
    let model = RiskModel()
    #expect(model.index(ofThreat: 0) == 0)
    #expect(abs(model.index(ofThreat: 0.5) - 50) < 1e-13)
    #expect(abs(model.index(ofThreat: 1) - 75) < 1e-13)
    #expect(model.index(ofThreat: 1e9) == 100)
    // 100 · (1 − 2^(−2e-12)) = 2e-10 · ln 2 to first order, where 1 − 2^x would keep only four digits.
    #expect(abs(model.index(ofThreat: 1e-12) / (2e-10 * 0.6931471805599453) - 1) < 1e-11)
    #expect(abs(model.threat(ofIndex: model.index(ofThreat: 0.37)) - 0.37) < 1e-14)
    let grades: [(Double, Grade)] = [
      (0, .veryLow), (9.99, .veryLow), (10, .low), (25, .moderate), (45, .high), (65, .veryHigh),
      (85, .extreme), (100, .extreme),
    ]
    for (index, grade) in grades { #expect(model.grade(ofIndex: index) == grade) }
  }

  @Test("the model written as JSON reads back as the same model") func roundTrip() throws {
    var model = RiskModel()
    model.name = "x: \"y\" é"
    model.threat.halfDistanceKm = 0.1 + 0.2
    model.threatRules.append(
      RiskModel.ThreatRule(
        match: IncidentMatch([.init(.actor1, ["A", "B"]), .init(.dimension, ["economic"])]),
        kernel: .power, powerQ: 2.5))
    model.profiles.append(RiskModel.Profile(name: "camp", weights: DimensionWeights(economic: 7)))
    let read = try RiskModel(from: InputFile(name: "json", bytes: model.json.jsonBytes(indented: true)))
    #expect(read == model)
  }
}
