/// One self-contained page on what changed between two assessments, and why: sentences, map, tables.
///
/// Like `Report`, the page asks for nothing from anywhere, needs no script, and is the same to the byte for the same
/// change.
public struct ChangeReport {
  private let change: AssessmentChange

  /// Prepares the page.
  public init(_ change: AssessmentChange) { self.change = change }

  /// The whole page.
  public func html() -> String {
    ReportPage(title: title, subtitle: ReportNumber.day(change.after.asOf), meta: meta, actors: 0).html {
      markup in
      markup.element("section", ["class": "summary", "aria-labelledby": "summary"]) { markup in
        markup.element("h2", ["id": "summary"], text: "In short")
        markup.sentences(change.sentences)
      }
      ChangeMap(change: change).write(to: &markup)
      ChangeTables(change: change).write(to: &markup)
      method(&markup)
    }
  }

  private var isScenario: Bool { change.before.asOf == change.after.asOf }

  private var title: String {
    isScenario
      ? "What \(change.after.name) changes"
      : "What changed from \(ReportNumber.day(change.before.asOf)) to \(ReportNumber.day(change.after.asOf))"
  }

  private var meta: String {
    let incidents = change.incidents
    return [
      "\(change.before.name) (\(ReportNumber.day(change.before.asOf))) against \(change.after.name) "
        + "(\(ReportNumber.day(change.after.asOf)))",
      ReportNumber.count(incidents.new.count, "new incident"),
      ReportNumber.whole(incidents.revisedAfter.count) + " revised",
      ReportNumber.whole(incidents.withdrawn.count) + " withdrawn",
    ].joined(separator: " · ")
  }

  private func method(_ markup: inout Markup) {
    markup.element("section", ["class": "method", "aria-labelledby": "method"]) { markup in
      markup.element("h2", ["id": "method"], text: "How a change is split")
      markup.element(
        "p",
        text:
          "The parts are taken one after the other, each with what came before it already changed: the ground, "
          + "the model, the days gone by, revised and withdrawn incidents, and last the new ones. They add up to the "
          + "change. Threat has no unit; the index of 0 to 100 is read from it. The layers beside this page have every "
          + "segment, site and zone.")
    }
  }
}
