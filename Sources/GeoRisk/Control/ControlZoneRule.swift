/// What the evidence at a place says: a status and the one or two actors that it names.
struct ControlZoneClass: Hashable, Sendable {
  /// How the place is held; nil where the evidence is too weak to say.
  let status: ControlZone.Status?
  /// The actor, or of two the one with the lower number; −1 without a status.
  let first: Int
  /// The other actor of a contested place; −1 elsewhere.
  let second: Int
  /// Whether it is an influence by terms made, and not by a lead that falls short of control.
  var isNegotiated = false

  /// Too little evidence.
  static let none = ControlZoneClass(status: nil, first: -1, second: -1)
}

/// A function of the evidence that is linear in it, and 0 where one class borders on another.
struct ControlZoneMargin {
  /// The actor whose evidence counts, or −1.
  var plus = -1
  /// The actor whose evidence counts against, or −1.
  var minus = -1
  /// Factor of the evidence of all actors.
  var totalFactor = 0.0
  /// What is added.
  var constant = 0.0

  /// The value for the evidence of `actors` actors, in order.
  func value(_ evidence: [Double], actors: Int) -> Double {
    var value = constant
    if totalFactor != 0 { value += totalFactor * evidence.prefix(actors).reduce(0, +) }
    if plus >= 0 { value += evidence[plus] }
    if minus >= 0 { value -= evidence[minus] }
    return value
  }
}

/// How evidence per actor becomes a status.
///
/// With E the evidence of all actors together: too little below `threshold`; else contested where the two strongest
/// differ by less than `contestedMargin` of E and the leader's share is below `controlledShare`; else the leader's
/// influence where at least half of E is of negotiated presence, for a place that made terms is neither held nor free, or
/// where at least half of E is soft, for no sum of reports of influence is a report of control;
/// else controlled by the leader from a share of `controlledShare`; else the leader's influence. Every condition is linear
/// in the evidence, and so are the borders between classes.
struct ControlZoneRule: Sendable {
  let actors: Int
  let controlledShare: Double
  let contestedMargin: Double
  let threshold: Double
  /// Whether the strongest takes all, wherever it reaches the threshold by itself: its class is then `controlled`.
  let takesStrongest: Bool

  init(_ model: RiskModel.ControlModel, actors: Int) {
    self.init(
      actors: actors, controlledShare: model.controlledShare, contestedMargin: model.contestedMargin,
      threshold: model.evidenceThreshold)
  }

  init(actors: Int, controlledShare: Double, contestedMargin: Double, threshold: Double) {
    self.actors = actors
    self.controlledShare = controlledShare
    self.contestedMargin = contestedMargin
    self.threshold = threshold
    takesStrongest = false
  }

  /// The strongest of some claims takes the ground.
  init(strongestOf count: Int, threshold: Double) {
    actors = count
    (controlledShare, contestedMargin) = (0, 0)
    self.threshold = threshold
    takesStrongest = true
  }

  /// The class of a place, and its strongest actor (−1 without evidence).
  struct Verdict {
    let found: ControlZoneClass
    let leader: Int
    /// Whether the lead would make it control, were the evidence not soft.
    var isSoft = false
  }

  /// Judges the evidence of `actors` actors, in order, and behind them, if there are any, that of negotiated presence and
  /// that which is soft.
  func verdict(_ evidence: [Double]) -> Verdict {
    var (total, leader, second) = (0.0, -1, -1)
    for actor in 0..<actors {
      total += evidence[actor]
      if leader < 0 || evidence[actor] > evidence[leader] {
        (leader, second) = (actor, leader)
      } else if second < 0 || evidence[actor] > evidence[second] {
        second = actor
      }
    }
    guard leader >= 0, (takesStrongest ? evidence[leader] : total) >= threshold, evidence[leader] > 0 else {
      return Verdict(found: .none, leader: -1)
    }
    if takesStrongest {
      return Verdict(found: .init(status: .controlled, first: leader, second: -1), leader: leader)
    }
    let isStrong = evidence[leader] >= controlledShare * total
    let isNegotiated = actors < evidence.count && evidence[actors] >= total / 2
    let isSoft = actors + 1 < evidence.count && evidence[actors + 1] >= total / 2
    if isStrong, !isNegotiated, !isSoft {
      return Verdict(found: .init(status: .controlled, first: leader, second: -1), leader: leader)
    }
    if !isStrong, second >= 0, evidence[leader] - evidence[second] < contestedMargin * total {
      let pair = (min(leader, second), max(leader, second))
      return Verdict(found: .init(status: .contested, first: pair.0, second: pair.1), leader: leader)
    }
    return Verdict(
      found: .init(status: .influence, first: leader, second: -1, isNegotiated: isNegotiated), leader: leader,
      isSoft: isStrong && isSoft)
  }

  /// A margin whose sign differs between places of two different classes.
  func margin(between one: Verdict, and other: Verdict) -> ControlZoneMargin {
    switch (one.found.status, other.found.status) {
    case (nil, _) where takesStrongest, (_, nil) where takesStrongest:
      return ControlZoneMargin(plus: max(one.leader, other.leader), constant: -threshold)
    case (.controlled, .controlled) where takesStrongest:
      return ControlZoneMargin(plus: one.leader, minus: other.leader)
    case (nil, _), (_, nil):
      return ControlZoneMargin(totalFactor: 1, constant: -threshold)
    case (.controlled, .influence) where other.found.isNegotiated,
      (.influence, .controlled) where one.found.isNegotiated:
      return ControlZoneMargin(plus: actors, totalFactor: -0.5)
    case (.influence, .influence) where one.found.isNegotiated != other.found.isNegotiated:
      return ControlZoneMargin(plus: actors, totalFactor: -0.5)
    case (.controlled, .influence) where other.isSoft, (.influence, .controlled) where one.isSoft:
      return ControlZoneMargin(plus: actors + 1, totalFactor: -0.5)
    case (.controlled, _):
      return ControlZoneMargin(plus: one.leader, totalFactor: -controlledShare)
    case (_, .controlled):
      return ControlZoneMargin(plus: other.leader, totalFactor: -controlledShare)
    case (.contested, .contested):
      let (pair, otherPair) = (one.found, other.found)
      let shared = [otherPair.first, otherPair.second]
      let own = shared.contains(pair.first) ? pair.second : pair.first
      let theirs = [pair.first, pair.second].contains(otherPair.first) ? otherPair.second : otherPair.first
      return ControlZoneMargin(plus: own, minus: theirs)
    case (.contested, .influence):
      return margin(ofInfluence: other.leader, over: one)
    case (.influence, .contested):
      return margin(ofInfluence: one.leader, over: other)
    case (.influence, .influence):
      return ControlZoneMargin(plus: one.leader, minus: other.leader)
    }
  }

  private func margin(ofInfluence actor: Int, over contested: Verdict) -> ControlZoneMargin {
    let pair = contested.found
    guard pair.first == actor || pair.second == actor else {
      return ControlZoneMargin(plus: actor, minus: contested.leader)
    }
    let rival = pair.first == actor ? pair.second : pair.first
    return ControlZoneMargin(plus: actor, minus: rival, totalFactor: -contestedMargin)
  }
}
