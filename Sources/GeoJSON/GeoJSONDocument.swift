import GeoCore

/// How Features are strung together.
public enum GeoJSONFormat: String, Hashable, Sendable {
  /// One FeatureCollection (RFC 7946).
  case featureCollection
  /// One Feature.
  case feature
  /// One geometry without a Feature round it.
  case geometry
  /// Records that begin with the byte 0x1E (RFC 8142).
  case textSequence
  /// One Feature a line.
  case newlineDelimited
}

/// A Feature that was read, with its place in the document.
public struct ReadFeature: Hashable, Sendable {
  /// The Feature.
  public var feature: Feature
  /// Its number among all Features of the document, rejected ones included, from 0.
  public var index: Int
  /// Bytes before it, from 0.
  public var byteOffset: Int
}

/// A Feature that cannot be used, in a document that can.
public struct RejectedFeature: Hashable, Sendable {
  /// Its number among all Features of the document, from 0.
  public var index: Int
  /// Bytes before the Feature, from 0.
  public var byteOffset: Int
  /// The line where the Feature begins, from 1.
  public var line: Int
  /// Bytes of the document before the very place where the fault shows.
  public var faultOffset: Int
  /// Why, as one sentence without a full stop.
  public var reason: String
  /// The Feature's own bytes, so that it can be written out whole.
  public var text: [UInt8]
}

/// Some Features of a document that are handed out while it is read.
public struct GeoJSONPart: Hashable, Sendable {
  /// The usable Features in order.
  public var features: [ReadFeature]
  /// The Features that cannot be used, in order; by their indexes they stand between the usable ones.
  public var rejects: [RejectedFeature]
  /// The number of bytes from the start of the document that are read for good.
  public var end: Int
}

/// Something the reader did that its caller may want to tell.
public enum GeoJSONNote: Hashable, Sendable {
  /// Positions had a third number; it was dropped in this many of them.
  case altitudesDropped(positions: Int)
  /// A name occurred more than once in an object, so many times in all; the last value counts.
  case duplicateNames(example: String, count: Int)
  /// NaN, Infinity or a number beyond 1e308 stood among properties and was read as null, so many times.
  case nonFiniteNumbers(count: Int)
  /// The document names a reference system other than WGS 84 longitude/latitude.
  case otherReferenceSystem(String)
}

extension GeoJSONNote: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .altitudesDropped(let positions):
      "altitudes are not used (\(positions) \(positions == 1 ? "position has" : "positions have") one)"
    case .duplicateNames(let example, let count):
      "names given twice in one object, so often: \(count), the first \"\(example)\"; the last value counts"
    case .nonFiniteNumbers(let count):
      "NaN, Infinity or a number beyond 1e308, so often: \(count); read as null"
    case .otherReferenceSystem(let name):
      "the file says that its coordinates are in \(name), not in WGS 84 longitude/latitude"
    }
  }
}

/// All that was found in a GeoJSON document.
public struct GeoJSONDocument: Hashable, Sendable {
  /// The usable Features in order.
  public var features: [ReadFeature] = []
  /// The Features that cannot be used, in order.
  public var rejects: [RejectedFeature] = []
  /// What else the reader noticed, each kind once.
  public var notes: [GeoJSONNote] = []
  /// Members of the FeatureCollection beside those of RFC 7946 and the old `crs`.
  public var foreignMembers: JSONObject = [:]
  /// The name in the old `crs` member, if there is one.
  public var referenceSystem: String?
  /// How the Features are strung together.
  public var format: GeoJSONFormat

  /// The usable Features and the foreign members, without their places.
  public var collection: FeatureCollection {
    FeatureCollection(features: features.map(\.feature), foreignMembers: foreignMembers)
  }
}
