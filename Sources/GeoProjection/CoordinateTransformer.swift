import CPROJ
import GeoCore
import Synchronization

/// Brings coordinates of any horizontal reference system to longitude and latitude on WGS 84.
///
/// Coordinates go in as easting, northing (or longitude, latitude), whatever order the system's definition
/// gives. Grid files that are not installed are not fetched: PROJ then takes the best way it has.
/// Safe to share; calls take turns.
public final class CoordinateTransformer: Sendable {
  /// The system as it was asked for.
  public let crs: String

  private let transformation: Mutex<Transformation>

  /// Looks the system up.
  ///
  /// - Parameter crs: an EPSG code (`EPSG:32629` or `32629`), another authority's code, a PROJ string or WKT.
  /// - Throws: `ProjectionError.unknownCRS`, `.notHorizontal` or `.noTransformation`.
  public init(from crs: String) throws(ProjectionError) {
    self.crs = crs
    transformation = Mutex(try Transformation(from: crs))
  }

  /// The same places in degrees on WGS 84, in the same order.
  ///
  /// - Throws: `ProjectionError.outsideCRS` with the index of each coordinate that has no meaning there.
  public func toWGS84(_ coordinates: [Coordinate]) throws(ProjectionError) -> [Coordinate] {
    let result = transformation.withLock { $0.apply(coordinates) }
    // Between systems of longitude and latitude PROJ passes latitudes beyond the poles on.
    let failed = result.coordinates.indices.filter {
      !result.coordinates[$0].isFinite || abs(result.coordinates[$0].latitude) > 90
    }
    guard failed.isEmpty else {
      throw .outsideCRS(crs, indices: failed, message: result.message ?? "no such place on Earth")
    }
    return result.coordinates
  }

  /// The linked PROJ's version, such as `9.1.1`.
  public static var projVersion: String {
    guard let version = proj_info().version else { return "unknown" }
    return String(cString: version)
  }
}

/// A PROJ operation with the context it lives in.
private struct Transformation: ~Copyable {
  private let session: ProjectionSession
  private let operation: UnsafeMutablePointer<PJconsts>

  init(from crs: String) throws(ProjectionError) {
    guard let session = ProjectionSession() else {
      throw .noTransformation(crs, message: "PROJ could not start")
    }
    guard let source = proj_create(session.context, Self.definition(crs)) else {
      throw .unknownCRS(crs, message: session.takeMessage())
    }
    defer { _ = proj_destroy(source) }
    guard proj_is_crs(source) != 0 else {
      throw .unknownCRS(crs, message: "it defines no reference system")
    }
    guard Self.isExact(crs, for: source) else {
      throw .unknownCRS(crs, message: "no reference system has this name")
    }
    if let kind = Self.unusable(proj_get_type(source)) { throw .notHorizontal(crs, kind: kind) }
    guard let target = proj_create(session.context, "OGC:CRS84") else {
      throw .noTransformation(crs, message: session.takeMessage())
    }
    defer { _ = proj_destroy(target) }
    guard let raw = proj_create_crs_to_crs_from_pj(session.context, source, target, nil, nil) else {
      throw .noTransformation(crs, message: session.takeMessage())
    }
    defer { _ = proj_destroy(raw) }
    // Easting before northing and longitude before latitude on both sides.
    guard let normalized = proj_normalize_for_visualization(session.context, raw) else {
      throw .noTransformation(crs, message: session.takeMessage())
    }
    self.session = session
    operation = normalized
  }

  deinit { _ = proj_destroy(operation) }

  /// All coordinates, those that failed as infinities, and PROJ's reason if it gave one.
  func apply(_ coordinates: [Coordinate]) -> (coordinates: [Coordinate], message: String?) {
    var result = coordinates
    let count = result.count
    let stride = MemoryLayout<Coordinate>.stride
    result.withUnsafeMutableBytes { bytes in
      guard count > 0, let base = bytes.baseAddress else { return }
      let x = base.assumingMemoryBound(to: Double.self)
      _ = proj_trans_generic(operation, PJ_FWD, x, stride, count, x + 1, stride, count, nil, 0, 0, nil, 0, 0)
    }
    let code = proj_errno(operation)
    _ = proj_errno_reset(operation)
    guard code != 0, let text = proj_context_errno_string(session.context, code) else { return (result, nil) }
    return (result, String(cString: text))
  }

  /// Bare numbers are EPSG codes; a PROJ string needs telling that it means a reference system.
  private static func definition(_ crs: String) -> String {
    let text = crs.trimmingPrefix(while: \.isWhitespace)
    if !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) { return "EPSG:\(text)" }
    if text.contains("proj="), !text.contains("proj=pipeline"), !text.contains("type=crs") {
      return "\(text) +type=crs"
    }
    return String(text)
  }

  /// Whether a definition is a code, a PROJ string, WKT or a system's whole name: PROJ also takes any part of a
  /// name, and then gives the first system that has it.
  private static func isExact(_ crs: String, for source: UnsafePointer<PJconsts>) -> Bool {
    let isDefinition =
      crs.contains { ":=[{".contains($0) } || crs.allSatisfy { $0.isNumber || $0.isWhitespace }
    guard !isDefinition, let name = proj_get_name(source) else { return isDefinition }
    func plain(_ text: String) -> String { text.lowercased().filter { !$0.isWhitespace } }
    return plain(String(cString: name)) == plain(crs)
  }

  private static func unusable(_ type: PJ_TYPE) -> String? {
    switch type {
    case PJ_TYPE_GEOCENTRIC_CRS: "geocentric"
    case PJ_TYPE_VERTICAL_CRS: "vertical"
    case PJ_TYPE_TEMPORAL_CRS: "temporal"
    case PJ_TYPE_ENGINEERING_CRS: "engineering"
    default: nil
    }
  }
}
