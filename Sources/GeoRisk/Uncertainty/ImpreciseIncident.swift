import GeoCore
import ThreatField

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An incident whose place or day is imprecise, and where and when it takes place in every draw: places normally
/// distributed in the plane that touches the Earth there, days evenly over its interval.
struct ImpreciseIncident: Sendable {
  private let kernel: SpreadKernel
  private let middle: EarthPosition
  /// Unit vectors.
  private let east, north: SIMD3<Double>
  private let ages: DrawnAges?
  private let seed: UInt64
  private let number, draws: Int
  /// Empty where they are drawn again for every question.
  private let kept: [Draw]

  /// One draw.
  private struct Draw {
    /// Standard deviations to the east and north.
    var x, y: Float
    /// The age factor over that of the score.
    var age: Float
  }

  /// Whether the place or the day is imprecise.
  static func isOne(_ incident: Incident, _ kernel: SpreadKernel) -> Bool {
    kernel.sigma > 0 || !(incident.ongoing || incident.from == incident.to)
  }

  /// Nil where both are known.
  init?(
    _ incident: Incident, number: Int, at place: Coordinate, kernel: SpreadKernel, scorer: RiskScorer,
    options: IntervalOptions, isKept: Bool
  ) {
    guard Self.isOne(incident, kernel) else { return nil }
    self.kernel = kernel
    self.number = number
    seed = options.seed
    draws = options.replicates
    middle = EarthPosition(place)
    let (longitude, latitude) = (place.longitude * .pi / 180, place.latitude * .pi / 180)
    east = SIMD3(-sin(longitude), cos(longitude), 0)
    north = SIMD3(-sin(latitude) * cos(longitude), -sin(latitude) * sin(longitude), cos(latitude))
    ages =
      incident.ongoing || incident.from == incident.to
      ? nil : DrawnAges(incident, model: scorer.model, asOf: scorer.asOf)
    kept =
      isKept ? Self.drawn(seed: seed, number: number, draws: draws, ages, hasPlace: kernel.sigma > 0) : []
  }

  private static func drawn(
    seed: UInt64, number: Int, draws: Int, _ ages: DrawnAges?, hasPlace: Bool
  ) -> [Draw] {
    var random = SplitMix64(seed: seed, stream: 2 * UInt64(number) + 1)
    let mean = ages?.mean ?? 1
    return (0..<draws).map { _ in
      let age = ages.map { $0.factor(&random) / mean } ?? 1
      let (x, y) = hasPlace ? random.normals() : (0, 0)
      return Draw(x: Float(x), y: Float(y), age: Float(age))
    }
  }

  /// Over which length its draws change at a place: the distance to it, or the standard deviation of its place where that
  /// is larger.
  func scale(at position: EarthPosition) -> Double {
    kernel.sigma == 0 ? .infinity : max(position.squaredChord(to: middle).squareRoot(), kernel.sigma)
  }

  /// What it adds at some nodes in every draw over what it adds to the score there, times how often it happens.
  ///
  /// - Parameters:
  ///   - nodes: their weights add up to 1.
  ///   - counts: how often it happens in every draw.
  func factors(at nodes: [FieldNode], _ counts: ArraySlice<UInt8>) -> [Double] {
    let drawn =
      kept.isEmpty
      ? Self.drawn(seed: seed, number: number, draws: draws, ages, hasPlace: kernel.sigma > 0) : kept
    let mean = nodes.reduce(0) { sum, node in
      sum + node.weight * kernel.value(atDistance: node.position.distance(to: middle))
    }
    guard kernel.sigma > 0, mean > 0 else {
      return zip(counts, drawn).map { Double($0) * Double($1.age) }
    }
    let seen = nodes.map { node in
      let away = SIMD3(
        node.position.x - middle.x, node.position.y - middle.y, node.position.z - middle.z)
      return (
        squared: (away * away).sum(), east: (away * east).sum() * kernel.sigma,
        north: (away * north).sum() * kernel.sigma, weight: node.weight / mean
      )
    }
    let variance = kernel.sigma * kernel.sigma
    return zip(counts, drawn).map { count, draw in
      if count == 0 { return 0 }
      let (x, y) = (Double(draw.x), Double(draw.y))
      let sum = seen.reduce(0) { sum, node in
        // The square of the straight distance from the drawn place.
        let squared = node.squared - 2 * (x * node.east + y * node.north) + variance * (x * x + y * y)
        let distance = EarthPosition.arc(squaredChord: max(0, squared))
        return sum + node.weight * kernel.kernel.value(atDistance: distance)
      }
      return Double(count) * Double(draw.age) * sum
    }
  }
}

/// Age factors of an incident known to an interval of days, cut to the as-of date.
private struct DrawnAges: Sendable {
  private let factors: [Double]
  /// What the score has for it.
  let mean: Double

  init?(_ incident: Incident, model: RiskModel, asOf: CalendarDay) {
    guard let fade = try? TimeDecay(halfLifeDays: model.threatParameters(of: incident).halfLifeDays) else {
      return nil
    }
    let last = max(incident.from, min(incident.to, asOf))
    factors = (0...last.daysSince(incident.from)).map { days in
      fade.factor(ageDays: Double(asOf.daysSince(incident.from) - days))
    }
    mean = incident.timeFactor(fade, asOf: asOf)
  }

  func factor(_ random: inout SplitMix64) -> Double {
    factors[min(factors.count - 1, Int(random.unit() * Double(factors.count)))]
  }
}
