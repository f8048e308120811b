import GeoCore

/// The columns that all layouts of incident tables have, whatever they call them, and the way from a row to an
/// incident that the layouts share.
struct IncidentColumns {
  /// A column, by what stands in it.
  enum Content: Int, CaseIterable {
    case id, longitude, latitude, fatalities, place, source, notes
    case eventType, subEventType, actor1, actor2, inter1, inter2, civilianTargeting, typeOfViolence

    fileprivate var nativeName: String {
      switch self {
      case .eventType: "event_type"
      case .subEventType: "sub_event_type"
      case .civilianTargeting: "civilian_targeting"
      case .typeOfViolence: "type_of_violence"
      default: "\(self)"
      }
    }
  }

  /// By content; −1 where there is none. No array: every row would count a reference to it, on all threads at once.
  private var positions = SIMD16<Int32>(repeating: -1)

  /// Finds the columns.
  ///
  /// - Parameter renamed: what the layout calls a column whose name is not the native one, the better name first;
  ///   none where it has no such column.
  init(_ columns: ColumnNames, renamed: [Content: [String]] = [:]) {
    for content in Content.allCases {
      let names = renamed[content] ?? [content.nativeName]
      positions[content.rawValue] = columns.position(of: names).map { Int32($0) } ?? -1
    }
  }

  /// The position of a column, nil where there is none.
  @inline(__always)
  subscript(content: Content) -> Int? {
    let position = positions[content.rawValue]
    return position < 0 ? nil : Int(position)
  }

  /// The columns of which a kind is made.
  var ofKind: KindCache.Columns {
    KindCache.Columns(
      [
        .eventType, .subEventType, .actor1, .actor2, .inter1, .inter2, .civilianTargeting, .typeOfViolence,
      ].map { self[$0] })
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
    if let known = kinds.known(row) { return known }
    let event = try event()
    let kind = Shared(
      Incident.Kind(
        eventType: event.type, subEventType: event.subtype, actor1: row.text(self[.actor1]),
        actor2: row.text(self[.actor2]), inter1: row.text(self[.inter1]), inter2: row.text(self[.inter2]),
        civilianTargeting: row.text(self[.civilianTargeting]),
        typeOfViolence: try row.count(self[.typeOfViolence], "type_of_violence"),
        file: row.plainLine > 0 ? row.place.file : nil))
    kinds.add(kind, of: row)
    return kind
  }

  /// What a row tells of its incident alone.
  @inline(__always)
  func account(of row: some TextRow) -> Shared<Incident.Account>? {
    let isPlain = row.plainLine > 0
    if isPlain, self[.place] == nil, self[.source] == nil, self[.notes] == nil { return nil }
    let account = Incident.Account(
      place: row.text(self[.place]), source: row.text(self[.source]), notes: row.text(self[.notes]),
      record: isPlain ? nil : row.place)
    return account.shared
  }
}
