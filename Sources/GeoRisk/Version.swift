/// The software's own name and version, as results record it.
public enum GeoRiskVersion {
  /// The version by semver, such as `1.0.0`.
  public static let current = "1.0.0"
}
