/// Numbers and days as a reader expects them, the same on every machine and in every locale.
enum ReportNumber {
  /// A number with this many decimals, thousands set off by commas; a dash for what is not a number.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return "–" }
    let whole = UInt64(scaled)
    let integer = whole / UInt64(scale)
    let sign = value < 0 && whole > 0 ? "−" : ""
    guard decimals > 0 else { return sign + grouped(integer) }
    let fraction = String(whole % UInt64(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return sign + grouped(integer) + "." + zeros + fraction
  }

  /// A whole number, thousands set off by commas.
  static func whole(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(UInt64(value.magnitude))
  }

  /// An index, to the whole number; `<1` keeps what is small apart from nothing.
  static func index(_ value: Double) -> String { value > 0 && value < 0.5 ? "<1" : fixed(value, 0) }

  /// A share of 0…1 as a percentage.
  static func percent(_ share: Double) -> String {
    share > 0 && share < 0.005 ? "<1\u{A0}%" : fixed(share * 100, 0) + "\u{A0}%"
  }

  /// A threat in about three significant figures.
  static func threat(_ value: Double) -> String {
    let size = abs(value)
    if size == 0 { return "0" }
    if size < 0.0005 { return value < 0 ? ">−0.001" : "<0.001" }
    return fixed(value, size < 1 ? 3 : size < 100 ? 2 : 0)
  }

  /// A change of threat, its sign always shown.
  static func change(_ value: Double) -> String {
    abs(value) < 0.0005 ? "±0" : (value > 0 ? "+" : "") + threat(value)
  }

  /// A distance in kilometres: one decimal below 100.
  static func km(_ value: Double) -> String {
    value == 0 ? "0\u{A0}km" : fixed(value, abs(value) < 99.95 ? 1 : 0) + "\u{A0}km"
  }

  /// A stretch of chainage, such as `km 531–541`; with decimals where it is shorter than two kilometres and does
  /// not lie between whole ones.
  static func chainage(_ from: Double, _ to: Double) -> String {
    let isWhole = to - from >= 2 || (abs(from - from.rounded()) < 0.05 && abs(to - to.rounded()) < 0.05)
    return "km\u{A0}\(fixed(from, isWhole ? 0 : 1))–\(fixed(to, isWhole ? 0 : 1))"
  }

  /// A model's number in its shortest form.
  static func parameter(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == value.rounded(), abs(value) < 1e9 { return fixed(value, 0) }
    return "\(value)".replacing("-", with: "−")
  }

  /// A compass point for a bearing in degrees clockwise from north.
  static func compass(_ bearing: Double) -> String {
    guard bearing.isFinite else { return "–" }
    let names = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
    let turned = (bearing.truncatingRemainder(dividingBy: 360) + 360) / 45
    return names[Int(turned.rounded()) % 8]
  }

  /// A day as `5 September 2025`.
  ///
  /// - Parameter other: a later day told beside it; a year they share is told there only.
  static func day(_ day: CalendarDay, beside other: CalendarDay? = nil) -> String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    let parts = day.components
    let date = "\(parts.day) \(months[parts.month - 1])"
    return other?.year == parts.year ? date : date + " \(parts.year)"
  }

  /// A count with its noun, such as `1 site` or `12 sites`.
  static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    whole(number) + " " + (number == 1 ? singular : plural ?? singular + "s")
  }

  /// Texts joined as in a sentence: `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func grouped(_ value: UInt64) -> String {
    let digits = String(value)
    guard digits.utf8.count > 3 else { return digits }
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.utf8.count - position) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}
