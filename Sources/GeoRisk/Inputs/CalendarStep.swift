/// A step through the calendar: so many days, or so many calendar months.
public enum CalendarStep: Hashable, Sendable {
  /// Days, 1 or more.
  case days(Int)
  /// Calendar months, 1 or more.
  case months(Int)

  /// The most days that a sequence has.
  public static let mostDays = 1_200

  /// Reads a step as people write it: `10d`, `2w`, `1mo` (calendar months) or `1y` (twelve of them).
  ///
  /// - Throws: `GeoRiskError` of category `usage`.
  public init(_ text: String) throws(GeoRiskError) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), (1...100_000).contains(count) else {
      throw GeoRiskError(
        .usage, "\(quoted(text)) is no step through the calendar", suggestion: "write one like 1mo, 2w or 10d"
      )
    }
    switch text.dropFirst(digits.count) {
    case "d": self = .days(count)
    case "w": self = .days(7 * count)
    case "mo": self = .months(count)
    case "y": self = .months(12 * count)
    default:
      throw GeoRiskError(
        .usage, "\(quoted(text)) has no unit or an unknown one", suggestion: "the units are d, w, mo and y")
    }
  }

  /// The days from one to another by this step, the first included and the last where a step falls on it.
  ///
  /// - Throws: `GeoRiskError` of category `usage` where `to` is the earlier one, and for more than `mostDays`.
  public func days(from: CalendarDay, to: CalendarDay) throws(GeoRiskError) -> [CalendarDay] {
    guard from <= to else {
      throw GeoRiskError(.usage, "the last day, \(to), is before the first one, \(from)")
    }
    var days: [CalendarDay] = []
    while true {
      let day = from.advanced(by: self, times: days.count)
      guard day <= to else { return days }
      guard days.count < Self.mostDays else {
        throw GeoRiskError(
          .usage, "from \(from) to \(to) there are more than \(Self.mostDays) steps",
          suggestion: "take longer steps")
      }
      days.append(day)
    }
  }
}

extension CalendarDay {
  /// The day so many steps later. A month that lacks the day of the month has its last day instead: a month after 31
  /// January is the end of February, and two months after it 31 March.
  public func advanced(by step: CalendarStep, times: Int) -> CalendarDay {
    switch step {
    case .days(let days): return advanced(byDays: days * times)
    case .months(let months):
      let (year, month, day) = components
      let count = year * 12 + month - 1 + months * times
      let (newYear, newMonth) = (count / 12, count % 12 + 1)
      let last = Self.daysInMonth(newMonth, year: newYear)
      // Beyond the year 9999 there is no date.
      return CalendarDay(year: newYear, month: newMonth, day: min(day, last))
        ?? CalendarDay(daysSince1970: .max)
    }
  }
}
