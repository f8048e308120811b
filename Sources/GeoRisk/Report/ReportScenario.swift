/// What a scenario supposes, and what that makes of the base, before anything else.
struct ReportScenario {
  /// How many sentences a list has; the rest stand in the text file.
  private static let limit = 60

  let facts: ReportFacts

  func write(to markup: inout Markup) {
    guard let scenario = facts.assessment.scenario else { return }
    markup.element("section", ["class": "scenario", "aria-labelledby": "scenario"]) { markup in
      markup.element("h2", ["id": "scenario"]) { markup in
        markup.text("What if: ")
        markup.name(scenario.name)
      }
      markup.element("p", text: "This page shows no finding but a supposition. It supposes that:")
      list(scenario.edits, &markup)
      markup.element("p", text: "Against the assessment without it:")
      list(scenario.changes, &markup)
    }
  }

  private func list(_ sentences: [String], _ markup: inout Markup) {
    markup.element("ul") { markup in
      for sentence in sentences.prefix(Self.limit) { markup.element("li") { $0.name(sentence) } }
      if sentences.count > Self.limit {
        markup.element("li", text: "and \(sentences.count - Self.limit) more")
      }
    }
  }
}
