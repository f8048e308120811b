import GeoCore

/// One event of violence or coercion, as far as its source knows when, where and by whom.
///
/// Incidents come by the million, so one takes 88 bytes. What many have in common, who did what, stands once for
/// all of them (`Kind`); what only some have, the words about it, stands apart (`Account`). Neither shows: an
/// incident is a value, and each of its properties can be set.
public struct Incident: Hashable, Sendable {
  /// The source's own identifier, unique in its file.
  public var id: String
  /// Where it is said to have happened, on WGS 84.
  public var coordinate: Coordinate
  /// The standard deviation of the true place round `coordinate`, in kilometres in each direction; 0 is exact.
  public var precisionKm: Double
  /// The severity that the source itself states, instead of the model's base and fatality factor together.
  public var statedSeverity: Double?
  /// Whether it is a state that lasts from `from` to `to` (a presence, a blockade), and not an event on one of
  /// those days.
  public var ongoing = false
  /// Whether it is a state of which no end is known: it lasts on every day from `from` on, and `to` is `from`.
  public var endIsOpen = false
  /// The dimension that the source itself names; the model's table does not apply to it.
  public var statedDimension: Dimension?
  /// The line of `record`; 0 where it has none, or where the account has the whole place.
  var line: Int32 = 0
  /// The first day on which it may have happened, or on which it began.
  public var from: CalendarDay
  /// The last day on which it may have happened, or on which it ended; `from` where the day is known.
  public var to: CalendarDay
  /// The number of dead, 0 where the source is silent.
  public var fatalities: Int
  /// Who did what to whom, and the file that says so.
  var kind: Shared<Kind>
  /// The words about it; nil where there are none.
  var account: Shared<Account>?
}

// Here and not above, so that the compiler's own initialiser by members stays, which writes an incident in one go.
extension Incident {
  /// Makes an incident; only what, when and where are needed. An ongoing state without `to` lasts on.
  public init(
    id: String, from: CalendarDay, to: CalendarDay? = nil, ongoing: Bool = false, coordinate: Coordinate,
    precisionKm: Double = 0, eventType: String, subEventType: String = "", actor1: String = "",
    actor2: String = "", inter1: String = "", inter2: String = "", civilianTargeting: String = "",
    typeOfViolence: Int? = nil, fatalities: Int = 0, statedDimension: Dimension? = nil,
    statedSeverity: Double? = nil, place: String = "", source: String = "", notes: String = "",
    record: InputPlace = InputPlace()
  ) {
    let kind = Kind(
      eventType: eventType, subEventType: subEventType, actor1: actor1, actor2: actor2, inter1: inter1,
      inter2: inter2, civilianTargeting: civilianTargeting, typeOfViolence: typeOfViolence)
    self.init(
      id: id, coordinate: coordinate, precisionKm: precisionKm, statedSeverity: statedSeverity,
      ongoing: ongoing, endIsOpen: ongoing && to == nil, statedDimension: statedDimension, from: from,
      to: to ?? from, fatalities: fatalities, kind: Shared(kind),
      account: Account(place: place, source: source, notes: notes).shared)
    self.record = record
  }
}
