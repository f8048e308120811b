/// How the dates of one file are written.
///
/// Read everywhere: `2025-08-30` (also with `/`), `30 August 2025`, `30 Aug 2025`, and either with a time of day
/// behind it, which is dropped. Dates of numbers with the year last need to be told apart as a whole file: with
/// hyphens or full stops the day comes first (ACLED's exports), with slashes the month comes first in UCDP's
/// older extracts. Anywhere else, and against these habits, a number above 12 decides; a file in which such
/// numbers contradict each other, or slashes and nothing that decides, is refused as ambiguous.
struct DateStyle: Hashable {
  /// Whether day or month comes first where the year is last.
  enum Order: Hashable {
    case dayFirst
    case monthFirst
  }

  /// The order between hyphens or full stops; nil until it is told.
  var hyphenated: Order?
  /// The order between slashes; nil until it is told.
  var slashed: Order?

  /// The day that a text says.
  ///
  /// - Throws: `.bad` for what is no date or a date that no calendar has, `.dateOrderUnknown` where the file must
  ///   be looked through first.
  func day(_ text: String, name: String) throws(RowProblem) -> CalendarDay {
    if let day = CalendarDay(iso: text) { return day }
    let day: CalendarDay?
    switch WrittenDate(text) {
    case .yearFirst(let year, let month, let dayOfMonth):
      day = CalendarDay(year: year, month: month, day: dayOfMonth)
    case .yearLast(let first, let second, let year, let separator):
      guard let order = separator == "/" ? slashed : hyphenated else { throw .dateOrderUnknown }
      let (month, dayOfMonth) = order == .dayFirst ? (second, first) : (first, second)
      day = CalendarDay(year: year, month: month, day: dayOfMonth)
    case .shortYear:
      throw .bad("\(name) is \(quoted(text)); write the year with four digits, as in 2025-08-30")
    case nil:
      throw .bad("\(name) is \(quoted(text)), which is no date; write it as 2025-08-30")
    }
    guard let day else { throw .bad("\(name) is \(quoted(text)), a day that no calendar has") }
    return day
  }
}

/// A date taken apart, before it is known which of its numbers is the month.
enum WrittenDate: Hashable {
  case yearFirst(year: Int, month: Int, day: Int)
  case yearLast(first: Int, second: Int, year: Int, separator: Character)
  case shortYear

  /// Takes a text apart; nil where it has not the shape of a date.
  init?(_ text: String) {
    let date = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    let looksTimed = date.count == 2 && Self.isTime(date[1])
    var words = (looksTimed ? date[0] : text[...]).split(whereSeparator: \.isWhitespace)
    if let last = words.last, words.count > 1, Self.isTime(last) { words.removeLast() }
    if words.count == 3, let day = Self.number(words[0]), let month = Self.month(named: words[1]),
      let year = Self.number(words[2])
    {
      guard words[2].count == 4 else {
        self = .shortYear
        return
      }
      self = .yearFirst(year: year, month: month, day: day)
      return
    }
    guard words.count == 1, let word = words.first,
      let separator = word.first(where: { "-/.".contains($0) })
    else { return nil }
    let parts = word.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, let first = Self.number(parts[0]), let second = Self.number(parts[1]),
      let third = Self.number(parts[2]), parts[1].count <= 2
    else { return nil }
    switch (parts[0].count, parts[2].count) {
    case (4, 1...2): self = .yearFirst(year: first, month: second, day: third)
    case (1...2, 4): self = .yearLast(first: first, second: second, year: third, separator: separator)
    case (1...2, 2): self = .shortYear
    default: return nil
    }
  }

  /// `00:00`, `00:00:00`, `00:00:00.000`, with `Z` or an offset behind it.
  private static func isTime(_ text: Substring) -> Bool {
    let allowed = text.utf8.allSatisfy { byte in
      (48...58).contains(byte) || [0x2B, 0x2D, 0x2E, 0x5A].contains(byte)
    }
    return allowed && text.contains(":")
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  private static func month(named name: Substring) -> Int? {
    let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november", "december",
    ]
    let lowered = name.lowercased()
    guard lowered.count >= 3 else { return nil }
    let shortened = lowered.hasSuffix(".") ? String(lowered.dropLast()) : lowered
    return months.firstIndex { $0 == shortened || $0.prefix(3) == shortened }.map { $0 + 1 }
  }
}
