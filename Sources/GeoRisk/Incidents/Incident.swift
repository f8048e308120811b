import GeoCore

/// One event of violence or coercion, as far as its source knows when, where and by whom.
public struct Incident: Hashable, Sendable {
  /// The source's own identifier, unique in its file.
  public var id: String
  /// The first day on which it may have happened, or on which it began.
  public var from: CalendarDay
  /// The last day on which it may have happened, or on which it ended; `from` where the day is known.
  public var to: CalendarDay
  /// Whether it is a state that lasts from `from` to `to` (a presence, a blockade), and not an event on one of
  /// those days.
  public var ongoing: Bool
  /// Whether it is a state of which no end is known: it lasts on every day from `from` on, and `to` is `from`.
  public var endIsOpen: Bool
  /// Where it is said to have happened, on WGS 84.
  public var coordinate: Coordinate
  /// The standard deviation of the true place round `coordinate`, in kilometres in each direction; 0 is exact.
  public var precisionKm: Double
  /// What happened, in ACLED's words where they fit, such as `Battles`.
  public var eventType: String
  /// What happened in detail, such as `Armed clash`; empty where not given.
  public var subEventType: String
  /// The acting side; empty where not given.
  public var actor1: String
  /// The other side; empty where not given.
  public var actor2: String
  /// The kind of the acting side: ACLED's number 0…8 or its label; empty where not given.
  public var inter1: String
  /// The kind of the other side, as `inter1`.
  public var inter2: String
  /// ACLED's `civilian_targeting` as it stands; empty where not given.
  public var civilianTargeting: String
  /// UCDP's 1 (state-based), 2 (non-state) or 3 (one-sided); nil elsewhere.
  public var typeOfViolence: Int?
  /// The number of dead, 0 where the source is silent.
  public var fatalities: Int
  /// The dimension that the source itself names; the model's table does not apply to it.
  public var statedDimension: Dimension?
  /// The severity that the source itself states, instead of the model's base and fatality factor together.
  public var statedSeverity: Double?
  /// The name of the place; empty where not given.
  public var place: String
  /// Who reported it; empty where not given.
  public var source: String
  /// What is told about it in free words; empty where not given.
  public var notes: String
  /// Where the record stands in its file.
  public var record: InputPlace

  /// Makes an incident; only what, when and where are needed. An ongoing state without `to` lasts on.
  public init(
    id: String, from: CalendarDay, to: CalendarDay? = nil, ongoing: Bool = false, coordinate: Coordinate,
    precisionKm: Double = 0, eventType: String, subEventType: String = "", actor1: String = "",
    actor2: String = "", inter1: String = "", inter2: String = "", civilianTargeting: String = "",
    typeOfViolence: Int? = nil, fatalities: Int = 0, statedDimension: Dimension? = nil,
    statedSeverity: Double? = nil, place: String = "", source: String = "", notes: String = "",
    record: InputPlace = InputPlace()
  ) {
    self.id = id
    self.from = from
    self.to = to ?? from
    self.ongoing = ongoing
    endIsOpen = ongoing && to == nil
    self.coordinate = coordinate
    self.precisionKm = precisionKm
    self.eventType = eventType
    self.subEventType = subEventType
    self.actor1 = actor1
    self.actor2 = actor2
    self.inter1 = inter1
    self.inter2 = inter2
    self.civilianTargeting = civilianTargeting
    self.typeOfViolence = typeOfViolence
    self.fatalities = fatalities
    self.statedDimension = statedDimension
    self.statedSeverity = statedSeverity
    self.place = place
    self.source = source
    self.notes = notes
    self.record = record
  }
}
