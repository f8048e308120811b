/// One number for each dimension of a campaign.
public struct DimensionWeights: Hashable, Sendable {
  /// The number for `Dimension.territorial`.
  public var territorial: Double
  /// The number for `Dimension.governance`.
  public var governance: Double
  /// The number for `Dimension.fragmentation`.
  public var fragmentation: Double
  /// The number for `Dimension.economic`.
  public var economic: Double

  /// Makes weights; each is 1 unless given.
  public init(
    territorial: Double = 1, governance: Double = 1, fragmentation: Double = 1, economic: Double = 1
  ) {
    self.territorial = territorial
    self.governance = governance
    self.fragmentation = fragmentation
    self.economic = economic
  }

  /// The number for a dimension.
  public subscript(dimension: Dimension) -> Double {
    get {
      switch dimension {
      case .territorial: territorial
      case .governance: governance
      case .fragmentation: fragmentation
      case .economic: economic
      }
    }
    set {
      switch dimension {
      case .territorial: territorial = newValue
      case .governance: governance = newValue
      case .fragmentation: fragmentation = newValue
      case .economic: economic = newValue
      }
    }
  }

  /// The four numbers in the order of `Dimension.index`.
  public var values: [Double] { [territorial, governance, fragmentation, economic] }
}
