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
/// Incidents at one coordinate are one spot. Where spots are so many that they would have more than `mostPairs` pairs within
/// a circle, those within a twentieth of the radius (a tenth, a fifth, half of it) of each other count as one, at the place of
/// the first: then a circle's edge is that much uncertain, and cost and memory stay bounded.
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
    /// The most pairs of spots within a circle of each other before near ones are taken as one.
    public var mostPairs = 10_000_000

    /// The default: the last month against half a year, circles of 25 km, a false alarm in twenty.
    public init() {}

    /// The same for other recent days, compared with as many earlier ones at least.
    public func recent(days: Int) -> Options {
      var options = self
      options.recentDays = days
      options.earlierDays = max(earlierDays, days)
      return options
    }
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
  /// Whether the incidents reach back as long before the recent days as these last; places are looked for only then.
  public var reachesBack: Bool { earlierDays >= options.recentDays }
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
    let known = incidents.filter { $0.from <= asOf }
    let first = known.map(\.from).min() ?? asOf
    let start = max(first, firstRecent.advanced(byDays: -options.earlierDays))
    earlierDays = max(0, firstRecent.daysSince(start))
    places = []
    let counting = known.filter { $0.from >= start }
    let isRecent = counting.map { $0.from >= firstRecent }
    // A time before that is shorter than the recent one says too little of what is usual.
    guard earlierDays >= options.recentDays, isRecent.contains(true) else {
      circles = 0
      return
    }
    let circles = IncidentCircles(
      round: counting, radius: options.radiusKm * 1_000, mostPairs: options.mostPairs)
    self.circles = circles.spots.count
    let part = Double(options.recentDays) / Double(options.recentDays + earlierDays)
    let sizes = circles.counts { _ in true }
    let tails = BinomialTails(part, of: Set(sizes))
    @Sendable func chances(_ isRecent: [Bool]) -> [Double] {
      zip(circles.counts { isRecent[$0] }, sizes).map { tails.chance(of: $0, among: $1) }
    }
    // Crowded data would take hours: fewer draws then, which know small chances less well.
    self.options.draws = min(options.draws, max(99, 4_000_000_000 / max(circles.pairCount, 1)))
    let draws = workers.map(self.options.draws) { draw in
      var random = SplitMix64(seed: options.seed, stream: UInt64(draw))
      return chances(counting.map { _ in random.unit() < part }).min() ?? 1
    }
    let found = chances(isRecent)
    for index in found.indices.ranked(by: { -found[$0] }) {
      let tail = found[index]
      // The data are one of the draws that there could have been.
      let chance = Double(1 + draws.count { $0 <= tail }) / Double(1 + draws.count)
      guard chance <= options.level else { break }
      let middle = counting[circles.spots[index][0]]
      let isTold = places.contains { place in
        Geodesic.wgs84.distance(from: place.coordinate, to: middle.coordinate) <= options.radiusKm * 1_000
      }
      if isTold { continue }
      let members = circles.members(of: index)
      let recent = members.filter { isRecent[$0] }
      places.append(
        Place(
          coordinate: middle.coordinate, name: middle.place, recent: recent.count,
          earlier: members.count - recent.count, expected: part * Double(members.count),
          chance: chance, incidents: recent.map { counting[$0].id }))
    }
  }
}

/// The circles round the spots of some incidents.
private struct IncidentCircles: Sendable {
  /// The incidents of each spot, by number, the first in the order given being its place.
  let spots: [[Int]]
  /// The spots within each circle: of spot i, `near[starts[i]..<starts[i + 1]]`.
  private let near: [Int32]
  private let starts: [Int]

  /// How many pairs of spots lie in a circle.
  var pairCount: Int { near.count }

  init(round incidents: [Incident], radius: Double, mostPairs: Int) {
    for part in [0, 0.05, 0.1, 0.2] {
      if let circles = IncidentCircles(
        incidents, radius: radius, within: part * radius, mostPairs: mostPairs)
      {
        self = circles
        return
      }
    }
    // A dozen spots a circle, whatever comes.
    self =
      IncidentCircles(incidents, radius: radius, within: radius / 2, mostPairs: .max)
      ?? IncidentCircles(spots: [], near: [], starts: [0])
  }

  private init(spots: [[Int]], near: [Int32], starts: [Int]) {
    (self.spots, self.near, self.starts) = (spots, near, starts)
  }

  /// Nil where there are more pairs than that.
  private init?(_ incidents: [Incident], radius: Double, within metres: Double, mostPairs: Int) {
    struct Cell: Hashable {
      let x, y: Double
    }
    var numbers: [Cell: Int] = [:]
    var spots: [[Int]] = []
    for (index, incident) in incidents.enumerated() {
      let place = incident.coordinate
      var cell = Cell(x: place.longitude, y: place.latitude)
      if metres > 0 {
        let row = (place.latitude * 111_195 / metres).rounded(.down)
        let latitude = row * metres / 111_195 * .pi / 180
        cell = Cell(x: (place.longitude * 111_195 * cos(latitude) / metres).rounded(.down), y: row)
      }
      if let number = numbers[cell] {
        spots[number].append(index)
      } else {
        numbers[cell] = spots.count
        spots.append([index])
      }
    }
    let places = spots.map { incidents[$0[0]].coordinate }
    let index = PointIndex(places)
    var near: [Int32] = []
    var starts = [0]
    for place in places {
      near += index.indices(within: radius, of: EarthPosition(place)).map { Int32($0) }
      guard near.count <= mostPairs else { return nil }
      starts.append(near.count)
    }
    self.init(spots: spots, near: near, starts: starts)
  }

  /// The incidents in a circle, in the order given.
  func members(of circle: Int) -> [Int] {
    near[starts[circle]..<starts[circle + 1]].flatMap { spots[Int($0)] }.sorted()
  }

  /// How many incidents of some kind each circle holds.
  func counts(_ isCounted: (Int) -> Bool) -> [Int] {
    let own = spots.map { $0.count(where: isCounted) }
    return spots.indices.map { circle in
      near[starts[circle]..<starts[circle + 1]].reduce(0) { $0 + own[Int($1)] }
    }
  }
}

/// The chances of so many successes or more of so many trials.
private struct BinomialTails: Sendable {
  /// The tails from the mean upwards, as far as they are above nothing.
  private struct Row: Sendable {
    let first: Int
    let tails: [Double]
  }

  private var rows: [Int: Row] = [:]

  init(_ probability: Double, of trials: Set<Int>) {
    for count in trials {
      let n = Double(count)
      let mean = n * probability
      // Forty standard deviations and forty successes further there is less than 1e-300.
      let last = min(n, mean + 40 * (n * probability * (1 - probability)).squareRoot() + 40)
      let range = Int(mean)...Int(last)
      var tail = 0.0
      var tails = [Double](repeating: 1, count: range.count)
      for successes in range.reversed() {
        let k = Double(successes)
        tail += exp(
          lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(probability) + (n - k)
            * log1p(-probability))
        tails[successes - range.lowerBound] = min(1, tail)
      }
      rows[count] = Row(first: range.lowerBound, tails: tails)
    }
  }

  /// 1 below the mean, where nothing is unlikely.
  func chance(of successes: Int, among trials: Int) -> Double {
    guard let row = rows[trials], successes >= row.first else { return 1 }
    return row.tails[min(successes - row.first, row.tails.count - 1)]
  }
}
