extension CalendarDay {
  /// The first and last day of the week that holds the day: Monday to Sunday, as in ISO 8601.
  var week: (from: CalendarDay, to: CalendarDay) {
    // 1970-01-01 was a Thursday.
    let sinceMonday = ((daysSince1970 + 3) % 7 + 7) % 7
    let monday = advanced(byDays: -sinceMonday)
    return (monday, monday.advanced(byDays: 6))
  }

  /// The first and last day of the month that holds the day.
  var calendarMonth: (from: CalendarDay, to: CalendarDay) {
    let (year, month, day) = components
    let first = advanced(byDays: 1 - day)
    return (first, first.advanced(byDays: Self.daysInMonth(month, year: year) - 1))
  }
}
