import GeoCore

/// The field's answer at a point.
public struct FieldSample: Hashable, Sendable {
  /// Threat in each dimension, the profile's weight included.
  public var components: SIMD4<Double>
  /// Σ (profile · weight · K̄)² over incidents: the variance of the total for a Poisson process (Campbell).
  public var variance: Double

  /// Makes a sample.
  public init(components: SIMD4<Double> = .zero, variance: Double = 0) {
    self.components = components
    self.variance = variance
  }

  /// The threat: the sum of the components.
  public var total: Double { components.sum() }
  /// The standard error of the total.
  public var standardError: Double { variance.squareRoot() }
}

/// A place at which a segment is sampled.
public struct FieldNode: Hashable, Sendable {
  /// Where.
  public var position: EarthPosition
  /// Share of the segment that the node stands for, above 0; shares need not add up to 1.
  public var weight: Double

  /// Makes a node.
  public init(position: EarthPosition, weight: Double = 1) {
    self.position = position
    self.weight = weight
  }
}

/// The field's answer for a segment, sampled at nodes.
public struct SegmentSample: Hashable, Sendable {
  /// Weighted mean over the nodes in each dimension, the profile's weight included.
  public var components: SIMD4<Double>
  /// The largest total at a node.
  public var maximum: Double
  /// Σ (profile · weight · mean K̄)² over incidents, K̄'s mean taken over the nodes.
  public var variance: Double

  /// Makes a sample.
  public init(components: SIMD4<Double> = .zero, maximum: Double = 0, variance: Double = 0) {
    self.components = components
    self.maximum = maximum
    self.variance = variance
  }

  /// The mean threat: the sum of the components.
  public var total: Double { components.sum() }
  /// The standard error of the mean.
  public var standardError: Double { variance.squareRoot() }
}

/// What one incident adds to a sample.
public struct Contribution: Hashable, Sendable {
  /// The incident, by the number its source carried.
  public var member: Int
  /// Its part of the sample's total, above 0.
  public var value: Double

  /// Makes a contribution.
  public init(member: Int, value: Double) {
    self.member = member
    self.value = value
  }
}
