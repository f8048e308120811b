/// Diverging colours: red where threat rose, blue where it fell, told apart also by readers who do not see red and
/// green alike.
enum ChangeColour {
  private static let rises = ["#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f"]
  private static let falls = ["#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#053061"]

  /// The colour of a change, by the bounds of the bands; grey where it is within the least of them.
  static func of(_ change: Double, reference: Double) -> String {
    let step = ChangeSurfaces.bounds.count { abs(change) >= $0 * reference }
    guard step > 0 else { return "#bbbbbb" }
    return (change > 0 ? rises : falls)[step - 1]
  }

  /// The bands from the largest fall to the largest rise: the colour, and the change at the end nearer to 0.
  static func steps(reference: Double) -> [(colour: String, change: Double)] {
    let bounds = ChangeSurfaces.bounds.map { $0 * reference }
    return zip(falls, bounds).reversed().map { ($0, -$1) } + zip(rises, bounds).map { ($0, $1) }
  }

  /// The colour of a band, by its end nearer to 0.
  static func of(_ low: Double, or high: Double, reference: Double) -> String {
    of(low > 0 ? low : high, reference: reference)
  }
}
