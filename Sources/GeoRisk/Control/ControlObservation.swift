import GeoCore

/// One statement about who holds a place.
public struct ControlObservation: Hashable, Sendable {
  /// The file's own identifier, or its row number where it has none.
  public var id: String
  /// The first day of which the statement is true.
  public var from: CalendarDay
  /// The last day of which the statement is known to be true; `from` where only one day is given.
  public var to: CalendarDay
  /// The name of the place; empty where not given.
  public var place: String
  /// The place, on WGS 84.
  public var coordinate: Coordinate
  /// Who holds it, or the first of the two who dispute it.
  public var actor: String
  /// The other actor of a contested place; nil where not given.
  public var actor2: String?
  /// How it is held.
  public var status: ControlStatus
  /// How sure the observer is, 0…1.
  public var confidence: Double
  /// The half-distance of the evidence in kilometres, above 0; nil for the model's.
  public var radiusKm: Double?
  /// Who says so; empty where not given.
  public var source: String
  /// Whether this is the data set's own assumption and no source's statement.
  public var assumption: Bool
  /// Where the record stands in its file.
  public var record: InputPlace

  /// Makes an observation.
  public init(
    id: String, from: CalendarDay, to: CalendarDay? = nil, place: String = "", coordinate: Coordinate,
    actor: String, actor2: String? = nil, status: ControlStatus, confidence: Double,
    radiusKm: Double? = nil, source: String = "", assumption: Bool = false, record: InputPlace = InputPlace()
  ) {
    self.id = id
    self.from = from
    self.to = to ?? from
    self.place = place
    self.coordinate = coordinate
    self.actor = actor
    self.actor2 = actor2
    self.status = status
    self.confidence = confidence
    self.radiusKm = radiusKm
    self.source = source
    self.assumption = assumption
    self.record = record
  }
}
