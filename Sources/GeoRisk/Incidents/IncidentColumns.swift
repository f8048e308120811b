import GeoCore

/// The columns that all layouts of incident tables have, whatever they call them, and the way from a row to an
/// incident that the layouts share.
struct IncidentColumns {
  let id, longitude, latitude: Int?
  let eventType, subEventType, actor1, actor2, inter1, inter2, civilianTargeting, typeOfViolence: Int?
  let fatalities: Int?
  private let place, source, notes: Int?
  /// The columns of which a kind is made.
  private let ofKind: KindCache.Columns

  /// Finds the columns.
  ///
  /// - Parameter renamed: what the layout calls a column whose name is not the native one, the better name first;
  ///   none where it has no such column.
  init(_ columns: ColumnNames, renamed: [String: [String]] = [:]) {
    func position(_ name: String) -> Int? { columns.position(of: renamed[name] ?? [name]) }
    id = position("id")
    longitude = position("longitude")
    latitude = position("latitude")
    eventType = position("event_type")
    subEventType = position("sub_event_type")
    actor1 = position("actor1")
    actor2 = position("actor2")
    inter1 = position("inter1")
    inter2 = position("inter2")
    civilianTargeting = position("civilian_targeting")
    typeOfViolence = position("type_of_violence")
    fatalities = position("fatalities")
    place = position("place")
    source = position("source")
    notes = position("notes")
    ofKind = KindCache.Columns([
      eventType, subEventType, actor1, actor2, inter1, inter2, civilianTargeting, typeOfViolence,
    ])
  }

  /// Who did what to whom in a row, shared with other rows that say the same.
  ///
  /// - Parameters:
  ///   - kinds: those met before; a new one is added.
  ///   - event: what happened in the source's words, from the row's texts or codes; asked for new kinds only.
  /// - Throws: whatever reading the event type or the type of violence throws.
  func kind(
    of row: some TextRow, from kinds: inout KindCache,
    _ event: () throws(RowProblem) -> (type: String, subtype: String)
  ) throws(RowProblem) -> Shared<Incident.Kind> {
    if let known = kinds.known(row, ofKind) { return known }
    let event = try event()
    let kind = Shared(
      Incident.Kind(
        eventType: event.type, subEventType: event.subtype, actor1: row.text(actor1),
        actor2: row.text(actor2), inter1: row.text(inter1), inter2: row.text(inter2),
        civilianTargeting: row.text(civilianTargeting),
        typeOfViolence: try row.count(typeOfViolence, "type_of_violence"),
        file: row.plainLine > 0 ? row.place.file : nil))
    kinds.add(kind, row, ofKind)
    return kind
  }

  /// What a row tells of its incident alone.
  func account(of row: some TextRow) -> Shared<Incident.Account>? {
    let isPlain = row.plainLine > 0
    if isPlain, place == nil, source == nil, notes == nil { return nil }
    let account = Incident.Account(
      place: row.text(place), source: row.text(source), notes: row.text(notes),
      record: isPlain ? nil : row.place)
    return account.shared
  }
}
