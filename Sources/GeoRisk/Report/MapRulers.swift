import GeoCore

/// The lines and lengths by which a map is read: round degrees and round kilometres.
enum MapRulers {
  /// The spacing in degrees of a graticule's lines: four to ten over the span, and no closer than twenty over
  /// the other one, so that both directions share a spacing where the map's shape allows it.
  static func graticuleStep(span: Double, _ other: Double) -> Double {
    let span = max(span, other / 3)
    let steps: [Double] = [45, 30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
    return steps.first { span / $0 >= 4 } ?? 0.01
  }

  /// The multiples of the step from `low` to `high`.
  static func multiples(of step: Double, from low: Double, to high: Double) -> [Double] {
    guard step > 0, low.isFinite, high.isFinite else { return [] }
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : []
  }

  /// A meridian's or parallel's name, such as `12°W` or `0.5°N`.
  static func degrees(_ value: Double, step: Double, positive: String, negative: String) -> String {
    let isWhole = abs(value - value.rounded()) < step / 100
    let text = ReportNumber.fixed(abs(value), isWhole ? 0 : step >= 0.1 ? 1 : 2) + "°"
    let isPlain = abs(value) < step / 2 || abs(abs(value) - 180) < step / 2 && positive == "E"
    return isPlain ? text : text + (value > 0 ? positive : negative)
  }

  /// The longest of 1, 2, 5, 10, 20, 50 … km that fits the room, at least 0.1 km.
  static func scaleBar(roomKm: Double) -> Double {
    var best = 0.1
    var decade = 0.1
    while decade <= 10_000 {
      for factor in [1.0, 2, 5] where decade * factor <= roomKm { best = decade * factor }
      decade *= 10
    }
    return best
  }
}
