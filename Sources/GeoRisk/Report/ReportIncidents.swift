import GeoCore
import ThreatField

/// Incidents in words, and the tables that explain a score.
struct ReportIncidents {
  let facts: ReportFacts

  /// The incidents that make a score what it is, with how much of it they explain and how that comes about.
  func write(_ score: ThreatScore, of place: String, profile: String, to markup: inout Markup) {
    guard score.threat > 0, !score.topIncidents.isEmpty else {
      markup.element("p", text: "No counting incident reaches this place.")
      return
    }
    let sum = score.topIncidents.reduce(0) { $0 + $1.share }
    markup.element("p") { markup in
      let count = score.topIncidents.count
      markup.text(
        (count == 1 ? "This incident makes up " : "These \(ReportNumber.whole(count)) incidents make up ")
          + ReportNumber.percent(min(sum, 1)) + " of the threat here.")
    }
    let table = ReportTable(
      caption: "Incidents behind the score of " + place,
      columns: [
        .init("Date"), .init("Share of threat"), .init("What happened"), .init("Who"), .init("Where"),
        .init("Distance", isNumber: true), .init("Source", style: "source"),
      ], style: "reasons")
    table.write(score.topIncidents, to: &markup) { contribution, column, markup in
      let incident = facts.incidents[contribution.incidentID]
      if column == 1 {
        markup.share(contribution.share)
        if let incident, let factors = factors(score.threat * contribution.share, incident, profile) {
          markup.element("small", text: factors)
        }
      } else {
        cell(contribution, incident, column, &markup)
      }
    }
  }

  /// One incident's part of a score as a line.
  func term(_ part: IncidentShare, of score: ThreatScore, profile: String, _ markup: inout Markup) {
    markup.text(ReportNumber.percent(part.share) + ": ")
    guard let incident = facts.incidents[part.incidentID] else { return markup.name(part.incidentID) }
    markup.name([Self.event(incident), incident.place].filter { !$0.isEmpty }.joined(separator: ", "))
    markup.text(", \(Self.dates(incident)), \(ReportNumber.km(part.km)) away (")
    markup.name(part.incidentID)
    markup.text(")")
    if let factors = factors(score.threat * part.share, incident, profile) {
      markup.element("small", text: factors)
    }
  }

  /// The factors that an incident's part of a threat is the product of.
  private func factors(_ value: Double, _ incident: Incident, _ profile: String) -> String? {
    let model = facts.assessment.model
    let severity = model.severity(of: incident)
    let weight = model.profile(named: profile)?[facts.dimension(of: incident)] ?? 1
    guard let fade = try? TimeDecay(halfLifeDays: model.threatParameters(of: incident).halfLifeDays) else {
      return nil
    }
    let age = incident.timeFactor(fade, asOf: facts.assessment.asOf)
    let whole = weight * severity * age
    guard whole > 0 else { return nil }
    return "weight \(ReportNumber.parameter(weight)) × severity \(ReportNumber.threat(severity)) × age "
      + "\(ReportNumber.threat(age)) × distance \(ReportNumber.threat(value / whole))"
  }

  private func cell(_ part: IncidentShare, _ incident: Incident?, _ column: Int, _ markup: inout Markup) {
    switch column {
    case 0: markup.text(incident.map(Self.dates) ?? "–")
    case 2:
      markup.name(incident.map(Self.event) ?? part.incidentID)
      if let incident { details(incident, &markup) }
    case 3: markup.name(incident.map(Self.actors) ?? "–")
    case 4: place(incident, &markup)
    case 5: markup.text(ReportNumber.km(part.km))
    default: markup.name(incident.map { $0.source.isEmpty ? "not stated" : $0.source } ?? "–")
    }
  }

  private func details(_ incident: Incident, _ markup: inout Markup) {
    var words = [facts.dimension(of: incident).rawValue]
    if incident.fatalities > 0 { words.append(ReportNumber.whole(incident.fatalities) + " dead") }
    markup.element("small") { markup in
      markup.text(words.joined(separator: ", ") + " · ")
      markup.element("bdi", ["class": "id"], text: incident.id)
    }
  }

  private func place(_ incident: Incident?, _ markup: inout Markup) {
    guard let incident else { return markup.text("–") }
    if incident.place.isEmpty {
      markup.text(Self.position(incident))
    } else {
      markup.name(incident.place)
    }
    if incident.precisionKm >= 5 {
      markup.element("small", text: "known to about ±" + ReportNumber.parameter(incident.precisionKm) + " km")
    }
  }

  /// An incident's kind in the data's words, the detail first.
  static func event(_ incident: Incident) -> String {
    incident.subEventType.isEmpty ? incident.eventType : incident.subEventType
  }

  /// When it happened, as far as that is known.
  static func dates(_ incident: Incident) -> String {
    if incident.endIsOpen { return "since " + ReportNumber.day(incident.from) }
    if incident.from == incident.to { return ReportNumber.day(incident.from) }
    return (incident.ongoing ? "" : "between ")
      + ReportNumber.day(incident.from, beside: incident.to)
      + (incident.ongoing ? " to " : " and ") + ReportNumber.day(incident.to)
  }

  /// Who acted, and against whom.
  static func actors(_ incident: Incident) -> String {
    let sides = [incident.actor1, incident.actor2].filter { !$0.isEmpty }
    return sides.isEmpty ? "not stated" : sides.joined(separator: " / ")
  }

  /// Longitude and latitude in words.
  static func position(_ incident: Incident) -> String {
    let coordinate = incident.coordinate
    return MapRulers.degrees(coordinate.latitude, step: 0.05, positive: "N", negative: "S") + " "
      + MapRulers.degrees(Longitude.wrapped(coordinate.longitude), step: 0.05, positive: "E", negative: "W")
  }
}
