import GeoCore

/// The places whose value lies between two levels.
public struct IsoBand: Hashable, Sendable {
  /// The least value of the band, which belongs to it.
  public let lower: Double
  /// The value where the next band begins, which does not belong to this one; nil in the topmost band.
  public let upper: Double?
  /// The band's area in degrees, outer rings counter-clockwise, holes clockwise; no parts where no value
  /// reaches the band.
  public let area: MultiPolygon

  /// Keeps a band as given.
  public init(lower: Double, upper: Double?, area: MultiPolygon) {
    self.lower = lower
    self.upper = upper
    self.area = area
  }
}

/// Why no bands can be drawn.
public enum IsobandError: Error, Hashable, Sendable {
  /// The values are not one per node of the grid.
  case wrongCount(values: Int, nodes: Int)
  /// The value of the node at this index, `row · columns + column`, is NaN or infinite.
  case notFinite(index: Int)
  /// There is no level, or the level at this index is not finite or not above the one before.
  case badLevels(index: Int)
}

extension IsobandError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .wrongCount(let values, let nodes): "\(values) values for a grid of \(nodes) nodes"
    case .notFinite(let index): "the value of grid node \(index) is not a finite number"
    case .badLevels(let index): "level \(index) is missing, not a finite number or not above the one before"
    }
  }
}
