import CGEOS

/// The GEOS library that is linked.
public enum GEOSLibrary {
  /// Its version with that of its C interface, such as `3.11.1-CAPI-1.17.1`.
  public static var version: String {
    guard let version = GEOSversion() else { return "unknown" }
    return String(cString: version)
  }
}
