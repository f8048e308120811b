/// One self-contained page for people who have to decide: map, rankings, reasons, method.
///
/// The page asks for nothing from anywhere, needs no script, and is the same to the byte for the same assessment;
/// it carries no clock time and no timings. It is well-formed as XML too.
public struct Report {
  private let facts: ReportFacts

  /// Prepares the page.
  ///
  /// - Parameters:
  ///   - assessment: what it tells.
  ///   - title: its heading; nil for the data set's name and the number of corridors and sites.
  public init(_ assessment: Assessment, title: String? = nil) {
    facts = ReportFacts(assessment, title: title)
  }

  /// The whole page.
  public func html() -> String {
    var markup = Markup()
    markup.literal("<!DOCTYPE html>\n")
    markup.element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"]) { markup in
      markup.element("head") { head(&$0) }
      markup.element("body") { body(&$0) }
    }
    markup.literal("\n")
    return markup.page
  }

  private func head(_ markup: inout Markup) {
    markup.leaf("meta", ["charset": "utf-8"])
    markup.leaf("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    // Names in the data cannot load anything, even where a reader's browser had a fault.
    markup.leaf(
      "meta",
      [
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
      ])
    markup.element("title", text: facts.title + ", " + ReportNumber.day(facts.assessment.asOf))
    markup.styleSheet(ReportStyle.sheet(actors: facts.actors.count))
  }

  private func body(_ markup: inout Markup) {
    markup.element("header") { markup in
      markup.element("h1") { $0.name(facts.title) }
      markup.element("p", ["class": "meta"], text: metaLine)
    }
    markup.element("main") { markup in
      ReportScenario(facts: facts).write(to: &markup)
      ReportSummary(facts: facts).write(to: &markup)
      ReportMap(facts: facts).write(to: &markup)
      ReportRanking(facts: facts).write(to: &markup)
      ReportReasons(facts: facts).write(to: &markup)
      ReportZones(facts: facts).write(to: &markup)
      ReportMethod(facts: facts).write(to: &markup)
    }
  }

  private var metaLine: String {
    let assessment = facts.assessment
    var parts = ["As of " + ReportNumber.day(assessment.asOf)]
    if !assessment.corridors.isEmpty {
      let length = assessment.corridors.reduce(0) { $0 + $1.totals.lengthKm }
      parts.append(
        ReportNumber.count(assessment.corridors.count, "corridor") + ", " + ReportNumber.fixed(length, 0)
          + " km in all")
    }
    if !assessment.sites.isEmpty { parts.append(ReportNumber.count(assessment.sites.count, "site")) }
    parts.append(ReportNumber.count(assessment.incidents.count, "incident") + " counted")
    return parts.joined(separator: " · ")
  }
}
