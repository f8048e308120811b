import Foundation
import GeoCore
import GeoJSON

/// What crossed a line between one assessment and the next of a series.
public struct RiskWatch: Sendable {
  /// One crossing, or one emerging place.
  public struct Event: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable {
      /// An asset has another grade.
      case grade
      /// An asset's index crossed a threshold.
      case threshold
      /// Incidents come faster at a place than before: see `EmergingPlaces`.
      case emerging
    }

    /// What happened.
    public var kind: Kind
    /// The day before.
    public var from: CalendarDay
    /// The day on which it was seen.
    public var to: CalendarDay
    /// What it happened to before; nil for an emerging place.
    public var before: AssessmentDigest.Figure?
    /// The same after.
    public var after: AssessmentDigest.Figure?
    /// The threshold crossed; nil for other kinds.
    public var threshold: Double?
    /// The place; nil for other kinds.
    public var place: EmergingPlaces.Place?
  }

  /// The events, by day, in the order of the assets.
  public var events: [Event]

  /// Compares each assessment with the one before it.
  ///
  /// - Parameters:
  ///   - digests: in any order, of different days.
  ///   - thresholds: indexes, each told when crossed either way.
  ///   - emerging: how emerging places are looked for on each day, the time since the assessment before being the
  ///     recent days; nil: not at all. Nothing is found where the incidents do not reach back as long before these.
  public init(
    _ digests: [AssessmentDigest], thresholds: [Double] = [],
    emerging: EmergingPlaces.Options? = EmergingPlaces.Options()
  ) {
    let ordered = digests.sorted { $0.asOf < $1.asOf }
    events = zip(ordered, ordered.dropFirst()).flatMap { before, after in
      Self.crossings(from: before, to: after, thresholds) + Self.places(from: before, to: after, emerging)
    }
  }

  private static func crossings(
    from before: AssessmentDigest, to after: AssessmentDigest, _ thresholds: [Double]
  ) -> [Event] {
    struct Key: Hashable {
      let asset, id: String
    }
    let known = Dictionary(
      before.figures.map { (Key(asset: $0.asset, id: $0.id), $0) }, uniquingKeysWith: { first, _ in first })
    return after.figures.flatMap { figure -> [Event] in
      guard let old = known[Key(asset: figure.asset, id: figure.id)] else { return [] }
      func event(_ kind: Event.Kind, _ threshold: Double? = nil) -> Event {
        Event(
          kind: kind, from: before.asOf, to: after.asOf, before: old, after: figure, threshold: threshold,
          place: nil)
      }
      let crossed = thresholds.filter { (old.index >= $0) != (figure.index >= $0) }
      return (old.grade == figure.grade ? [] : [event(.grade)]) + crossed.map { event(.threshold, $0) }
    }
  }

  private static func places(
    from before: AssessmentDigest, to after: AssessmentDigest, _ options: EmergingPlaces.Options?
  ) -> [Event] {
    guard let options = options?.recent(days: after.asOf.daysSince(before.asOf)) else { return [] }
    return EmergingPlaces(among: after.incidents, asOf: after.asOf, options: options).places.map { place in
      Event(
        kind: .emerging, from: before.asOf, to: after.asOf, before: nil, after: nil, threshold: nil,
        place: place)
    }
  }
}

extension RiskWatch.Event {
  /// The event as a sentence.
  public var text: String {
    if let place { return place.sentence(since: from) }
    guard let before, let after else { return "" }
    let subject = after.asset == "worst_10_km" ? "The worst 10 km of \(after.name)" : after.name
    let way = after.index >= before.index ? "rose" : "fell"
    let indexes = "index \(ReportNumber.fixed(before.index, 1)) to \(ReportNumber.fixed(after.index, 1))"
    if let threshold {
      return "\(subject) \(way) across \(shortest(threshold)) (\(indexes)) between \(from) and \(to)."
    }
    return "\(subject) \(way) from \(before.grade) to \(after.grade) (\(indexes)) between \(from) and \(to)."
  }

  /// The event as one object: `event`, `from`, `to`, what it is of, and `text`.
  public var document: JSONObject {
    var document: JSONObject = [
      "event": .string(kind.rawValue), "from": .string(from.description), "to": .string(to.description),
      "asset": JSONValue(after?.asset), "id": JSONValue(after?.id),
      "name": JSONValue(after?.name ?? place?.name),
      "index_before": JSONValue(before?.index), "index_after": JSONValue(after?.index),
      "grade_before": JSONValue(before?.grade), "grade_after": JSONValue(after?.grade),
      "threshold": JSONValue(threshold),
    ]
    if let place {
      document["longitude"] = .number(place.coordinate.longitude)
      document["latitude"] = .number(place.coordinate.latitude)
      document["recent"] = .integer(place.recent)
      document["earlier"] = .integer(place.earlier)
      document["expected"] = .number(place.expected)
      document["chance"] = .number(place.chance)
      document["incidents"] = .array(place.incidents.map { .string($0) })
    }
    document["text"] = .string(text)
    return document
  }
}

extension EmergingPlaces.Place {
  /// The place as a sentence.
  func sentence(since day: CalendarDay) -> String {
    let noun = recent == 1 ? "incident" : "incidents"
    let where_ =
      name.isEmpty ? "\(shortest(coordinate.longitude)), \(shortest(coordinate.latitude))" : name
    return
      "Emerging round \(where_): \(recent) \(noun) since \(day), where \(ReportNumber.fixed(expected, 1)) were to be "
      + "expected (the chance of such anywhere is \(ReportNumber.fixed(chance, 3)))."
  }
}
