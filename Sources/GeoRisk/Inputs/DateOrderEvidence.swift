/// What a file's dates say about whether day or month comes first, gathered before its rows are read.
struct DateOrderEvidence {
  private struct Finding {
    var text: String
    var place: InputPlace
  }

  private struct Findings {
    var dayFirst: Finding?
    var monthFirst: Finding?
    var undecided: Finding?
  }

  private var hyphenated = Findings()
  private var slashed = Findings()

  /// Takes note of the dates of one row.
  mutating func add(_ row: some TextRow, columns: [Int]) {
    for column in columns {
      // Most dates tell nothing, and are quickly known for it.
      if let bytes = row.plain(column), CalendarDay(iso: bytes) != nil { continue }
      add(row.text(column), at: row.place)
    }
  }

  /// Takes note of one date.
  mutating func add(_ text: String, at place: InputPlace) {
    guard case .yearLast(let first, let second, _, let separator) = WrittenDate(text) else { return }
    let finding = Finding(text: text, place: place)
    var findings = separator == "/" ? slashed : hyphenated
    switch (first > 12, second > 12) {
    case (true, false): findings.dayFirst = findings.dayFirst ?? finding
    case (false, true): findings.monthFirst = findings.monthFirst ?? finding
    case (true, true): break
    case (false, false): if first != second { findings.undecided = findings.undecided ?? finding }
    }
    if separator == "/" { slashed = findings } else { hyphenated = findings }
  }

  /// The style of the file, told from the dates; where they do not tell, what the format has by habit.
  ///
  /// - Throws: `badData` where the dates contradict each other or nothing decides.
  func style(given: DateStyle) throws(GeoRiskError) -> DateStyle {
    var style = given
    if style.hyphenated == nil { style.hyphenated = try order(hyphenated, habit: .dayFirst) }
    style.slashed = try order(slashed, habit: given.slashed)
    return style
  }

  /// What a user should know about the style: that it was told from the dates, against habit or without one.
  func note(on style: DateStyle, given: DateStyle) -> String? {
    let toldSlashes =
      style.slashed != given.slashed && (slashed.dayFirst != nil || slashed.monthFirst != nil)
    let order = toldSlashes ? style.slashed : style.hyphenated
    guard toldSlashes || style.hyphenated == .monthFirst else { return nil }
    return
      "dates of numbers are read with the \(order == .dayFirst ? "day" : "month") first, as a number above "
      + "12 in one of them shows"
  }

  private func order(_ findings: Findings, habit: DateStyle.Order?) throws(GeoRiskError) -> DateStyle.Order {
    switch (findings.dayFirst, findings.monthFirst) {
    case (let day?, let month?):
      throw GeoRiskError(
        .badData,
        "the dates are ambiguous: \(quoted(month.text)) puts the month first and "
          + "\(quoted(day.text)) (\(day.place)) the day", at: month.place,
        suggestion: "write dates as 2025-08-30")
    case (.some, nil): return .dayFirst
    case (nil, .some): return .monthFirst
    case (nil, nil):
      if let habit { return habit }
      guard let undecided = findings.undecided else { return .dayFirst }
      throw GeoRiskError(
        .badData,
        "the date \(quoted(undecided.text)) is ambiguous: nothing in the file says whether day or month "
          + "comes first", at: undecided.place, suggestion: "write dates as 2025-08-30")
    }
  }
}
