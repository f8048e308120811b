/// How a threat has changed, and what made it change.
///
/// The parts are taken one after the other, each with what came before it already changed: first the ground (the
/// other geometry, under the incidents, day and model of before), then the model, then the days gone by, then
/// revisions, and last what is new. So they add up, and each is what its cause would have made by itself at that
/// point; another order would share the interplay of causes out otherwise.
public struct ThreatChange: Hashable, Sendable {
  /// The threat before; nil where the segment, site or zone was not there.
  public var before: Double?
  /// The threat after; nil where it is there no more.
  public var after: Double?
  /// What incidents that were not known before add: those that happened since, and late reports.
  public var new: Double
  /// What the days gone by took from, or with states that last added to, the incidents known before.
  public var ageing: Double
  /// What revised incidents make more or less, and withdrawn ones less.
  public var revised: Double
  /// What another model makes of the incidents known before.
  public var model: Double
  /// What other ground makes, or all of it where there is nothing to compare with.
  public var geometry: Double

  /// The change: all parts together.
  public var change: Double { new + ageing + revised + model + geometry }

  /// What is known of the way from before to after, each on the ground of after.
  struct Steps {
    /// The threat on the ground of after before anything else changed; nil where the ground is the same.
    var onNewGround: Double?
    /// That by the model of after; nil where the model is the same.
    var remodelled: Double?
    var new: Double
    var revised: Double
    /// Whether the as-of dates differ.
    var hasAged: Bool
  }

  /// Splits the change of something that is there on both sides.
  init(before: Double, after: Double, _ steps: Steps) {
    self.before = before
    self.after = after
    new = steps.new
    revised = steps.revised
    let ground = steps.onNewGround ?? before
    geometry = ground - before
    model = steps.remodelled.map { $0 - ground } ?? 0
    ageing = 0
    let rest = after - before - change
    // What is left is what age did; on one and the same day it is rounding, which goes where most happened.
    if steps.hasAged {
      ageing = rest
    } else if rest != 0 {
      let parts: [WritableKeyPath<ThreatChange, Double>] = [\.new, \.revised, \.model, \.geometry]
      let largest = parts.max { abs(self[keyPath: $0]) < abs(self[keyPath: $1]) }
      if let largest, self[keyPath: largest] != 0 { self[keyPath: largest] += rest }
    }
  }

  /// The change of something that is there on one side only.
  init(before: Double?, after: Double?) {
    self.before = before
    self.after = after
    (new, ageing, revised, model) = (0, 0, 0, 0)
    geometry = (after ?? 0) - (before ?? 0)
  }
}
