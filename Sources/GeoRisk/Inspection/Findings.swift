import GeoCore

/// What an inspection gathers from one record after the other, in memory that does not grow with their number.
struct Findings {
  /// Counts of the telling columns, in the order in which they are named first.
  private(set) var columns: [ColumnCount]
  private(set) var firstDay: CalendarDay?
  private(set) var lastDay: CalendarDay?
  private var places = PlaceSpan()

  /// - Parameter columns: what is counted, such as `event type`.
  init(_ columns: [String]) { self.columns = columns.map { ColumnCount(name: $0) } }

  /// The smallest box round all places.
  var extent: Envelope? { places.extent }

  mutating func add(from: CalendarDay, to: CalendarDay) {
    firstDay = min(firstDay ?? from, from)
    lastDay = max(lastDay ?? to, to)
  }

  mutating func add(_ place: Coordinate) { places.add(place) }

  /// Counts a record's values, one for each column.
  mutating func add(_ values: String...) {
    for (index, value) in values.enumerated() { columns[index].add(value) }
  }
}

/// How often each value of a column occurs.
struct ColumnCount {
  /// Values of a telling column are few; where they are not, the later ones are counted together.
  private static let mostValues = 1 << 16

  let name: String
  private var counts: [String: Int] = [:]
  private var others = 0
  /// The last value and how often it came since it was looked up.
  private var last = (value: "", count: 0)

  init(name: String) { self.name = name }

  mutating func add(_ value: String) {
    if value != last.value {
      settle()
      last = (value, 0)
    }
    last.count += 1
  }

  private mutating func settle() {
    if last.count == 0 { return }
    if counts.count < Self.mostValues || counts[last.value] != nil {
      counts[last.value, default: 0] += last.count
    } else {
      others += last.count
    }
  }

  var tally: FileInspection.Tally {
    var settled = self
    settled.settle()
    let (counts, others) = (settled.counts, settled.others)
    return FileInspection.Tally(
      name: name,
      entries: counts.map { FileInspection.Tally.Entry(value: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.value) < ($0.count, $1.value) }, otherCount: others)
  }
}

/// The narrowest box round places that come one after the other.
private struct PlaceSpan {
  private static let cellsPerDegree = 100.0

  private var box = Envelope.empty
  /// The westernmost and the easternmost longitude in each hundredth of a degree.
  private var cells = [ClosedRange<Double>?](repeating: nil, count: 36_001)

  mutating func add(_ place: Coordinate) {
    box.extend(by: place)
    let longitude = Longitude.wrapped(place.longitude)
    let cell = Int((longitude + 180) * Self.cellsPerDegree)
    let known = cells[cell] ?? longitude...longitude
    cells[cell] = min(known.lowerBound, longitude)...max(known.upperBound, longitude)
  }

  /// Exact where some gap between the places is wider than a cell.
  var extent: Envelope? {
    let ends = cells.compactMap(\.self).flatMap { [$0.lowerBound, $0.upperBound] }
    guard let span = MapExtent.narrowestSpan(of: ends) else { return nil }
    return Envelope(minX: span.west, minY: box.minY, maxX: span.west + span.width, maxY: box.maxY)
  }
}

/// Lets findings look at each record.
struct RecordSurvey<Record: Sendable>: RecordSink {
  static var growsWithFile: Bool { false }
  private static var mostRejects: Int { 1_000 }

  private(set) var findings: Findings
  private(set) var rejects: [RejectedRecord] = []
  private let look: (Record, inout Findings) -> Void

  /// - Parameters:
  ///   - columns: what is counted.
  ///   - look: adds a record to the findings.
  init(_ columns: [String], _ look: @escaping (Record, inout Findings) -> Void) {
    findings = Findings(columns)
    self.look = look
  }

  mutating func keep(_ record: Record) { look(record, &findings) }
  mutating func keepOut(_ rejected: RejectedRecord) {
    if rejects.count < Self.mostRejects { rejects.append(rejected) }
  }
}
