import GeoCore
import GeoProjection

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Places where incidents have come faster of late than the time before allows by chance.
///
/// Round the place of every incident a circle is drawn. Under the hypothesis that incidents come independently and
/// at a steady rate, each of the incidents in a circle, early and late, is recent with the same probability, the recent
/// days' part of all days; the chance of as many recent ones or more is a binomial tail. Circles are many and overlap,
/// so the least chance of all of them is compared with the least chances of draws in which every incident is made
/// recent or early anew: what is reported is the part of the draws that hold as unlikely a circle anywhere. So in data
/// without a change an alarm, right or wrong, is raised with the probability `level` at most. (The draws are those of
/// Kulldorff's scan statistic, 1997, for circles of one size and windows of one length.)
///
/// Incidents that come in bursts, as attacks in one day's fighting, are not independent: count such as one.
public struct EmergingPlaces: Sendable {
  /// What is looked for.
  public struct Options: Hashable, Sendable {
    /// Days up to the as-of date that count as recent.
    public var recentDays = 30
    /// Days before them that are compared with; fewer where the incidents begin later.
    public var earlierDays = 180
    /// The radius of a circle in km.
    public var radiusKm = 25.0
    /// The probability of an alarm without a change.
    public var level = 0.05
    /// Draws of the null hypothesis.
    public var draws = 999
    /// What the draws follow from.
    public var seed: UInt64 = 1

    /// The default: the last month against half a year, circles of 25 km, a false alarm in twenty.
    public init() {}
  }

  /// A place where the rate has risen.
  public struct Place: Hashable, Sendable {
    /// The middle of the circle: the place of an incident.
    public var coordinate: Coordinate
    /// Its name; empty where the incident names none.
    public var name: String
    /// Recent incidents in the circle.
    public var recent: Int
    /// Earlier incidents in the circle.
    public var earlier: Int
    /// Recent incidents to be expected of all in the circle at a steady rate.
    public var expected: Double
    /// The chance of as unlikely a circle anywhere without a change, above 0.
    public var chance: Double
    /// The ids of the recent incidents, in the order given.
    public var incidents: [String]
  }

  /// The options used; of crowded data fewer draws are made than asked for, 99 at least.
  public var options: Options
  /// Days really compared with.
  public var earlierDays: Int
  /// How many circles were looked at.
  public var circles: Int
  /// The places, the least chance first; none lies in the circle of one before it.
  public var places: [Place]

  /// Looks for places.
  ///
  /// Cost: the pairs of incidents within a circle, times the draws.
  ///
  /// - Parameters:
  ///   - incidents: in any order; what begins after the as-of date or before both windows does not count.
  ///   - asOf: the last recent day.
  ///   - options: what is looked for.
  ///   - workers: how many threads to use; the result does not depend on it.
  public init(
    among incidents: [Incident], asOf: CalendarDay, options: Options = Options(),
    workers: Workers = .allProcessors
  ) {
    self.options = options
    let firstRecent = asOf.advanced(byDays: 1 - options.recentDays)
    let first = incidents.map(\.from).min() ?? asOf
    let start = max(first, firstRecent.advanced(byDays: -options.earlierDays))
    earlierDays = max(0, firstRecent.daysSince(start))
    places = []
    let counting = incidents.filter { (start...asOf).contains($0.from) }
    let isRecent = counting.map { $0.from >= firstRecent }
    // A time before that is shorter than the recent one says too little of what is usual.
    guard earlierDays >= options.recentDays, isRecent.contains(true) else {
      circles = 0
      return
    }
    let circles = Self.circles(round: counting, radius: options.radiusKm * 1_000)
    self.circles = circles.count
    let part = Double(options.recentDays) / Double(options.recentDays + earlierDays)
    let tails = BinomialTails(part, upTo: circles.map(\.members.count).max() ?? 0)
    @Sendable func chance(_ circle: Circle, _ isRecent: [Bool]) -> Double {
      tails.chance(of: circle.members.count { isRecent[$0] }, among: circle.members.count)
    }
    // Crowded data would take hours: fewer draws then, which know small chances less well.
    let pairs = circles.reduce(0) { $0 + $1.members.count }
    self.options.draws = min(options.draws, max(99, 4_000_000_000 / max(pairs, 1)))
    let draws = workers.map(self.options.draws) { draw in
      var random = SplitMix64(seed: options.seed, stream: UInt64(draw))
      let drawn = counting.map { _ in random.unit() < part }
      return circles.reduce(1) { min($0, chance($1, drawn)) }
    }
    let found = circles.map { (circle: $0, tail: chance($0, isRecent)) }
    for index in found.indices.ranked(by: { -found[$0].tail }) {
      let (circle, tail) = found[index]
      // The data are one of the draws that there could have been.
      let chance = Double(1 + draws.count { $0 <= tail }) / Double(1 + draws.count)
      guard chance <= options.level else { break }
      let middle = counting[circle.middle]
      let isTold = places.contains { place in
        Geodesic.wgs84.distance(from: place.coordinate, to: middle.coordinate) <= options.radiusKm * 1_000
      }
      if isTold { continue }
      let recent = circle.members.filter { isRecent[$0] }
      places.append(
        Place(
          coordinate: middle.coordinate, name: middle.place, recent: recent.count,
          earlier: circle.members.count - recent.count, expected: part * Double(circle.members.count),
          chance: chance, incidents: recent.map { counting[$0].id }))
    }
  }

  /// A circle by its middle and what it holds, as numbers of incidents.
  private struct Circle: Sendable {
    var middle: Int
    var members: [Int]
  }

  private static func circles(round incidents: [Incident], radius: Double) -> [Circle] {
    let index = PointIndex(incidents.map(\.coordinate))
    var seen: Set<Coordinate> = []
    return incidents.indices.filter { seen.insert(incidents[$0].coordinate).inserted }
      .map { middle in
        Circle(
          middle: middle,
          members: index.indices(within: radius, of: EarthPosition(incidents[middle].coordinate)))
      }
  }
}

/// The chances of so many successes or more of so many trials.
private struct BinomialTails {
  private let rows: [[Double]]

  init(_ probability: Double, upTo trials: Int) {
    rows = (0...trials).map { count in
      var tail = 0.0
      var row = [Double](repeating: 1, count: count + 1)
      for successes in stride(from: count, through: 0, by: -1) {
        let (n, k) = (Double(count), Double(successes))
        tail += exp(
          lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(probability) + (n - k)
            * log1p(-probability))
        row[successes] = min(1, tail)
      }
      return row
    }
  }

  func chance(of successes: Int, among trials: Int) -> Double { rows[trials][successes] }
}
