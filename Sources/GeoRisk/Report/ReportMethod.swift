/// How the figures were made, what they were made from, and what they do not know.
struct ReportMethod {
  let facts: ReportFacts

  private var model: RiskModel { facts.assessment.model }

  func write(to markup: inout Markup) {
    markup.element("section", ["class": "method", "aria-labelledby": "method"]) { markup in
      markup.element("h2", ["id": "method"], text: "How this was made")
      formulas(&markup)
      markup.element("h3", text: "Values of the model")
      values(&markup)
      profiles(&markup)
      markup.element("h3", text: "What is not known")
      caveats(&markup)
      rejects(&markup)
      markup.element("h3", text: "What it was made from")
      inputs(&markup)
      markup.element("p", ["class": "meta"], text: software)
    }
  }

  private var software: String {
    "GeoRisk \(GeoRiskVersion.current). The same inputs and model give this same page, byte for byte."
  }

  private func formulas(_ markup: inout Markup) {
    markup.element(
      "p",
      text: "Every incident up to the day of judgement adds threat to the places round it: its severity, "
        + "times what its age has left of it, times what the distance has left of it, times the weight of its "
        + "dimension for this class of asset. The threat of a place is the plain sum, so the shares of the "
        + "incidents add up to all of it.")
    markup.element(
      "p",
      text: "Index = 100 × (1 − 2^(−threat ÷ reference)): no threat scores 0, a threat of "
        + "\(ReportNumber.parameter(model.index.reference)) scores 50, twice that 75. Grades begin at: "
        + gradeWords + ".")
    markup.element(
      "p",
      text:
        "A corridor is cut into pieces of \(ReportNumber.parameter(facts.assessment.options.segmentLength)) m"
        + " and each is scored by the mean threat along it. The ± behind a threat is its standard error: how "
        + "far the sum would scatter if incidents of this frequency fell by chance. An incident whose place is "
        + "known only roughly is spread over the ground that it may lie on, so it neither makes a false hot "
        + "spot nor is lost. Distances are geodesics on the WGS 84 ellipsoid.")
  }

  private var gradeWords: String {
    let bounds = ["0"] + model.index.grades.map(ReportNumber.parameter)
    return ReportNumber.list(zip(Grade.allCases, bounds).map { "\($0.name) \($1)" })
  }

  private func values(_ markup: inout Markup) {
    let threat = model.threat
    let control = model.control
    markup.element("dl") { markup in
      entry("Model", &markup) { $0.name(model.name) }
      entry(
        "Distance",
        "\(threat.kernel.rawValue) decay, half left at \(ReportNumber.parameter(threat.halfDistanceKm)) km, "
          + "nothing beyond \(ReportNumber.parameter(threat.cutoffKm)) km", &markup)
      entry("Age", "half left after \(ReportNumber.parameter(threat.halfLifeDays)) days", &markup)
      for rule in model.threatRules {
        entry("Except for", &markup) { markup in
          markup.name(Self.words(rule.match))
          markup.text(": " + Self.words(rule))
        }
      }
      entry("Severity", severityWords, &markup)
      for rule in model.severity.rules {
        entry("Severity of", &markup) { markup in
          markup.name(Self.words(rule.match))
          markup.text(": base " + ReportNumber.parameter(rule.base))
        }
      }
      for rule in model.dimensionRules {
        entry("Dimension of", &markup) { markup in
          markup.name(Self.words(rule.match))
          markup.text(": " + rule.dimension.rawValue)
        }
      }
      entry(
        "Control evidence",
        "\(control.decay.kernel.rawValue) decay, half left at \(ReportNumber.parameter(control.decay.halfDistanceKm)) km "
          + "and after \(ReportNumber.parameter(control.decay.halfLifeDays)) days; controlled from a share of "
          + "\(ReportNumber.percent(control.controlledShare)), contested below a lead of "
          + "\(ReportNumber.percent(control.contestedMargin)), nothing said below an evidence of "
          + ReportNumber.parameter(control.evidenceThreshold), &markup)
      entry(
        "Reach",
        "no incident counts beyond \(ReportNumber.km(facts.assessment.reach / 1000)), the spread of rough "
          + "places included", &markup)
    }
  }

  private var severityWords: String {
    let base = "base \(ReportNumber.parameter(model.severity.base))"
    switch model.severity.fatalities {
    case .log: return base + ", times 1 + ln(1 + number of dead)"
    case .none: return base + ", whatever the number of dead"
    }
  }

