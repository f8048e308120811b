import Foundation
import GeoCore

/// Reads GeoJSON (RFC 7946) from bytes: a FeatureCollection, a Feature, a bare geometry, a text sequence
/// (RFC 8142) or one Feature a line, told apart by what the bytes say.
///
/// Two things can go wrong. Bytes that are not JSON, or no GeoJSON at all, throw a `GeoJSONError`. A Feature
/// that is well-formed JSON but unusable (an open ring, a latitude of 91, NaN, an unknown type) becomes a
/// `RejectedFeature`, and the others are read on. In a text sequence a malformed record is rejected alone, as
/// RFC 8142 asks, and so is a malformed line behind a good first one.
///
/// - Arrays and objects may be nested 128 deep; more throws.
/// - A UTF-8 byte order mark is skipped.
/// - Longitudes lie in −180…180 and latitudes in −90…90, up to 1e-7 beyond being taken as the limit.
/// - Altitudes and further numbers of a position are dropped and noted once.
/// - Winding is not checked: the writer winds. Self-intersection is not checked: `makeValid` repairs.
/// - `bbox` is neither kept nor checked: the writer makes it anew.
/// - A Feature without `properties` is taken as one with null; one without `geometry` is rejected.
/// - `"coordinates": []` is an empty Multi- geometry, and no geometry at all for the other types.
/// - Of a name given twice among properties or foreign members the last value counts, and a note says so; a
///   GeoJSON member given twice makes the Feature unusable, because readers would disagree about it.
public struct GeoJSONReader: Hashable, Sendable {
  /// Whether coordinates are in some other system, so that any finite number may stand there.
  public var coordinatesAreProjected: Bool
  /// Threads for large collections; what is read is the same for any number of them.
  public var workers: Workers

  /// Makes a reader.
  ///
  /// - Parameters:
  ///   - coordinatesAreProjected: true to accept any finite coordinates, for a caller who will transform them to
  ///     WGS 84.
  ///   - threads: threads for large collections.
  public init(
    coordinatesAreProjected: Bool = false, threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.coordinatesAreProjected = coordinatesAreProjected
    workers = Workers(threads: threads)
  }

  /// Reads a whole document.
  ///
  /// - Throws: `GeoJSONError` with the place of the first byte that cannot be right.
  public func read(_ bytes: [UInt8]) throws(GeoJSONError) -> GeoJSONDocument {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(GeoJSONError) in try read(buffer) }
    }
    return try result.get()
  }

  /// Reads a whole document from memory that stays as it is during the call.
  ///
  /// - Throws: `GeoJSONError` with the place of the first byte that cannot be right.
  public func read(_ bytes: UnsafeRawBufferPointer) throws(GeoJSONError) -> GeoJSONDocument {
    try read(bytes, handOut: nil)
  }

  /// Reads a document and hands its Features out, some thousands at a time and in order, so that they need not fit
  /// into memory together.
  ///
  /// Features are handed out before the bytes behind them are known to be right.
  ///
  /// - Parameters:
  ///   - bytes: memory that stays as it is during the call.
  ///   - handOut: takes Features, usable or not.
  /// - Returns: all but the Features.
  /// - Throws: `GeoJSONError` with the place of the first byte that cannot be right.
  public func read(
    _ bytes: UnsafeRawBufferPointer, handOut: @escaping (_ part: GeoJSONPart) -> Void
  ) throws(GeoJSONError) -> GeoJSONDocument {
    try read(bytes, handOut: Optional(handOut))
  }

  private func read(
    _ bytes: UnsafeRawBufferPointer, handOut: ((GeoJSONPart) -> Void)?
  ) throws(GeoJSONError) -> GeoJSONDocument {
    let result = bytes.withMemoryRebound(to: UInt8.self) { buffer in
      var parser = DocumentParser(
        bytes: buffer, coordinatesAreProjected: coordinatesAreProjected, workers: workers, handOut: handOut)
      return Result { () throws(GeoJSONError) in try parser.document() }
    }
    return try result.get()
  }
}
