import Foundation
import Testing

@testable import GeoRisk

@Suite("Calendar days")
struct CalendarDayTests {
  @Test("days of eight centuries agree with Foundation's calendar, there and back")
  func foundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    // A prime step visits every month and weekday; 1600 to 2400 holds two whole 400-year eras' leap rules.
    for days in stride(from: -135_140, through: 157_000, by: 97) {
      let day = CalendarDay(daysSince1970: days)
      let date = Date(timeIntervalSince1970: Double(days) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
      #expect(day.year == parts.year && day.month == parts.month && day.day == parts.day, "\(days)")
      #expect(CalendarDay(year: day.year, month: day.month, day: day.day) == day)
      #expect(CalendarDay(iso: day.description) == day)
      // Foundation counts Sunday as 1; our weeks start on Monday.
      let weekday = try #require(parts.weekday)
      #expect(day.daysSince(day.week.from) == (weekday + 5) % 7)
      #expect(day.week.to.daysSince(day.week.from) == 6)
      #expect(day.calendarMonth.from.day == 1 && day.calendarMonth.to.advanced(byDays: 1).day == 1)
    }
  }

  @Test(
    "days that no calendar has, and other ways of writing, are refused",
    arguments: [
      "2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31", "1900-02-29", "0000-01-01", "2025-1-1",
      "20250101", "2025-01-01 ", "2025/01/01", "２025-01-01", "",
    ])
  func refused(_ text: String) {
    #expect(CalendarDay(iso: text) == nil)
  }

  @Test("leap days") func leapDays() {
    #expect(CalendarDay(iso: "2000-02-29") != nil)
    #expect(CalendarDay(iso: "2024-02-29")?.advanced(byDays: 1).description == "2024-03-01")
  }
}
