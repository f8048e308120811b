/// The map's reusable signs: one shape per dimension and one hatching per actor, so that colour is never alone.
enum MapSymbols {
  /// Shapes of about ten units across round (0, 0): triangle, diamond, cross, square, in the order of
  /// `Dimension.allCases`.
  static let shapes = [
    "M0-6 5.6 4.4h-11.2z", "M0-6.2 6.2 0 0 6.2-6.2 0z",
    "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z", "M-4.8-4.8h9.6v9.6h-9.6z",
  ]

  /// The angle of an actor's hatching in degrees.
  static func angle(_ actor: Int) -> Int { [45, -45, 0, 90, 22, -22][actor % 6] }

  /// Writes the definitions that the layers refer to.
  static func define(actors: Int, to markup: inout Markup) {
    markup.element("defs") { markup in
      for (index, shape) in shapes.enumerated() {
        markup.leaf("path", ["id": "pin-\(index)", "d": shape])
      }
      for actor in 0..<min(actors, ReportStyle.actorColours.count) {
        hatching(actor, id: "hatch-\(actor)", spacing: 9, &markup)
        hatching(actor, id: "faint-\(actor)", spacing: 18, &markup)
      }
    }
  }

  private static func hatching(_ actor: Int, id: String, spacing: Int, _ markup: inout Markup) {
    markup.element(
      "pattern",
      [
        "id": id, "width": "\(spacing)", "height": "\(spacing)", "patternUnits": "userSpaceOnUse",
        "patternTransform": "rotate(\(angle(actor)))",
      ]
    ) { markup in
      markup.leaf(
        "path", ["class": "hatch a\(actor)", "d": "M0 \(spacing / 2)h\(spacing)", "stroke-width": "1.3"])
    }
  }
}
