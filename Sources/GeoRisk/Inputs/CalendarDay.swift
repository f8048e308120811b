/// A day of the proleptic Gregorian calendar, without a clock or a time zone.
///
/// Incidents are dated by day; ages are whole numbers of days. The arithmetic is the civil-from-days algorithm
/// on 400-year eras (146,097 days each), so no calendar, locale or time zone of the machine can change a result.
public struct CalendarDay: Hashable, Comparable, Sendable {
  /// Four bytes: incidents have two days each, and come by the million.
  private let days: Int32

  /// Days since 1970-01-01, negative before.
  public var daysSince1970: Int { Int(days) }

  /// The day this many days after 1970-01-01; beyond ±2³¹ days, some 5.8 million years, the last one there is.
  public init(daysSince1970: Int) { days = Int32(clamping: daysSince1970) }

  /// The day with this date, or nil where the calendar has none (month 13, 30 February).
  ///
  /// - Parameter year: 1…9999, which is what ISO 8601 dates of ten characters can say.
  public init?(year: Int, month: Int, day: Int) {
    // Every month has 28 days.
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= 28 || day <= Self.daysInMonth(month, year: year)
    else { return nil }
    // Years begin in March, so that the leap day is the last of its year.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
  }

  /// The day written as `2025-08-30`, and in no other way.
  public init?(iso text: some StringProtocol) {
    var text = String(text)
    let day = text.withUTF8 { CalendarDay(iso: $0) }
    guard let day else { return nil }
    self = day
  }

  /// The day written in these bytes as `2025-08-30`, and in no other way.
  init?(iso bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 10, let start = bytes.baseAddress.map({ UnsafeRawPointer($0) }) else { return nil }
    // Each byte less what it is of "0000-00-00": its digit's value, or 0.
    let yearAndMonth =
      UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
    let lastTwo = UInt64(
      UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)) ^ 0x3030)
    // What is above 9, or above 0 in a dash's place, leaves a mark.
    let marks =
      (yearAndMonth | (yearAndMonth &+ 0x0F06_060F_0606_0606) | lastTwo | (lastTwo &+ 0x0606))
      & 0xF0F0_F0F0_F0F0_F0F0
    guard marks == 0 else { return nil }
    // Pairs of neighbours, the tens in the lower byte.
    func pair(_ bits: UInt64) -> Int { Int(truncatingIfNeeded: (bits & 0xF) &* 10 &+ bits >> 8 & 0xF) }
    let year = pair(yearAndMonth) &* 100 &+ pair(yearAndMonth >> 16)
    let month = pair(yearAndMonth >> 40)
    let day = pair(lastTwo)
    self.init(year: year, month: month, day: day)
  }

  /// Year, month 1…12 and day of the month 1…31.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth + (marchMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
    )
  }

  /// The calendar year.
  public var year: Int { components.year }
  /// The month, 1…12.
  public var month: Int { components.month }
  /// The day of the month, 1…31.
  public var day: Int { components.day }

  /// The day this many days later, or earlier where negative.
  public func advanced(byDays days: Int) -> CalendarDay {
    CalendarDay(daysSince1970: daysSince1970 + days)
  }

  /// Days from the other day to this one; negative where the other is later.
  public func daysSince(_ other: CalendarDay) -> Int { daysSince1970 - other.daysSince1970 }

  /// Whether the left day comes first.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.days < right.days
  }

  /// The number of days of a month, or 0 for a month that does not exist.
  public static func daysInMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 0
    }
  }
}

extension CalendarDay: CustomStringConvertible {
  /// The ISO 8601 date, such as `2025-08-30`.
  public var description: String {
    let (year, month, day) = components
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }
}
