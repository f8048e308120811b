import GeoCore

/// One weighted source of threat: an incident at its place, already weighed by severity and age.
public struct FieldSource: Hashable, Sendable {
  /// Degrees on WGS 84; any finite longitude, latitude −90…90.
  public var coordinate: Coordinate
  /// Index into the kernels that the field is made with.
  public var kernel: Int
  /// Severity × time factor in each dimension, 0 or more, without the profile.
  public var weights: SIMD4<Double>
  /// The caller's own number for the incident, handed back with contributions.
  public var member: Int

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - coordinate: degrees on WGS 84.
  ///   - kernel: index into the field's kernels.
  ///   - weights: severity × time factor in each dimension, 0 or more.
  ///   - member: the caller's own number for the incident.
  public init(coordinate: Coordinate, kernel: Int, weights: SIMD4<Double>, member: Int) {
    self.coordinate = coordinate
    self.kernel = kernel
    self.weights = weights
    self.member = member
  }
}

/// Why no field can be made or asked.
public enum FieldError: Error, Hashable, Sendable {
  /// The source at this index has a coordinate that is not finite or not on the globe.
  case badCoordinate(source: Int)
  /// The source at this index has a weight that is negative or not finite.
  case badWeight(source: Int)
  /// The source at this index names a kernel that was not given.
  case unknownKernel(source: Int, kernel: Int)
  /// A weight of the profile is negative or not finite.
  case badProfile
}

extension FieldError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .badCoordinate(let source): "source \(source) has no place on the globe"
    case .badWeight(let source): "source \(source) has a weight that is negative or not finite"
    case .unknownKernel(let source, let kernel):
      "source \(source) names kernel \(kernel), which was not given"
    case .badProfile: "the profile's weights must be finite and not negative"
    }
  }
}