  private func profiles(_ markup: inout Markup) {
    let table = ReportTable(
      caption: "Weights of the dimensions by class of asset",
      columns: [.init("Class")] + Dimension.allCases.map { .init($0.rawValue, isNumber: true) })
    table.write(model.profiles, to: &markup) { profile, column, markup in
      if column == 0 {
        markup.name(profile.name)
      } else {
        markup.text(ReportNumber.parameter(profile.weights.values[column - 1]))
      }
    }
  }

  private func caveats(_ markup: inout Markup) {
    let rough = facts.assessment.incidents.count { $0.precisionKm >= 10 }
    markup.element("ul") { markup in
      markup.element(
        "li",
        text: "Only reported incidents are in it. Quiet ground may be ground from which nobody reports.")
      markup.element(
        "li",
        text:
          "The corridors are as fine as the lines that were given; where a line is coarse, the true road may "
          + "pass kilometres beside it.")
      if rough > 0 {
        markup.element(
          "li",
          text: ReportNumber.count(rough, "incident")
            + " of \(ReportNumber.whole(facts.assessment.incidents.count)) \(rough == 1 ? "is" : "are") placed no "
            + "better than ±10 km.")
      }
      for note in facts.assessment.notes { markup.element("li") { $0.name(note) } }
    }
  }

  /// The reasons for which records were kept out, with how many there were of each.
  private func rejects(_ markup: inout Markup) {
    let rejects = facts.assessment.rejects
    guard !rejects.isEmpty else {
      markup.element("p", text: "No row or feature of the inputs was kept out.")
      return
    }
    var counts: [String: (count: Int, place: String)] = [:]
    for reject in rejects {
      counts[reject.reason, default: (0, reject.place.description)].count += 1
    }
    let ordered = counts.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let table = ReportTable(
      caption: ReportNumber.count(rejects.count, "row or feature", "rows or features") + " kept out",
      columns: [.init("Reason"), .init("How many", isNumber: true), .init("First one", style: "source")])
    table.write(ordered.prefix(20), to: &markup) { entry, column, markup in
      switch column {
      case 0: markup.name(entry.key)
      case 1: markup.text(ReportNumber.whole(entry.value.count))
      default: markup.name(entry.value.place)
      }
    }
    if ordered.count > 20 {
      markup.element("p", text: "and \(ReportNumber.whole(ordered.count - 20)) reasons more.")
    }
  }

  private func inputs(_ markup: inout Markup) {
    guard !facts.assessment.inputs.isEmpty else {
      markup.element("p", text: "The values were handed over by a program; no file was read.")
      return
    }
    let table = ReportTable(
      caption: "Inputs",
      columns: [
        .init("Read as"), .init("File"), .init("Format"), .init("Rows", isNumber: true),
        .init("Kept out", isNumber: true), .init("SHA-256", style: "hash"),
      ])
    table.write(facts.assessment.inputs, to: &markup) { input, column, markup in
      switch column {
      case 0: markup.text(input.role)
      case 1: markup.name(input.path)
      case 2: markup.name(input.format)
      case 3: markup.text(ReportNumber.whole(input.rows))
      case 4: markup.text(ReportNumber.whole(input.rejected))
      default: markup.element("code", text: input.sha256)
      }
    }
  }

  private func entry(_ term: String, _ text: String, _ markup: inout Markup) {
    entry(term, &markup) { $0.text(text) }
  }

  private func entry(_ term: String, _ markup: inout Markup, content: (inout Markup) -> Void) {
    markup.element("dt", text: term)
    markup.element("dd", content: content)
  }

  private static func words(_ match: IncidentMatch) -> String {
    let conditions = match.conditions.map { condition in
      condition.key.rawValue.replacing("_", with: " ") + " " + condition.values.joined(separator: " or ")
    }
    return conditions.isEmpty ? "every incident" : conditions.joined(separator: ", ")
  }

  private static func words(_ rule: RiskModel.ThreatRule) -> String {
    var words: [String] = []
    if let kernel = rule.kernel { words.append(kernel.rawValue + " decay") }
    if let km = rule.halfDistanceKm { words.append("half left at \(ReportNumber.parameter(km)) km") }
    if let km = rule.cutoffKm { words.append("nothing beyond \(ReportNumber.parameter(km)) km") }
    if let days = rule.halfLifeDays { words.append("half left after \(ReportNumber.parameter(days)) days") }
    if let q = rule.powerQ { words.append("power q \(ReportNumber.parameter(q))") }
    if let a = rule.logisticA { words.append("logistic a \(ReportNumber.parameter(a))") }
    return words.isEmpty ? "no change" : words.joined(separator: ", ")
  }
}
