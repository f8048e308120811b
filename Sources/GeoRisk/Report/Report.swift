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
    ReportPage(
      title: facts.title, subtitle: ReportNumber.day(facts.assessment.asOf), meta: metaLine,
      actors: facts.actors.count
    ).html { markup in main(&markup) }
  }

  private func main(_ markup: inout Markup) {
    ReportScenario(facts: facts).write(to: &markup)
    ReportSummary(facts: facts).write(to: &markup)
    ReportMap(facts: facts).write(to: &markup)
    ReportRanking(facts: facts).write(to: &markup)
    ReportReasons(facts: facts).write(to: &markup)
    ReportZones(facts: facts).write(to: &markup)
    ReportMethod(facts: facts).write(to: &markup)
    ReportPanels(facts: facts).write(to: &markup)
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
