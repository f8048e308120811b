/// What a scenario supposes, and what that makes of the base, before anything else.
struct ReportScenario {
  let facts: ReportFacts

  func write(to markup: inout Markup) {
    guard let scenario = facts.assessment.scenario else { return }
    markup.element("section", ["class": "scenario", "aria-labelledby": "scenario"]) { markup in
      markup.element("h2", ["id": "scenario"]) { markup in
        markup.text("What if: ")
        markup.name(scenario.name)
      }
      markup.element("p", text: "This page shows no finding but a supposition. It supposes that:")
      markup.sentences(scenario.edits)
      markup.element("p", text: "Against the assessment without it:")
      markup.sentences(scenario.changes)
    }
  }
}
