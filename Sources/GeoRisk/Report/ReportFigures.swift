import Foundation

/// Small figures that several sections use.
extension Markup {
  /// A grade as a coloured chip with its name.
  mutating func grade(_ grade: Grade) {
    element("span", ["class": "grade g\(grade.rawValue)"], text: grade.name)
  }

  /// An index with its grade.
  mutating func index(_ index: Double, _ grade: Grade) {
    element("span", ["class": "index"], text: ReportNumber.index(index))
    text(" ")
    self.grade(grade)
  }

  /// A change of threat as an arrow and a number.
  mutating func change(_ change: Double) {
    let isFlat = abs(change) < 0.0005
    element("span", ["class": isFlat ? nil : change > 0 ? "up" : "down"]) { markup in
      markup.element("span", ["aria-hidden": "true"], text: isFlat ? "→ " : change > 0 ? "▲ " : "▼ ")
      markup.text(ReportNumber.change(change))
    }
  }

  /// The letters of a corridor or the number of a site, as on the map.
  mutating func sign(_ sign: String, of kind: StaticString) {
    element("span", ["class": "sign \(kind)"], text: sign)
  }

  /// One bar cut into parts, with what it says in words for those who do not see it.
  ///
  /// - Parameter parts: style, size and name of each part; parts of no size are left out.
  mutating func bar(_ parts: [(style: String, size: Double, name: String)], label: String) {
    let total = parts.reduce(0) { $0 + $1.size }
    element(
      "svg",
      [
        "class": "bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "role": "img",
        "aria-label": label, "xmlns": "http://www.w3.org/2000/svg",
      ]
    ) { markup in
      markup.element("title", text: label)
      guard total > 0 else { return }
      var start = 0.0
      for part in parts where part.size > 0 {
        let width = 100 * part.size / total
        markup.element(
          "rect",
          [
            "class": part.style, "x": Self.short(start), "y": "0", "width": Self.short(width), "height": "10",
          ]
        ) { $0.element("title", text: part.name) }
        start += width
      }
    }
  }

  /// A share of 0…1 as a bar and a percentage.
  mutating func share(_ share: Double) {
    element("span", ["class": "share"]) { markup in
      let width = min(max(share, 0), 1) * 100
      markup.element("span", ["class": "track", "aria-hidden": "true"]) {
        $0.element("span", ["style": "width:\(Self.short(width))%"], text: "")
      }
      markup.element("span", ["class": "value"], text: ReportNumber.percent(share))
    }
  }

  /// The dimensions of a score as one bar, with the parts in words below it.
  mutating func dimensions(_ score: ThreatScore) {
    guard score.threat > 0 else { return }
    let parts = Dimension.allCases.map { ($0, score.component($0) / score.threat) }
    let words = parts.filter { $0.1 > 0 }.map { $0.0.rawValue + " " + ReportNumber.percent($0.1) }
    element("div", ["class": "dimensions"]) { markup in
      markup.bar(
        parts.map { ("d\($0.0.index)", $0.1, $0.0.rawValue + " " + ReportNumber.percent($0.1)) },
        label: "Threat by dimension: " + ReportNumber.list(words))
      markup.element("ul", ["class": "keys"]) { markup in
        for (dimension, share) in parts where share > 0 {
          markup.element("li") { markup in
            markup.element("span", ["class": "key d\(dimension.index)", "aria-hidden": "true"], text: "")
            markup.text(dimension.rawValue + " " + ReportNumber.percent(share))
          }
        }
      }
    }
  }

  /// A percentage or drawing number with at most two decimals, for attributes.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths / 100, abs(hundredths % 100))
    if rest == 0 { return "\(whole)" }
    let sign = hundredths < 0 && whole == 0 ? "-" : ""
    return sign + "\(whole)." + (rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")
  }
}
